//! The rules of the grammar in words that a person knows.

use super::grammar::Rule;

/// What a rule matches, as it stands after "expected". Exhaustive: a new rule needs its words.
#[rustfmt::skip]
#[expect(clippy::too_many_lines, reason = "a table")]
pub(super) fn label(rule: Rule) -> &'static str {
    match rule {
        Rule::item | Rule::declaration | Rule::bot_decl | Rule::use_decl | Rule::secret_decl
        | Rule::config_decl | Rule::const_decl | Rule::type_decl | Rule::state_decl | Rule::group_decl
        | Rule::fn_decl | Rule::intent_decl | Rule::command | Rule::on_message | Rule::on_webhook
        | Rule::on_word | Rule::on_error | Rule::on_intent | Rule::otherwise | Rule::action
        | Rule::before | Rule::after | Rule::every | Rule::cron | Rule::card_decl | Rule::test_decl
        | Rule::handler_rest => {
            "a declaration, such as `command`, `on`, `fn` or `state`"
        }
        Rule::only_statement | Rule::statement | Rule::line | Rule::let_stmt | Rule::var_stmt
        | Rule::expr_stmt | Rule::edit_stmt | Rule::delete_stmt | Rule::wait_stmt | Rule::later_stmt
        | Rule::start_stmt | Rule::fail_stmt | Rule::stop_stmt | Rule::log_stmt | Rule::respond_stmt
        | Rule::for_stmt | Rule::while_stmt | Rule::break_stmt | Rule::continue_stmt
        | Rule::return_stmt | Rule::bad_statement | Rule::binding | Rule::assign | Rule::run_on => {
            "a statement"
        }
        Rule::only_arm | Rule::arm | Rule::arm_line | Rule::bad_arm => {
            "a pattern, `=>` and what it gives"
        }
        Rule::only_setting | Rule::setting | Rule::setting_line | Rule::bot_about | Rule::bot_allow
        | Rule::bot_net | Rule::bot_locale | Rule::bot_timezone | Rule::bad_setting => {
            "`about`, `allow`, `net`, `locale` or `timezone`"
        }
        Rule::only_node | Rule::card_node | Rule::node_line | Rule::element | Rule::card_if
        | Rule::card_for | Rule::card_let | Rule::card_include | Rule::card_raw | Rule::card_input
        | Rule::card_entry | Rule::element_part | Rule::bad_node => {
            "an element of a card, such as `text`, `input` or `submit`"
        }
        Rule::only_step | Rule::step | Rule::step_line | Rule::chat | Rule::step_mock
        | Rule::step_expect | Rule::step_after | Rule::step_set | Rule::step_person | Rule::step_clock
        | Rule::step_webhook | Rule::step_word | Rule::step_reload | Rule::step_member
        | Rule::step_clicks | Rule::step_sends | Rule::bad_step => {
            "a line of a test, such as `alice> hello`, `mock`, `expect` or `nothing`"
        }
        Rule::expr | Rule::plain_expr | Rule::tight_expr | Rule::primary | Rule::list | Rule::parens
        | Rule::guard_expr | Rule::content | Rule::if_expr | Rule::match_expr => {
            "a value"
        }
        Rule::record | Rule::entry | Rule::field_entry | Rule::quoted_entry | Rule::shorthand
        | Rule::spread => {
            "a record"
        }
        Rule::type_expr | Rule::type_named | Rule::type_args | Rule::type_union | Rule::type_record
        | Rule::type_parens | Rule::type_result | Rule::answer_type => {
            "a type"
        }
        Rule::type_field => {
            "a field of a record type"
        }
        Rule::name | Rule::path | Rule::chat_to | Rule::chat_place | Rule::in_thread => {
            "a name"
        }
        Rule::text | Rule::string | Rule::any_string | Rule::card_file => {
            "a text in quotes"
        }
        Rule::hole => {
            "the inside of a hole"
        }
        Rule::pattern => {
            "a pattern in quotes"
        }
        Rule::regex => {
            "a regex between slashes"
        }
        Rule::clock => {
            "an hour such as `09:00`"
        }
        Rule::call | Rule::arg | Rule::named_arg => {
            "arguments"
        }
        Rule::index => {
            "an index"
        }
        Rule::postfix => {
            "a field, a call or an index"
        }
        Rule::lambda_body => {
            "the body of a function"
        }
        Rule::arm_pattern => {
            "a pattern"
        }
        Rule::say | Rule::reply | Rule::message | Rule::file_part | Rule::card_part | Rule::card_call
        | Rule::to_part => {
            "`say` and what is said"
        }
        Rule::ask | Rule::ask_prompt | Rule::as_part | Rule::one_of | Rule::by_part | Rule::until_part
        | Rule::where_part | Rule::within_part => {
            "`ask` and its clauses"
        }
        Rule::confirm => {
            "`confirm` and what is asked"
        }
        Rule::block => {
            "a block in braces"
        }
        Rule::else_clause => {
            "`else` and a block"
        }
        Rule::later_at | Rule::every_days => {
            "a time"
        }
        Rule::log_level => {
            "`info`, `warn`, `error` or `debug`"
        }
        Rule::allow_rule | Rule::group_member => {
            "who may talk to the bot"
        }
        Rule::use_alias => {
            "`as` and a name"
        }
        Rule::per_part => {
            "`per` and what it counts by"
        }
        Rule::params | Rule::param => {
            "parameters in parentheses"
        }
        Rule::guard | Rule::guard_for | Rule::guard_in | Rule::guard_limit => {
            "`for GROUP`, `in direct`, `in group` or `limit`"
        }
        Rule::verify => {
            "`verify` and how"
        }
        Rule::on_event => {
            "an event"
        }
        Rule::card_clause | Rule::card_once | Rule::card_expires | Rule::card_fallback | Rule::prop
        | Rule::flag | Rule::box_word | Rule::open_word | Rule::input_key | Rule::input_default => {
            "a property of a card"
        }
        Rule::card_body => {
            "elements in braces"
        }
        Rule::arrow => {
            "an action after `->`"
        }
        Rule::chat_text => {
            "what is said"
        }
        Rule::mock_reply | Rule::mock_word | Rule::mock_status | Rule::headers_part => {
            "an answer of the mock"
        }
        Rule::expect_http | Rule::expect_response => {
            "what is expected"
        }
        Rule::body_json | Rule::body_file | Rule::body_text | Rule::signed => {
            "the body of the delivery"
        }
        Rule::member_word => {
            "`join` or `leave`"
        }
        Rule::junk | Rule::junk_brackets => {
            "something else"
        }
        Rule::sep => {
            "a comma or the end of the line"
        }
        Rule::LET | Rule::VAR | Rule::IF | Rule::ELSE | Rule::MATCH | Rule::FOR | Rule::WHILE
        | Rule::RETURN | Rule::BREAK | Rule::CONTINUE | Rule::STOP | Rule::FAIL | Rule::LOG
        | Rule::RESPOND | Rule::SAY | Rule::REPLY | Rule::ASK | Rule::CONFIRM | Rule::EDIT
        | Rule::DELETE | Rule::WAIT | Rule::LATER | Rule::START | Rule::WHERE | Rule::WITHIN
        | Rule::CARD | Rule::BOT | Rule::USE | Rule::SECRET | Rule::CONFIG | Rule::CONST | Rule::TYPE
        | Rule::STATE | Rule::GROUP | Rule::FN | Rule::COMMAND | Rule::ON | Rule::OTHERWISE
        | Rule::EVERY | Rule::ACTION | Rule::BEFORE | Rule::AFTER | Rule::INTENT | Rule::TEST
        | Rule::CRON | Rule::ABOUT | Rule::ALLOW | Rule::NET | Rule::LOCALE | Rule::TIMEZONE | Rule::TO
        | Rule::BY | Rule::UNTIL | Rule::ONE | Rule::OF | Rule::FILE | Rule::AT | Rule::PER
        | Rule::LIMIT | Rule::VERIFY | Rule::MESSAGE | Rule::WEBHOOK | Rule::ERROR | Rule::JOIN
        | Rule::LEAVE | Rule::MEMBER | Rule::JOINED | Rule::LEFT | Rule::FROM | Rule::ONCE
        | Rule::EXPIRES | Rule::FALLBACK | Rule::INCLUDE | Rule::RAW | Rule::INPUT | Rule::KEY
        | Rule::COLUMNS | Rule::COLUMN | Rule::BOX | Rule::FACTS | Rule::ACTIONS | Rule::IMAGES
        | Rule::RICH | Rule::OPEN | Rule::INFO | Rule::WARN | Rule::DEBUG | Rule::MOCK | Rule::HTTP
        | Rule::THEN | Rule::TIMEOUT | Rule::REFUSED | Rule::HEADERS | Rule::EXPECT | Rule::RESPONSE
        | Rule::WITH | Rule::CLOCK | Rule::PERSON | Rule::SET | Rule::NOTHING | Rule::RESTART
        | Rule::DUPLICATE | Rule::RELOAD | Rule::JSON | Rule::TEXT | Rule::SIGNED | Rule::CLICKS
        | Rule::SENDS | Rule::JOINS | Rule::LEAVES | Rule::THREAD | Rule::AND | Rule::OR | Rule::IN
        | Rule::MATCHES | Rule::NOT | Rule::AS => {
            "a word of the language"
        }
        Rule::PLAIN | Rule::NAME | Rule::WORD | Rule::STATEMENT_WORD | Rule::VALUE_WORD | Rule::NUMBER | Rule::CLOCK_TIME
        | Rule::TEXT_LITERAL | Rule::STRING_START | Rule::STRING_MIDDLE | Rule::STRING_END
        | Rule::FORMAT | Rule::REGEX | Rule::PATTERN | Rule::CHAT | Rule::FIELD | Rule::OPTIONAL_FIELD
        | Rule::CALL | Rule::INDEX | Rule::OPTIONAL_INDEX | Rule::GIVES | Rule::ARROW | Rule::SPREAD
        | Rule::ADD_TO | Rule::SUBTRACT_FROM | Rule::OPTIONAL | Rule::MINUS | Rule::SLASH | Rule::LESS
        | Rule::GREATER | Rule::RANGE | Rule::INFIX | Rule::PREFIX | Rule::END | Rule::OPENING
        | Rule::CLOSING => {
            "a sign"
        }
        Rule::EOI => "the end",
    }
}

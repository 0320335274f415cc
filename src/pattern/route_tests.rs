//! Decisions, their reasons, and what the bot says by itself.

use crate::pattern::testing::{matcher, shown, with_surroundings};
use crate::pattern::{
    CommandRoute, Decision, HelpTopic, LazyRegex, MatchResult, MessageRoute, MessageText, Request, Router,
    Routes, Words, bad_arguments_text, help_text, unknown_text,
};
use crate::value::Text;
use std::sync::Arc;

/// A bot with commands (patterns, doc), regexes and maybe `otherwise`; handlers are numbered in order.
fn router(commands: &[(&[&str], &str)], messages: &[&str], otherwise: bool) -> Router {
    let mut handlers = 0..;
    let mut handler = || handlers.next().expect("endless");
    let commands = commands.iter().map(|(patterns, doc)| CommandRoute {
        handler: handler(),
        matcher: matcher(patterns),
        doc: (*doc).into(),
    });
    let commands = commands.collect();
    let messages =
        messages.iter().map(|source| MessageRoute { handler: handler(), regex: LazyRegex::new(*source, "") });
    let messages = messages.collect();
    let otherwise = otherwise.then(&mut handler);
    Router::new(Arc::new(Routes { commands, messages, otherwise }))
}

/// The bots of the tests that read answers.
fn team_bot() -> Router {
    let deploy: &[&str] =
        &["deploy {service} [to {env: Env = dev}] [--dry-run] [--why {reason}]", "ship {service}"];
    router(
        &[
            (&["hello [{name...}]", "hi [{name...}]"], "Greet somebody.\nAnybody at all."),
            (&["find {key: /[A-Za-z]+-\\d+/}"], "Show a ticket."),
            (&["move {key: /[A-Za-z]+-\\d+/} [to] {status: Status}"], "Move a ticket on."),
            (deploy, "Deploy a service.\n\nTakes about a minute."),
            (&["standup join"], "Join the daily standup."),
            (&["standup leave"], ""),
            (&["remind {who: person} {day: date} {count: int} {what...}"], "Remind somebody."),
            (&["shutdown"], "Only for admins."),
        ],
        &[],
        false,
    )
}

fn everyone(_: u32) -> bool {
    true
}

/// All but `shutdown`.
fn no_admin(handler: u32) -> bool {
    handler != 7
}

#[test]
fn commands_go_before_regexes_and_these_before_otherwise() {
    let bot = router(
        &[
            (&["find {key}"], ""),
            (&["find all {things}"], ""),
            (&["{x} please"], ""),
            (&["find {key} {y}"], ""),
        ],
        &[r"\b(?<key>[A-Z]{2,}-\d+)(?<tail>!)?", "[A-Z]"],
        true,
    );
    for (text, expected) in [
        ("find WEB-1", "command 0 yes key=\"WEB-1\""),
        // More literal words go first, then source order.
        ("find all things", "command 1 yes things=\"things\""),
        ("find please", "command 0 yes key=\"please\""),
        ("find a b", "command 3 yes key=\"a\" y=\"b\""),
        ("go please", "command 2 yes x=\"go\""),
        ("see WEB-22 there", "message 4 key=WEB-22"),
        ("see WEB-22!", "message 4 key=WEB-22 tail=!"),
        ("see Web", "message 5"),
        ("see web", "otherwise 6"),
        ("", "otherwise 6"),
        ("help", "help all"),
        ("HELP find", "help [0, 1, 3]"),
        ("help find all", "help [1]"),
        ("help me", "help unknown me"),
        ("help me with the printer", "otherwise 6"),
        ("\"help\"", "otherwise 6"),
    ] {
        check(&bot, text, expected);
    }
}

#[test]
fn a_bad_argument_is_chosen_at_its_place_in_the_order() {
    let bot = router(
        &[
            (&["take {n: int}", "take {d: date}"], ""),
            (&["take {anything}"], ""),
            (&["take off {n: int}"], ""),
            (&["{n: int}"], ""),
        ],
        &["take"],
        true,
    );
    check(&bot, "take 3", "command 0 yes n=3");
    check(&bot, "take tomorrow", "command 0 yes d=2026-01-06");
    check(&bot, "take all", "bad 0 bad n=all");
    check(&bot, "take off now", "bad 2 bad n=now");
    check(&bot, "take off", "bad 0 bad n=off");
    check(&bot, "take a b", "message 4");
    // A pattern without a literal word says nothing of what it could not read.
    check(&bot, "thrice", "otherwise 5");
}

#[test]
fn a_script_may_declare_help() {
    let bot = router(&[(&["help"], ""), (&["help lunch {x: int}"], ""), (&["{x...}"], "")], &[], false);
    check(&bot, "help", "command 0 yes");
    check(&bot, "help lunch 3", "command 1 yes x=3");
    check(&bot, "help lunch x", "bad 1 bad x=x");
    check(&bot, "help lunch", "help unknown lunch");
    check(&bot, "anything", "command 2 yes x=\"anything\"");
}

#[test]
fn reasons_are_told() {
    let bot = team_bot();
    for (text, expected) in [
        ("hello a\u{a0}b", &["command `hello [{name...}]`: matches"][..]),
        (
            "standup leave now",
            &[
                "command `standup join`: expected `join`, found `leave`",
                "command `standup leave`: expected the end of the message, found `now`",
            ],
        ),
        ("helo", &["no command begins with `helo`"][..]),
        ("", &["the message is empty"]),
        ("move WEB-1 into done", &["command `move {key} [to] {status}`: expected `to`, found `into`"]),
        ("find", &["command `find {key}`: expected `{key}`, found the end of the message"]),
        ("find x", &["command `find {key}`: the words match, but key can't be `x`"]),
        (
            "standup leave",
            &["command `standup join`: expected `join`, found `leave`", "command `standup leave`: matches"],
        ),
    ] {
        let message = MessageText::plain(text);
        let routing = with_surroundings(|surroundings| {
            bot.explain(Request { message: &message, surroundings, may_run: &no_admin })
        });
        assert_eq!(routing.why.lines(bot.routes()), expected, "{text}");
        assert_eq!(routing.decision, route(&bot, text).decision, "{text}");
    }
    let bot = router(&[], &["a", "b"], false);
    assert_eq!(
        route(&bot, "b").why.lines(bot.routes()),
        ["on message /a/: does not match", "on message /b/: matches"]
    );
}

#[test]
fn arguments_that_cannot_be_read() {
    let mut answers = String::new();
    for text in [
        "move WEBSITE-22 to don",
        "move WEBSITE-22 to blocked",
        "find website",
        "deploy web --why",
        "remind bob@example.com someday 3 to call",
        "remind bob 99/99 99999999999999999999 to call",
        "remind **`@all`\n# x** today 3 to call",
    ] {
        answers.push_str(&format!("> {text}\n{}\n\n", answer(&team_bot(), text)));
    }
    insta::assert_snapshot!(answers);
}

#[test]
fn messages_that_nothing_takes() {
    let mut answers = String::new();
    for text in [
        "helo",
        "Hallo Bob",
        "standup jion",
        "standup",
        "mvoe WEB-1 done",
        "move WEB-1",
        "hepl",
        "shutdwn",
        "what is the weather?",
        "",
    ] {
        answers.push_str(&format!("> {text}\n{}\n\n", answer(&team_bot(), text)));
    }
    insta::assert_snapshot!(answers);
}

#[test]
fn help_on_everything_and_on_one_command() {
    let mut answers = String::new();
    for text in [
        "help",
        "help deploy",
        "help standup",
        "help move",
        "help hi",
        "help find",
        "help shutdown",
        "help depoly",
        "help remind",
    ] {
        answers.push_str(&format!("> {text}\n{}\n\n", answer(&team_bot(), text)));
    }
    insta::assert_snapshot!(answers);
    let empty = router(&[], &[], false);
    assert_eq!(answer(&empty, "help"), "Says hello.\n\nThere is no command that you can use here.");
}

#[test]
fn what_a_user_typed_is_data() {
    let text = answer_text(&team_bot(), "move WEBSITE-22 to **don**");
    let data: Vec<&str> = text.runs().filter(|(own, _)| !own).map(|(_, run)| run).collect();
    assert_eq!(data, ["**don**"]);
    let text = answer_text(&team_bot(), "help <@all>");
    let data: Vec<&str> = text.runs().filter(|(own, _)| !own).map(|(_, run)| run).collect();
    assert_eq!(data, ["<@all>"]);
}

#[test]
fn a_thousand_commands_are_found_by_their_first_word() {
    let patterns: Vec<String> = (0..1000).map(|index| format!("command{index} {{x}}")).collect();
    let patterns: Vec<[&str; 1]> = patterns.iter().map(|pattern| [pattern.as_str()]).collect();
    let commands: Vec<(&[&str], &str)> = patterns.iter().map(|pattern| (pattern.as_slice(), "")).collect();
    let bot = router(&commands, &[], false);
    check(&bot, "command731 a", "command 731 yes x=\"a\"");
    assert_eq!(route(&bot, "command731 a").why.lines(bot.routes()).len(), 1);
    // A slip of the finger finds its command among all of them.
    let patterns: Vec<String> = (0..1000).map(|index| format!("deploy service{index} {{x}}")).collect();
    let patterns: Vec<[&str; 1]> = patterns.iter().map(|pattern| [pattern.as_str()]).collect();
    let commands: Vec<(&[&str], &str)> = patterns.iter().map(|pattern| (pattern.as_slice(), "")).collect();
    let bot = router(&commands, &[], false);
    for (text, near) in [
        ("deploy servcie731 x", "deploy service731 {x}"),
        ("delpoy service731 x", "deploy service731 {x}"),
        ("deploy nothing like it", "deploy service0 {x}"),
    ] {
        let Decision::Unknown { nearest: Some(found) } = route(&bot, text).decision else {
            panic!("{text}: nothing is near")
        };
        assert_eq!(found.usage, near, "{text}");
    }
    let lines = route(&bot, "deploy service731").why.lines(bot.routes());
    assert_eq!(lines.len(), 9, "{lines:?}");
    assert_eq!(lines[7], "command `deploy service731 {x}`: expected `{x}`, found the end of the message");
    assert_eq!(lines[8], "992 more commands begin so and do not fit");
}

#[test]
fn one_word_alone() {
    let is_cancel = |text: &str| Words::of(&MessageText::plain(text)).is_just("cancel");
    assert!(is_cancel(" Cancel ") && !is_cancel("cancel it") && !is_cancel("\"cancel\"") && !is_cancel(""));
}

fn route(bot: &Router, text: &str) -> crate::pattern::Routing {
    let message = MessageText::plain(text);
    with_surroundings(|surroundings| {
        bot.route(Request { message: &message, surroundings, may_run: &no_admin })
    })
}

fn check(bot: &Router, text: &str, expected: &str) {
    let message = MessageText::plain(text);
    let decision = with_surroundings(|surroundings| {
        bot.route(Request { message: &message, surroundings, may_run: &everyone }).decision
    });
    let decided = match decision {
        Decision::Help(HelpTopic::All) => String::from("help all"),
        Decision::Help(HelpTopic::Commands(commands)) => format!("help {commands:?}"),
        Decision::Help(HelpTopic::Unknown { typed, .. }) => format!("help unknown {typed}"),
        Decision::Command { handler, captures } => {
            format!("command {handler} {}", shown(&MatchResult::Yes(captures)))
        }
        Decision::BadArguments { handler, bad, .. } => {
            format!("bad {handler} {}", shown(&MatchResult::BadArguments(bad)))
        }
        Decision::Message { handler, captures } => {
            let captures = captures.iter().filter_map(|(name, value)| {
                value.as_ref().and_then(|value| value.as_str()).map(|text| format!(" {name}={text}"))
            });
            format!("message {handler}{}", captures.collect::<String>())
        }
        Decision::Otherwise { handler } => format!("otherwise {handler}"),
        Decision::Unknown { .. } => String::from("unknown"),
    };
    assert_eq!(decided, expected, "{text}");
}

fn answer(bot: &Router, text: &str) -> String {
    answer_text(bot, text).as_str().to_owned()
}

/// What the bot says by itself.
fn answer_text(bot: &Router, text: &str) -> Text {
    match route(bot, text).decision {
        Decision::Help(topic) => help_text(bot.routes(), &topic, Some("Says hello."), &no_admin),
        Decision::BadArguments { command, bad, .. } => {
            let command = bot.routes().commands.get(command).expect("a decided command is there");
            bad_arguments_text(&command.matcher, &bad)
        }
        Decision::Unknown { nearest } => unknown_text(nearest.as_ref()),
        other => panic!("{text}: {other:?}"),
    }
}

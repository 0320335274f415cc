//! Frequent mistakes, each with its own words and, where it is clear what was meant, a fix.

use super::expected::Expected;
use super::{
    asked, blocks, calls, cards, choices, conditions, elsewhere, formats, habits, heads, lambdas, lines,
    nameless, numbers, operators, parts, schedules, slices, slips, steps, talk, types, words,
};
use crate::base::Span;
use crate::diagnostics::Applicability::{Safe, Unsafe};
use crate::diagnostics::{Diagnostic, codes, nearest};
use crate::syntax::build::{Bad, Builder};
use crate::syntax::grammar::Rule;
use crate::syntax::layout::{
    Code, DECLARATION_WORDS, is_declaration_word, is_reserved_code, is_test_elsewhere, statement_words,
};

/// Where a region fails.
pub(super) struct Place {
    pub bad: Bad,
    /// What it should have been.
    pub rule: Rule,
    /// The token that does not fit; the end of the region if something is missing there.
    pub at: usize,
    pub expected: Expected,
}

impl Place {
    /// What may end the region at the failing token, if no bracket is open there.
    pub(super) fn end_word(&self, builder: &Builder<'_>) -> Option<&'static str> {
        self.open_bracket(builder).is_none().then_some("the end of the line")
    }

    /// The innermost bracket of the region that is open at the failing token.
    pub(super) fn open_bracket(&self, builder: &Builder<'_>) -> Option<usize> {
        let mut depth = 0_usize;
        for token in (self.bad.start..self.at).rev() {
            let code = builder.code(token);
            if Code::is_closing(code) {
                depth += 1;
            } else if Code::is_opening(code) {
                if depth == 0 {
                    return Some(token);
                }
                depth -= 1;
            }
        }
        None
    }

    pub(super) fn first_word<'a>(&self, builder: &Builder<'a>) -> &'a str {
        builder.token_text(self.bad.start)
    }
}

/// What may stand behind `on`.
pub(super) const EVENTS: [&str; 7] = ["message", "webhook", "join", "leave", "start", "error", "member"];

/// Looks for a mistake at a place.
type Mistake = fn(&Builder<'_>, &Place) -> Option<Diagnostic>;

/// Mistakes of one kind.
pub(super) struct Family {
    /// They are all about a token that does not fit, never about what is missing at the end.
    pub inside: bool,
    /// In this order.
    pub mistakes: &'static [Mistake],
}

/// The kinds in their order: the first mistake that fits speaks.
const FAMILIES: [Family; 24] = [
    numbers::KNOWN,
    nameless::KNOWN,
    formats::KNOWN,
    elsewhere::KNOWN,
    lines::KNOWN,
    asked::KNOWN,
    talk::KNOWN,
    steps::KNOWN,
    choices::KNOWN,
    conditions::KNOWN,
    slips::KNOWN,
    slices::KNOWN,
    calls::KNOWN,
    operators::KNOWN,
    cards::KNOWN,
    heads::KNOWN,
    schedules::KNOWN,
    parts::KNOWN,
    types::KNOWN,
    habits::KNOWN,
    blocks::KNOWN,
    lambdas::KNOWN,
    words::KNOWN,
    KNOWN,
];

const KNOWN: Family = Family {
    inside: false,
    mistakes: &[
        wrong_assignment,
        numbers::hour_value,
        apart_bracket,
        reserved_name,
        clause_order,
        misplaced_else,
        statement_at_top,
        value_at_top,
        wordless,
        record_or_block,
        apart_prompt,
        slips::missing_comma,
        misspelled_event,
        misspelled,
    ],
};

/// The diagnostic for the mistake that was made, if it is a known one.
pub(super) fn mistake(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let inside = place.at < place.bad.end;
    let families = FAMILIES.iter().filter(|family| inside || !family.inside);
    families.flat_map(|family| family.mistakes).find_map(|mistake| mistake(builder, place))
}

/// `=` where something is compared, named or given.
fn wrong_assignment(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let span = builder.token_span(place.at);
    let text = builder.token_text(place.at);
    if text == "==" && place.expected.has('=') {
        return Some(
            Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span, "found `==`, which compares, expected `=`")
                .label("expected `=`")
                .help("write `=`")
                .fix(Safe, "write `=`", span, "="),
        );
    }
    if text != "=" && text != ":" || place.at >= place.bad.end {
        return None;
    }
    if text == ":" && builder.token_text(place.at + 1) == "=" {
        let span = builder.span(place.at, place.at + 2);
        return Some(
            Diagnostic::new(&codes::SYNTAX_FOREIGN_WORD, span, "`:=` is written `=` here")
                .label("expected `=`")
                .help("write `let name = value` for a new name, `name = value` for one that is there")
                .fix(Safe, "write `=`", span, "="),
        );
    }
    if text != "=" {
        return None;
    }
    let bracket = place.open_bracket(builder).map(|token| builder.code(token));
    let named =
        matches!(bracket, Some(Code::CALL | '{')) && !place.expected.has(Code::GIVES) || bracket == Some('{');
    let plain_name = builder.code(place.at.saturating_sub(2)) == bracket.unwrap_or(Code::UNKNOWN)
        || matches!(builder.code(place.at.saturating_sub(2)), ',' | Code::END);
    if (named || bracket == Some(Code::CALL)) && plain_name {
        let what = if bracket == Some('{') { "a field" } else { "an argument" };
        return Some(
            Diagnostic::new(
                &codes::SYNTAX_UNEXPECTED,
                span,
                format!("found `=`, expected `:` after the name of {what}"),
            )
            .label("expected `:`")
            .help("write `name: value`")
            .fix(Safe, "write `:`", span, ":"),
        );
    }
    let condition = place.expected.operator
        && (matches!(place.first_word(builder), "if" | "while" | "expect" | "let" | "return" | "else")
            || bracket.is_some());
    condition.then(|| {
        Diagnostic::new(
            &codes::SYNTAX_ASSIGNMENT_IN_CONDITION,
            span,
            "found `=`, which assigns, where two values are compared",
        )
        .label("expected `==`")
        .help("write `==`")
        .fix(Safe, "write `==`", span, "==")
    })
}

/// `f (x)`, `xs [0]`.
fn apart_bracket(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let code = builder.code(place.at);
    let wanted = match code {
        '(' => Code::CALL,
        '[' => Code::INDEX,
        _ => return None,
    };
    let operand =
        matches!(builder.code(place.at.checked_sub(1)?), Code::PLAIN | Code::FIELD | '\u{180}'..='\u{1ff}');
    if place.at <= place.bad.start || !operand || !place.expected.has(wanted) {
        return None;
    }
    let (_, before) = builder.bytes(place.at - 1, place.at);
    let (start, _) = builder.bytes(place.at, place.at + 1);
    let gap = Span::new(builder.source, before, start);
    let what = if code == '(' { "a call: `f(x)`" } else { "an index: `xs[i]`" };
    Some(
        Diagnostic::new(
            &codes::SYNTAX_SPACE_BEFORE_BRACKET,
            builder.token_span(place.at),
            format!("found a space before `{code}`; it touches what it belongs to in {what}"),
        )
        .label("stands alone")
        .help("take out the space")
        .fix(Unsafe, "take out the space", gap, ""),
    )
}

/// A word of the language where a name is declared or a value is read.
fn reserved_name(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let reserved = place.at < place.bad.end && is_reserved_code(builder.code(place.at));
    if !reserved || !(place.expected.name || place.expected.value) || place.at == place.bad.start {
        return None;
    }
    let word = builder.token_text(place.at);
    let span = builder.token_span(place.at);
    let message = if place.expected.name {
        format!("`{word}` is a word of the language, it cannot be a name")
    } else {
        format!("found `{word}`, a word of the language, expected a value")
    };
    let wanted = if place.expected.name { "a name" } else { "a value" };
    let help = if place.expected.name {
        format!("choose another name, such as `{word}_`")
    } else {
        format!("write a value before `{word}`; a name cannot be `{word}`")
    };
    Some(
        Diagnostic::new(&codes::SYNTAX_RESERVED_WORD, span, message)
            .label(format!("expected {wanted}"))
            .help(help),
    )
}

/// The clauses of `ask` in another order.
fn clause_order(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let clauses = ["to", "as", "by", "until", "where", "within"];
    let word = builder.token_text(place.at);
    let ask = (place.bad.start..place.at).rev().find(|token| {
        matches!(builder.token_text(*token), "ask" | "confirm") && is_reserved_code(builder.code(*token))
    })?;
    if place.at >= place.bad.end || !clauses.contains(&word) || !place.expected.operator {
        return None;
    }
    let asker = builder.token_text(ask);
    let order = if asker == "ask" {
        "`to P` · the prompt · `as T` · `by GROUP` · `until N` · `where COND else \"...\"` · `within D`"
    } else {
        "`to P` · the prompt · `by GROUP` · `within D`"
    };
    Some(
        Diagnostic::new(
            &codes::SYNTAX_UNEXPECTED,
            builder.token_span(place.at),
            format!("found `{word}` out of order among the clauses of `{asker}`"),
        )
        .label("comes too late, or twice")
        .also(builder.token_span(ask), format!("the `{asker}` that it belongs to"))
        .help(format!("the clauses stand in this order: {order}")),
    )
}

/// `else` after something that has none.
fn misplaced_else(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    if builder.token_text(place.at) != "else" || place.at >= place.bad.end {
        return None;
    }
    let help = match place.first_word(builder) {
        "return" => {
            let value = builder.span(place.bad.start + 1, place.at).slice(builder.text).trim();
            let value = if value.len() > 60 || value.contains('\n') { "..." } else { value };
            format!("bind the value first, `let x = {value} else {{ ... }}`, and then `return x`")
        }
        _ => {
            "`else` follows the block of an `if`, or ends a `let`, an assignment or an expression".to_owned()
        }
    };
    Some(
        Diagnostic::new(
            &codes::SYNTAX_UNEXPECTED,
            builder.token_span(place.at),
            "found `else` that belongs to nothing",
        )
        .label("no `if` and no value stands right before it")
        .help(help),
    )
}

/// `limit = 5`, `project: WEB` where declarations stand.
fn value_at_top(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let name = place.first_word(builder);
    let sign = builder.token_text(place.bad.start + 1);
    let named = name.starts_with(|c: char| c.is_ascii_alphabetic()) && matches!(sign, "=" | ":");
    (place.rule == Rule::item && place.at == place.bad.start && named).then(|| {
        let help = format!(
            "write `const {name} = ...`; `config {name}: text = \"...\"` for a setting, `state {name}: text = \"\"` for what changes"
        );
        let wanted = crate::syntax::label::label(Rule::item);
        let message = format!("found `{name}`, expected {wanted}");
        Diagnostic::new(&codes::SYNTAX_UNEXPECTED, builder.token_span(place.bad.start), message)
            .label("no word of the language")
            .help(help)
    })
}

/// `skip() { ... }` where declarations stand: its word is missing.
fn wordless(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let name = place.first_word(builder);
    let called =
        builder.code(place.bad.start + 1) == Code::CALL && builder.code(place.bad.start) == Code::PLAIN;
    if place.rule != Rule::item || place.at != place.bad.start || !called {
        return None;
    }
    let word = if builder.text.contains(&format!("-> {name}")) {
        "action"
    } else if builder.text.contains(&format!("card {name}(")) {
        "card"
    } else {
        "fn"
    };
    let head = builder.span(place.bad.start, place.bad.end).slice(builder.text);
    let head = head.split('{').next().unwrap_or(name).lines().next().unwrap_or(name).trim();
    let wanted = crate::syntax::label::label(Rule::item);
    let span = builder.token_span(place.bad.start);
    Some(
        Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span, format!("found `{name}`, expected {wanted}"))
            .label("no word of the language")
            .help(format!("write what it is before it: `{word} {head} {{ ... }}`"))
            .fix(Unsafe, format!("write `{word}`"), Span { end: span.start, ..span }, format!("{word} ")),
    )
}

/// A statement where declarations stand.
fn statement_at_top(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let word = place.first_word(builder);
    let statement =
        is_reserved_code(builder.code(place.bad.start)) && statement_words().any(|known| known == word);
    if place.rule != Rule::item || !statement || place.at != place.bad.start {
        return None;
    }
    Some(
        Diagnostic::new(
            &codes::SYNTAX_UNEXPECTED,
            builder.token_span(place.bad.start),
            format!("found the statement `{word}`, expected a declaration"),
        )
        .label("statements stand inside a handler or a function")
        .help(match word {
            "let" | "var" => "write `const name = ...`, or `state name = ...` for what changes and is kept",
            _ => "put it into `command \"...\" { ... }`, `on start { ... }` or `fn name() { ... }`",
        }),
    )
}

/// `x => { id: x }`, `x: 5` as a statement.
fn record_or_block(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let colon = builder.code(place.at) == ':' && place.at == place.bad.start + 1;
    if place.rule != Rule::only_statement || !colon {
        return None;
    }
    let before = place.bad.start.checked_sub(2).map(|token| builder.code(token));
    let help = if before == Some(Code::GIVES) {
        "after `=>` braces hold statements: put the record in parentheses, `({ ... })`"
    } else {
        "write `let name = value` for a name; a record stands where a value is expected"
    };
    Some(
        Diagnostic::new(
            &codes::SYNTAX_UNEXPECTED,
            builder.token_span(place.at),
            "found `:`, expected a statement",
        )
        .label("braces hold statements here")
        .help(help),
    )
}

/// `alice > hi`
fn apart_prompt(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (start, _) = builder.bytes(place.at, place.at + 1);
    let apart = builder.text.as_bytes().get(start.checked_sub(1)?).is_some_and(u8::is_ascii_whitespace);
    if builder.token_text(place.at) != ">" || !place.expected.has(Code::CHAT) || !apart {
        return None;
    }
    let (_, before) = builder.bytes(place.at - 1, place.at);
    let gap = Span::new(builder.source, before, start);
    Some(
        Diagnostic::new(
            &codes::SYNTAX_SPACE_BEFORE_BRACKET,
            builder.token_span(place.at),
            "found a space before `>`; it touches the name or the room in a transcript line",
        )
        .label("stands alone")
        .help("take out the space: `alice> hello`")
        .fix(Safe, "take out the space", gap, ""),
    )
}

/// `on mesage /.../`
fn misspelled_event(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let on = place.rule == Rule::item && place.first_word(builder) == "on" && place.at >= place.bad.start + 2;
    let word = builder.token_text(place.bad.start + 1);
    let near = nearest(word, EVENTS).filter(|near| on && *near != word)?;
    let span = builder.token_span(place.bad.start + 1);
    Some(
        Diagnostic::new(&codes::SYNTAX_UNKNOWN_WORD, span, format!("found `{word}`, expected an event"))
            .label("no event of this name")
            .did_you_mean(Some(near))
            .fix(Unsafe, format!("write `{near}`"), span, near),
    )
}

/// A word that is nearly one that may begin the region.
fn misspelled(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let word = place.first_word(builder);
    let first = builder.code(place.bad.start);
    if is_reserved_code(first) || !word.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    if place.rule == Rule::item && is_declaration_word(word.as_bytes()) {
        return None;
    }
    let near = match place.rule {
        // `describe "says" { ... }`
        Rule::item if is_test_elsewhere(word) && builder.code(place.bad.start + 1) == Code::TEXT_LITERAL => {
            Some("test")
        }
        Rule::item => nearest(word, DECLARATION_WORDS),
        Rule::only_statement | Rule::only_arm => nearest(word, statement_words()),
        Rule::only_setting => match word {
            "description" | "desc" | "help" => Some("about"),
            "hosts" | "network" | "http" => Some("net"),
            "users" | "access" => Some("allow"),
            "tz" | "zone" => Some("timezone"),
            "lang" | "language" => Some("locale"),
            _ => nearest(word, ["about", "allow", "net", "locale", "timezone"]),
        },
        Rule::only_step => nearest(
            word,
            [
                "mock",
                "set",
                "expect",
                "after",
                "nothing",
                "webhook",
                "person",
                "clock",
                "restart",
                "reload",
                "duplicate",
                "join",
                "leave",
            ],
        ),
        _ => None,
    }
    .filter(|near| *near != word)?;
    let span = builder.token_span(place.bad.start);
    Some(
        Diagnostic::new(
            &codes::SYNTAX_UNKNOWN_WORD,
            span,
            format!("found `{word}`, expected {}", crate::syntax::label::label(place.rule)),
        )
        .label("no word of the language")
        .did_you_mean(Some(near))
        .fix(Unsafe, format!("write `{near}`"), span, near),
    )
}

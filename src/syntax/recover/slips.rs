//! Parts that were left out or exchanged.

use super::habits::{unexpected, words};
use super::mistakes::{Family, Place};
use crate::base::Span;
use crate::diagnostics::Applicability::{Safe, Unsafe};
use crate::diagnostics::{Diagnostic, codes, nearest};
use crate::syntax::build::Builder;
use crate::syntax::grammar::Rule;
use crate::syntax::layout::{Code, is_statement_code};

/// Parts that were left out or exchanged.
pub(super) const KNOWN: Family = Family {
    inside: false,
    mistakes: &[
        within_behind_else,
        else_without_braces,
        or_for_else,
        quoted_group,
        block_behind_equals,
        later_without_time,
        type_before_prompt,
        card_clause,
        block_behind_arrow,
        input_head,
        per_before_type,
        commas_for_bars,
        no_equals,
        open_type,
        unfinished,
    ],
};

/// Bytes of the script that a help shows at most.
const SHOWN_MAX: usize = 60;

/// What stands from a token to the end of its region, as a help shows it.
pub(super) fn rest<'a>(builder: &Builder<'a>, place: &Place, token: usize) -> &'a str {
    let text = builder.span(token, place.bad.end).slice(builder.text);
    if text.is_empty() || text.len() > SHOWN_MAX || text.contains('\n') { "..." } else { text }
}

/// `ask "Name?" else within 5m { stop }`
fn within_behind_else(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (_, before, text) = words(builder, place);
    if (before, text) != ("else", "within") {
        return None;
    }
    let block = (place.at..place.bad.end).find(|token| builder.code(*token) == '{');
    let within = builder.span(place.at, block.unwrap_or(place.bad.end)).slice(builder.text);
    let help = format!("exchange them: `{within} else {{ ... }}`");
    let span = builder.span(place.at - 1, place.at + 1);
    Some(
        Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span, "found `within` behind `else`, expected it before")
            .label("in the other order")
            .help(help),
    )
}

/// `let v = f() else -1`, `else stop`, `else err stop`
fn else_without_braces(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let expected = &place.expected;
    let wanted = expected.has('{') && !expected.value && !expected.ty && !expected.operator;
    if !wanted || place.rule == Rule::item {
        return None;
    }
    let is_else = |back: usize| {
        place
            .at
            .checked_sub(back)
            .is_some_and(|token| token > place.bad.start && builder.token_text(token) == "else")
    };
    let ends = place.at >= place.bad.end;
    let (from, head) = match (ends, is_else(1), is_else(2)) {
        (false, true, _) => (place.at, "else".to_owned()),
        // A name alone is the value itself.
        (true, false, true) => (place.at - 1, "else".to_owned()),
        (false, false, true) => (place.at, format!("else {}", builder.token_text(place.at - 1))),
        _ => return None,
    };
    if builder.code(place.at) == Code::GIVES && builder.token_text(place.at - 1) == "else" {
        let before = "write a comma, or begin a new line, before the `else` of a `match`";
        return Some(unexpected(builder, place, "`{`", before));
    }
    if let Some(help) = named_block(builder, place, head.as_str()) {
        return Some(unexpected(builder, place, "`{`", help));
    }
    let value = rest(builder, place, from);
    // `where n > 0 else message`: what is said of a wrong answer.
    let answer = (place.bad.start..from).any(|token| builder.token_text(token) == "where");
    let help = match answer {
        true if value.starts_with('(') || value.contains('"') => {
            "what is said of a wrong answer stands in one pair of quotes: `else \"...\"`".to_owned()
        }
        true => format!("what is said of a wrong answer stands in quotes: `{head} \"{{{value}}}\"`"),
        false => format!("what stands in for it is in braces: `{head} {{ {value} }}`"),
    };
    if !ends {
        return Some(unexpected(builder, place, "`{`", help));
    }
    let name = builder.token_span(from);
    let message = format!("found `{value}` behind `else`, expected `{{`");
    Some(Diagnostic::new(&codes::SYNTAX_UNEXPECTED, name, message).label("expected a block").help(help))
}

/// `else err => { stop }`, `else (err) { stop }`: how the block with the name of its error is written.
fn named_block(builder: &Builder<'_>, place: &Place, head: &str) -> Option<String> {
    let at = place.at;
    if builder.code(at) == Code::GIVES && builder.code(at + 1) == '{' {
        return Some(format!("leave out the `=>`: `{head} {}`", rest(builder, place, at + 1)));
    }
    let bracketed = matches!(builder.code(at), '(' | Code::CALL) && builder.code(at + 2) == ')';
    (bracketed && builder.code(at + 3) == '{').then(|| {
        let (name, block) = (builder.token_text(at + 1), rest(builder, place, at + 3));
        format!("leave out the brackets: `{head} {name} {block}`")
    })
}

/// `let t = find(id) or { fail "No." }`, `... ?? stop`
fn or_for_else(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let statement = |token: usize| is_statement_code(builder.code(token));
    let bracket =
        place.open_bracket(builder).filter(|token| builder.code(*token) == '{' && statement(*token + 1));
    let operator = match bracket {
        Some(bracket) if place.at <= bracket + 2 => bracket.checked_sub(1)?,
        Some(_) => return None,
        None if statement(place.at) && place.expected.value => place.at.checked_sub(1)?,
        None => return None,
    };
    let word = builder.token_text(operator);
    if operator <= place.bad.start || !matches!(word, "or" | "??" | "||") {
        return None;
    }
    let help = match bracket {
        Some(_) => "write `else { ... }`".to_owned(),
        // `else` ends a `let`: what is said, or given back, is found first.
        None if matches!(builder.token_text(place.bad.start), "say" | "reply" | "return" | "fail") => {
            let (first, what) = (builder.token_text(place.bad.start), rest(builder, place, place.at));
            let value = builder.span(place.bad.start + 1, operator).slice(builder.text);
            format!("find it first, `let x = {value} else {{ {what} }}`, then `{first} x`")
        }
        None => format!("write `else {{ {} }}`", rest(builder, place, place.at)),
    };
    let span = builder.token_span(operator);
    let message =
        format!("`{word}` stands between values; what is done where there is none stands behind `else`");
    let found = Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span, message).label("expected `else`").help(help);
    Some(if bracket.is_some() { found.fix(Safe, "write `else`", span, "else") } else { found })
}

/// `ask "Sure?" by "a@acme.com"`
fn quoted_group(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (_, before, text) = words(builder, place);
    (before == "by" && builder.code(place.at) == Code::TEXT_LITERAL).then(|| {
        let help = format!(
            "name a group, `by admins`, and declare it at the top of the file: `group admins = {text}`"
        );
        unexpected(builder, place, "the name of a group", help)
    })
}

/// `later { say "x" }`
fn later_without_time(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, ..) = words(builder, place);
    let block = place.bad.start + 1;
    if first != "later" || builder.code(block) != '{' || place.rule == Rule::item {
        return None;
    }
    let span = builder.token_span(block);
    Some(
        Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span, "found `{` behind `later`, expected a time")
            .label("when?")
            .help("say when: `later 5m { ... }`, or `later at tomorrow 09:00 { ... }`"),
    )
}

/// `ask as int "How many?"`
fn type_before_prompt(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (_, before, text) = words(builder, place);
    ((before, text) == ("ask", "as")).then(|| {
        unexpected(builder, place, "the question", "the question stands first: `ask \"How many?\" as int`")
    })
}

/// `card c() expire 2d { }`, `card c() for admins { }`, `card c() expires in 2d { }`
fn card_clause(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, before, text) = words(builder, place);
    if first != "card" || place.rule != Rule::item || place.at <= place.bad.start + 2 {
        return None;
    }
    let span = builder.token_span(place.at - 1);
    let renamed = |here: &str| {
        Diagnostic::new(
            &codes::SYNTAX_UNKNOWN_WORD,
            span,
            format!("found `{before}`, expected a clause of the card"),
        )
        .label("no clause of this name")
        .help(format!("write `{here} {text}`"))
        .fix(Unsafe, format!("write `{here}`"), span, here.to_owned())
    };
    match (before, text) {
        ("expires", "in" | "after") => {
            let wanted = builder.token_text(place.at + 1);
            Some(unexpected(builder, place, "a duration", format!("write `expires {wanted}`")))
        }
        _ if !place.expected.has(':') => None,
        ("for" | "to" | "only", _) if text.starts_with(|c: char| c.is_ascii_alphabetic()) => {
            Some(renamed("by"))
        }
        ("within" | "timeout" | "until" | "after" | "in", _) if builder.code(place.at) == Code::NUMBER => {
            Some(renamed("expires"))
        }
        _ => {
            nearest(before, ["once", "expires", "by", "fallback"]).filter(|near| *near != before).map(renamed)
        }
    }
}

/// `submit "Yes" -> { say "x" }`
fn block_behind_arrow(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (_, before, text) = words(builder, place);
    (place.rule == Rule::only_node && (before, text) == ("->", "{")).then(|| {
        let help =
            "what a press does is an `action` of the file: `action done() { ... }`; write `-> done()` here";
        unexpected(builder, place, "the name of an action", help)
    })
}

/// `input title text "Title"`, `input "Title" title: text`
fn input_head(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, before, text) = words(builder, place);
    if first != "input" || place.rule != Rule::only_node {
        return None;
    }
    let literal = builder.code(place.at) == Code::TEXT_LITERAL;
    // `input n: int "How many?" = 1`
    let label = place.at.checked_sub(1).filter(|label| {
        text == "=" && builder.code(*label) == Code::TEXT_LITERAL && *label > place.bad.start + 3
    });
    if let Some(label) = label {
        let head = builder.span(place.bad.start, label).slice(builder.text);
        let help = format!(
            "the default stands before the title: `{head} = {} {}`",
            builder.token_text(place.at + 1),
            builder.span(label, place.at).slice(builder.text)
        );
        return Some(unexpected(builder, place, "a property, a flag or the end of the line", help));
    }
    match place.at - place.bad.start {
        1 if literal => {
            let name = builder.token_text(place.at + 1);
            let name = if name.starts_with(|c: char| c.is_ascii_lowercase()) { name } else { "name" };
            let help = format!("the name and the type stand first: `input {name}: text {text}`");
            Some(unexpected(builder, place, "a name", help))
        }
        2 if literal => {
            let help = format!("an input has a type: `input {before}: text {text}`");
            Some(unexpected(builder, place, "`:` and a type", help))
        }
        2 if matches!(before, "text" | "int" | "float" | "bool" | "date" | "time") => Some(unexpected(
            builder,
            place,
            "`:`",
            format!("the name stands first: `input {text}: {before}`"),
        )),
        2 if text.starts_with(|c: char| c.is_ascii_alphabetic()) => {
            let end = builder.token_span(place.at - 1).end;
            let at = Span { start: end, end, ..builder.token_span(place.at) };
            let help = format!("write `input {before}: {text}`");
            Some(unexpected(builder, place, "`:`", help).fix(Safe, "write `:`", at, ":"))
        }
        _ => None,
    }
}

/// `state xs per room: list<text> = []`
fn per_before_type(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, before, text) = words(builder, place);
    let name = builder.token_text(place.bad.start + 1);
    if first == "state" && before == "per" && place.at == place.bad.start + 2 {
        let declared = rest(builder, place, place.at + 1);
        let help = format!("`per {text}` stands at the end: `state {declared} per {text}`");
        return Some(unexpected(builder, place, "`:` and a type", help));
    }
    let early = first == "state" && text == ":" && builder.token_text(place.bad.start + 2) == "per";
    (early && place.at == place.bad.start + 4).then(|| {
        let rest = rest(builder, place, place.at);
        let help = format!("`per {before}` stands at the end: `state {name}{rest} per {before}`");
        unexpected(builder, place, "the end of the line", help)
    })
}

/// `type Env = "dev", "prod"`
fn commas_for_bars(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, before, text) = words(builder, place);
    let texts = first == "type" && text == "," && builder.code(place.at - 1) == Code::TEXT_LITERAL;
    texts.then(|| {
        let next = builder.token_text(place.at + 1);
        unexpected(builder, place, "`|`", format!("a choice parts by `|`: `{before} | {next}`"))
    })
}

/// `let kind event.json`
fn no_equals(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, name, _) = words(builder, place);
    let inside = place.at < place.bad.end && place.at == place.bad.start + 2;
    let value = builder.code(place.at);
    let begins = matches!(value, Code::PLAIN | Code::TEXT_LITERAL | Code::STRING_START | Code::NUMBER | '[')
        || ('\u{180}'..='\u{1ff}').contains(&value);
    let binds = matches!(first, "let" | "var") && place.rule != Rule::item
        || matches!(first, "const" | "type" | "group") && place.rule == Rule::item;
    // `let int x = 5` has another mistake.
    let typed = builder.token_text(place.at + 1) == "=";
    (inside && begins && binds && !typed && place.expected.has('=')).then(|| {
        let span = builder.token_span(place.at);
        let at = Span { end: span.start, ..span };
        let help = format!("write `{first} {name} = ...`");
        unexpected(builder, place, "`=`", help).fix(Unsafe, "write `=`", at, "= ")
    })
}

/// `state xs: list<text = []`
fn open_type(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    if !place.expected.has(Code::GREATER) || place.expected.operator || !place.expected.has(',') {
        return None;
    }
    let open = (place.bad.start..place.at).rev().find(|token| builder.code(*token) == Code::LESS)?;
    let written = builder.span(open.saturating_sub(1), place.at).slice(builder.text);
    let end = builder.token_span(place.at - 1).end;
    let at = Span { start: end, end, ..builder.token_span(open) };
    Some(unexpected(builder, place, "`>`", format!("write `{written}>`")).fix(Safe, "write `>`", at, ">"))
}

/// `f(a b)`, `{ id: int name: text }`: two parts of what stands in brackets, without a comma.
pub(super) fn missing_comma(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let code = builder.code(place.at);
    let begins =
        matches!(code, Code::PLAIN | Code::TEXT_LITERAL | Code::STRING_START | Code::NUMBER | '{' | '[')
            || ('\u{180}'..='\u{1ff}').contains(&code);
    if !begins
        || place.at >= place.bad.end
        || !place.expected.has(',')
        || place.open_bracket(builder).is_none()
    {
        return None;
    }
    let end = builder.token_span(place.at - 1).end;
    let at = Span { start: end, end, ..builder.token_span(place.at) };
    let (_, before, text) = words(builder, place);
    let shown = |text: &str| {
        if text.contains('\n') || text.len() > SHOWN_MAX { "...".to_owned() } else { text.to_owned() }
    };
    let help = format!("write a comma between the two: `{}, {}`", shown(before), shown(text));
    Some(unexpected(builder, place, "`,`", help).fix(Unsafe, "write `,`", at, ","))
}

/// `fn double(n: int) -> int = { return n * 2 }`
fn block_behind_equals(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    if place.rule != Rule::item || builder.token_text(place.bad.start) != "fn" {
        return None;
    }
    let equals = (place.bad.start..place.at.min(place.bad.end)).find(|token| {
        builder.code(*token) == '='
            && builder.code(token + 1) == '{'
            && (is_statement_code(builder.code(token + 2)) || place.at <= token + 3)
    })?;
    let span = builder.token_span(equals);
    let end = builder.token_span(equals + 1).start;
    let message = "found `=` before a block, which stands alone";
    Some(
        Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span, message)
            .label("one sign too many")
            .help("leave out the `=`: `fn name(...) { ... }`")
            .fix(Safe, "leave out the `=`", Span { end, ..span }, ""),
    )
}

/// `group admins`, `type Env`, `const max`: a name without what it stands for.
fn unfinished(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, name, _) = words(builder, place);
    if place.rule != Rule::item || place.at < place.bad.end || place.at != place.bad.start + 2 {
        return None;
    }
    let help = match first {
        "group" => format!("say who is in it: `group {name} = \"alice@acme.com\"`"),
        "type" => format!("say what it stands for: `type {name} = {{ id: text }}`"),
        "const" => format!("say what it stands for: `const {name} = 5`"),
        _ => return None,
    };
    let span = builder.token_span(place.at - 1);
    let message = format!("found `{first} {name}` without a value, expected `=`");
    Some(Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span, message).label("expected `=`").help(help))
}

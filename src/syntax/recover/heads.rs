//! Heads of declarations, and settings of the bot, as people first write them.

use super::habits::{unexpected, words};
use super::mistakes::{EVENTS, Family, Place};
use super::slips::rest;
use crate::base::Span;
use crate::diagnostics::Applicability::{Safe, Unsafe};
use crate::diagnostics::{Diagnostic, codes, nearest};
use crate::syntax::build::Builder;
use crate::syntax::grammar::Rule;
use crate::syntax::layout::{Code, is_name};

/// Heads of another form.
pub(super) const KNOWN: Family =
    Family { inside: true, mistakes: &[command, guard, without_on, on_regex, on, owned, grouped, declared] };

/// `command("x")`, `command /x/`, `command "x", "y"`
fn command(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, before, text) = words(builder, place);
    if place.rule != Rule::item || first != "command" {
        return None;
    }
    let behind = builder.code(place.at.saturating_sub(1)) == Code::PATTERN;
    match (before, text) {
        (_, "," | "|") if behind => {
            let span = builder.token_span(place.at);
            Some(unexpected(builder, place, "`or`", "write `or` between two patterns").fix(
                Safe,
                "write `or`",
                span,
                " or",
            ))
        }
        ("command", "(") => Some(unexpected(
            builder,
            place,
            "a pattern in quotes",
            "leave out the brackets: `command \"...\" { ... }`",
        )),
        ("command", _) if builder.code(place.at) == Code::REGEX || text == "/" => Some(unexpected(
            builder,
            place,
            "a pattern in quotes",
            "write what people type, `command \"hello {name}\" { ... }`; a regex stands in `on message /.../`",
        )),
        _ => None,
    }
}

/// `only admins`, `for "a@b.c"`, `in room("Ops")`, `limit 3`, `limit` before `verify`
fn guard(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (_, before, text) = words(builder, place);
    if place.rule != Rule::item {
        return None;
    }
    let inside = |word: &str| (place.bad.start..place.at).any(|token| builder.token_text(token) == word);
    let (wanted, help) = match (before, text) {
        ("group", name) if inside("for") && place.at > place.bad.start + 2 && is_name(name) => {
            ("the name of a group", format!("name the group alone: `for {name}`"))
        }
        ("for", _) if builder.code(place.at) == Code::TEXT_LITERAL => (
            "the name of a group",
            format!("name a group: `for admins`, and declare it: `group admins = {text}`"),
        ),
        ("in" | "tz" | "timezone", _)
            if builder.code(place.at) == Code::TEXT_LITERAL && builder.token_text(place.bad.start) == "every" =>
        {
            let help = format!("schedules are in the bot's time zone: `bot \"...\" {{ timezone {text} }}`");
            ("a guard or `{`", help)
        }
        ("in", _) if builder.code(place.at) == Code::TEXT_LITERAL => (
            "`direct` or `group`",
            "write `in direct` or `in group`; which room it is, a handler asks: `room == room(\"...\")`".to_owned(),
        ),
        ("room", "(") if inside("in") && place.expected.has('{') => (
            "a guard or `{`",
            "write `in direct` or `in group`; which room it is, a handler asks: `room == room(\"...\")`".to_owned(),
        ),
        (number, "{" | "/" | "in" | "within") if inside("limit") && place.expected.has_word("per") => (
            "`per` and a duration",
            format!("say in what time: `limit {number} per 1m`"),
        ),
        (_, "verify") if inside("limit") || inside("for") => (
            "a guard or `{`",
            "`verify` and `as event` stand before the guards: `on webhook \"...\" verify ... as event limit 3 per 1m`".to_owned(),
        ),
        (_, "verify") if inside("as") => (
            "a guard or `{`",
            "`verify` stands before `as event`: `on webhook \"...\" verify ... as event`".to_owned(),
        ),
        (_, "(") if inside("webhook") && place.expected.has('{') => {
            let name = builder.token_text(place.at + 1);
            let name = if name.starts_with(|c: char| c.is_ascii_lowercase()) { name } else { "event" };
            ("`as` and a name", format!("name what came: `as {name}`"))
        }
        (_, "as") if inside("webhook") && place.expected.has('{') => (
            "a guard or `{`",
            "`as event` stands before the guards: `on webhook \"...\" verify ... as event limit 3 per 1m`".to_owned(),
        ),
        (_, "only" | "allow" | "by" | "requires" | "if" | "when" | "where")
            if place.expected.has('{') && !place.expected.value && !place.expected.ty =>
        {
            (
                "a guard or `{`",
                "write `for admins` for who may use it, `in direct` or `in group` for where".to_owned(),
            )
        }
        _ => return None,
    };
    Some(unexpected(builder, place, wanted, help))
}

/// `webhook "/a" { }`, `start { }` without their `on`.
fn without_on(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let first = builder.token_text(place.bad.start);
    if place.rule != Rule::item {
        return None;
    }
    if place.at == place.bad.start
        && matches!(
            first,
            "webhook" | "message" | "join" | "joined" | "leave" | "start" | "startup" | "error" | "member"
        )
    {
        let help = match first {
            "webhook" => {
                "write `on webhook \"/path\" verify token(\"X-Token\", SECRET) as event { ... }`".to_owned()
            }
            "message" => {
                "write `on message /.../ { ... }`, or `command \"...\" { ... }` for what people type"
                    .to_owned()
            }
            "joined" => "write `on join { ... }`, or `on member joined { ... }`".to_owned(),
            "startup" => "write `on start { ... }`".to_owned(),
            "member" => "write `on member joined { ... }`".to_owned(),
            "error" => "write `on error as e { ... }`".to_owned(),
            word => format!("write `on {word} {{ ... }}`"),
        };
        return Some(unexpected(builder, place, "`on` before it", help));
    }
    None
}

/// `on regex /x/`, `on /x/`
fn on_regex(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let start = place.bad.start;
    if place.rule != Rule::item || builder.token_text(start) != "on" || place.at == start {
        return None;
    }
    let regex =
        (start + 1..place.bad.end.min(start + 3)).find(|token| builder.code(*token) == Code::REGEX)?;
    let word = builder.token_text(regex - 1);
    if place.at > regex || nearest(word, EVENTS).is_some() {
        return None;
    }
    let help = format!("write `on message {} {{ ... }}`", builder.token_text(regex));
    if regex == start + 1 {
        return Some(unexpected(builder, place, "`message` before it", help));
    }
    let span = builder.token_span(regex - 1);
    Some(
        Diagnostic::new(&codes::SYNTAX_UNKNOWN_WORD, span, format!("found `{word}`, expected `message`"))
            .label("no event of this name")
            .help(help)
            .fix(Unsafe, "write `message`", span, "message"),
    )
}

/// `on message "hello"`, `on error e`, `on intent book`, `on webhook /x/`
fn on(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, before, text) = words(builder, place);
    if place.rule != Rule::item || first != "on" || place.at == place.bad.start {
        return None;
    }
    let literal = matches!(builder.code(place.at), Code::TEXT_LITERAL | Code::STRING_START);
    let word = text.starts_with(|c: char| c.is_ascii_alphabetic());
    if literal
        && matches!(before, "on" | "message" | "regex" | "regexp" | "pattern" | "match" | "text" | "msg")
    {
        return Some(unexpected(
            builder,
            place,
            "a regex between slashes",
            "write `command \"hello\" { ... }` for what people type, or `on message /hello/i { ... }`",
        ));
    }
    let behind_regex = builder.code(place.at.saturating_sub(1)) == Code::REGEX;
    match (before, text) {
        ("message", _) if word && place.at == place.bad.start + 2 => Some(unexpected(
            builder,
            place,
            "a regex between slashes",
            "write what is looked for as a regex: `on message /.../i { ... }`",
        )),
        ("command" | "every" | "action" | "otherwise" | "test", _) if place.at == place.bad.start + 2 => {
            let on = builder.token_span(place.bad.start);
            let end = builder.token_span(place.bad.start + 1).start;
            let help = format!("leave out the `on`: `{before} {} {{ ... }}`", brief(text));
            let message = format!("found `on` before `{before}`, which stands alone");
            let found =
                Diagnostic::new(&codes::SYNTAX_UNEXPECTED, on, message).label("one word too many").help(help);
            Some(found.fix(Safe, "leave out the `on`", Span { end, ..on }, ""))
        }
        ("error", _) if word || text == "(" => {
            let name = if word { text } else { builder.token_text(place.at + 1) };
            Some(unexpected(builder, place, "`as` and a name", format!("write `on error as {name}`")))
        }
        ("intent", _) if word => Some(unexpected(
            builder,
            place,
            "a guard or `{`",
            format!("an intent is named alone: `on {text} {{ ... }}`"),
        )),
        ("webhook", "/") => Some(unexpected(
            builder,
            place,
            "a path in quotes",
            "write the path in quotes: `on webhook \"/path\"`",
        )),
        ("webhook", _) if builder.code(place.at) == Code::REGEX => Some(unexpected(
            builder,
            place,
            "a path in quotes",
            "write the path in quotes: `on webhook \"/path\"`",
        )),
        (_, "as") if behind_regex => Some(unexpected(
            builder,
            place,
            "a guard or `{`",
            "name a part of the regex: `/order (?<id>\\d+)/` gives `id` in the handler",
        )),
        _ => None,
    }
}

/// `state xs: map<int> per room = {}`, `state xs: list<int> = [] for room`
fn owned(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, before, text) = words(builder, place);
    if place.rule != Rule::item || place.at == place.bad.start {
        return None;
    }
    let (wanted, help) = match (first, text) {
        ("state", "for" | "in" | "by" | "of") => {
            let scope = builder.token_text(place.at + 1);
            ("the end of the line", format!("whose it is stands behind `per`: `per {scope}`"))
        }
        ("state", "=") if builder.token_text(place.at.saturating_sub(2)) == "per" => {
            let value = rest(builder, place, place.at);
            let declared = builder.span(place.bad.start, place.at - 2).slice(builder.text);
            (
                "the end of the line",
                format!("`per {before}` stands at the end: `{declared} {value} per {before}`"),
            )
        }
        _ => return None,
    };
    Some(unexpected(builder, place, wanted, help))
}

/// `group g = { "a@b.c" }`, `group g = a@b.c`
fn grouped(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, _, text) = words(builder, place);
    if place.rule != Rule::item || place.at == place.bad.start {
        return None;
    }
    let (wanted, help) = match (first, text) {
        ("group", "{" | "(") if place.at == place.bad.start + 3 => (
            "an address in quotes, `domain` or `room`",
            "leave out the brackets: `group admins = \"a@acme.com\", \"b@acme.com\"`".to_owned(),
        ),
        ("group", "@" | ".") => {
            let from = (place.bad.start..place.at)
                .rev()
                .find(|token| matches!(builder.token_text(*token), "=" | ","));
            let value =
                builder.span(from.map_or(place.at, |token| token + 1), place.bad.end).slice(builder.text);
            let value = value.split([',', '\n']).next().unwrap_or(value).trim();
            ("an address in quotes", format!("write it in quotes: `\"{value}\"`"))
        }
        _ => return None,
    };
    Some(unexpected(builder, place, wanted, help))
}

/// `group g: "x"`, `type T = ["a"]`, `use std/github`, `bot { }`, `net ["x"]`, `timezone: "x"`
fn declared(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    let (first, before, text) = words(builder, place);
    let span = builder.token_span(place.at);
    if place.rule == Rule::only_setting {
        let help = match text {
            "about" | "allow" | "net" | "locale" | "timezone" => {
                let help = "write each setting into a line of its own, or `;` between two";
                return Some(unexpected(builder, place, "the end of the line", help));
            }
            _ if place.at == place.bad.start => return Some(unknown_setting(builder, place)),
            ":" | "=" => format!("leave out the `{text}`: `{before} \"...\"`"),
            _ if text.starts_with(|c: char| c.is_ascii_alphabetic())
                && builder.code(place.at - 1) != Code::TEXT_LITERAL =>
            {
                format!("write it in quotes: `\"{}\"`", rest(builder, place, place.at))
            }
            "[" => format!("leave out the brackets: `{first} \"...\", \"...\"`"),
            _ => return None,
        };
        return Some(unexpected(builder, place, "a text in quotes", help));
    }
    if place.rule != Rule::item || place.at == place.bad.start {
        return None;
    }
    let (wanted, help) = match (first, text) {
        ("group" | "type" | "const" | "state" | "config", ":")
            if place.expected.has('=') && place.at == place.bad.start + 2 =>
        {
            return Some(unexpected(builder, place, "`=`", format!("write `{first} {before} = ...`")).fix(
                Safe,
                "write `=`",
                span,
                " =",
            ));
        }
        ("type", "[") if place.expected.ty => {
            ("a type", "a choice of texts is written `\"a\" | \"b\"`, a list `list<text>`".to_owned())
        }
        ("use", "/") => {
            let next = builder.token_text(place.at + 1);
            return Some(
                unexpected(
                    builder,
                    place,
                    "`.`",
                    format!("write `use {before}.{next}`; a file stands in quotes"),
                )
                .fix(Unsafe, "write `.`", span, "."),
            );
        }
        ("bot", "=" | ":") if place.at == place.bad.start + 1 => {
            let name = builder.token_text(place.at + 1);
            ("a name in quotes", format!("leave out the `{text}`: `bot {name}`"))
        }
        ("bot", "{") if place.at == place.bad.start + 1 => {
            ("a name in quotes", "write the name before the `{`: `bot \"Jarvis\" { ... }`".to_owned())
        }
        _ => return None,
    };
    Some(unexpected(builder, place, wanted, help))
}

/// `name: "x"`, `admins "a@acme.com"` in a bot.
fn unknown_setting(builder: &Builder<'_>, place: &Place) -> Diagnostic {
    let word = builder.token_text(place.bad.start);
    let text = (place.bad.start..place.bad.end).find(|token| builder.code(*token) == Code::TEXT_LITERAL);
    let text = text.map_or("\"...\"", |token| builder.token_text(token));
    let about = |here: &str| format!("write `{here} {text}`");
    let near = nearest(word, ["about", "allow", "net", "locale", "timezone"]);
    let help = match word {
        "name" | "title" => format!("the name stands behind `bot`: `bot {text} {{ ... }}`"),
        "admins" | "admin" | "owner" | "owners" | "moderators" => {
            format!(
                "declare a group at the top of the file, `group admins = {text}`, and write `for admins` where it guards"
            )
        }
        "description" | "desc" | "help" | "info" => about("about"),
        "hosts" | "network" | "http" | "domains" | "urls" | "host" => about("net"),
        "tz" | "zone" | "time_zone" => about("timezone"),
        "lang" | "language" => about("locale"),
        "users" | "access" | "people" => format!("write `allow people {text}`"),
        "token" | "access_token" | "secret" => {
            "leave it out: the token is given from outside, as `WEBEX_TOKEN`".to_owned()
        }
        _ => match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                format!("settings of your own stand at the top of the file: `config {word}: text = {text}`")
            }
        },
    };
    let found = Diagnostic::new(
        &codes::SYNTAX_UNKNOWN_WORD,
        builder.token_span(place.bad.start),
        format!("found `{word}`, expected a setting: `about`, `allow`, `net`, `locale` or `timezone`"),
    )
    .label("no setting of this name");
    match near.filter(|near| help == format!("did you mean `{near}`?")) {
        Some(near) => {
            let span = builder.token_span(place.bad.start);
            found.did_you_mean(Some(near)).fix(Unsafe, format!("write `{near}`"), span, near)
        }
        None => found.help(help),
    }
}

/// A token as a help shows it.
fn brief(text: &str) -> &str {
    if text.starts_with('"') || text.len() > 40 || text.contains('\n') { "\"...\"" } else { text }
}

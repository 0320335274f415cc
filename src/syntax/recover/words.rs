//! Words of other languages, and what they are here.

use super::mistakes::{Family, Place};
use crate::diagnostics::Applicability::Unsafe;
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::build::Builder;
use crate::syntax::layout::Code;

/// A word that people bring along.
pub(super) struct Foreign {
    pub word: &'static str,
    /// What to write in its place, where that is one word.
    pub here: Option<&'static str>,
    /// What to do.
    pub help: &'static str,
}

const fn here(word: &'static str, here: &'static str, help: &'static str) -> Foreign {
    Foreign { word, here: Some(here), help }
}

const fn gone(word: &'static str, help: &'static str) -> Foreign {
    Foreign { word, here: None, help }
}

/// Sorted by nothing: the list is short and read only for broken regions.
pub(super) const FOREIGN: [Foreign; 51] = [
    here("elif", "else if", "write `else if`"),
    here("elsif", "else if", "write `else if`"),
    here("elseif", "else if", "write `else if`"),
    here("def", "fn", "write `fn name(...) { ... }`"),
    here("func", "fn", "write `fn name(...) { ... }`"),
    here("function", "fn", "write `fn name(...) { ... }`"),
    here("switch", "match", "write `match x { \"a\" => ... else => ... }`"),
    here("case", "match", "write `match x { \"a\" => ... else => ... }`"),
    here("import", "use", "write `use std.github` or `use \"./file.wbot\" as file`"),
    here("require", "use", "write `use std.github` or `use \"./file.wbot\" as file`"),
    here("print", "say", "write `say \"...\"`"),
    here("echo", "say", "write `say \"...\"`"),
    here("puts", "say", "write `say \"...\"`"),
    here("send", "say", "write `say \"...\"`, to somebody else `say to p \"...\"`"),
    here("post", "say", "write `say \"...\"`, to a room `say to r \"...\"`"),
    here("tell", "say", "write `say to p \"...\"`"),
    here("write", "say", "write `say \"...\"`"),
    here("notify", "say", "write `say to p \"...\"`"),
    here("prompt", "ask", "write `let x = ask \"...\"`"),
    here("foreach", "for", "write `for x in xs { ... }`"),
    here("throw", "fail", "write `fail \"...\"`"),
    here("raise", "fail", "write `fail \"...\"`"),
    here("exit", "stop", "write `stop`"),
    here("sleep", "wait", "write `wait 5m`"),
    here("enum", "type", "write `type Env = \"dev\" | \"prod\"`"),
    here("struct", "type", "write `type Ticket = { id: text }`"),
    here("interface", "type", "write `type Ticket = { id: text }`"),
    here("record", "type", "write `type Ticket = { id: text }`"),
    here("global", "state", "write `state name: type = value` at the top of the file"),
    here("handler", "command", "write `command \"...\" { ... }` or `on message /.../ { ... }`"),
    here("when", "on", "write `command \"...\" { ... }` or `on message /.../ { ... }`"),
    here("hears", "command", "write `command \"...\" { ... }` or `on message /.../ { ... }`"),
    here("hear", "command", "write `command \"...\" { ... }` or `on message /.../ { ... }`"),
    here("listen", "command", "write `command \"...\" { ... }` or `on message /.../ { ... }`"),
    here("schedule", "every", "write `every weekday at 09:00 { ... }`"),
    here("unless", "if not", "write `if not ...`"),
    here("loop", "while true", "write `while true { ... }`"),
    here("do", "while", "write `while true { ... }`, with `break` where it ends"),
    here("repeat", "for", "write `for i in 1..5 { ... }`"),
    here("until", "while not", "write `while not ... { ... }`"),
    gone("export", "take it out: all that a file declares can be used by others"),
    gone("static", "take it out: functions and constants belong to their file"),
    gone("public", "take it out: all that a file declares can be used by others"),
    gone("async", "take it out: any function may wait, there is no `async`"),
    gone("await", "take it out: any call may wait, there is no `await`"),
    gone("new", "values are written as they are: `{ a: 1 }`, `[1, 2]`, `now`, `date(2026, 1, 31)`"),
    gone("try", "write `else err { ... }` after the statement that may fail"),
    gone("catch", "write `else err { ... }` after the statement that may fail"),
    gone("lambda", super::lambdas::LAMBDA),
    gone("goto", "write a function, and call it"),
    gone("class", "write `type Name = { ... }` for data and `fn` for what is done with it"),
];

/// Words of other languages.
pub(super) const KNOWN: Family = Family { inside: false, mistakes: &[foreign] };

/// The entry of a word.
pub(super) fn foreign_word(word: &str) -> Option<&'static Foreign> {
    FOREIGN.iter().find(|known| known.word == word)
}

/// Whether a word is one of another language.
pub(in crate::syntax) fn is_foreign(word: &str) -> bool {
    foreign_word(word).is_some()
}

/// What to do, with what stands behind the word where that stays.
fn help_of(builder: &Builder<'_>, place: &Place, token: usize, known: &Foreign) -> String {
    let behind = builder.span(token + 1, place.bad.end.max(token + 1)).slice(builder.text).trim();
    let is_time =
        behind.starts_with(|c: char| c.is_ascii_digit()) && behind.chars().all(char::is_alphanumeric);
    if known.word == "sleep" && is_time { format!("write `wait {behind}`") } else { known.help.to_owned() }
}

/// `elif`, `def`, `await`, ...
fn foreign(builder: &Builder<'_>, place: &Place) -> Option<Diagnostic> {
    // A word of another language before an operand reads as a name: `await f()`, `function(x) { }`.
    let before = place.at.checked_sub(1).filter(|_| place.expected.operator);
    let token = [Some(place.at), Some(place.bad.start), before]
        .into_iter()
        .flatten()
        .find(|token| *token < place.bad.end && foreign_word(builder.token_text(*token)).is_some())?;
    let known = foreign_word(builder.token_text(token))?;
    // A name of that spelling that is followed by something that fits a name is not meant.
    if token == place.bad.start && place.at > token + 1 && builder.code(token + 1) == Code::FIELD {
        return None;
    }
    let span = builder.token_span(token);
    let message = match known.here {
        Some(here) => format!("`{}` is written `{here}` here", known.word),
        None => format!("there is no `{}` here", known.word),
    };
    let diagnostic = Diagnostic::new(&codes::SYNTAX_FOREIGN_WORD, span, message)
        .label("not a word of the language")
        .help(help_of(builder, place, token, known));
    Some(match known.here {
        Some(here) => diagnostic.fix(Unsafe, format!("write `{here}`"), span, here),
        None => diagnostic,
    })
}

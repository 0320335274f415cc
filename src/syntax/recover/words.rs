//! Words of other languages, and what they are here.

/// A word that people bring along.
pub(super) struct Foreign {
    pub word: &'static str,
    /// What to write in its place, where that is one word.
    pub here: Option<&'static str>,
    /// What to do.
    pub help: &'static str,
}

const fn foreign(word: &'static str, here: &'static str, help: &'static str) -> Foreign {
    Foreign { word, here: Some(here), help }
}

const fn gone(word: &'static str, help: &'static str) -> Foreign {
    Foreign { word, here: None, help }
}

/// Sorted by nothing: the list is short and read only for broken regions.
pub(super) const FOREIGN: [Foreign; 32] = [
    foreign("elif", "else if", "write `else if`"),
    foreign("elsif", "else if", "write `else if`"),
    foreign("elseif", "else if", "write `else if`"),
    foreign("def", "fn", "write `fn name(...) { ... }`"),
    foreign("func", "fn", "write `fn name(...) { ... }`"),
    foreign("function", "fn", "write `fn name(...) { ... }`"),
    foreign("switch", "match", "write `match x { \"a\" => ... else => ... }`"),
    foreign("case", "match", "write `match x { \"a\" => ... else => ... }`"),
    foreign("import", "use", "write `use std.github` or `use \"./file.wbot\" as file`"),
    foreign("require", "use", "write `use std.github` or `use \"./file.wbot\" as file`"),
    foreign("print", "say", "write `say \"...\"`"),
    foreign("echo", "say", "write `say \"...\"`"),
    foreign("foreach", "for", "write `for x in xs { ... }`"),
    foreign("throw", "fail", "write `fail \"...\"`"),
    foreign("raise", "fail", "write `fail \"...\"`"),
    foreign("exit", "stop", "write `stop`"),
    foreign("sleep", "wait", "write `wait 5m`"),
    foreign("enum", "type", "write `type Env = \"dev\" | \"prod\"`"),
    foreign("struct", "type", "write `type Ticket = { id: text }`"),
    foreign("interface", "type", "write `type Ticket = { id: text }`"),
    foreign("record", "type", "write `type Ticket = { id: text }`"),
    foreign("global", "state", "write `state name: type = value` at the top of the file"),
    foreign("handler", "command", "write `command \"...\" { ... }` or `on message /.../ { ... }`"),
    foreign("when", "on", "write `command \"...\" { ... }` or `on message /.../ { ... }`"),
    foreign("schedule", "every", "write `every weekday at 09:00 { ... }`"),
    foreign("unless", "if not", "write `if not ...`"),
    gone("async", "take it out: any function may wait, there is no `async`"),
    gone("await", "take it out: any call may wait, there is no `await`"),
    gone("new", "take it out: values are made by literals and functions"),
    gone("try", "write `else err { ... }` after the statement that may fail"),
    gone("catch", "write `else err { ... }` after the statement that may fail"),
    gone("class", "write `type Name = { ... }` for data and `fn` for what is done with it"),
];

/// The entry of a word.
pub(super) fn foreign_word(word: &str) -> Option<&'static Foreign> {
    FOREIGN.iter().find(|known| known.word == word)
}

/// Whether a word is one of another language.
pub(in crate::syntax) fn is_foreign(word: &str) -> bool {
    foreign_word(word).is_some()
}

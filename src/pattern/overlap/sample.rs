//! What somebody may type for a hole.

use super::conflicts::Judge;
use super::texts::{Found, shortest};
use crate::pattern::argument::{Argument, ArgumentType, read_argument, read_list};
use crate::pattern::regex::parse_regex;
use smol_str::SmolStr;

/// Words for a hole of any type, as they are typed; short ones first.
pub(super) fn samples(ty: &ArgumentType) -> Vec<SmolStr> {
    let fixed = |texts: &[&'static str]| texts.iter().copied().map(SmolStr::new_static).collect();
    match ty {
        ArgumentType::Text => fixed(&["x", "y", "something"]),
        ArgumentType::Int => fixed(&["3", "42"]),
        ArgumentType::Float => fixed(&["2.5", "3"]),
        ArgumentType::Bool => fixed(&["yes", "no"]),
        ArgumentType::Duration => fixed(&["2h", "30m"]),
        ArgumentType::Date => fixed(&["today", "2026-01-05"]),
        ArgumentType::Time => fixed(&["17:30", "9am"]),
        ArgumentType::Email | ArgumentType::Person => fixed(&["ada@example.com"]),
        ArgumentType::Url => fixed(&["https://example.com"]),
        ArgumentType::Room => fixed(&["Room"]),
        ArgumentType::OneOf(texts) => texts.iter().map(|text| typed(text)).collect(),
        ArgumentType::Matches(regex) => {
            let hir = parse_regex(&regex.source, &regex.flags).ok();
            match hir.map(|hir| shortest(&hir)) {
                Some(Found::Text(text)) => vec![typed(&text)],
                Some(Found::No | Found::Unknown) | None => Vec::new(),
            }
        }
        ArgumentType::List(item) => samples(item),
    }
}

/// As a user types it: in quotes where it has spaces.
fn typed(text: &str) -> SmolStr {
    if text.is_empty() || text.contains(char::is_whitespace) {
        SmolStr::from(format!("\"{text}\""))
    } else {
        text.into()
    }
}

/// Some words that are one value of the type without quotes.
pub(super) fn several_words(ty: &ArgumentType) -> Option<SmolStr> {
    match ty {
        ArgumentType::Int | ArgumentType::Float => Some("two hundred".into()),
        ArgumentType::Date => Some("5 jan".into()),
        ArgumentType::Duration => Some("2 hours".into()),
        ArgumentType::Time => Some("5 jan 9am".into()),
        ArgumentType::OneOf(texts) => texts.iter().find(|text| text.contains(' ')).cloned(),
        _ => None,
    }
}

/// Whether a word is a value of the type, whenever it is typed.
pub(super) fn reads(judge: &Judge<'_>, ty: &ArgumentType, word: &str) -> bool {
    // Which rooms there are is not known before.
    if item(ty) == &ArgumentType::Room {
        return false;
    }
    let argument = Argument::plain(word);
    judge.with_surroundings(|surroundings| match ty {
        ArgumentType::List(item) => read_list(item, std::iter::once(argument), surroundings).is_ok(),
        _ => read_argument(ty, &argument, surroundings).is_ok(),
    })
}

/// Whether all that is a value of `ty` is one of `other` too.
pub(super) fn is_within(ty: &ArgumentType, other: &ArgumentType) -> bool {
    match (ty, other) {
        (_, ArgumentType::Text) => true,
        (ArgumentType::Email, ArgumentType::Person) => true,
        _ => ty == other,
    }
}

fn item(ty: &ArgumentType) -> &ArgumentType {
    if let ArgumentType::List(item) = ty { item } else { ty }
}

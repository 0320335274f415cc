//! Why an argument was refused, in words for its user.

use super::ArgumentType;
use smol_str::SmolStr;

/// What is wrong with an argument: what would have been right.
#[derive(Clone, Debug, PartialEq)]
pub struct Mistake {
    /// What is expected.
    pub expected: ArgumentType,
    /// The value that was probably meant.
    pub nearest: Option<SmolStr>,
    /// Another that may have been meant as well.
    pub other: Option<SmolStr>,
    /// Whether it is a number, but one beyond 64 bits.
    pub too_large: bool,
}

impl Mistake {
    /// A mistake without a guess at what was meant.
    pub(in crate::pattern) fn new(expected: &ArgumentType) -> Self {
        Self { expected: expected.clone(), nearest: None, other: None, too_large: false }
    }

    /// The value that was probably meant.
    #[must_use]
    pub fn nearest(&self) -> Option<&str> {
        self.nearest.as_deref()
    }

    /// Another that may have been meant as well.
    #[must_use]
    pub fn other(&self) -> Option<&str> {
        self.other.as_deref()
    }

    /// What would have been right: "a whole number, like `3`". Markdown without data.
    #[must_use]
    pub fn expected(&self) -> String {
        if self.too_large {
            return String::from("a number of at most 18 digits");
        }
        expectation(&self.expected)
    }
}

/// What an argument of the type is, in words for a user.
pub(in crate::pattern) fn expectation(ty: &ArgumentType) -> String {
    match ty {
        ArgumentType::Text => String::from("some text"),
        ArgumentType::Int => String::from("a whole number, like `3`"),
        ArgumentType::Float => String::from("a number, like `2.5`"),
        ArgumentType::Bool => String::from("`yes` or `no`"),
        ArgumentType::Duration => String::from("a duration, like `30m` or `2h 30m`"),
        ArgumentType::Date => String::from("a date, like `2026-01-05`, `5 Jan` or `tomorrow`"),
        ArgumentType::Time => String::from("a time, like `17:30` or `tomorrow 9am`"),
        ArgumentType::Email => String::from("an email address, like `ada@example.com`"),
        ArgumentType::Url => String::from("a web address, like `https://example.com`"),
        ArgumentType::Person => String::from("a person: a mention, or an email address"),
        ArgumentType::Room => String::from("the name of a space that I am in"),
        ArgumentType::OneOf(texts) => alternatives(texts),
        ArgumentType::Matches(regex) => format!("a word of the form `{}`", regex.source.replace("\\/", "/")),
        ArgumentType::List(item) => format!("{} (one or several)", expectation(item)),
    }
}

/// "`todo`, `doing` or `done`"
fn alternatives(texts: &[SmolStr]) -> String {
    let mut all = String::new();
    for (index, text) in texts.iter().enumerate() {
        let joint = match index {
            0 => "",
            _ if index + 1 == texts.len() => " or ",
            _ => ", ",
        };
        all.push_str(joint);
        all.push('`');
        all.push_str(text);
        all.push('`');
    }
    all
}

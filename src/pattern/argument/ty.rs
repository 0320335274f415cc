//! What a hole takes, resolved.

use super::calendar::begins_day;
use crate::diagnostics::nearest;
use crate::pattern::regex::LazyRegex;
use crate::value::Type;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::sync::Arc;

/// The resolved type of a hole. Part of a stored program.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ArgumentType {
    /// `text`: anything.
    Text,
    /// `int`
    Int,
    /// `float`
    Float,
    /// `bool`: yes, no, on, off, true, false.
    Bool,
    /// `duration`: `2h 30m`.
    Duration,
    /// `date`: `2026-01-05`, `5 Jan`, `tomorrow`.
    Date,
    /// `time`: `17:30`, `tomorrow 9am`.
    Time,
    /// `email`: a text.
    Email,
    /// `url`: a text, http or https.
    Url,
    /// `person`: an address or a mention.
    Person,
    /// `room`: the title of one that the bot is in.
    Room,
    /// A union of text literals.
    OneOf(Arc<[SmolStr]>),
    /// A text that the whole regex matches.
    Matches(Arc<LazyRegex>),
    /// `list<T>`: the remaining words.
    List(Box<ArgumentType>),
}

impl ArgumentType {
    /// The built-in types that a hole may name, for "did you mean".
    pub const NAMES: [&'static str; 11] =
        ["text", "int", "float", "bool", "duration", "time", "date", "email", "url", "person", "room"];

    /// The built-in type called `name`.
    #[must_use]
    pub fn built_in(name: &str) -> Option<Self> {
        Some(match name {
            "text" => Self::Text,
            "int" => Self::Int,
            "float" => Self::Float,
            "bool" => Self::Bool,
            "duration" => Self::Duration,
            "time" => Self::Time,
            "date" => Self::Date,
            "email" => Self::Email,
            "url" => Self::Url,
            "person" => Self::Person,
            "room" => Self::Room,
            _ => return None,
        })
    }

    /// What a hole of a declared type takes; nothing where no text can be read as one (records,
    /// functions).
    #[must_use]
    pub fn of_type(ty: &Type) -> Option<Self> {
        Some(match ty {
            Type::Text => Self::Text,
            Type::Int => Self::Int,
            Type::Float => Self::Float,
            Type::Bool => Self::Bool,
            Type::Duration => Self::Duration,
            Type::Date => Self::Date,
            Type::Time => Self::Time,
            Type::Person => Self::Person,
            Type::Room => Self::Room,
            Type::Literals(texts) => Self::OneOf(texts.clone()),
            Type::List(item) => match Self::of_type(item)? {
                Self::List(_) => return None,
                item => Self::List(Box::new(item)),
            },
            _ => return None,
        })
    }

    /// The type of the values that it gives.
    #[must_use]
    pub fn value_type(&self) -> Type {
        match self {
            Self::Text | Self::Email | Self::Url | Self::Matches(_) => Type::Text,
            Self::Int => Type::Int,
            Self::Float => Type::Float,
            Self::Bool => Type::Bool,
            Self::Duration => Type::Duration,
            Self::Date => Type::Date,
            Self::Time => Type::Time,
            Self::Person => Type::Person,
            Self::Room => Type::Room,
            Self::OneOf(texts) => Type::Literals(texts.clone()),
            Self::List(item) => Type::list(item.value_type()),
        }
    }

    /// The most words that one value may have where it is not quoted: `5 January 2026`, `2 h 30 min`,
    /// and a literal with spaces in it may be typed as they are said.
    pub(in crate::pattern) fn words_max(&self) -> usize {
        match self {
            Self::Text
            | Self::Bool
            | Self::Email
            | Self::Url
            | Self::Person
            | Self::Room
            | Self::Matches(_)
            | Self::List(_) => 1,
            Self::Int | Self::Float => NUMBER_WORDS_MAX,
            Self::Date => 7,
            Self::Duration => 6,
            Self::Time => 8,
            Self::OneOf(texts) => texts
                .iter()
                .map(|text| text.split_whitespace().count())
                .max()
                .unwrap_or(1)
                .clamp(1, LITERAL_WORDS_MAX),
        }
    }

    /// Whether several words that are no value were probably meant as one: `5 foo` as a date,
    /// `in progres` as a literal. Everything else is read as one word.
    pub(in crate::pattern) fn resembles(&self, words: &str) -> bool {
        match self {
            Self::Date => begins_day(words),
            Self::Duration | Self::Time => words.starts_with(|first: char| first.is_ascii_digit()),
            Self::OneOf(texts) => nearest(words, texts.iter().map(SmolStr::as_str)).is_some(),
            Self::Text
            | Self::Int
            | Self::Float
            | Self::Bool
            | Self::Email
            | Self::Url
            | Self::Person
            | Self::Room
            | Self::Matches(_)
            | Self::List(_) => false,
        }
    }
}

/// Words of a literal that may be typed without quotes; bounds the search.
const LITERAL_WORDS_MAX: usize = 8;

/// Words of a number: `three thousand two hundred and twelve`.
const NUMBER_WORDS_MAX: usize = 6;

//! Command patterns: what users type, read from the script ([`parse`]), resolved ([`Matcher`]) and
//! matched against messages; and which handler a message goes to.
//!
//! Input: the raw text of a pattern, then a [`MessageText`]. Output: [`Pattern`] and diagnostics,
//! then captures, or what was wrong with an argument. Invariants: pure (time, zone and rooms are
//! parameters); no input panics; matching is bounded by words × steps. Start with `tree.rs`, then
//! `matcher.rs`.

mod argument;
mod hole;
mod matcher;
mod parse;
mod regex;
mod rules;
mod tree;
mod words;

pub use argument::{ArgumentType, KnownRoom, Surroundings};
pub use matcher::{Alternative, Matcher, Parameter, ParameterKind};
pub use parse::parse;
pub use regex::{LazyRegex, RegexGroup, RegexMistake, check_regex};
pub use tree::{
    Binding, BindingSource, Flag, Hole, HoleDefault, HoleType, Node, Pattern, Word as PatternWord,
};
pub use words::{Mention, MessageText};

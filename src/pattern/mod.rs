//! Command patterns: what users type, read from the script ([`parse`]), resolved ([`Matcher`]) and
//! matched against messages; and which handler a message goes to.
//!
//! Input: the raw text of a pattern, then a [`MessageText`]. Output: [`Pattern`] and diagnostics,
//! then captures, or what was wrong with an argument. Invariants: pure (time, zone and rooms are
//! parameters); no input panics; matching is bounded by words × steps. Start with `tree.rs`, then
//! `matcher.rs`, then `router.rs`.

mod answer;
mod argument;
mod confirmation;
mod fold;
mod hole;
mod index;
mod intent;
mod letters;
mod lower;
mod matcher;
mod nearest;
mod openings;
mod overlap;
mod parse;
mod regex;
mod router;
mod routes;
mod rules;
mod run;
mod search;
mod tree;
mod usage;
mod why;
mod words;

pub use answer::{bad_answer_text, bad_arguments_text, help_text, unknown_text};
pub use argument::{Argument, ArgumentType, KnownRoom, Mistake, Surroundings, read_answer, read_argument};
pub use confirmation::read_confirmation;
pub use intent::{Intent, IntentEngine, PhraseModel, Piece, Recognised, Score, Slot, Template};
pub use lower::Resolve;
pub use matcher::{Alternative, Matcher, Parameter, ParameterKind};
pub use nearest::Nearest;
pub use overlap::{Conflict, Later, conflicts};
pub use parse::parse;
pub use regex::{LazyRegex, RegexGroup, RegexMistake, check_regex, regex_help};
pub use router::{Decision, HelpTopic, Request, Router, Routing};
pub use routes::{CommandRoute, MessageRoute, Routes};
pub use run::{ArgumentProblem, BadArguments, Captures, MatchResult, match_command};
pub use search::Refusal;
pub use tree::{
    Binding, BindingSource, Flag, Hole, HoleDefault, HoleType, Node, Pattern, Word as PatternWord,
};
pub use usage::usage;
pub use why::Why;
pub use words::{Mention, MessageText, Words};

#[cfg(test)]
mod match_tests;
#[cfg(test)]
mod parse_tests;
#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod route_tests;
#[cfg(test)]
mod testing;

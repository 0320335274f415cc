//! Parses a region once more, with the bookkeeping that tells how far the parser came and what it
//! would have taken there.

use crate::syntax::grammar::{Grammar, Rule};
use pest::Parser;
use pest::error::ErrorVariant;
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// Where and why a region does not parse.
pub(super) enum Look {
    /// It does, after all.
    Parses,
    /// It nests so deep that the parser gave up.
    TooDeep,
    /// It fails at a token.
    Fails {
        /// Byte in the codes of the region.
        at: usize,
        /// The codes that would do there. Ranges appear as their first code.
        expected: BTreeSet<char>,
    },
}

/// The bookkeeping is switched on for the whole process: one look at a time.
static LOOKING: Mutex<()> = Mutex::new(());

/// Parses `codes` as `rule`.
pub(super) fn look(rule: Rule, codes: &str) -> Look {
    let guard = LOOKING.lock().unwrap_or_else(PoisonError::into_inner);
    pest::set_error_detail(true);
    let result = Grammar::parse(rule, codes);
    pest::set_error_detail(false);
    drop(guard);
    let Err(error) = result else { return Look::Parses };
    if matches!(error.variant, ErrorVariant::CustomError { .. }) {
        return Look::TooDeep;
    }
    let Some(attempts) = error.parse_attempts() else {
        return Look::Fails { at: 0, expected: BTreeSet::new() };
    };
    let expected = attempts
        .expected_tokens()
        .into_iter()
        // pest does not export the type of these; they print as the code, or as `A..R`.
        .filter_map(|token| token.to_string().chars().next())
        .collect();
    Look::Fails { at: attempts.max_position, expected }
}

//! A second look at what does not parse: where exactly, what stands there, what was expected, and
//! which frequent mistake it is.
//!
//! Input: a chunk or a region of tokens that did not parse. Output: at most one diagnostic for it,
//! none where the scan has reported something in it already. Invariant: only broken regions pay
//! for this. Start with `region.rs`.

mod asked;
mod blocks;
mod calls;
mod cards;
mod choices;
mod conditions;
mod elsewhere;
mod expected;
mod formats;
mod found;
mod habits;
mod heads;
mod lambdas;
mod lines;
mod look;
mod machine;
mod mistakes;
mod nameless;
mod numbers;
mod operators;
mod parts;
mod region;
mod schedules;
mod slices;
mod slips;
mod steps;
mod talk;
mod types;
mod words;

pub(in crate::syntax) use cards::no_statement;
pub use formats::format_without_colon;
pub(in crate::syntax) use lines::continues;
pub(in crate::syntax) use region::{assigned_name, bad_item, bad_region};
pub(in crate::syntax) use words::is_foreign;

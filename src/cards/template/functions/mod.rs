//! The functions of the template language: one table, one file for each kind.
//!
//! Input: data, and the time. Output: data, or why not in words. Invariants: pure; what takes a text takes
//! nothing as the empty one. A function that is not in the table is refused by name: those of Microsoft's
//! that give something else each time (`newGuid`, `rand`), and those for XML, JSON paths and TIMEX. Start
//! with `table.rs`.

#![expect(clippy::unnecessary_wraps, reason = "the functions of the table have one shape")]

mod args;
mod convert;
mod list;
mod logic;
mod math;
mod object;
mod table;
mod text;
mod time;
mod uri;

pub(super) use table::{FOR_EACH, Run, nearest_function};
pub use table::{Function, Gives, function, function_names};

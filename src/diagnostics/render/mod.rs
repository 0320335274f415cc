//! From diagnostics to text: for people ([`terminal`]), for programs ([`json`]) and one line each
//! for editors and `grep` ([`short`]).
//!
//! Input: one [`Report`] for each compilation. Output: a `String`. Invariants: only `terminal.rs` and `excerpt.rs` know miette; a span that does not fit
//! its text is shown as well as it can be, never a panic. Start with `terminal.rs`.

mod excerpt;
mod json;
mod printable;
mod report;
mod short;
mod terminal;

pub use json::json;
pub use report::Report;
pub use short::short;
pub use terminal::{Look, Theme, summary, terminal};

//! Designer files: Adaptive Cards in JSON with Microsoft's template language (`${...}`, `$data`, `$when`).
//!
//! Input: the JSON of a file, once; then data, as often as one likes. Output: the card, as a value whose
//! texts remember what stood in the file and what came from the data. Invariants: pure and total (depth and
//! size are bounded, the time is given); the results are those of Microsoft's own engine (npm
//! `adaptivecards-templating`), but for what `docs/reference/cards.md` lists. Start with `template.rs`,
//! then `parse.rs` and `eval.rs`.

mod date;
mod date_format;
mod datum;
mod eval;
mod expand;
mod expr;
mod functions;
mod lexer;
mod locate;
mod number;
mod parse;
mod template;
mod text;

pub use datum::Datum;
pub use eval::Absent;
pub use expand::{Expanded, expand};
pub use expr::{Expr, ExprKind};
pub use functions::{Function, Gives, function, function_names};
pub use locate::Places;
pub use template::{Node, NodeKind, Problem, Template};

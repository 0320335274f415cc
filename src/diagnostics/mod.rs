//! What the compiler has to say: one plain [`Diagnostic`], the table of all [`Code`]s, and the
//! renderers (`render/`), of which only the terminal one knows miette.
//!
//! Input: calls on a [`Sink`]. Output: a sorted list of diagnostics, or text. Invariants: every
//! diagnostic has a code of the table and a span; no secret is ever part of one. Start with
//! `diagnostic.rs`.

mod code;
pub mod codes;
mod diagnostic;
pub mod render;
mod sink;
mod suggest;

pub use code::{Code, Severity};
pub use diagnostic::{Applicability, Diagnostic, Edit, Fix, Label};
pub use sink::Sink;
pub use suggest::nearest;

//! The vocabulary that every floor shares: where text is ([`Span`]), whose text it is
//! ([`SourceText`], [`SourceId`], all of one compilation: [`SourceMap`]), how offsets become lines and columns ([`LineIndex`]), every
//! bound of the program ([`limits`]), and the bits that draws are made of ([`mix`]).
//!
//! Invariants: no I/O, no dependency on another module. Start with `span.rs`.

pub mod limits;
mod line_index;
mod mix;
mod source;
mod source_map;
mod span;

pub use line_index::{LineColumn, LineIndex};
pub use mix::{MIX_STEP, fraction, mix};
pub use source::{SourceId, SourceText};
pub use source_map::SourceMap;
pub use span::Span;

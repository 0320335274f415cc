//! A card as far as it is known before it is drawn: JSON with holes.
//!
//! Input: the JSON of a card, a designer file; the checker makes one of a card in a script. Output: a [`Sketch`],
//! which [`super::validate`] looks at. Invariants: what is not known is [`SketchKind::Open`], and no rule is broken
//! by it; the sketch of JSON has no holes; a part that stands in a script has its span, and the ways by which it
//! came there. Start with `sketch.rs`.

mod json;
mod pressable;
#[expect(clippy::module_inception, reason = "the file is named after the type it holds")]
mod sketch;
mod spot;
mod template;
mod words;

pub use pressable::Pressable;
pub use sketch::{Field, Item, Sketch, SketchKind};
pub use spot::{Spot, Through};
pub use template::{Spots, template_sketch};
pub use words::Words;

//! Methods of `text`: graphemes where characters count. What is said to keep marks slices the text
//! itself, everything else makes data. Start with `part.rs`.

pub(super) mod case;
pub(super) mod encode;
pub(super) mod measure;
pub(super) mod parse;
pub(super) mod part;
pub(super) mod replace;
pub(super) mod search;
pub(super) mod split;

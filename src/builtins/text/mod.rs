//! Methods of `text`.
//!
//! Input: a text, then the arguments; output: texts, numbers and other values read from texts.
//! Invariants: characters are graphemes; what is said to keep marks slices the text itself, everything
//! else makes data; no text grows beyond `limits::TEXT_BYTES_MAX`. Start with `part.rs`.

pub(super) mod case;
pub(super) mod encode;
pub(super) mod measure;
pub(super) mod parse;
pub(super) mod part;
pub(super) mod replace;
pub(super) mod search;
pub(super) mod split;

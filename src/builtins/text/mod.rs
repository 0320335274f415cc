//! Methods of `text`: graphemes where characters count. What is said to keep marks slices the text
//! itself, everything else makes data. Start with `case.rs`.

pub(super) mod case;
pub(super) mod measure;

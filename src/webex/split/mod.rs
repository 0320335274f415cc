//! A message that is too long for Webex as several that are not.
//!
//! Input: markdown and the bytes that a part may have. Output: the parts, in order.
//!
//! Invariants:
//! - No part is longer than the bound, and no character is cut.
//! - All content is kept, in order; only the line breaks or the blank at a cut go.
//! - What was code stays code: a fence or a code span that is cut is closed and opened again, so that
//!   text which is harmless as code never becomes a mention or a link.
//! - A backslash stays with the character that it escapes.
//!
//! Start with `cut.rs`.

mod cut;
mod structure;

pub use cut::{split_markdown, split_message};

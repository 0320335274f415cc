//! The way in.

use super::file::file;
use super::render::render;
use super::same::difference;
use crate::base::{SourceText, limits};
use crate::syntax::{lexemes, parse};

/// A text in its layout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formatted {
    /// The text.
    pub text: String,
    /// How many regions do not parse and are as they were.
    pub broken: usize,
}

/// The formatter would have changed more than the layout, which is its fault. The text is to be
/// left as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the layout would have changed {what}")]
pub struct Unsound {
    /// What would have changed.
    pub what: &'static str,
}

/// Lays a text out. What does not parse is left as it is.
pub fn format(source: &SourceText) -> Result<Formatted, Unsound> {
    let original = || source.text.to_string();
    let crlf = source.text.split_once('\n').is_some_and(|(first, _)| first.ends_with('\r'));
    let plain = SourceText::new(source.id, source.name.clone(), source.text.replace("\r\n", "\n"));
    let before = parse(&plain);
    let errors = before.diagnostics.len();
    if plain.text.len() > limits::SOURCE_BYTES_MAX || errors >= limits::SYNTAX_ERRORS_MAX {
        return Ok(Formatted { text: original(), broken: errors });
    }
    let (doc, broken) = file(&plain.text, &lexemes(&plain), &before);
    let text = render(&doc);
    let after = SourceText::new(source.id, source.name.clone(), text);
    match difference((&plain.text, &before), (&after.text, &parse(&after))) {
        None if crlf => Ok(Formatted { text: after.text.replace('\n', "\r\n"), broken }),
        None => Ok(Formatted { text: after.text.to_string(), broken }),
        // What does not parse may be read otherwise beside what has moved.
        Some(_) if errors > 0 => Ok(Formatted { text: original(), broken: broken.max(1) }),
        Some(what) => Err(Unsound { what }),
    }
}

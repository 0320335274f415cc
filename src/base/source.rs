//! Source texts and their identities.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Identity of a source text within one compilation, dense from zero.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub struct SourceId(pub u32);

/// A source text with the name to show for it. Cloning is cheap.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SourceText {
    /// Its identity in the compilation.
    pub id: SourceId,
    /// What to print: a path as the user gave it, or `std.github` for a module of the library.
    pub name: Arc<str>,
    /// The whole text (UTF-8).
    pub text: Arc<str>,
}

impl SourceText {
    /// A source text.
    #[must_use]
    pub fn new(id: SourceId, name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        Self { id, name: name.into(), text: text.into() }
    }
}

//! What is rendered.

use crate::base::SourceMap;
use crate::diagnostics::Diagnostic;

/// The diagnostics of one compilation, with the texts that their spans point into.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// In the order to show them.
    pub diagnostics: &'a [Diagnostic],
    /// All texts of the compilation.
    pub sources: &'a SourceMap,
}

impl<'a> Report<'a> {
    /// A report on one compilation.
    #[must_use]
    pub fn new(diagnostics: &'a [Diagnostic], sources: &'a SourceMap) -> Self {
        Self { diagnostics, sources }
    }

    /// Each diagnostic with its texts.
    pub(super) fn each(self) -> impl Iterator<Item = (&'a Diagnostic, &'a SourceMap)> {
        self.diagnostics.iter().map(move |one| (one, self.sources))
    }
}

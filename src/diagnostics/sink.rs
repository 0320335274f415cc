//! Where passes put what they find.

use super::{Code, Diagnostic, Label, Severity};
use crate::base::Span;

/// Collects diagnostics. Passes go on after an error; nobody throws.
#[derive(Default, Debug)]
pub struct Sink {
    list: Vec<Diagnostic>,
}

impl Sink {
    /// An empty sink.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a finished diagnostic.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds one made of its required parts.
    pub fn report(&mut self, code: &'static Code, span: Span, message: impl Into<String>) {
        self.push(Diagnostic::new(code, span, message));
    }

    /// Adds many.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.list.extend(diagnostics);
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Keeps the first `len`.
    pub fn truncate(&mut self, len: usize) {
        self.list.truncate(len);
    }

    /// Adds a place to the one that was added as number `at`.
    pub fn label(&mut self, at: usize, span: Span, text: &str) {
        if let Some(one) = self.list.get_mut(at) {
            one.labels.push(Label { span, text: text.to_owned() });
        }
    }

    /// The one that was added last.
    pub fn last_mut(&mut self) -> Option<&mut Diagnostic> {
        self.list.last_mut()
    }

    /// The last one with this code at this place.
    pub fn find_mut(&mut self, code: &Code, span: Span) -> Option<&mut Diagnostic> {
        self.list.iter_mut().rev().find(|one| one.code.name == code.name && one.span == span)
    }

    /// Whether an error is among those behind the first `len`.
    #[must_use]
    pub fn has_errors_since(&self, len: usize) -> bool {
        self.list.iter().skip(len).any(|one| one.severity() == Severity::Error)
    }

    /// The codes of those behind the first `len`.
    pub fn codes_since(&self, len: usize) -> impl Iterator<Item = &'static Code> {
        self.list.iter().skip(len).map(|one| one.code)
    }

    /// Whether an error is among them.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|one| one.severity() == Severity::Error)
    }

    /// Whether an error lies within `span`.
    #[must_use]
    pub fn has_errors_in(&self, span: Span) -> bool {
        self.list.iter().any(|one| one.severity() == Severity::Error && span.contains(one.span))
    }

    /// What was collected, in source order, each once.
    #[must_use]
    pub fn finish(mut self) -> Vec<Diagnostic> {
        self.list.sort_by(|a, b| {
            (a.span.source, a.span.start, a.span.end, a.code.name).cmp(&(
                b.span.source,
                b.span.start,
                b.span.end,
                b.code.name,
            ))
        });
        self.list.dedup_by(|a, b| a.span == b.span && a.code.name == b.code.name && a.message == b.message);
        self.list
    }
}

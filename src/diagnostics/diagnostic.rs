//! The one shape of everything that the compiler says.

use super::{Code, Severity};
use crate::base::Span;

/// A problem: which one, where, in the author's words, and how to mend it.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// Its line in the table of codes.
    pub code: &'static Code,
    /// The smallest span that the author must change.
    pub span: Span,
    /// What was found and what was expected: lower-case start, no full stop.
    pub message: String,
    /// What stands under the primary span; empty where the message says it all.
    pub label: String,
    /// Other places that explain the problem.
    pub labels: Vec<Label>,
    /// What to do, as an action.
    pub help: Option<String>,
    /// A mend that a machine can apply.
    pub fix: Option<Fix>,
}

/// A further place that belongs to a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What this place has to do with the problem.
    pub text: String,
}

/// An edit that mends the problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an action: "write `==`".
    pub title: String,
    /// The edits; they do not overlap.
    pub edits: Vec<Edit>,
    /// Whether it may be applied unseen.
    pub applicability: Applicability,
}

/// Replace the text under `span` by `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty to insert.
    pub span: Span,
    /// The new text.
    pub text: String,
}

/// How safe a [`Fix`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applicability {
    /// Keeps the meaning, or gives the only one that could be meant.
    Safe,
    /// May not be what the author wants.
    Unsafe,
}

impl Diagnostic {
    /// A diagnostic with its two required parts besides the code.
    #[must_use]
    pub fn new(code: &'static Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            span,
            message: message.into(),
            label: String::new(),
            labels: Vec::new(),
            help: None,
            fix: None,
        }
    }

    /// Its weight: that of its code.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.code.severity
    }

    /// Sets what stands under the primary span.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.label = text.into();
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Sets the help line: an action.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// "did you mean `x`?" where there is a near name; otherwise unchanged.
    #[must_use]
    pub fn did_you_mean(self, near: Option<&str>) -> Self {
        match near {
            Some(near) => self.help(format!("did you mean `{near}`?")),
            None => self,
        }
    }

    /// Adds a fix that replaces the text under `span`.
    #[must_use]
    pub fn fix(
        mut self,
        applicability: Applicability,
        title: impl Into<String>,
        span: Span,
        text: impl Into<String>,
    ) -> Self {
        self.fix =
            Some(Fix { title: title.into(), edits: vec![Edit { span, text: text.into() }], applicability });
        self
    }
}

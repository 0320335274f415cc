//! Where a value stands: a JSON pointer that grows and shrinks with the walk.

use super::defect::{Defect, Severity};
use super::rules::Rule;
use crate::base::Span;
use std::fmt::Write as _;

/// What was found so far, and the place that is looked at.
#[derive(Debug, Default)]
pub(super) struct Place {
    at: String,
    pub(super) defects: Vec<Defect>,
}

/// What is wrong somewhere.
pub(super) struct Wrong {
    pub(super) rule: &'static Rule,
    pub(super) severity: Severity,
    pub(super) message: String,
    pub(super) help: String,
}

impl Wrong {
    pub(super) fn new(rule: &'static Rule, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { rule, severity: rule.severity, message: message.into(), help: help.into() }
    }

    /// As bad as that here.
    pub(super) fn weighs(self, severity: Severity) -> Self {
        Self { severity, ..self }
    }
}

impl Place {
    /// Goes to a property; gives what `leave` takes.
    pub(super) fn enter(&mut self, name: &str) -> usize {
        let before = self.at.len();
        self.at.push('/');
        self.at.push_str(&name.replace('~', "~0").replace('/', "~1"));
        before
    }

    /// Goes to an item.
    pub(super) fn enter_item(&mut self, at: usize) -> usize {
        let before = self.at.len();
        // Writing to a text cannot fail.
        let _ = write!(self.at, "/{at}");
        before
    }

    pub(super) fn leave(&mut self, before: usize) {
        self.at.truncate(before);
    }

    /// The pointer; `/` for the whole.
    pub(super) fn here(&self) -> String {
        if self.at.is_empty() { "/".to_owned() } else { self.at.clone() }
    }

    /// The pointer of a property of what is looked at.
    pub(super) fn below(&self, name: &str) -> String {
        format!("{}/{}", self.at, name.replace('~', "~0").replace('/', "~1"))
    }

    /// Reports what is wrong with what is looked at; `span`: where that stands in a script.
    pub(super) fn report(&mut self, span: Option<Span>, wrong: Wrong) {
        let at = self.here();
        self.report_at(at, span, wrong);
    }

    /// Reports that a property of what is looked at is not there.
    pub(super) fn report_missing(&mut self, name: &'static str, span: Option<Span>, wrong: Wrong) {
        self.report(span, wrong);
        if let Some(last) = self.defects.last_mut() {
            last.missing = Some(name);
        }
    }

    pub(super) fn report_at(&mut self, at: String, span: Option<Span>, wrong: Wrong) {
        let Wrong { rule, severity, message, help } = wrong;
        self.defects.push(Defect { rule, severity, missing: None, at, span, also: None, message, help });
    }

    /// Reports that two things do not go together.
    pub(super) fn report_both(
        &mut self,
        at: String,
        (span, other): (Option<Span>, Option<Span>),
        wrong: Wrong,
    ) {
        self.report_at(at, span, wrong);
        if let Some(last) = self.defects.last_mut() {
            last.also = other;
        }
    }
}

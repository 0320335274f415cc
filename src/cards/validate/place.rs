//! Where a value stands: a JSON pointer that grows and shrinks with the walk.

use super::defect::{Defect, Severity};
use super::rules::Rule;
use std::fmt::Write as _;

/// What was found so far, and the place that is looked at.
#[derive(Debug, Default)]
pub(super) struct Place {
    at: String,
    pub(super) defects: Vec<Defect>,
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

    pub(super) fn report(&mut self, rule: &'static Rule, message: String, help: impl Into<String>) {
        let at = self.here();
        self.report_at(rule, at, message, help);
    }

    /// Reports that a property of what is looked at is not there.
    pub(super) fn report_missing(
        &mut self,
        rule: &'static Rule,
        name: &'static str,
        (message, help): (String, String),
    ) {
        let at = self.here();
        let severity = rule.severity;
        self.defects.push(Defect { rule, severity, missing: Some(name), at, message, help });
    }

    pub(super) fn report_at(
        &mut self,
        rule: &'static Rule,
        at: String,
        message: String,
        help: impl Into<String>,
    ) {
        self.push(rule, rule.severity, at, (message, help.into()));
    }

    pub(super) fn push(
        &mut self,
        rule: &'static Rule,
        severity: Severity,
        at: String,
        (message, help): (String, String),
    ) {
        self.defects.push(Defect { rule, severity, missing: None, at, message, help });
    }
}

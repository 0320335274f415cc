//! The whole check, in its passes.

use crate::base::{SourceText, Span};
use crate::check::checker::Checker;
use crate::check::hir::Program;
use crate::diagnostics::{Diagnostic, Severity};
use crate::syntax::ast;

/// One file of a program.
#[derive(Clone, Copy, Debug)]
pub struct CheckInput<'a> {
    /// Its tree.
    pub ast: &'a ast::File,
    /// Its text, for what is quoted in messages and help.
    pub source: &'a SourceText,
    /// What its state and settings are qualified with: empty for the entry file, `std.github`, or the
    /// path of a file relative to the entry file without `.wbot`. Unique in the program.
    pub module: &'a str,
    /// For each `use` of the file, in source order, which of the files it means; `None` where there is
    /// none, which whoever gathered the files has reported.
    pub uses: &'a [Option<usize>],
    /// The designer files that its cards come from, with the texts that name them; those that cannot be
    /// read are left out, which whoever gathered the files has reported.
    pub cards: &'a [(Span, SourceText)],
}

/// What the check found.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// The program. Whole and sound if no diagnostic is an error; otherwise only good for tools that
    /// show what is there.
    pub program: Program,
    /// Everything there is to say, in source order.
    pub diagnostics: Vec<Diagnostic>,
}

impl Checked {
    /// Whether the program must not run.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|one| one.severity() == Severity::Error)
    }
}

/// Checks a program: the entry file first, then all files that it uses, directly or not.
#[must_use]
pub fn check(files: &[CheckInput<'_>]) -> Checked {
    let mut checker = Checker::new(files);
    checker.declare_all();
    checker.check_declarations();
    checker.declare_cards();
    checker.check_intents();
    checker.check_functions();
    checker.check_cards();
    checker.check_handlers();
    checker.check_tests();
    checker.review_cards();
    checker.check_reach();
    checker.finish()
}

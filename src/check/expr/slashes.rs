//! `n // 2`: a division elsewhere, a comment here.

use crate::base::Span;
use crate::check::checker::Checker;
use crate::check::hir::{Expr, ExprKind};
use crate::diagnostics::{Diagnostic, codes};
use crate::value::Type;

impl Checker<'_> {
    /// Says so where a number is followed by a comment that is nothing but a number, or the name of one.
    pub(super) fn tell_slashes(&mut self, operand: &Expr) {
        if !matches!(operand.ty, Type::Int | Type::Float | Type::Duration) {
            return;
        }
        let rest = self.rest_of_line(operand.span);
        let space = rest.len() - rest.trim_start_matches([' ', '\t', ')']).len();
        // `60 * 60 // 3600` says what it comes to: of operators only what stands in brackets is meant.
        let closed = rest.get(..space).is_some_and(|space| space.contains(')'));
        if matches!(operand.kind, ExprKind::Binary { .. }) && !closed || self.fold(operand).is_ok() {
            return;
        }
        let Some(comment) = rest.get(space..).and_then(|rest| rest.strip_prefix("//")) else { return };
        let by = comment.trim();
        if comment.starts_with('/') || !(is_number(by) || self.is_numeric_local(by)) {
            return;
        }
        let start = operand.span.end as usize + space;
        let span = Span::new(operand.span.source, start, start + 2 + comment.trim_end().len());
        let (left, by) = (self.slice(operand.span), by.to_owned());
        let message = format!("`// {by}` is a comment, nothing is divided");
        self.push(
            Diagnostic::new(&codes::LINT_COMMENT_DIVIDES, span, message)
                .help(format!("write `({left} / {by}).floor` to divide; a comment says more than a number")),
        );
    }

    /// What follows an expression on its line.
    fn rest_of_line(&self, span: Span) -> &'_ str {
        let file = self.files.iter().find(|file| file.source.id == span.source);
        let rest = file.and_then(|file| file.source.text.get(span.end as usize..)).unwrap_or_default();
        rest.lines().next().unwrap_or_default()
    }

    /// The line of the script that a span begins in.
    pub(in crate::check) fn line_of(&self, span: Span) -> &'_ str {
        let file = self.files.iter().find(|file| file.source.id == span.source);
        let text = file.map_or("", |file| &*file.source.text);
        let (before, rest) = text.split_at_checked(span.start as usize).unwrap_or(("", ""));
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let length = before.len() - start + rest.lines().next().unwrap_or("").len();
        text.get(start..start + length).unwrap_or("")
    }

    fn is_numeric_local(&self, name: &str) -> bool {
        let local = self.bodies.last().and_then(|body| body.local(body.find(name)?));
        local.is_some_and(|local| matches!(local.ty, Type::Int | Type::Float))
    }
}

fn is_number(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '_' | '.'))
}

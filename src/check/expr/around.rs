//! What stands around an expression, for helps that fit the place.

use crate::base::Span;
use crate::check::checker::Checker;
use crate::check::hir::{Expr, ExprKind};
use crate::value::Type;

/// A source that is too long to be repeated in a help.
const SHOWN_BYTES_MAX: usize = 60;

impl Checker<'_> {
    /// The text under a span, where a help can repeat it.
    pub(in crate::check) fn shown(&self, span: Span) -> Option<&str> {
        let source = self.slice(span);
        (!source.contains('\n') && source.len() <= SHOWN_BYTES_MAX).then_some(source)
    }

    /// The text of an expression, as one operand.
    pub(in crate::check) fn operand(&self, expr: &Expr) -> String {
        let source = self.shown(expr.span).unwrap_or("x");
        let plain = |c: char| c.is_alphanumeric() || "_.?()[]\"".contains(c);
        let one = source.starts_with('"') || source.chars().all(plain);
        if one { source.to_owned() } else { format!("({source})") }
    }

    /// The text of an expression, as a text of its own: a number in quotes, what is no literal in a hole.
    pub(in crate::check) fn in_quotes(&self, expr: &Expr) -> String {
        let source = self.shown(expr.span).unwrap_or("x");
        let literal = matches!(expr.kind, ExprKind::Const(_));
        if literal { format!("\"{source}\"") } else { format!("\"{{{source}}}\"") }
    }

    /// How a value joins others where one of both is a text and the other can be written into one.
    pub(in crate::check) fn joined_help(
        &self,
        value: Option<&Expr>,
        ty: &Type,
        common: &Type,
    ) -> Option<String> {
        let is_text = |ty: &Type| matches!(ty, Type::Text | Type::Literals(_));
        let plain = |ty: &Type| {
            matches!(ty, Type::Int | Type::Float | Type::Bool | Type::Duration | Type::Time | Type::Date)
        };
        if is_text(common) && plain(ty) {
            return Some(format!("put it into a string: `{}`", self.in_quotes(value?)));
        }
        (plain(common) && is_text(ty)).then(|| "put the others into strings: `\"{x}\"`".to_owned())
    }

    /// Whether a statement begins with the expression.
    pub(in crate::check) fn begins_statement(&self, span: Span) -> bool {
        let before = self.slice(Span { start: 0, end: span.start, ..span });
        let line = before.trim_end_matches([' ', '\t']);
        let goes_on = before.trim_end().ends_with(['=', '(', '[', ',', ':', '+', '?', '>']);
        line.is_empty() || line.ends_with(['{', ';']) || (line.ends_with(['\n', '\r']) && !goes_on)
    }

    /// Whether the expression is a statement of its own.
    pub(in crate::check) fn is_statement(&self, span: Span) -> bool {
        let file = self.files.iter().find(|file| file.source.id == span.source);
        let after = file.and_then(|file| file.source.text.get(span.end as usize..)).unwrap_or("");
        let rest = after.trim_start_matches([' ', '\t']);
        self.begins_statement(span) && (rest.is_empty() || rest.starts_with(['}', ';', '\n', '\r', '/']))
    }
}

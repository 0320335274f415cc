//! Holes as other languages write them: `${x}` and `$x`.

use crate::base::Span;
use crate::check::checker::Checker;
use crate::check::hir::Expr;
use crate::check::scope::Def;
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast::{StringLit, StringPart};
use crate::value::Type;

const SAID: &str = "this dollar sign is said as it stands here";

impl Checker<'_> {
    /// `${x}`; in front of a number it is a price.
    pub(super) fn dollar_hole(&mut self, text: Span, value: &Expr) {
        let may_be_price = matches!(
            value.ty.without_none(),
            Type::Int | Type::Float | Type::Json | Type::Unknown | Type::Never | Type::Secret
        );
        if may_be_price {
            return;
        }
        let source = self.shown(value.span).unwrap_or("x");
        let help = format!("a hole is `{{{source}}}`, without it; if it is meant: `{{\"$\"}}{{{source}}}`");
        let span = Span { start: text.end.saturating_sub(1), ..text };
        self.push(Diagnostic::new(&codes::LINT_DOLLAR_HOLE, span, SAID).help(help));
    }

    /// `$x`, where `x` is a value that is known here.
    pub(super) fn dollar_names(&mut self, string: &StringLit) {
        for part in &string.parts {
            let StringPart::Text { span, .. } = part else { continue };
            let source = self.slice(*span);
            for (at, _) in source.match_indices('$') {
                let behind = source.get(at + 1..).unwrap_or("");
                let end =
                    behind.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(behind.len());
                let name = behind.get(..end).unwrap_or("");
                // What a card is made of has no name.
                if name.is_empty() || !self.is_value(name) {
                    continue;
                }
                let start = span.start as usize + at;
                let span = Span::new(span.source, start, start + 1 + end);
                let help = format!("a hole is `{{{name}}}`; if the dollar sign is meant: `{{\"$\"}}{name}`");
                self.push(Diagnostic::new(&codes::LINT_DOLLAR_HOLE, span, SAID).help(help));
            }
        }
    }

    /// Whether a name stands for a value of the script here.
    fn is_value(&self, name: &str) -> bool {
        let seen = self.bodies.iter().rev().scan(true, |seen, body| {
            let sees = *seen;
            *seen = body.sees_around();
            sees.then_some(body)
        });
        let declared = self.declared(name).map(|declared| declared.what);
        seen.into_iter().any(|body| body.find(name).is_some())
            || matches!(declared, Some(Def::State(_) | Def::Config(_) | Def::Const(_) | Def::Secret(_)))
    }
}

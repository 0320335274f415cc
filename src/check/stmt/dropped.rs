//! Values that nothing is done with.

use crate::builtins::Kind;
use crate::check::checker::Checker;
use crate::check::hir::{Expr, ExprKind};
use crate::check::types::fit;
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast;
use crate::value::Type;

/// Letters of the source that a help may repeat.
const REPEATED_MAX: usize = 60;

impl Checker<'_> {
    /// An expression statement that does nothing: `x == 1`, `xs.sort`.
    pub(super) fn warn_unused_value(&mut self, expr: &ast::Expr, value: &Expr) {
        let what = match &expr.kind {
            ast::ExprKind::Binary { op: ast::BinaryOp::Equal, .. } => "a comparison",
            ast::ExprKind::Binary { op: ast::BinaryOp::Coalesce, .. } => return,
            ast::ExprKind::Binary { .. } | ast::ExprKind::Unary { .. } => "the result",
            ast::ExprKind::None
            | ast::ExprKind::Bool(_)
            | ast::ExprKind::Int(_)
            | ast::ExprKind::Float(_)
            | ast::ExprKind::Duration(_)
            | ast::ExprKind::String(_)
            | ast::ExprKind::Name(_)
            | ast::ExprKind::List(_)
            | ast::ExprKind::Record(_) => "this value",
            ast::ExprKind::Field { .. } | ast::ExprKind::Index { .. } | ast::ExprKind::Call { .. } => {
                return self.warn_dropped(expr, value);
            }
            ast::ExprKind::Regex(_)
            | ast::ExprKind::As { .. }
            | ast::ExprKind::Lambda { .. }
            | ast::ExprKind::If(_)
            | ast::ExprKind::Match(_)
            | ast::ExprKind::Block(_)
            | ast::ExprKind::Say(_)
            | ast::ExprKind::Reply(_)
            | ast::ExprKind::Ask(_)
            | ast::ExprKind::Confirm(_)
            | ast::ExprKind::Error => return,
        };
        let help = match &expr.kind {
            ast::ExprKind::Binary { op: ast::BinaryOp::Equal, .. } => "write `=` to assign",
            ast::ExprKind::String(_) => "write `say` before it to say it",
            _ => "use it, or delete the line",
        };
        let message = format!("nothing is done with {what}");
        self.push(Diagnostic::new(&codes::LINT_UNUSED_VALUE, expr.span, message).help(help));
    }

    /// `xs.sort`, `name.upper`, `xs.map(...)`, `p.name`: they change nothing.
    fn warn_dropped(&mut self, expr: &ast::Expr, value: &Expr) {
        if !is_idle(value) || speaks(expr) {
            return;
        }
        let source = self.slice(expr.span).trim();
        let short = !source.contains('\n') && source.len() <= REPEATED_MAX;
        let made = matches!(value.kind, ExprKind::Builtin { .. } | ExprKind::Each { .. });
        let message = if made {
            "nothing is done with the result, and what it is made of stays as it is"
        } else {
            "nothing is done with this value"
        };
        let place = receiver_of(value).filter(|receiver| made && self.takes(receiver, &value.ty));
        let help = match place {
            Some(place) if short => {
                let place = self.slice(place.span);
                format!("keep it: `{place} = {source}`")
            }
            _ if short && value.ty != Type::Nothing => {
                format!("use it, `let result = {source}`, or delete the line")
            }
            _ => "use it, or delete the line".to_owned(),
        };
        self.push(Diagnostic::new(&codes::LINT_UNUSED_VALUE, expr.span, message).help(help));
    }

    /// Whether a `var` or state can be given a value of the type.
    fn takes(&self, receiver: &Expr, ty: &Type) -> bool {
        let assignable = match &receiver.kind {
            ExprKind::Local(local) => self.body().local(*local).is_some_and(|local| local.mutable),
            ExprKind::State { .. } => true,
            _ => false,
        };
        assignable && fit(ty, &receiver.ty).is_some()
    }
}

/// Whether a lambda of the call says or asks something: it is told that it cannot.
fn speaks(expr: &ast::Expr) -> bool {
    use ast::ExprKind::{Ask, Call, Confirm, Lambda, Reply, Say};
    let Call { args, .. } = &expr.kind else { return false };
    args.iter().any(|arg| match &arg.value.kind {
        Lambda { body, .. } => matches!(body.kind, Say(_) | Reply(_) | Ask(_) | Confirm(_)),
        _ => false,
    })
}

/// Whether computing a value does nothing: it changes nothing, has no effect, and does not fail where that is what it is
/// for.
fn is_idle(value: &Expr) -> bool {
    match &value.kind {
        ExprKind::Convert { value, .. } => is_idle(value),
        ExprKind::Field { .. }
        | ExprKind::Index { .. }
        | ExprKind::Slice { .. }
        | ExprKind::Each { .. }
        | ExprKind::State { .. }
        | ExprKind::ConstRef(_)
        | ExprKind::Config(_) => true,
        ExprKind::Builtin { id, .. } => match id.get().kind {
            Kind::Pure(_) => true,
            Kind::Read { .. } => id.signature().property,
            Kind::Effect(_) | Kind::Change(_) | Kind::Each { .. } | Kind::Fold => false,
        },
        _ => false,
    }
}

/// What a built-in makes its value of.
fn receiver_of(value: &Expr) -> Option<&Expr> {
    match &value.kind {
        ExprKind::Convert { value, .. } => receiver_of(value),
        ExprKind::Each { receiver, .. } => Some(receiver),
        ExprKind::Builtin { id, args, .. } if id.signature().receiver.is_some() => args.first(),
        _ => None,
    }
}

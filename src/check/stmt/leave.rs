//! `fail`, `stop` and `return`.

use crate::base::Span;
use crate::check::body::BodyKind;
use crate::check::checker::Checker;
use crate::check::expr::typed;
use crate::check::hir::{Expr, ExprKind, StmtKind};
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast;
use crate::value::{Type, Value};

impl Checker<'_> {
    pub(super) fn check_fail(&mut self, message: Option<&ast::Expr>, span: Span) -> StmtKind {
        let message = match message {
            Some(message) => self.expect_expr(message, &Type::Text),
            None => typed(ExprKind::Const(Value::own("")), Type::Text, span),
        };
        self.body_mut().flow.reachable = false;
        StmtKind::Fail { message }
    }

    pub(super) fn check_stop(&mut self) -> StmtKind {
        self.body_mut().flow.reachable = false;
        StmtKind::Stop
    }

    pub(super) fn check_return(&mut self, value: Option<&ast::Expr>, span: Span) -> StmtKind {
        let annotated = self.body().result.clone();
        let value: Option<Expr> = match (value, &annotated) {
            (Some(value), Some(Type::Nothing)) => {
                let checked = self.check_expr(value, None);
                let what = match self.body().kind {
                    BodyKind::Function => "this function gives",
                    BodyKind::Handler
                    | BodyKind::Webhook
                    | BodyKind::Lambda
                    | BodyKind::Later
                    | BodyKind::Constant
                    | BodyKind::Test => "a handler gives",
                };
                let source = self.slice(checked.span);
                let text = matches!(checked.ty, Type::Text | Type::Literals(_)) && source.len() <= 40;
                let help = if self.body().kind == BodyKind::Webhook {
                    let known = source.len() <= 40 && !source.contains('\n');
                    let status = if checked.ty == Type::Int { "" } else { "200 " };
                    format!(
                        "a webhook is answered by `respond {status}{}`",
                        if known { source } else { "..." }
                    )
                } else if text && self.body().kind != BodyKind::Function {
                    format!("to answer, write `say {source}`; to end the run, `stop`")
                } else {
                    "write `return` alone, or `stop` to end the run".to_owned()
                };
                let message = format!("{what} no value");
                self.push(Diagnostic::new(&codes::CHECK_TYPE_MISMATCH, checked.span, message).help(help));
                None
            }
            (Some(value), Some(ty)) => Some(self.expect_expr(value, ty)),
            (Some(value), None) => {
                let checked = self.check_expr(value, None);
                let returned = (checked.ty.clone(), checked.span);
                self.body_mut().returns.push(returned);
                Some(checked)
            }
            (None, Some(Type::Nothing | Type::Unknown)) => None,
            (None, Some(ty)) => {
                let message = format!("this function gives `{ty}`, and nothing is returned here");
                self.push(
                    Diagnostic::new(&codes::CHECK_NO_VALUE, span, message)
                        .help("give a value, `return ...`, or end the run with `stop`"),
                );
                None
            }
            (None, None) => {
                let body = self.body_mut();
                body.bare_return = body.bare_return.or(Some(span));
                None
            }
        };
        self.body_mut().flow.reachable = false;
        StmtKind::Return(value)
    }
}

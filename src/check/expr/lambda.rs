//! Lambdas, and functions given as arguments.

use crate::base::Span;
use crate::check::body::{Body, BodyKind, LocalKind};
use crate::check::checker::Checker;
use crate::check::expr::Want;
use crate::check::expr::dispatch::{typed, unknown};
use crate::check::hir::{Block, Expr, ExprKind, Function, Lambda, Local, LocalId};
use crate::check::scope::Def;
use crate::check::types::{fit, has_variable, join, widen, without_variables};
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::NameKind;
use crate::syntax::ast::{self, Name};
use crate::value::{FunctionType, Type};
use smol_str::SmolStr;
use std::sync::Arc;

/// How a lambda takes as many values as it is called with.
fn lambda_help(params: &[Name], wanted: usize) -> String {
    let name = params.first().map_or("x", |name| name.text.as_str());
    match (params.len(), wanted) {
        (_, 0) => "leave the names out: `() => ...`".to_owned(),
        (2, 1) => format!(
            "name one value, `{name} => ...`; for its place too `xs.enumerate.map(x => ...)`, with `x.index` and `x.item`"
        ),
        (_, 1) => format!("name one value: `{name} => ...`"),
        (_, wanted) => {
            let more = ["a", "b", "c", "d"].into_iter().filter(|other| *other != name);
            let names: Vec<&str> =
                params.iter().map(|name| name.text.as_str()).chain(more).take(wanted).collect();
            format!("name each: `({}) => ...`", names.join(", "))
        }
    }
}

impl Checker<'_> {
    /// An argument that must be a function; gives the type that it has.
    pub(super) fn function_argument(&mut self, value: &ast::Expr, wanted: &FunctionType) -> (Expr, Type) {
        match &value.kind {
            ast::ExprKind::Lambda { params, body } => {
                let (expr, result) = self.check_lambda(params, body, wanted, value.span);
                let ty = FunctionType { params: wanted.params.clone(), result };
                (expr, Type::Function(Arc::new(ty)))
            }
            ast::ExprKind::Name(name) if self.find_local(name).is_none() => match self.declared(name) {
                Some(declared) if matches!(declared.what, Def::Function(_)) => {
                    let Def::Function(id) = declared.what else {
                        return (unknown(value.span), Type::Unknown);
                    };
                    let params: Vec<Type> = self
                        .declared
                        .get(id.index())
                        .map(|function| function.params.iter().map(|param| param.ty.clone()).collect())
                        .unwrap_or_default();
                    if params.len() != wanted.params.len() {
                        let message = format!(
                            "`{name}` takes {} arguments, it is called with {} here",
                            params.len(),
                            wanted.params.len()
                        );
                        self.push(
                            Diagnostic::new(&codes::CHECK_WRONG_ARGUMENTS, value.span, message)
                                .also(declared.span, "declared here"),
                        );
                        return (unknown(value.span), Type::Unknown);
                    }
                    for (given, asked) in wanted.params.iter().zip(&params) {
                        if fit(given, asked).is_none() {
                            let message = format!("`{name}` takes `{asked}`, it gets `{given}` here");
                            self.push(
                                Diagnostic::new(&codes::CHECK_TYPE_MISMATCH, value.span, message)
                                    .also(declared.span, "declared here"),
                            );
                            return (unknown(value.span), Type::Unknown);
                        }
                    }
                    let result = self.function_result(id, value.span);
                    self.calls(id, value.span);
                    self.must_be_pure.push((id, value.span, "a function given as an argument"));
                    let closure = ExprKind::Closure(Lambda { function: id, captures: Vec::new() });
                    let ty = Type::Function(Arc::new(FunctionType { params: wanted.params.clone(), result }));
                    (typed(closure, ty.clone(), value.span), ty)
                }
                _ => self.no_function(value, wanted),
            },
            _ => self.no_function(value, wanted),
        }
    }

    fn no_function(&mut self, value: &ast::Expr, wanted: &FunctionType) -> (Expr, Type) {
        if let Some(sign) = self.broken_arrow(value) {
            self.push(
                Diagnostic::new(&codes::CHECK_TYPE_MISMATCH, sign, "expected a function, found a comparison")
                    .label("expected `=>`")
                    .help("write `=>` behind the name of a lambda"),
            );
            return (unknown(value.span), Type::Unknown);
        }
        let checked = self.check_expr(value, None);
        match &checked.ty {
            ty @ Type::Function(_) => {
                let ty = ty.clone();
                (checked, ty)
            }
            Type::Unknown => (checked, Type::Unknown),
            found => {
                let names = ["x", "y", "z"];
                let params: Vec<&str> = names.into_iter().take(wanted.params.len()).collect();
                let params =
                    if params.len() == 1 { params.concat() } else { format!("({})", params.join(", ")) };
                let message = format!("expected a function, found `{found}`");
                self.push(
                    Diagnostic::new(&codes::CHECK_TYPE_MISMATCH, value.span, message)
                        .help(format!("write a lambda: `{params} => ...`")),
                );
                (unknown(value.span), Type::Unknown)
            }
        }
    }

    /// The sign in `x > x.name` where a lambda is needed: there is no `x` that could be compared.
    fn broken_arrow(&mut self, value: &ast::Expr) -> Option<Span> {
        let ast::ExprKind::Binary { op, op_span, left, .. } = &value.kind else { return None };
        let ast::ExprKind::Name(name) = &left.kind else { return None };
        let compares =
            matches!(op, ast::BinaryOp::Greater | ast::BinaryOp::GreaterEqual | ast::BinaryOp::Equal);
        let known = self.find_local(name).is_some() || self.declared(name).is_some() || self.is_given(name);
        (compares && !known).then_some(*op_span)
    }

    fn check_lambda(
        &mut self,
        params: &[Name],
        body: &ast::Expr,
        wanted: &FunctionType,
        span: Span,
    ) -> (Expr, Type) {
        if params.len() != wanted.params.len() {
            let count = |n: usize| if n == 1 { "one value".to_owned() } else { format!("{n} values") };
            let message = format!(
                "this lambda takes {}, it is called with {}",
                count(params.len()),
                count(wanted.params.len())
            );
            let head = params
                .first()
                .map_or(span, |first| params.last().map_or(span, |last| first.span.to(last.span)));
            self.push(
                Diagnostic::new(&codes::CHECK_WRONG_ARGUMENTS, head, message)
                    .help(lambda_help(params, wanted.params.len())),
            );
        }
        let function = self.new_function();
        let lonely = self.body().lonely;
        let mut inner = Body { lonely, ..Body::new(function, BodyKind::Lambda) };
        inner.flow = self.body().flow.outside();
        for (at, name) in params.iter().enumerate() {
            let ty = wanted.params.get(at).map_or(Type::Unknown, without_variables);
            let local = Local { name: name.text.clone(), ty, mutable: false, span: name.span };
            inner.declare(local, LocalKind::Param);
            self.named(name, NameKind::Value);
        }
        let count = params.len();
        self.bodies.push(inner);
        let result_hint = (!has_variable(&wanted.result)).then_some(&wanted.result);
        let (mut block, mut result) = match &body.kind {
            ast::ExprKind::Block(block) => self.check_block(block, Want::Value(result_hint)),
            _ => {
                let value = self.check_any(body, Want::Value(result_hint));
                let ty = value.ty.clone();
                (Block { stmts: Vec::new(), value: Some(Box::new(value)) }, ty)
            }
        };
        for (returned, at) in std::mem::take(&mut self.body_mut().returns) {
            match join(&result, &returned) {
                Some(ty) => result = ty,
                None => {
                    let message = format!("this gives `{returned}`, the lambda gives `{result}` at its end");
                    self.report(&codes::CHECK_BRANCH_TYPES, at, message);
                }
            }
        }
        if let Some(hint) = result_hint
            && let Some(value) = block.value.take()
        {
            let coerced = if fit(&value.ty, hint).is_some() { self.coerce(*value, hint) } else { *value };
            block.value = Some(Box::new(coerced));
        }
        let result = widen(result);
        let Some(done) = self.bodies.pop() else { return (unknown(span), Type::Unknown) };
        let captures: Vec<_> = done.captures.clone();
        self.warn_unused(&done);
        self.store_function(done, SmolStr::new_static("lambda"), count, (block, result.clone(), span));
        self.close_effects(function);
        self.must_be_pure.push((function, span, "a lambda"));
        self.calls(function, span);
        let lambda = Lambda { function, captures: captures.into_iter().map(|(outer, _)| outer).collect() };
        (typed(ExprKind::Closure(lambda), Type::Unknown, span), result)
    }

    /// Puts a finished body among the functions; its parameters are the first `params` variables.
    pub(in crate::check) fn store_function(
        &mut self,
        body: Body,
        name: SmolStr,
        params: usize,
        (block, result, span): (Block, Type, Span),
    ) {
        let function = Function {
            name,
            captures: body.captures.iter().map(|(_, inner)| *inner).collect(),
            params: (0..params).map(LocalId::of).collect(),
            locals: body.locals,
            body: block,
            result,
            span,
            pure: true,
            needs_conversation: false,
        };
        let at = body.function.index();
        if let Some(traits) = self.traits.get_mut(at) {
            *traits = body.traits;
        }
        if let Some(place) = self.functions.get_mut(at) {
            *place = Some(function);
        }
    }
}

//! Which file checks which expression.

use crate::base::Span;
use crate::check::checker::Checker;
use crate::check::expr::Want;
use crate::check::expr::coerce::operand;
use crate::check::hir::{BuiltinId, Expr, ExprKind};
use crate::check::types::{comes_from_json, is_open, join, usual_named};
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast;
use crate::value::{Type, Value};
use std::sync::Arc;

/// An expression of a type.
pub(in crate::check) fn typed(kind: ExprKind, ty: Type, span: Span) -> Expr {
    Expr { kind, ty, span }
}

/// What stands for an erroneous expression.
pub(in crate::check) fn unknown(span: Span) -> Expr {
    typed(ExprKind::Const(Value::None), Type::Unknown, span)
}

impl Checker<'_> {
    /// Checks an expression whose value is used. `expected` is what would fit, as a hint.
    pub(in crate::check) fn check_expr(&mut self, expr: &ast::Expr, expected: Option<&Type>) -> Expr {
        let checked = self.check_any(expr, Want::Value(expected));
        if checked.ty == Type::Nothing {
            self.no_value(&checked, expr.span);
            return Expr { ty: Type::Unknown, ..checked };
        }
        checked
    }

    /// Checks an expression that must be of a type, and makes it one.
    pub(in crate::check) fn expect_expr(&mut self, expr: &ast::Expr, ty: &Type) -> Expr {
        let checked = self.check_expr(expr, Some(ty));
        self.coerce(checked, ty)
    }

    /// Checks an expression; what is wanted of it decides whether it may give nothing.
    pub(in crate::check) fn check_any(&mut self, expr: &ast::Expr, want: Want<'_>) -> Expr {
        let span = expr.span;
        let expected = want.expected();
        let scalar = |value, ty| typed(ExprKind::Const(value), ty, span);
        match &expr.kind {
            ast::ExprKind::None => scalar(Value::None, Type::None),
            ast::ExprKind::Bool(value) => scalar(Value::Bool(*value), Type::Bool),
            ast::ExprKind::Int(value) => scalar(Value::Int(*value), Type::Int),
            ast::ExprKind::Float(value) => scalar(Value::Float(*value), Type::Float),
            ast::ExprKind::Duration(value) => scalar(Value::Duration(*value), Type::Duration),
            ast::ExprKind::String(string) => self.check_string(string),
            ast::ExprKind::Regex(regex) => {
                self.check_regex(regex);
                self.push(
                    Diagnostic::new(&codes::CHECK_NOT_A_VALUE, span, "a regex is no value of its own").help(
                        "use it with `matches`, in an arm of `match`, or as an argument that takes one",
                    ),
                );
                unknown(span)
            }
            ast::ExprKind::Name(name) => {
                let before = self.sink.len();
                let found = self.check_name(name, span);
                if let Some(Type::Literals(texts)) = expected.map(Type::without_none)
                    && texts.contains(name)
                {
                    self.help_unknown(before, || format!("as a text it stands in quotes: `\"{name}\"`"));
                }
                self.tell_slashes(&found);
                found
            }
            ast::ExprKind::List(items) => self.check_list(items, span, expected),
            ast::ExprKind::Record(record) => self.check_record(record, expected),
            ast::ExprKind::Unary { op, operand, .. } => self.check_unary(*op, operand, span),
            ast::ExprKind::Binary { op, op_span, left, right } => {
                let binary = super::operator::Binary { op: *op, op_span: *op_span, left, right, span };
                let found = self.check_binary(&binary, expected);
                self.tell_slashes(&found);
                found
            }
            ast::ExprKind::As { value, ty } => self.check_as(value, ty, span),
            ast::ExprKind::Field { .. } | ast::ExprKind::Index { .. } | ast::ExprKind::Call { .. } => {
                let found = self.check_postfix(expr, expected);
                self.tell_slashes(&found);
                found
            }
            ast::ExprKind::Lambda { .. } => {
                self.push(
                    Diagnostic::new(&codes::CHECK_NOT_A_VALUE, span, "a lambda stands as an argument only")
                        .help("declare a `fn`, or write the lambda where it is used"),
                );
                unknown(span)
            }
            ast::ExprKind::If(branches) => self.check_if(branches, span, want),
            ast::ExprKind::Match(matching) => self.check_match(matching, span, want),
            ast::ExprKind::Block(block) => {
                let (block, ty) = self.check_block(block, want);
                typed(ExprKind::Block(block), ty, span)
            }
            ast::ExprKind::Say(say) => self.check_say(say, span),
            ast::ExprKind::Reply(say) => self.check_reply(say, span),
            ast::ExprKind::Ask(ask) => self.check_ask(ask, span),
            ast::ExprKind::Confirm(confirm) => self.check_confirm(confirm, span),
            ast::ExprKind::Error => {
                self.mark_broken();
                unknown(span)
            }
        }
    }

    fn check_list(&mut self, items: &[ast::Expr], span: Span, expected: Option<&Type>) -> Expr {
        self.list_of(items, span, (expected, false))
    }

    /// A list in a literal with quoted keys: items of different types make it json.
    pub(super) fn list_in_json(&mut self, items: &[ast::Expr], span: Span) -> Expr {
        self.list_of(items, span, (None, true))
    }

    fn list_of(
        &mut self,
        items: &[ast::Expr],
        span: Span,
        (expected, may_mix): (Option<&Type>, bool),
    ) -> Expr {
        let hint = match expected {
            Some(Type::Optional(inner)) => inner,
            Some(other) => other,
            None => &Type::Unknown,
        };
        let (item_type, is_set) = match hint {
            Type::List(item) => (Some(&**item), false),
            Type::Set(item) => (Some(&**item), true),
            Type::Json => (Some(&Type::Json), false),
            _ => (None, false),
        };
        let item_type = item_type.filter(|item| !is_open(item));
        let mut checked: Vec<Expr> = Vec::with_capacity(items.len());
        let mut common = Type::Never;
        for item in items {
            let mut expr = match &item.kind {
                ast::ExprKind::List(items) if may_mix => self.list_in_json(items, item.span),
                _ => self.check_expr(item, item_type),
            };
            if let Some(item_type) = item_type {
                expr = self.coerce(expr, item_type);
            } else {
                match join(&common, &expr.ty) {
                    Some(ty) => common = ty,
                    None if may_mix && !matches!(common, Type::Unknown) => common = Type::Json,
                    None => {
                        let message = format!("this is `{}`, the items before it are `{common}`", expr.ty);
                        let first = checked.first().map_or(span, |first: &Expr| first.span);
                        let help = self.joined_help(Some(&expr), &expr.ty, &common);
                        self.push(
                            Diagnostic::new(&codes::CHECK_BRANCH_TYPES, expr.span, message)
                                .also(first, format!("this is `{common}`"))
                                .help(help.unwrap_or_else(|| "let all items have one type".to_owned())),
                        );
                        expr.ty = Type::Unknown;
                    }
                }
            }
            checked.push(expr);
        }
        let item = match item_type {
            Some(item) => item.clone(),
            None if items.is_empty() || common == Type::Never => Type::Unknown,
            None => common,
        };
        if item_type.is_none() {
            checked = checked.into_iter().map(|expr| self.coerce(expr, &item)).collect();
        }
        let list = typed(ExprKind::List(checked), Type::list(item.clone()), span);
        if is_set {
            let ty = Type::Set(Arc::new(item));
            return match BuiltinId::of_key("list.to_set") {
                Some(id) if !items.is_empty() => {
                    typed(ExprKind::Builtin { id, args: vec![list], optional: false }, ty, span)
                }
                _ => typed(ExprKind::Const(Value::Set(Arc::new(Vec::new()))), ty, span),
            };
        }
        list
    }

    fn check_as(&mut self, value: &ast::Expr, ty: &ast::TypeExpr, span: Span) -> Expr {
        if self.said_as(value, ty) {
            return unknown(span);
        }
        let source = value;
        let value = self.check_expr(value, Some(&Type::Json));
        let before = self.mark();
        let mut wanted = self.resolve_type(ty);
        match &value.ty {
            Type::Unknown | Type::Json => {}
            found => {
                if wanted == Type::Unknown {
                    // What the type is called is no matter where there is nothing to narrow.
                    self.rewind(before);
                    wanted = usual_named(self.slice(ty.span)).unwrap_or(Type::Unknown);
                }
                let message = format!("`as` narrows json, found `{found}`");
                let mut diagnostic = Diagnostic::new(&codes::CHECK_TYPE_MISMATCH, value.span, message);
                if *found == wanted {
                    diagnostic = diagnostic.help("leave out the `as`: this is known already");
                } else if let (Type::Text, Some(function)) = (found, parsed_by(&wanted)) {
                    let source = operand(self.slice(value.span));
                    let help =
                        format!("read it: `{source}.{function}`, which is `none` where it is no `{wanted}`");
                    diagnostic = diagnostic.help(help);
                } else if let Some(help) = self.known_as(source, found, &wanted) {
                    diagnostic = diagnostic.help(help);
                }
                self.push(diagnostic);
                if wanted == Type::Unknown {
                    return unknown(span);
                }
            }
        }
        if !comes_from_json(&wanted) {
            let message = format!("json cannot be narrowed to `{wanted}`");
            self.report(&codes::CHECK_TYPE_MISMATCH, ty.span, message);
            return unknown(span);
        }
        if wanted == Type::Unknown {
            return unknown(span);
        }
        typed(ExprKind::As { value: Box::new(value), ty: wanted.clone() }, wanted, span)
    }
}

/// The function that reads a text as a type.
fn parsed_by(ty: &Type) -> Option<&'static str> {
    match ty {
        Type::Int => Some("to_int"),
        Type::Float => Some("to_float"),
        Type::Date => Some("to_date"),
        Type::Time => Some("to_time"),
        Type::Duration => Some("to_duration"),
        Type::Person => Some("to_person"),
        _ => None,
    }
}

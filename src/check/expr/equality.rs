//! Comparisons, `in` and `matches`.

use crate::check::checker::Checker;
use crate::check::expr::dispatch::{typed, unknown};
use crate::check::expr::operator::Binary;
use crate::check::hir::{CompareOp, Expr, ExprKind};
use crate::diagnostics::{Diagnostic, codes, nearest};
use crate::pattern::check_regex;
use crate::syntax::ast;
use crate::value::{Operator, Type, Value, binary_result};
use smol_str::SmolStr;

impl Checker<'_> {
    pub(super) fn check_equality(&mut self, binary: &Binary<'_>, op: CompareOp) -> Expr {
        let left = self.check_expr(binary.left, None);
        let right = self.check_expr(binary.right, Some(&left.ty.clone()));
        let word = if op == CompareOp::Equal { Operator::Equal } else { Operator::NotEqual };
        let result = |left: Expr, right: Expr| {
            typed(
                ExprKind::Compare { op, left: Box::new(left), right: Box::new(right) },
                Type::Bool,
                binary.span,
            )
        };
        if left.ty == Type::Unknown || right.ty == Type::Unknown {
            return result(left, right);
        }
        if self.never_equal(&left, &right) || self.never_equal(&right, &left) {
            return result(left, right);
        }
        if self.never_none(&left, &right, binary) || self.never_none(&right, &left, binary) {
            return result(left, right);
        }
        if binary_result(word, &left.ty, &right.ty).is_none() {
            let message = format!("`{}` and `{}` are never equal", left.ty, right.ty);
            let help = self
                .hole_help(&left, &right.ty)
                .or_else(|| self.hole_help(&right, &left.ty))
                .unwrap_or_else(|| self.comparable(&left, &right));
            self.push(
                Diagnostic::new(&codes::CHECK_NEVER_EQUAL, binary.op_span, message)
                    .also(left.span, format!("this is `{}`", left.ty))
                    .also(right.span, format!("this is `{}`", right.ty))
                    .help(help),
            );
        }
        result(left, right)
    }

    /// How two values that are never equal can be compared.
    fn comparable(&self, left: &Expr, right: &Expr) -> String {
        let is_text = |expr: &Expr| matches!(expr.ty.without_none(), Type::Text | Type::Literals(_));
        let (text, other) = if is_text(left) { (left, right) } else { (right, left) };
        if !is_text(text) {
            return self.comparable_values(left, right);
        }
        let literal = match &text.kind {
            ExprKind::Const(value) => value.as_str(),
            _ => None,
        };
        let written = self.shown(text.span).unwrap_or("x");
        let value = self.shown(other.span).unwrap_or("y");
        let part = |name: &str| {
            let dot = if matches!(other.ty, Type::Optional(_)) { "?." } else { "." };
            format!("`{value}{dot}{name} == {written}`")
        };
        match other.ty.without_none() {
            Type::Int | Type::Float if literal.is_some_and(|text| text.trim().parse::<f64>().is_ok()) => {
                format!("write the number without quotes: `{}`", literal.unwrap_or_default().trim())
            }
            Type::Int | Type::Float if literal.is_some() => "compare it with a number".to_owned(),
            Type::Int | Type::Float if matches!(other.kind, ExprKind::Const(_)) => {
                format!("write the number in quotes: `\"{value}\"`")
            }
            Type::Int => format!("read the text as a number: `{}.to_int`", self.operand(text)),
            Type::Float => format!("read the text as a number: `{}.to_float`", self.operand(text)),
            Type::Bool if matches!(literal, Some("true" | "false")) => {
                format!("write it without quotes: `{}`", literal.unwrap_or_default())
            }
            Type::Bool => format!("it is `true` or `false`: write `{value}`, or `not {value}`"),
            Type::Person if literal.is_some_and(|text| text.contains('@')) => {
                format!("compare with somebody: `person({written})`")
            }
            Type::Person if literal.is_some() => format!("compare the name: {}", part("name")),
            Type::Person => format!("compare the address: {}", part("email")),
            Type::Room => format!("compare the title: {}", part("title")),
            Type::Message => format!("compare what stands in it: {}", part("text")),
            Type::Record(_) if value == "last" => format!("compare what it says: {}", part("text")),
            Type::Error => format!("compare what it says: {}", part("message")),
            Type::List(_) | Type::Set(_) => format!("ask whether it is in it: `{written} in {value}`"),
            Type::Secret => {
                "a secret is compared with nothing; who calls a webhook proves it by `verify token(\"X-Token\", S)`"
                    .to_owned()
            }
            _ => format!("put the other value into a text: `\"{{{value}}}\"`"),
        }
    }

    /// How two values can be compared of which none is a text.
    fn comparable_values(&self, left: &Expr, right: &Expr) -> String {
        let shown = |expr: &Expr| self.shown(expr.span).unwrap_or("x").to_owned();
        match (left.ty.without_none(), right.ty.without_none()) {
            (Type::Time, Type::Date) => format!("compare the day: `{}.date`", self.operand(left)),
            (Type::Date, Type::Time) => format!("compare the day: `{}.date`", self.operand(right)),
            (Type::Duration, Type::Int) => format!("say the unit: `{}s` or `{0}m`", shown(right)),
            (Type::Int, Type::Duration) => format!("say the unit: `{}s` or `{0}m`", shown(left)),
            (_, Type::List(_) | Type::Set(_)) => {
                format!("ask whether it is in it: `{} in {}`", shown(left), shown(right))
            }
            (Type::List(_) | Type::Set(_), _) => {
                format!("ask whether it is in it: `{} in {}`", shown(right), shown(left))
            }
            _ => "compare values of one type".to_owned(),
        }
    }

    /// Warns of a comparison with `none` of what is never `none`.
    fn never_none(&mut self, side: &Expr, other: &Expr, binary: &Binary<'_>) -> bool {
        let may_be = matches!(
            side.ty,
            Type::Optional(_) | Type::None | Type::Json | Type::Unknown | Type::Never | Type::Nothing
        );
        if other.ty != Type::None || may_be {
            return false;
        }
        let source = self.slice(side.span);
        let message = format!("`{source}` is never `none`, it is `{}`", side.ty);
        self.push(
            Diagnostic::new(&codes::LINT_NEVER_NONE, binary.span, message).help("leave out the comparison"),
        );
        true
    }

    /// Reports a text that a union can't be.
    fn never_equal(&mut self, union: &Expr, text: &Expr) -> bool {
        let (Type::Literals(allowed), ExprKind::Const(Value::Text(value))) =
            (&union.ty.without_none(), &text.kind)
        else {
            return false;
        };
        if allowed.iter().any(|one| one == value.as_str()) {
            return false;
        }
        let source = self.slice(union.span);
        let message = format!("`{source}` is never \"{}\": it is {}", value.as_str(), union.ty);
        let near =
            nearest(value.as_str(), allowed.iter().map(SmolStr::as_str)).map(|near| format!("\"{near}\""));
        let diagnostic = Diagnostic::new(&codes::CHECK_NEVER_EQUAL, text.span, message);
        self.push(match (near, allowed.first()) {
            (None, Some(first)) => diagnostic.help(format!("write one of its texts, such as `\"{first}\"`")),
            (near, _) => diagnostic.did_you_mean(near.as_deref()),
        });
        true
    }

    pub(super) fn check_order(&mut self, binary: &Binary<'_>, op: CompareOp) -> Expr {
        let left = self.check_expr(binary.left, None);
        let right = self.check_expr(binary.right, Some(&left.ty.clone()));
        let word = match op {
            CompareOp::Less => Operator::Less,
            CompareOp::LessOrEqual => Operator::LessEqual,
            CompareOp::Greater => Operator::Greater,
            CompareOp::GreaterOrEqual => Operator::GreaterEqual,
            CompareOp::Equal => Operator::Equal,
            CompareOp::NotEqual => Operator::NotEqual,
        };
        let unknown = left.ty == Type::Unknown || right.ty == Type::Unknown;
        if !unknown && binary_result(word, &left.ty, &right.ty).is_none() {
            self.wrong_operands(binary, word, &left, &right);
        }
        typed(ExprKind::Compare { op, left: Box::new(left), right: Box::new(right) }, Type::Bool, binary.span)
    }

    pub(super) fn check_in(&mut self, binary: &Binary<'_>, negated: bool) -> Expr {
        if let Some(group) = self.try_group(binary.right) {
            let person = self.expect_expr(binary.left, &Type::Person);
            return typed(
                ExprKind::InGroup { person: Box::new(person), group, negated },
                Type::Bool,
                binary.span,
            );
        }
        let item = self.check_expr(binary.left, None);
        let hint = match &item.ty {
            Type::Unknown => None,
            ty => Some(Type::list(ty.clone())),
        };
        // The hint must not make `x in ["a", "b"]` complain twice: texts are looked at below.
        let hint = hint.filter(|_| !matches!(item.ty.without_none(), Type::Literals(_)));
        let within = match &binary.right.kind {
            ast::ExprKind::List(_) => self.check_expr(binary.right, None),
            _ => self.check_expr(binary.right, hint.as_ref()),
        };
        self.check_header_name(&within, binary.left);
        let word = if negated { Operator::NotIn } else { Operator::In };
        if let (Type::Literals(_), ExprKind::List(items)) = (&item.ty.without_none(), &within.kind) {
            for text in items {
                if self.never_equal(&item, text) {
                    break;
                }
            }
        } else if let Type::Optional(inner) = &within.ty
            && let Some(empty) = nothing_in(inner)
        {
            let source = self.slice(binary.right.span);
            let message = format!("`{source}` may be `none`, `in` needs what to look in");
            let help = format!("say what stands for `none`: `({source} ?? {empty})`");
            self.push(Diagnostic::new(&codes::CHECK_MAYBE_NONE, within.span, message).help(help));
            return unknown(binary.span);
        } else if item.ty != Type::Unknown
            && within.ty != Type::Unknown
            && binary_result(word, &item.ty, &within.ty).is_none()
        {
            self.wrong_operands(binary, word, &item, &within);
        }
        typed(
            ExprKind::In { item: Box::new(item), within: Box::new(within), negated },
            Type::Bool,
            binary.span,
        )
    }

    pub(super) fn check_matches(&mut self, binary: &Binary<'_>) -> Expr {
        let text = self.expect_expr(binary.left, &Type::Text);
        let ast::ExprKind::Regex(regex) = &binary.right.kind else {
            let right = self.check_expr(binary.right, None);
            if right.ty != Type::Unknown {
                self.push(
                    Diagnostic::new(
                        &codes::CHECK_TYPE_MISMATCH,
                        binary.right.span,
                        "`matches` needs a regex",
                    )
                    .help(self.regex_meant(binary, &right)),
                );
            }
            return unknown(binary.span);
        };
        let Some((regex, _)) = self.check_regex(regex) else {
            return typed(ExprKind::Const(Value::Bool(false)), Type::Bool, binary.span);
        };
        typed(ExprKind::Matches { text: Box::new(text), regex }, Type::Bool, binary.span)
    }
}

impl Checker<'_> {
    /// What to write for a text behind `matches`.
    fn regex_meant(&self, binary: &Binary<'_>, right: &Expr) -> String {
        if let ExprKind::Const(Value::Text(text)) = &right.kind {
            let pattern = text.as_str().replace("\\/", "/").replace('/', "\\/");
            if !pattern.is_empty() && !pattern.contains('\n') && check_regex(&pattern, "").is_ok() {
                return format!("write one between slashes: `/{pattern}/`");
            }
        }
        match (self.shown(binary.left.span), self.shown(binary.right.span)) {
            (Some(text), Some(part)) if matches!(right.ty, Type::Text | Type::Literals(_)) => {
                format!(
                    "a regex stands between slashes, `/.../`; what is just looked for: `{part} in {text}`"
                )
            }
            _ => "write one between slashes: `/.../`".to_owned(),
        }
    }
}

/// What there is nothing in, of what `in` looks into.
fn nothing_in(ty: &Type) -> Option<&'static str> {
    match ty {
        Type::List(_) | Type::Set(_) => Some("[]"),
        Type::Map(_) => Some("{}"),
        Type::Text | Type::Literals(_) => Some("\"\""),
        _ => None,
    }
}

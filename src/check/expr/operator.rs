//! Operators.

use crate::base::Span;
use crate::check::body::LocalKind;
use crate::check::checker::Checker;
use crate::check::expr::dispatch::{typed, unknown};
use crate::check::flow::facts_of;
use crate::check::hir::{BinaryOp, CompareOp, Expr, ExprKind};
use crate::check::types::{fit, join};
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast;
use crate::value::{Operator, Type, binary_result, negate_result};

/// An operator with its operands.
pub(super) struct Binary<'e> {
    pub(super) op: ast::BinaryOp,
    pub(super) op_span: Span,
    pub(super) left: &'e ast::Expr,
    pub(super) right: &'e ast::Expr,
    pub(super) span: Span,
}

impl Checker<'_> {
    pub(super) fn check_unary(&mut self, op: ast::UnaryOp, operand: &ast::Expr, span: Span) -> Expr {
        match op {
            ast::UnaryOp::Not => {
                let operand = self.check_condition(operand);
                typed(ExprKind::Not(Box::new(operand)), Type::Bool, span)
            }
            ast::UnaryOp::Negate => {
                let operand = self.check_expr(operand, None);
                if operand.ty == Type::Unknown {
                    return unknown(span);
                }
                match negate_result(&operand.ty) {
                    Some(ty) => {
                        let found = typed(ExprKind::Negate(Box::new(operand)), ty, span);
                        self.tell_failure(&found);
                        found
                    }
                    None => {
                        let message = format!("`-` needs a number or a duration, found `{}`", operand.ty);
                        self.report(&codes::CHECK_OPERATOR_TYPES, operand.span, message);
                        unknown(span)
                    }
                }
            }
        }
    }

    pub(super) fn check_binary(&mut self, binary: &Binary<'_>, expected: Option<&Type>) -> Expr {
        match binary.op {
            ast::BinaryOp::And | ast::BinaryOp::Or => self.check_logic(binary),
            ast::BinaryOp::Equal => self.check_equality(binary, CompareOp::Equal),
            ast::BinaryOp::NotEqual => self.check_equality(binary, CompareOp::NotEqual),
            ast::BinaryOp::Less => self.check_order(binary, CompareOp::Less),
            ast::BinaryOp::LessEqual => self.check_order(binary, CompareOp::LessOrEqual),
            ast::BinaryOp::Greater => self.check_order(binary, CompareOp::Greater),
            ast::BinaryOp::GreaterEqual => self.check_order(binary, CompareOp::GreaterOrEqual),
            ast::BinaryOp::In => self.check_in(binary, false),
            ast::BinaryOp::NotIn => self.check_in(binary, true),
            ast::BinaryOp::Matches => self.check_matches(binary),
            ast::BinaryOp::Coalesce => self.check_coalesce(binary, expected),
            ast::BinaryOp::Range => {
                let (from, to) = (
                    self.check_expr(binary.left, Some(&Type::Int)),
                    self.check_expr(binary.right, Some(&Type::Int)),
                );
                if self.range_of_days(binary, &from, &to) {
                    return unknown(binary.span);
                }
                let (left, right) = (self.coerce(from, &Type::Int), self.coerce(to, &Type::Int));
                typed(ExprKind::Range(Box::new(left), Box::new(right)), Type::list(Type::Int), binary.span)
            }
            ast::BinaryOp::Add => self.check_arithmetic(binary, BinaryOp::Add, expected),
            ast::BinaryOp::Subtract => self.check_arithmetic(binary, BinaryOp::Subtract, expected),
            ast::BinaryOp::Multiply => self.check_arithmetic(binary, BinaryOp::Multiply, expected),
            ast::BinaryOp::Divide => self.check_arithmetic(binary, BinaryOp::Divide, expected),
            ast::BinaryOp::Remainder => self.check_arithmetic(binary, BinaryOp::Remainder, expected),
        }
    }

    /// `today..tomorrow`: a range counts, days and times are compared.
    fn range_of_days(&mut self, binary: &Binary<'_>, from: &Expr, to: &Expr) -> bool {
        let ordered =
            |ty: &Type| matches!(ty, Type::Date | Type::Time | Type::Duration | Type::Float | Type::Text);
        if !ordered(&from.ty) || from.ty != to.ty {
            return false;
        }
        let [a, b] = [binary.left, binary.right].map(|side| hole_source(self.slice(side.span)));
        let message = format!("a range is one of whole numbers, found `{}`", from.ty);
        let help = match from.ty {
            Type::Text => "read both as numbers first: `(a.to_int ?? 0)..(b.to_int ?? 0)`".to_owned(),
            Type::Date => {
                format!("compare with both ends, `x >= {a} and x <= {b}`; to count days, `{a} + n * 1d`")
            }
            _ => format!("compare with both ends: `x >= {a} and x <= {b}`"),
        };
        self.push(Diagnostic::new(&codes::CHECK_OPERATOR_TYPES, binary.op_span, message).help(help));
        true
    }

    fn check_logic(&mut self, binary: &Binary<'_>) -> Expr {
        let mark = self.sink_len();
        let left = self.check_expr(binary.left, Some(&Type::Bool));
        if let Some(failed) = self.default_by_or(binary, &left) {
            return failed;
        }
        if self.choice_by_or(binary) {
            return unknown(binary.span);
        }
        let left = self.as_condition(left, binary.left, mark);
        if left.ty == Type::Unknown && self.failed_since(mark) {
            // The right side of what is no condition is rarely one either: once is enough.
            let mark = self.mark();
            self.check_expr(binary.right, None);
            self.rewind(mark);
            return unknown(binary.span);
        }
        let facts = facts_of(&left);
        let before = self.body().flow.clone();
        let is_and = binary.op == ast::BinaryOp::And;
        self.body_mut().flow.learn(if is_and { facts.yes } else { facts.no });
        if self.text_behind_or(binary) {
            self.body_mut().flow = before;
            return unknown(binary.span);
        }
        let right = self.check_condition(binary.right);
        let after = std::mem::replace(&mut self.body_mut().flow, before.clone());
        self.body_mut().flow = before.meet(after);
        let (left, right) = (Box::new(left), Box::new(right));
        let kind = if is_and { ExprKind::And(left, right) } else { ExprKind::Or(left, right) };
        typed(kind, Type::Bool, binary.span)
    }

    /// `e == "a" or "b"`: a text that is to be compared as the one before it.
    fn text_behind_or(&mut self, binary: &Binary<'_>) -> bool {
        let ast::ExprKind::String(_) = &binary.right.kind else { return false };
        let mut texts = vec![hole_source(self.slice(binary.right.span))];
        let mut left = binary.left;
        let compared = loop {
            let ast::ExprKind::Binary { op, left: first, right: last, .. } = &left.kind else { return false };
            texts.push(hole_source(self.slice(last.span)));
            match op {
                ast::BinaryOp::Or => left = first,
                ast::BinaryOp::Equal if binary.op == ast::BinaryOp::Or => break first,
                _ => return false,
            }
        };
        texts.reverse();
        let help = format!("write `{} in [{}]`", hole_source(self.slice(compared.span)), texts.join(", "));
        let message = "`or` joins conditions, found a text";
        self.push(Diagnostic::new(&codes::CHECK_CONDITION_NOT_BOOL, binary.right.span, message).help(help));
        true
    }

    /// `ask "Size?" as "S" or "M"`: the texts of a choice, parted by `or`.
    fn choice_by_or(&mut self, binary: &Binary<'_>) -> bool {
        if !matches!(binary.left.kind, ast::ExprKind::Ask(_)) {
            return false;
        }
        let text = matches!(binary.right.kind, ast::ExprKind::String(_));
        let choice =
            self.slice(binary.left.span).rsplit_once(" as ").map(|(_, choice)| hole_source(choice.trim()));
        let Some(choice) = choice.filter(|choice| text && choice.ends_with('"')) else { return false };
        let help = format!("write `as {choice} | {}`", hole_source(self.slice(binary.right.span)));
        let message = "`or` joins conditions; the texts of a choice part by `|`";
        self.push(Diagnostic::new(&codes::CHECK_CONDITION_NOT_BOOL, binary.op_span, message).help(help));
        true
    }

    /// `name or "nobody"`: a value for what may be missing, as other languages write it.
    fn default_by_or(&mut self, binary: &Binary<'_>, left: &Expr) -> Option<Expr> {
        let Type::Optional(inner) = &left.ty else { return None };
        if binary.op != ast::BinaryOp::Or || **inner == Type::Bool {
            return None;
        }
        let right = self.check_expr(binary.right, Some(inner));
        if right.ty == Type::Bool {
            return None;
        }
        let sides = [binary.left, binary.right].map(|side| hole_source(self.slice(side.span)));
        let message = format!("`or` joins conditions, found `{}`", left.ty);
        self.push(Diagnostic::new(&codes::CHECK_CONDITION_NOT_BOOL, binary.op_span, message).help(format!(
            "write `??` for what stands in for a missing value: `{} ?? {}`",
            sides[0], sides[1]
        )));
        Some(unknown(binary.span))
    }

    fn check_coalesce(&mut self, binary: &Binary<'_>, expected: Option<&Type>) -> Expr {
        let left = self.check_expr(binary.left, expected.cloned().map(Type::optional).as_ref());
        let inner = left.ty.without_none();
        let before = self.body().flow.clone();
        // What stands on the right runs where the left is `none`.
        let hint = match &left.ty {
            Type::Json | Type::Unknown | Type::None => expected.cloned(),
            _ => Some(inner.clone()),
        };
        let right = self.check_expr(binary.right, hint.as_ref());
        let after = std::mem::replace(&mut self.body_mut().flow, before.clone());
        self.body_mut().flow = before.meet(after);
        match &left.ty {
            Type::Optional(_) | Type::Json | Type::Unknown | Type::None => {}
            found => {
                let message = format!("this is never `none`, it is `{found}`");
                self.push(
                    Diagnostic::new(&codes::LINT_NEVER_NONE, left.span, message)
                        .help("leave out the `??` and what follows it"),
                );
            }
        }
        let common = match (join(&inner, &right.ty), expected) {
            (_, Some(wanted)) if Self::fits_both(&inner, &right, wanted) => Some(wanted.clone()),
            // A text of the union is no reason to forget that it is one.
            _ if self.texts_fit(&right, &inner) => Some(inner.clone()),
            (common, _) => common,
        };
        let Some(ty) = common else {
            let message = format!("expected `{inner}` as on the left of `??`, found `{}`", right.ty);
            self.push(
                Diagnostic::new(&codes::CHECK_TYPE_MISMATCH, right.span, message)
                    .also(left.span, format!("this is `{}`", left.ty)),
            );
            return unknown(binary.span);
        };
        // The type of a value that replaces `none` is that of the left: only what holds it may change.
        let left = match &left.ty {
            Type::Optional(_) => self.coerce(left, &ty.clone().optional()),
            _ => left,
        };
        let right = self.coerce(right, &ty);
        typed(ExprKind::Coalesce(Box::new(left), Box::new(right)), ty, binary.span)
    }

    /// Whether both sides of `??` go where the whole is expected.
    fn fits_both(inner: &Type, right: &Expr, wanted: &Type) -> bool {
        !matches!(wanted, Type::Unknown | Type::Json)
            && fit(inner, wanted).is_some()
            && fit(&right.ty, wanted).is_some()
    }

    fn check_arithmetic(&mut self, binary: &Binary<'_>, op: BinaryOp, expected: Option<&Type>) -> Expr {
        let hint = expected.filter(|ty| matches!(ty, Type::List(_) | Type::Set(_)));
        let left = self.check_expr(binary.left, hint);
        let hint = match &left.ty {
            list @ (Type::List(_) | Type::Set(_)) => Some(list.clone()),
            _ => hint.cloned(),
        };
        let right = self.check_expr(binary.right, hint.as_ref());
        if left.ty == Type::Unknown || right.ty == Type::Unknown {
            return unknown(binary.span);
        }
        let Some(ty) = binary_result(operator(op), &left.ty, &right.ty) else {
            self.wrong_operands(binary, operator(op), &left, &right);
            return unknown(binary.span);
        };
        let kind = ExprKind::Binary { op, left: Box::new(left), right: Box::new(right) };
        let found = typed(kind, ty, binary.span);
        self.tell_failure(&found);
        found
    }

    /// How a text of a command's pattern is read as the type that is needed of it.
    pub(super) fn hole_help(&self, text: &Expr, needed: &Type) -> Option<String> {
        let ExprKind::Local(local) = &text.kind else { return None };
        let body = self.body();
        let hole = body.notes.get(local.index()).is_some_and(|note| note.kind == LocalKind::Hole);
        let numeric = matches!(needed, Type::Int | Type::Float | Type::Duration | Type::Date | Type::Time);
        let name = &body.local(*local)?.name;
        (hole && numeric && text.ty == Type::Text)
            .then(|| format!("say in the pattern what it is: `{{{name}: {needed}}}`"))
    }

    /// Operands that an operator does not take.
    pub(super) fn wrong_operands(&mut self, binary: &Binary<'_>, op: Operator, left: &Expr, right: &Expr) {
        for (side, expr) in [(&left.ty, binary.left), (&right.ty, binary.right)] {
            match side {
                Type::Optional(inner) => {
                    let source = self.slice(expr.span);
                    let message = format!("`{source}` may be `none`, `{op}` needs `{inner}`");
                    let other = match &**inner {
                        Type::Int | Type::Float => "0",
                        Type::Text | Type::Literals(_) => "\"\"",
                        Type::Duration => "0s",
                        _ => "...",
                    };
                    let help = format!("say what stands for `none`: `({source} ?? {other})`");
                    self.push(Diagnostic::new(&codes::CHECK_MAYBE_NONE, expr.span, message).help(help));
                    return;
                }
                Type::Json => {
                    let source = self.slice(expr.span);
                    let message = format!("`{source}` is json, `{op}` needs to know its type");
                    let help = self.json_help(binary, op, (left, right));
                    self.push(Diagnostic::new(&codes::CHECK_JSON_UNCHECKED, expr.span, message).help(help));
                    return;
                }
                _ => {}
            }
        }
        let message = format!("`{op}` is not defined for `{}` and `{}`", left.ty, right.ty);
        let mut diagnostic = Diagnostic::new(&codes::CHECK_OPERATOR_TYPES, binary.op_span, message)
            .also(left.span, format!("this is `{}`", left.ty))
            .also(right.span, format!("this is `{}`", right.ty));
        let is_text = |ty: &Type| matches!(ty, Type::Text | Type::Literals(_));
        let counts = self.hole_help(left, &right.ty).or_else(|| self.hole_help(right, &left.ty));
        if op == Operator::Add && asked_with_words(binary.left) && is_text(&right.ty) {
            diagnostic = diagnostic
                .help("what is said of a wrong answer stands in one pair of quotes: `else \"...\"`");
        } else if op == Operator::Add && (is_text(&left.ty) || is_text(&right.ty)) {
            let (a, b) = (hole(self.slice(left.span)), hole(self.slice(right.span)));
            let text = format!("put both into one string: `\"{a}{b}\"`");
            diagnostic = diagnostic.help(match counts {
                Some(help) => format!("{text}; to count with it, {help}"),
                None => text,
            });
        } else if let Some(help) = counts {
            diagnostic = diagnostic.help(help);
        } else if op == Operator::Remainder && is_text(&left.ty) {
            diagnostic = diagnostic.help("put the value into the string: `\"... {x}\"`");
        } else if let Some(help) = self.operands_elsewhere(binary, left, right) {
            diagnostic = diagnostic.help(help);
        } else if let Some(help) = operands_help(&left.ty, &right.ty) {
            diagnostic = diagnostic.help(help);
        }
        self.push(diagnostic);
    }
}

/// What to write for `j.items.len`, a field of json that is called as what lists have.
pub(super) fn of_json_list(source: &str) -> Option<String> {
    let (of, name) = source.rsplit_once('.')?;
    matches!(name, "len" | "is_empty")
        .then(|| format!("`{name}` is a field of json there; of a list it is `({of} as list<json>).{name}`"))
}

impl Checker<'_> {
    /// How json beside an operator is read: as what stands on its other side.
    fn json_help(&self, binary: &Binary<'_>, op: Operator, (left, right): (&Expr, &Expr)) -> String {
        let [a, b] = [binary.left, binary.right].map(|side| hole_source(self.slice(side.span)));
        if left.ty == Type::Json && right.ty == Type::Json {
            let texts = if op == Operator::Add { "; for texts `as text`" } else { "" };
            return format!("check the shape of both: `({a} as int) {op} ({b} as int)`{texts}");
        }
        let (source, other) = if left.ty == Type::Json { (a, &right.ty) } else { (b, &left.ty) };
        let ty = match other.without_none() {
            Type::Literals(_) => Type::Text,
            Type::Duration if op == Operator::Subtract || op == Operator::Add => Type::Time,
            Type::Date if op == Operator::Add => Type::Duration,
            ty @ (Type::Int | Type::Float | Type::Text | Type::Date | Type::Time | Type::List(_)) => ty,
            _ => Type::Int,
        };
        of_json_list(source).unwrap_or_else(|| format!("check its shape: `({source} as {ty})`"))
    }
}

/// An operand as it is shown in a help: what is long is left out.
fn hole_source(source: &str) -> &str {
    if source.contains('\n') || source.len() > 40 { "..." } else { source }
}

/// Whether an operand is a question that says something of wrong answers: its text ends there.
fn asked_with_words(expr: &ast::Expr) -> bool {
    matches!(&expr.kind, ast::ExprKind::Ask(ask) if ask.check.as_ref().is_some_and(|check| check.message.is_some()))
}

/// How values of two types can be brought together.
fn operands_help(left: &Type, right: &Type) -> Option<&'static str> {
    Some(match (left, right) {
        (Type::Date | Type::Time | Type::Duration, Type::Int | Type::Float)
        | (Type::Int | Type::Float, Type::Date | Type::Time | Type::Duration) => {
            "say which unit the number has: `3d`, or `n * 1d`"
        }
        (Type::Date, Type::Time) => "take the day of the instant: `t.date`",
        (Type::Time, Type::Date) => {
            "take the day of the instant, `t.date`, or an instant of the day, `d.at(9)`"
        }
        (Type::Text, Type::Int) | (Type::Int, Type::Text) => "read the text as a number: `(x.to_int ?? 0)`",
        (Type::Text, Type::Float) | (Type::Float, Type::Text) => {
            "read the text as a number: `(x.to_float ?? 0.0)`"
        }
        (Type::Time, Type::Text | Type::Literals(_)) | (Type::Text | Type::Literals(_), Type::Time) => {
            "compare its day with a day, `t.date < date(2026, 1, 31)`, or its hour, `t.hour >= 9`"
        }
        (Type::Date, Type::Text | Type::Literals(_)) | (Type::Text | Type::Literals(_), Type::Date) => {
            "write a day as `date(2026, 1, 31)`"
        }
        (Type::Duration, Type::Text | Type::Literals(_))
        | (Type::Text | Type::Literals(_), Type::Duration) => "write a duration without quotes: `5m`",
        _ => return None,
    })
}

/// An operand as a part of a string: a text without its quotes, all else in a hole.
fn hole(source: &str) -> String {
    if source.contains('\n') || source.len() > 40 {
        return "{...}".to_owned();
    }
    let text = source.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    text.map_or_else(|| format!("{{{source}}}"), str::to_owned)
}

/// The operator of values that an arithmetic one stands for.
pub(in crate::check) fn operator(op: BinaryOp) -> Operator {
    match op {
        BinaryOp::Add => Operator::Add,
        BinaryOp::Subtract => Operator::Subtract,
        BinaryOp::Multiply => Operator::Multiply,
        BinaryOp::Divide => Operator::Divide,
        BinaryOp::Remainder => Operator::Remainder,
    }
}

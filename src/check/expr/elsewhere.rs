//! What is written otherwise in other languages, and checks as something that was not meant: `n as text`,
//! `confirm "a" and confirm "b"`, `"a" in r`.

use super::coerce::operand;
use super::habit::{Habit, member_habit};
use super::operator::Binary;
use crate::base::Span;
use crate::builtins;
use crate::check::checker::Checker;
use crate::check::expr::method_hint;
use crate::check::hir::Expr;
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast::{self, BinaryOp, ExprKind};
use crate::value::{RecordType, Type};

impl Checker<'_> {
    /// `confirm "a" and confirm "b"`: the question goes on to the end of the line.
    pub(super) fn joined_questions(&mut self, prompt: &ast::Expr) -> bool {
        let ExprKind::Binary { op: BinaryOp::And | BinaryOp::Or, .. } = &prompt.kind else { return false };
        let (mut first, mut joint) = (prompt, prompt.span);
        while let ExprKind::Binary { op: BinaryOp::And | BinaryOp::Or, op_span, left, .. } = &first.kind {
            (first, joint) = (left.as_ref(), *op_span);
        }
        if !matches!(first.kind, ExprKind::String(_)) {
            return false;
        }
        let (asked, word) =
            (self.shown(first.span).unwrap_or("\"...\"").to_owned(), self.slice(joint).to_owned());
        let message = format!("`{word}` belongs to the question of `confirm`, which is all that follows it");
        self.push(
            Diagnostic::new(&codes::CHECK_CONDITION_NOT_BOOL, joint, message)
                .help(format!("put the question into brackets: `(confirm {asked})`")),
        );
        true
    }

    /// `say to`, with nothing behind it.
    pub(super) fn said_to_nobody(&mut self, text: &ast::Expr, span: Span) -> bool {
        let word = self.slice(span).split_whitespace().next().unwrap_or_default().to_owned();
        let alone = matches!(&text.kind, ExprKind::Name(name) if name == "to") && word == "say";
        if !alone || self.find_local("to").is_some() || self.declared("to").is_some() {
            return false;
        }
        let message = "`say to` ends without who gets it and what is said";
        self.push(
            Diagnostic::new(&codes::CHECK_UNKNOWN_NAME, text.span, message)
                .help("write both behind it: `say to person \"...\"`"),
        );
        true
    }

    /// What to do about `value as ty`, where the value is none of json.
    pub(super) fn known_as(&self, value: &ast::Expr, found: &Type, wanted: &Type) -> Option<String> {
        let source = self.shown(value.span)?;
        match (found, wanted) {
            (_, Type::Text) if found.needs_hole() => {
                Some(format!("put it into a string: `\"{{{source}}}\"`"))
            }
            (Type::Int, Type::Float) => {
                Some("leave out the `as`: an `int` goes where a `float` is asked for".to_owned())
            }
            (Type::Float, Type::Int) => {
                Some(format!("say how: `{}.round`, `.floor` or `.ceil`", operand(source)))
            }
            _ => None,
        }
    }

    /// `say n as text`: what stands behind `say` is a text already.
    pub(super) fn said_as(&mut self, value: &ast::Expr, ty: &ast::TypeExpr) -> bool {
        let (word, said) = match &value.kind {
            ExprKind::Say(say) => ("say", say),
            ExprKind::Reply(say) => ("reply", say),
            _ => return false,
        };
        let Some(text) = &said.body.text else { return false };
        let source = self.shown(text.span).unwrap_or("x");
        let written = if matches!(text.kind, ExprKind::String(_)) {
            source.to_owned()
        } else {
            format!("\"{{{source}}}\"")
        };
        let span = Span { start: value.span.end, end: ty.span.end, ..ty.span };
        let start = self.slice(span).len() - self.slice(span).trim_start().len();
        let start = span.start.saturating_add(u32::try_from(start).unwrap_or(0));
        let message = format!("what stands behind `{word}` is a text, no `as` is needed");
        self.push(
            Diagnostic::new(&codes::CHECK_TYPE_MISMATCH, Span { start, ..span }, message)
                .help(format!("put it into a string: `{word} {written}`")),
        );
        true
    }

    /// `[0] * n`, `"a" in r`: what does it here.
    pub(super) fn operands_elsewhere(
        &self,
        binary: &Binary<'_>,
        left: &Expr,
        right: &Expr,
    ) -> Option<String> {
        let (a, b) = (self.shown(binary.left.span)?, self.shown(binary.right.span)?);
        match (binary.op, &left.ty, &right.ty) {
            (BinaryOp::Multiply, Type::List(_), Type::Int) => Some(match &binary.left.kind {
                ExprKind::List(items) if items.len() == 1 => {
                    let item = items.first().and_then(|item| self.shown(item.span)).unwrap_or("x");
                    format!("write `(1..{}).map(_ => {item})`", operand(b))
                }
                _ => format!("write `(1..{}).flat_map(_ => {a})`", operand(b)),
            }),
            (BinaryOp::Multiply, Type::Text | Type::Literals(_), Type::Int) => {
                Some(format!("write `{}.repeat({b})`", operand(a)))
            }
            (BinaryOp::In | BinaryOp::NotIn, Type::Text | Type::Literals(_), Type::Record(record)) => {
                Some(field_asked(record, binary, (a, b)))
            }
            _ => None,
        }
    }
}

/// What to do about a member that a type has under another name, of a value that may be `none`.
pub(super) fn member_of_none(source: &str, inner: &Type, member: &str) -> Option<String> {
    let known = match inner {
        Type::Record(record) => record.fields.contains_key(member),
        _ => builtins::method(inner, member).is_some(),
    };
    let first = format!("handle `none` first: `let x = {source} else {{ stop }}`");
    match member_habit(inner, member).filter(|_| !known)? {
        Habit::Name(name) => {
            let id = builtins::method(inner, name)?;
            let call = if id.signature().property { name.to_owned() } else { method_hint(id) };
            Some(format!("{first}; here it is `x.{call}`"))
        }
        Habit::Words(words) => Some(format!("{first}; then {words}")),
    }
}

/// `"a" in r`: what a record has is known.
fn field_asked(record: &RecordType, binary: &Binary<'_>, (asked, source): (&str, &str)) -> String {
    let name = asked.trim_matches('"');
    let sign = if binary.op == BinaryOp::In { "!=" } else { "==" };
    match record.fields.get(name).filter(|_| asked.starts_with('"')) {
        Some(field) if matches!(field.ty, Type::Optional(_)) => {
            format!("write `{source}.{name} {sign} none`")
        }
        Some(_) => format!("ask nothing: a record always has its fields, this one `{source}.{name}`"),
        None => {
            let names: Vec<String> = record.fields.keys().take(8).map(|name| format!("`{name}`")).collect();
            format!(
                "its fields are known: {}; for keys that are not, take a map: `let m: map<text> = {{ \"a\": \"b\" }}`",
                names.join(", ")
            )
        }
    }
}

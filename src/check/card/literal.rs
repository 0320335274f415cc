//! JSON that stands in a card: for what has no word of its own.

use super::make::own;
use crate::base::Span;
use crate::check::checker::Checker;
use crate::check::hir::{Expr, ExprKind, RecordPart};
use crate::syntax::ast::{self, RecordEntry, StringPart};
use crate::value::{Type, Value};

impl Checker<'_> {
    /// JSON as it is: the value of a property, `raw { "type": "...", ... }`.
    pub(super) fn json_value(&mut self, expr: &ast::Expr) -> Expr {
        let value = self.expect_expr(expr, &Type::Json);
        self.json_submits(value)
    }

    /// JSON that comes from elsewhere: nothing where the value is none, such as a text.
    pub(super) fn given_json(&mut self, expr: &ast::Expr) -> Option<Expr> {
        let value = self.check_expr(expr, Some(&Type::Json));
        match value.ty.without_none() {
            Type::Json | Type::Record(_) | Type::Map(_) | Type::Unknown => {
                Some(self.coerce(value, &Type::Json))
            }
            _ => None,
        }
    }
}

/// A field of an object whose keys are written out.
pub(super) struct Written {
    pub(super) name: String,
    /// Where its name stands.
    pub(super) span: Span,
    pub(super) value: Expr,
}

/// The fields of an object whose keys are written out.
pub(super) fn written_fields(kind: &ExprKind) -> Option<Vec<Written>> {
    match kind {
        ExprKind::Map(entries) => {
            let named = entries.iter().map(|(key, value)| match &key.kind {
                ExprKind::Const(Value::Text(text)) => {
                    Some(Written { name: text.as_str().to_owned(), span: key.span, value: value.clone() })
                }
                _ => None,
            });
            named.collect()
        }
        ExprKind::Record(parts) => {
            let named = parts.iter().map(|part| match part {
                RecordPart::Field(name, value) => {
                    Some(Written { name: name.to_string(), span: value.span, value: value.clone() })
                }
                RecordPart::Spread(_) => None,
            });
            named.collect()
        }
        _ => None,
    }
}

/// The text that an expression always is.
pub(super) fn known_text(expr: &Expr) -> Option<&str> {
    match &expr.kind {
        ExprKind::Const(value) => value.as_str(),
        ExprKind::Convert { value, .. } => known_text(value),
        _ => None,
    }
}

/// The text of a literal without holes.
pub(super) fn literal_text(expr: &ast::Expr) -> Option<String> {
    let ast::ExprKind::String(string) = &expr.kind else { return None };
    match string.parts.as_slice() {
        [] => Some(String::new()),
        [StringPart::Text { text, .. }] => Some(text.to_string()),
        _ => None,
    }
}

/// Whether a `raw` is a button.
pub(super) fn is_raw_action(value: &ast::Expr) -> bool {
    let ast::ExprKind::Record(record) = &value.kind else { return false };
    record.entries.iter().any(|entry| {
        let (key, value) = match entry {
            RecordEntry::Field { key, value } => (key.text.to_string(), value),
            RecordEntry::Quoted { key, value } => match key.parts.as_slice() {
                [StringPart::Text { text, .. }] => (text.to_string(), value),
                _ => return false,
            },
            RecordEntry::Shorthand(_) | RecordEntry::Spread(_) => return false,
        };
        key == "type" && literal_text(value).is_some_and(|kind| kind.starts_with("Action."))
    })
}

/// Entries of a literal whose keys are written out, as expressions of the script.
pub(super) fn written_entries(value: &ast::Expr) -> Option<Vec<(String, &ast::Expr)>> {
    let ast::ExprKind::Record(record) = &value.kind else { return None };
    let entries = record.entries.iter().map(|entry| match entry {
        RecordEntry::Field { key, value } => Some((key.text.to_string(), value)),
        RecordEntry::Quoted { key, value } => match key.parts.as_slice() {
            [] => Some((String::new(), value)),
            [StringPart::Text { text, .. }] => Some((text.to_string(), value)),
            _ => None,
        },
        RecordEntry::Shorthand(_) | RecordEntry::Spread(_) => None,
    });
    entries.collect()
}

/// The entries of a JSON object, if it is written out.
pub(super) fn object_entries(value: Expr) -> Result<Vec<(Expr, Expr)>, Expr> {
    match value {
        Expr { kind: ExprKind::Map(entries), .. } => Ok(entries),
        Expr { kind: ExprKind::Record(parts), ty, span } => {
            let mut entries = Vec::new();
            for part in &parts {
                let RecordPart::Field(name, value) = part else {
                    return Err(Expr { kind: ExprKind::Record(parts), ty, span });
                };
                entries.push((own(name, value.span), value.clone()));
            }
            Ok(entries)
        }
        Expr { kind: ExprKind::Convert { value, .. }, .. } => object_entries(*value),
        other => Err(other),
    }
}

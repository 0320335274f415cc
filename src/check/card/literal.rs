//! JSON that stands in a card: for what has no word of its own.

use super::make::own;
use crate::cards::{Defect, Part, Property, Severity, part_defects, property_defects};
use crate::check::checker::Checker;
use crate::check::hir::{Expr, ExprKind, RecordPart};
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast::{self, RecordEntry, StringPart};
use crate::value::{Type, Value, to_json};
use serde_json::{Map, Value as Json};

impl Checker<'_> {
    /// A value of a property as JSON: `{ "type": "Action.Submit", ... }`. What is known of it is checked.
    pub(super) fn json_value(&mut self, property: &Property, expr: &ast::Expr) -> Expr {
        let value = self.expect_expr(expr, &Type::Json);
        if let Some(json) = known_json(&value) {
            self.report_defects(&property_defects(property, &json), expr);
        }
        self.json_submits(value)
    }

    /// `raw { "type": "...", ... }`
    pub(super) fn raw_value(&mut self, part: Part, expr: &ast::Expr) -> Expr {
        let value = self.expect_expr(expr, &Type::Json);
        if let Some(json) = known_json(&value) {
            self.report_defects(&part_defects(part, &json), expr);
        }
        self.json_submits(value)
    }

    /// A text that stands for a value which scripts mostly write in another way: `width: "300"`.
    pub(super) fn text_value(&mut self, property: &Property, expr: &ast::Expr) -> Expr {
        let value = self.expect_expr(expr, &Type::Text);
        if let Some(json) = known_json(&value) {
            self.report_defects(&property_defects(property, &json), expr);
        }
        value
    }

    /// A number that counts something: none below nothing.
    pub(super) fn count_value(
        &mut self,
        (property, name): (&Property, &ast::Name),
        expr: &ast::Expr,
    ) -> Expr {
        let value = self.expect_expr(expr, &Type::Int);
        if matches!(known_json(&value), Some(Json::Number(number)) if number.as_i64() < Some(0)) {
            let message = format!("`{}` counts: it is 0 or more", name.text);
            let help = match property.json {
                "maxLines" => "leave it out: then all lines are shown",
                _ => "leave it out: then nothing bounds it",
            };
            self.push(Diagnostic::new(&codes::CARD_BAD_PROPERTY, expr.span, message).help(help));
        }
        value
    }

    /// The first error, else the first warning; the others may come from it.
    pub(super) fn report_defects(&mut self, defects: &[Defect], expr: &ast::Expr) {
        let error = defects.iter().find(|defect| defect.severity == Severity::Error);
        let Some(defect) = error.or(defects.first()) else { return };
        let code = if error.is_some() { &codes::CARD_BAD_PROPERTY } else { &codes::CARD_DOUBTFUL };
        let at = if defect.at == "/" { String::new() } else { format!(", at {}", defect.at) };
        let message = format!("{}{at}", defect.message);
        self.push(Diagnostic::new(code, expr.span, message).help(defect.help.clone()));
    }
}

/// The JSON of an expression that is the same each time.
fn known_json(expr: &Expr) -> Option<Json> {
    match &expr.kind {
        ExprKind::Const(value) => to_json(value).ok(),
        ExprKind::Convert { value, .. } => known_json(value),
        ExprKind::Negate(value) => match known_json(value)? {
            Json::Number(number) => match number.as_i64() {
                Some(whole) => Some(whole.checked_neg()?.into()),
                None => Some((-number.as_f64()?).into()),
            },
            _ => None,
        },
        ExprKind::List(items) => items.iter().map(known_json).collect::<Option<_>>().map(Json::Array),
        kind @ (ExprKind::Map(_) | ExprKind::Record(_)) => {
            let fields: Option<Map<String, Json>> = written_fields(kind)?
                .into_iter()
                .map(|(name, value)| Some((name, known_json(&value)?)))
                .collect();
            fields.map(Json::Object)
        }
        _ => None,
    }
}

/// The fields of an object whose keys are written out.
pub(super) fn written_fields(kind: &ExprKind) -> Option<Vec<(String, Expr)>> {
    match kind {
        ExprKind::Map(entries) => {
            let named = entries.iter().map(|(key, value)| match &key.kind {
                ExprKind::Const(Value::Text(text)) => Some((text.as_str().to_owned(), value.clone())),
                _ => None,
            });
            named.collect()
        }
        ExprKind::Record(parts) => {
            let named = parts.iter().map(|part| match part {
                RecordPart::Field(name, value) => Some((name.to_string(), value.clone())),
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

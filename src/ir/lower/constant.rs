//! Values that are known without running anything: defaults of settings.

use super::expr::{arithmetic, coercion};
use crate::check::hir::{Expr, ExprKind, Part, RecordPart};
use crate::ir::coerce;
use crate::value::{TextBuilder, Value, binary, negate};
use indexmap::IndexMap;
use std::sync::Arc;

/// The value of a constant expression; nothing where it is none, or where it fails.
pub(super) fn fold(expr: &Expr) -> Option<Value> {
    match &expr.kind {
        ExprKind::Const(value) => Some(value.clone()),
        ExprKind::Negate(value) => negate(&fold(value)?).ok(),
        ExprKind::Binary { op, left, right } => binary(arithmetic(*op), &fold(left)?, &fold(right)?).ok(),
        ExprKind::List(items) => items.iter().map(fold).collect::<Option<Vec<_>>>().map(Value::list),
        ExprKind::Map(entries) => {
            let entries =
                entries.iter().map(|(key, value)| Some((fold(key)?.as_str()?.into(), fold(value)?)));
            Some(Value::Map(Arc::new(entries.collect::<Option<IndexMap<_, _>>>()?)))
        }
        ExprKind::Record(parts) => {
            let fields = parts.iter().map(|part| match part {
                RecordPart::Field(name, value) => Some((name.clone(), fold(value)?)),
                RecordPart::Spread(_) => None,
            });
            Some(Value::Record(Arc::new(fields.collect::<Option<IndexMap<_, _>>>()?)))
        }
        ExprKind::Interpolate(parts) => {
            let mut builder = TextBuilder::new();
            for part in parts {
                match part {
                    Part::Own(text) => builder.push(text, true),
                    Part::Hole { .. } => return None,
                }
            }
            Some(Value::Text(builder.finish()))
        }
        ExprKind::Convert { value, how } => Some(coerce(fold(value)?, &coercion(how))),
        _ => None,
    }
}

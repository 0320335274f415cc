//! Record and map literals.

use crate::base::Span;
use crate::check::checker::Checker;
use crate::check::expr::dispatch::typed;
use crate::check::hir::{Expr, ExprKind, RecordPart};
use crate::check::types::{is_open, is_secret, join};
use crate::diagnostics::{Diagnostic, codes, nearest};
use crate::syntax::ast::{self, Name, RecordEntry, RecordLit};
use crate::value::{Coercion, FieldType, RecordType, Type, Value};
use indexmap::IndexMap;
use smol_str::SmolStr;
use std::sync::Arc;

impl Checker<'_> {
    pub(super) fn check_record(&mut self, record: &RecordLit, expected: Option<&Type>) -> Expr {
        let hint = expected.map(Type::without_none);
        let quoted = record.entries.iter().any(|entry| matches!(entry, RecordEntry::Quoted { .. }));
        let plain = record.entries.iter().any(|entry| !matches!(entry, RecordEntry::Quoted { .. }));
        match &hint {
            Some(Type::Map(item)) if !is_open(item) => self.map_literal(record, Some(item)),
            Some(Type::Map(_)) => self.map_literal(record, None),
            Some(Type::Record(wanted)) if !quoted => self.record_literal(record, Some(wanted)),
            Some(Type::Json) if record.entries.is_empty() => self.map_literal(record, Some(&Type::Json)),
            Some(Type::Json) if quoted => self.json_literal(record),
            _ if record.entries.is_empty() && hint.is_none() => {
                typed(ExprKind::Map(Vec::new()), Type::Map(Arc::new(Type::Unknown)), record.span)
            }
            _ if quoted && !plain => self.map_literal(record, None),
            _ if quoted => self.json_literal(record),
            _ => self.record_literal(record, None),
        }
    }

    /// `{ "k": v }` as `map<item>`; without `item` the values decide: one type, or else json.
    fn map_literal(&mut self, record: &RecordLit, item: Option<&Type>) -> Expr {
        let mut entries = Vec::with_capacity(record.entries.len());
        let mut common = Type::Never;
        let mut mixed = false;
        for entry in &record.entries {
            let Some((key, value)) = self.map_entry(entry, item) else { continue };
            if item.is_none() {
                match join(&common, &value.ty) {
                    Some(ty) => common = ty,
                    None => mixed = true,
                }
            }
            entries.push((key, value));
        }
        let item = match item {
            Some(item) => item.clone(),
            None if mixed => Type::Json,
            None if common == Type::Never => Type::Unknown,
            None => common,
        };
        let entries: Vec<(Expr, Expr)> =
            entries.into_iter().map(|(key, value)| (key, self.fit_entry(value, &item))).collect();
        if entries.iter().any(|(_, value)| value.ty == Type::Secret) && item == Type::Json {
            return typed(ExprKind::Map(entries), Type::Map(Arc::new(Type::Secret)), record.span);
        }
        let ty = if mixed { Type::Json } else { Type::Map(Arc::new(item)) };
        typed(ExprKind::Map(entries), ty, record.span)
    }

    /// A literal with quoted and other keys: json.
    fn json_literal(&mut self, record: &RecordLit) -> Expr {
        let mut entries = Vec::with_capacity(record.entries.len());
        let mut secret = false;
        for entry in &record.entries {
            if let Some((key, value)) = self.map_entry(entry, Some(&Type::Json)) {
                let value = self.fit_entry(value, &Type::Json);
                secret |= is_secret(&value.ty);
                entries.push((key, value));
            }
        }
        let ty = if secret { Type::Map(Arc::new(Type::Secret)) } else { Type::Json };
        typed(ExprKind::Map(entries), ty, record.span)
    }

    /// A secret in a literal stays one: whether it may be there is decided where the literal goes.
    fn fit_entry(&mut self, value: Expr, item: &Type) -> Expr {
        if *item == Type::Json && is_secret(&value.ty) {
            let span = value.span;
            let how = Coercion::ToJson;
            return match value.ty {
                Type::Secret => value,
                _ => typed(ExprKind::Convert { value: Box::new(value), how }, Type::Secret, span),
            };
        }
        self.coerce(value, item)
    }

    fn map_entry(&mut self, entry: &RecordEntry, item: Option<&Type>) -> Option<(Expr, Expr)> {
        let named = |name: &Name| typed(ExprKind::Const(Value::own(&name.text)), Type::Text, name.span);
        match entry {
            RecordEntry::Field { key, value } => Some((named(key), self.check_expr(value, item))),
            RecordEntry::Shorthand(name) => Some((named(name), self.check_shorthand(name))),
            RecordEntry::Quoted { key, value } => {
                let key = self.check_string(key);
                let key = self.coerce(key, &Type::Text);
                let value = match (&value.kind, item) {
                    (ast::ExprKind::List(items), None) => self.list_in_json(items, value.span),
                    _ => self.check_expr(value, item),
                };
                Some((key, value))
            }
            RecordEntry::Spread(value) => {
                let value = self.check_expr(value, None);
                if value.ty != Type::Unknown {
                    self.push(
                        Diagnostic::new(
                            &codes::CHECK_TYPE_MISMATCH,
                            value.span,
                            "`...` copies a record, and this is a map",
                        )
                        .help("put the keys in one by one, or use `.merge`"),
                    );
                }
                None
            }
        }
    }

    fn check_shorthand(&mut self, name: &Name) -> Expr {
        let expr = ast::Expr { kind: ast::ExprKind::Name(name.text.clone()), span: name.span };
        self.check_expr(&expr, None)
    }

    fn record_literal(&mut self, record: &RecordLit, wanted: Option<&Arc<RecordType>>) -> Expr {
        let mut parts = Vec::with_capacity(record.entries.len());
        let mut fields: IndexMap<SmolStr, FieldType> = IndexMap::new();
        let mut seen: Vec<&Name> = Vec::new();
        let mut whole = true;
        for entry in &record.entries {
            match entry {
                RecordEntry::Field { key, value } => {
                    let field = wanted.and_then(|wanted| wanted.fields.get(&key.text));
                    let checked = match field {
                        Some(field) => self.expect_expr(value, &field.ty),
                        None => self.check_expr(value, None),
                    };
                    self.add_field(&mut fields, &mut seen, key, &checked);
                    parts.push(RecordPart::Field(key.text.clone(), checked));
                }
                RecordEntry::Shorthand(key) => {
                    let mut checked = self.check_shorthand(key);
                    if let Some(field) = wanted.and_then(|wanted| wanted.fields.get(&key.text)) {
                        checked = self.coerce(checked, &field.ty);
                    }
                    self.add_field(&mut fields, &mut seen, key, &checked);
                    parts.push(RecordPart::Field(key.text.clone(), checked));
                }
                RecordEntry::Spread(value) => {
                    let expected = wanted.map(|wanted| Type::Record(Arc::clone(wanted)));
                    let checked = self.check_expr(value, expected.as_ref());
                    match self.spread(&mut fields, checked) {
                        Some(part) => parts.push(part),
                        None => whole = false,
                    }
                }
                RecordEntry::Quoted { .. } => {}
            }
        }
        let literal = Type::Record(Arc::new(RecordType { name: None, fields: fields.clone() }));
        let expr = typed(ExprKind::Record(parts), literal, record.span);
        if !whole {
            // What a broken part would have brought is not known: nothing is missing.
            let ty = wanted.map_or(Type::Unknown, |wanted| Type::Record(Arc::clone(wanted)));
            return Expr { ty, ..expr };
        }
        match wanted {
            Some(wanted) => self.fit_record(expr, &fields, &seen, wanted),
            None => expr,
        }
    }

    fn spread(&mut self, fields: &mut IndexMap<SmolStr, FieldType>, value: Expr) -> Option<RecordPart> {
        match &value.ty {
            Type::Record(spread) => {
                for (name, field) in &spread.fields {
                    fields.insert(name.clone(), field.clone());
                }
            }
            Type::Unknown => return None,
            Type::Optional(_) => {
                let source = self.slice(value.span);
                let message = format!("`{source}` may be `none`, `...` copies a record");
                self.push(
                    Diagnostic::new(&codes::CHECK_MAYBE_NONE, value.span, message)
                        .help("handle `none` before it is copied"),
                );
                return None;
            }
            other => {
                let message = format!("`...` copies a record, found `{other}`");
                self.report(&codes::CHECK_TYPE_MISMATCH, value.span, message);
                return None;
            }
        }
        Some(RecordPart::Spread(value))
    }

    fn add_field<'e>(
        &mut self,
        fields: &mut IndexMap<SmolStr, FieldType>,
        seen: &mut Vec<&'e Name>,
        key: &'e Name,
        value: &Expr,
    ) {
        if let Some(first) = seen.iter().find(|name| name.text == key.text) {
            let message = format!("the field `{}` stands twice in this record", key.text);
            self.push(
                Diagnostic::new(&codes::CHECK_DUPLICATE_NAME, key.span, message)
                    .also(first.span, "first here"),
            );
        }
        seen.push(key);
        let default = matches!(value.ty, Type::Optional(_) | Type::None).then_some(Value::None);
        fields.insert(key.text.clone(), FieldType { ty: value.ty.clone(), default });
    }

    /// A literal where a declared record is expected: says which field is missing or too many.
    fn fit_record(
        &mut self,
        expr: Expr,
        fields: &IndexMap<SmolStr, FieldType>,
        seen: &[&Name],
        wanted: &Arc<RecordType>,
    ) -> Expr {
        let mut wrong = false;
        for name in seen {
            if !wanted.fields.contains_key(&name.text) {
                wrong = true;
                let message = format!("`{wanted}` has no field `{}`", name.text);
                let near = nearest(&name.text, wanted.fields.keys().map(SmolStr::as_str));
                let diagnostic = Diagnostic::new(&codes::CHECK_UNKNOWN_FIELD, name.span, message);
                self.push(match near {
                    Some(near) => diagnostic.did_you_mean(Some(near)),
                    None => diagnostic.help(surplus_help(wanted, &name.text, fields)),
                });
            }
        }
        let missing: Vec<String> = wanted
            .fields
            .iter()
            .filter(|(name, field)| field.default.is_none() && !fields.contains_key(*name))
            .map(|(name, field)| format!("`{name}: {}`", field.ty))
            .collect();
        if !missing.is_empty() && !wrong {
            let plural = if missing.len() == 1 { "field" } else { "fields" };
            let message = format!("`{wanted}` needs the {plural} {}", missing.join(", "));
            let at = Span { end: expr.span.start.saturating_add(1), ..expr.span };
            self.push(
                Diagnostic::new(
                    &codes::CHECK_MISSING_FIELD,
                    if expr.span.len() > 60 { at } else { expr.span },
                    message,
                )
                .help(missing_help(wanted, fields)),
            );
            wrong = true;
        }
        let ty = Type::Record(Arc::clone(wanted));
        if wrong {
            return Expr { ty, ..expr };
        }
        let expr = self.coerce(expr, &ty);
        Expr { ty, ..expr }
    }
}

/// How a field gets there that is missing; of several the first is shown.
fn missing_help(wanted: &RecordType, given: &IndexMap<SmolStr, FieldType>) -> String {
    let missing =
        wanted.fields.iter().find(|(name, field)| field.default.is_none() && !given.contains_key(*name));
    let Some((name, field)) = missing else { return "add it".to_owned() };
    let ty = &field.ty;
    match example(ty) {
        Some(default) => {
            format!("add it, `{name}: ...`, or give it a default in the type: `{name}: {ty} = {default}`")
        }
        None => format!("add it, `{name}: ...`, or let it be missing in the type: `{name}: {ty}?`"),
    }
}

/// What to do about a field that a type does not have.
fn surplus_help(wanted: &RecordType, name: &SmolStr, given: &IndexMap<SmolStr, FieldType>) -> String {
    let ty = given.get(name).map(|field| &field.ty).filter(|ty| !matches!(ty, Type::Unknown | Type::None));
    match (&wanted.name, ty) {
        (Some(of), Some(ty)) => format!("leave it out, or add it to the type `{of}`: `{name}: {ty}`"),
        _ => {
            let fields: Vec<String> =
                wanted.fields.keys().take(8).map(|field| format!("`{field}`")).collect();
            format!("leave it out: it has {}", fields.join(", "))
        }
    }
}

/// A value of a type, where there is a plain one.
fn example(ty: &Type) -> Option<String> {
    Some(match ty {
        Type::Text => "\"\"".to_owned(),
        Type::Literals(texts) => format!("\"{}\"", texts.first()?),
        Type::Int | Type::Float => "0".to_owned(),
        Type::Bool => "false".to_owned(),
        Type::List(_) | Type::Set(_) => "[]".to_owned(),
        Type::Map(_) => "{}".to_owned(),
        _ => return None,
    })
}

//! Which values go where, and what has to be done to them.

use crate::value::{Coercion, RecordType, Type, Value};
use smol_str::SmolStr;
use std::sync::Arc;

/// How a value of one type becomes one of another.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::check) enum Fit {
    /// It is one.
    Same,
    /// It is made one.
    Via(Coercion),
}

/// How a value of type `from` goes where `to` is asked for; `None` if it does not.
pub(in crate::check) fn fit(from: &Type, to: &Type) -> Option<Fit> {
    match (from, to) {
        (Type::Unknown | Type::Never, _) | (_, Type::Unknown) => Some(Fit::Same),
        (from, to) if from == to => Some(Fit::Same),
        (Type::Int, Type::Float) => Some(Fit::Via(Coercion::IntToFloat)),
        (Type::Literals(few), Type::Literals(many)) => {
            few.iter().all(|one| many.contains(one)).then_some(Fit::Same)
        }
        (Type::Literals(_), Type::Text) | (Type::None, Type::Optional(_)) => Some(Fit::Same),
        (Type::Literals(_) | Type::Text, Type::Secret) => Some(Fit::Via(Coercion::ToSecret)),
        (from, Type::Json) => json_fit(from),
        (Type::Optional(from), Type::Optional(to)) => {
            fit(from, to).map(|fit| nest(fit, |inner| Coercion::Optional(Box::new(inner))))
        }
        (from, Type::Optional(to)) => fit(from, to),
        (Type::List(from), Type::List(to)) | (Type::Set(from), Type::Set(to)) => {
            fit(from, to).map(|fit| nest(fit, |inner| Coercion::Items(Box::new(inner))))
        }
        (Type::Map(from), Type::Map(to)) => {
            fit(from, to).map(|fit| nest(fit, |inner| Coercion::Entries(Box::new(inner))))
        }
        (Type::Record(from), Type::Record(to)) => record_fit(from, to),
        (Type::Function(from), Type::Function(to)) => {
            let params = from.params.len() == to.params.len()
                && from.params.iter().zip(&to.params).all(|(from, to)| fit(to, from) == Some(Fit::Same));
            (params && fit(&from.result, &to.result) == Some(Fit::Same)).then_some(Fit::Same)
        }
        _ => None,
    }
}

fn nest(fit: Fit, wrap: impl FnOnce(Coercion) -> Coercion) -> Fit {
    match fit {
        Fit::Same => Fit::Same,
        Fit::Via(inner) => Fit::Via(wrap(inner)),
    }
}

fn json_fit(from: &Type) -> Option<Fit> {
    match from {
        Type::None | Type::Bool | Type::Int | Type::Float | Type::Text | Type::Literals(_) => Some(Fit::Same),
        other => jsonable(other).then_some(Fit::Via(Coercion::ToJson)),
    }
}

fn record_fit(from: &RecordType, to: &RecordType) -> Option<Fit> {
    let mut fields: Vec<(SmolStr, Coercion)> = Vec::new();
    let mut missing: Vec<(SmolStr, Value)> = Vec::new();
    for (name, wanted) in &to.fields {
        match (from.fields.get(name), &wanted.default) {
            (Some(found), _) => match fit(&found.ty, &wanted.ty)? {
                Fit::Same => {}
                Fit::Via(how) => fields.push((name.clone(), how)),
            },
            (None, Some(default)) => missing.push((name.clone(), default.clone())),
            (None, None) => return None,
        }
    }
    if fields.is_empty() && missing.is_empty() {
        return Some(Fit::Same);
    }
    Some(Fit::Via(Coercion::Record { fields, missing }))
}

/// Whether values of the type can be read from JSON: by `as`, and as arguments of an action.
pub(in crate::check) fn comes_from_json(ty: &Type) -> bool {
    match ty {
        Type::Unknown
        | Type::None
        | Type::Bool
        | Type::Int
        | Type::Float
        | Type::Text
        | Type::Duration
        | Type::Time
        | Type::Date
        | Type::Json
        | Type::Person
        | Type::Literals(_) => true,
        Type::Optional(inner) | Type::List(inner) | Type::Set(inner) | Type::Map(inner) => {
            comes_from_json(inner)
        }
        Type::Record(record) => record.fields.values().all(|field| comes_from_json(&field.ty)),
        Type::Never
        | Type::Nothing
        | Type::Secret
        | Type::Room
        | Type::Message
        | Type::File
        | Type::Card
        | Type::Error
        | Type::Function(_)
        | Type::Variable(_) => false,
    }
}

/// Whether values of the type can be written as JSON (without secrets).
fn jsonable(ty: &Type) -> bool {
    match ty {
        Type::Unknown
        | Type::Never
        | Type::None
        | Type::Bool
        | Type::Int
        | Type::Float
        | Type::Text
        | Type::Duration
        | Type::Time
        | Type::Date
        | Type::Json
        | Type::Person
        | Type::Room
        | Type::Literals(_) => true,
        Type::Optional(inner) | Type::List(inner) | Type::Set(inner) | Type::Map(inner) => jsonable(inner),
        Type::Record(record) => record.fields.values().all(|field| jsonable(&field.ty)),
        Type::Nothing
        | Type::Secret
        | Type::Message
        | Type::File
        | Type::Card
        | Type::Error
        | Type::Function(_)
        | Type::Variable(_) => false,
    }
}

/// Whether the type is a secret or has one in it.
pub(in crate::check) fn is_secret(ty: &Type) -> bool {
    match ty {
        Type::Secret => true,
        Type::Optional(inner) | Type::List(inner) | Type::Set(inner) | Type::Map(inner) => is_secret(inner),
        Type::Record(record) => record.fields.values().any(|field| is_secret(&field.ty)),
        _ => false,
    }
}

/// The type that values of both types fit; `None` if there is none.
pub(in crate::check) fn join(a: &Type, b: &Type) -> Option<Type> {
    match (a, b) {
        (Type::Never | Type::Unknown, other) | (other, Type::Never | Type::Unknown) => Some(other.clone()),
        (Type::None, other) | (other, Type::None) => {
            (!matches!(other, Type::Nothing)).then(|| other.clone().optional())
        }
        (Type::Optional(a), Type::Optional(b)) => join(a, b).map(Type::optional),
        (Type::Optional(inner), other) | (other, Type::Optional(inner)) => {
            join(inner, other).map(Type::optional)
        }
        (Type::Literals(a), Type::Literals(b)) => {
            let more = b.iter().filter(|one| !a.contains(one));
            Some(Type::Literals(a.iter().chain(more).cloned().collect()))
        }
        (Type::Nothing, Type::Nothing) => Some(Type::Nothing),
        (Type::Nothing, _) | (_, Type::Nothing) => None,
        (Type::List(a), Type::List(b)) => join(a, b).map(|item| Type::List(Arc::new(item))),
        (Type::Set(a), Type::Set(b)) => join(a, b).map(|item| Type::Set(Arc::new(item))),
        (Type::Map(a), Type::Map(b)) => join(a, b).map(|item| Type::Map(Arc::new(item))),
        (Type::Record(from), Type::Record(to)) => join_records(from, to),
        (a, b) if fit(a, b).is_some() => Some(b.clone()),
        (a, b) if fit(b, a).is_some() => Some(a.clone()),
        _ => None,
    }
}

/// Records of the same fields join field by field; otherwise one must fit the other.
fn join_records(a: &Arc<RecordType>, b: &Arc<RecordType>) -> Option<Type> {
    if a.fields.len() == b.fields.len() && a.fields.keys().all(|name| b.fields.contains_key(name)) {
        let mut record = (**a).clone();
        for (name, field) in &mut record.fields {
            let other = b.fields.get(name)?;
            field.ty = join(&field.ty, &other.ty)?;
            if matches!(field.ty, Type::Optional(_)) && field.default.is_none() {
                field.default = Some(Value::None);
            }
        }
        return Some(Type::Record(if record == **a { Arc::clone(a) } else { Arc::new(record) }));
    }
    if record_fit(a, b).is_some() {
        return Some(Type::Record(Arc::clone(b)));
    }
    record_fit(b, a).map(|_| Type::Record(Arc::clone(a)))
}

/// The type of a variable that begins with a value of this type.
pub(in crate::check) fn widen(ty: Type) -> Type {
    match ty {
        Type::Never => Type::Unknown,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::{Fit, fit, join};
    use crate::value::{Coercion, Type};

    fn union(texts: &[&str]) -> Type {
        Type::Literals(texts.iter().map(|text| (*text).into()).collect())
    }

    #[test]
    fn what_fits_where() {
        let via = |how| Some(Fit::Via(how));
        for (from, to, expected) in [
            (Type::Int, Type::Float, via(Coercion::IntToFloat)),
            (Type::Float, Type::Int, None),
            (Type::Text, Type::Text.optional(), Some(Fit::Same)),
            (Type::Text.optional(), Type::Text, None),
            (Type::None, Type::Text.optional(), Some(Fit::Same)),
            (Type::Json, Type::Text, None),
            (Type::Text, Type::Json, Some(Fit::Same)),
            (Type::Secret, Type::Json, None),
            (union(&["a"]), union(&["a", "b"]), Some(Fit::Same)),
            (union(&["c"]), union(&["a", "b"]), None),
            (union(&["a"]), Type::Text, Some(Fit::Same)),
            (Type::Text, union(&["a"]), None),
            (Type::list(Type::Unknown), Type::list(Type::Int), Some(Fit::Same)),
            (
                Type::list(Type::Int),
                Type::list(Type::Float),
                via(Coercion::Items(Box::new(Coercion::IntToFloat))),
            ),
            (
                Type::record([("a", Type::Int)]),
                Type::record([("a", Type::Int), ("b", Type::Text.optional())]),
                via(Coercion::Record {
                    fields: vec![],
                    missing: vec![("b".into(), crate::value::Value::None)],
                }),
            ),
            (
                Type::record([("a", Type::Int), ("b", Type::Int)]),
                Type::record([("a", Type::Int)]),
                Some(Fit::Same),
            ),
            (Type::record([("a", Type::Int)]), Type::record([("b", Type::Int)]), None),
        ] {
            assert_eq!(fit(&from, &to), expected, "{from} where {to} is asked for");
        }
    }

    #[test]
    fn what_types_have_in_common() {
        for (a, b, expected) in [
            (Type::Text, Type::None, Some(Type::Text.optional())),
            (Type::Int, Type::Float, Some(Type::Float)),
            (union(&["a"]), union(&["b", "a"]), Some(union(&["a", "b"]))),
            (union(&["a"]), Type::Text.optional(), Some(Type::Text.optional())),
            (Type::Never, Type::Int, Some(Type::Int)),
            (Type::Int, Type::Text, None),
            (Type::Text, Type::Json, Some(Type::Json)),
        ] {
            assert_eq!(join(&a, &b), expected, "{a} and {b}");
            let turned = join(&b, &a);
            assert_eq!(turned.is_some(), expected.is_some(), "{b} and {a}");
        }
    }
}

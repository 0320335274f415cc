//! What a program does not know of a value that it changes: fields that a later version of its types has. While a
//! conversation goes on in its version, others use the next one, and what they wrote must stay.

use super::convert::conform;
use super::ty::Type;
use super::value::{Fields, Value};
use std::sync::Arc;

/// `new`, which a program wrote that knows its type as `ty`, with the fields besides that `stored` has, which was there
/// before. An element of a list is the one before that is equal as far as the program knows, or else stands between
/// the same ones.
#[must_use]
pub fn carry(new: Value, stored: &Value, ty: &Type) -> Value {
    match (ty, new, stored) {
        (Type::Optional(inner), new, stored) => carry(new, stored, inner),
        (Type::Record(record), Value::Record(fields), Value::Record(before) | Value::Map(before)) => {
            let mut fields = Arc::unwrap_or_clone(fields);
            for (name, value) in before.iter() {
                match (record.fields.get(name), fields.get_mut(name)) {
                    (Some(field), Some(kept)) => {
                        *kept = carry(std::mem::take(kept), value, &field.ty);
                    }
                    (None, None) => {
                        fields.insert(name.clone(), value.clone());
                    }
                    (Some(_), None) | (None, Some(_)) => {}
                }
            }
            Value::Record(Arc::new(fields))
        }
        (Type::Map(item), Value::Map(entries), Value::Map(before) | Value::Record(before)) => {
            let carried = |(key, value): (_, Value)| {
                let value = match before.get(&key) {
                    Some(stored) => carry(value, stored, item),
                    None => value,
                };
                (key, value)
            };
            Value::Map(Arc::new(Arc::unwrap_or_clone(entries).into_iter().map(carried).collect::<Fields>()))
        }
        (Type::List(item), Value::List(items), Value::List(before)) => {
            Value::List(Arc::new(carry_items(Arc::unwrap_or_clone(items), before, item)))
        }
        (_, new, _) => new,
    }
}

/// Elements at the beginning and at the end that are equal are the same ones; where as many stand between them as
/// before, each is the one that stood there.
fn carry_items(items: Vec<Value>, before: &[Value], item: &Type) -> Vec<Value> {
    let known: Vec<Value> =
        before.iter().map(|value| conform(value, item).unwrap_or_else(|_| value.clone())).collect();
    let same = |(one, other): &(&Value, &Value)| one == other;
    let start = items.iter().zip(&known).take_while(same).count();
    let most = items.len().min(known.len()) - start;
    let end = items.iter().rev().zip(known.iter().rev()).take(most).take_while(same).count();
    let (count, as_many) = (items.len(), items.len() == before.len());
    let stood_at = |at: usize| {
        if at < start || (as_many && at < count - end) {
            before.get(at)
        } else if at >= count - end {
            before.get(before.len() - (count - at))
        } else {
            None
        }
    };
    let carried = items.into_iter().enumerate().map(|(at, value)| match stood_at(at) {
        Some(stored) => carry(value, stored, item),
        None => value,
    });
    carried.collect()
}

#[cfg(test)]
mod tests {
    use super::carry;
    use crate::value::{FieldType, RecordType, Type, Value, from_json, to_json};
    use serde_json::{Value as Json, json};
    use std::sync::Arc;

    /// `{ a: int, in: { a: int }? }`, as an older version knows it.
    fn known() -> Type {
        let field = |ty: Type| FieldType { ty, default: None };
        let inner = RecordType { name: None, fields: [("a".into(), field(Type::Int))].into() };
        let inner = Type::Record(Arc::new(inner)).optional();
        let fields = [("a".into(), field(Type::Int)), ("in".into(), field(inner))].into();
        Type::Record(Arc::new(RecordType { name: None, fields }))
    }

    fn check(ty: &Type, new: &Json, stored: &Json, want: &Json) {
        let read = |json: &Json| super::conform(&from_json(json).unwrap(), ty).unwrap();
        let raw = from_json(stored).unwrap();
        let found = carry(read(new), &raw, ty);
        assert_eq!(&to_json(&found).unwrap(), want, "{new} over {stored}");
        assert!(carry(Value::None, &raw, ty).is_none());
    }

    #[test]
    fn what_a_program_does_not_know_stays() {
        let ty = known();
        let one = |a: i64, b: i64| json!({ "a": a, "in": { "a": a, "b": b }, "b": b });
        let plain = |a: i64| json!({ "a": a, "in": { "a": a } });
        check(&ty, &plain(2), &one(1, 9), &one(2, 9));
        check(&ty, &json!({ "a": 2, "in": null }), &one(1, 9), &json!({ "a": 2, "in": null, "b": 9 }));
        let map = Type::Map(Arc::new(ty.clone()));
        check(
            &map,
            &json!({ "x": plain(5), "z": plain(1) }),
            &json!({ "x": one(1, 8), "y": one(1, 7) }),
            &json!({ "x": one(5, 8), "z": plain(1) }),
        );
    }

    #[test]
    fn elements_are_known_by_what_they_are_and_where_they_stand() {
        let list = Type::List(Arc::new(known()));
        let one = |a: i64, b: i64| json!({ "a": a, "in": { "a": a, "b": b }, "b": b });
        let plain = |a: i64| json!({ "a": a, "in": { "a": a } });
        let stored = json!([one(1, 10), one(2, 20), one(3, 30)]);
        let cases = [
            // One is changed, added, taken out, put in.
            (json!([plain(1), plain(7), plain(3)]), json!([one(1, 10), one(7, 20), one(3, 30)])),
            (
                json!([plain(1), plain(2), plain(3), plain(4)]),
                json!([one(1, 10), one(2, 20), one(3, 30), plain(4)]),
            ),
            (json!([plain(1), plain(3)]), json!([one(1, 10), one(3, 30)])),
            (
                json!([plain(0), plain(1), plain(2), plain(3)]),
                json!([plain(0), one(1, 10), one(2, 20), one(3, 30)]),
            ),
            (json!([]), json!([])),
            // What is new altogether is nothing of before.
            (json!([plain(8), plain(9)]), json!([plain(8), plain(9)])),
        ];
        for (new, want) in cases {
            check(&list, &new, &stored, &want);
        }
        check(&list, &json!([plain(1)]), &json!([]), &json!([plain(1)]));
    }
}

//! The operators between two values, and the types for which they are defined.

use crate::value::Type;
use std::fmt;
use std::sync::Arc;

/// An operator with two operands. (`and or not ?? matches ..` are flow or syntax, not here.)
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Operator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Remainder,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterEqual,
    /// `in`
    In,
    /// `not in`
    NotIn,
}

impl fmt::Display for Operator {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Remainder => "%",
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessEqual => "<=",
            Self::Greater => ">",
            Self::GreaterEqual => ">=",
            Self::In => "in",
            Self::NotIn => "not in",
        })
    }
}

/// The type of `left op right`, or none where the operator is not defined for them.
#[must_use]
pub fn binary_result(op: Operator, left: &Type, right: &Type) -> Option<Type> {
    match op {
        Operator::Equal | Operator::NotEqual => comparable(left, right).then_some(Type::Bool),
        Operator::Less | Operator::LessEqual | Operator::Greater | Operator::GreaterEqual => {
            ordered_together(left, right).then_some(Type::Bool)
        }
        Operator::In | Operator::NotIn => contains(right, left).then_some(Type::Bool),
        _ if is_open(left) || is_open(right) => Some(Type::Unknown),
        Operator::Add => sum(left, right),
        Operator::Subtract => difference(left, right),
        Operator::Multiply => match (left, right) {
            (Type::Duration, Type::Int | Type::Float) | (Type::Int | Type::Float, Type::Duration) => {
                Some(Type::Duration)
            }
            _ => number(left, right),
        },
        Operator::Divide => match (left, right) {
            (Type::Duration, Type::Duration) => Some(Type::Float),
            (Type::Duration, Type::Int | Type::Float) => Some(Type::Duration),
            _ => number(left, right).map(|_| Type::Float),
        },
        Operator::Remainder => match (left, right) {
            (Type::Duration, Type::Duration) => Some(Type::Duration),
            _ => number(left, right),
        },
    }
}

/// The type of `-operand`, or none where it is not defined.
#[must_use]
pub fn negate_result(operand: &Type) -> Option<Type> {
    match operand {
        Type::Int | Type::Float | Type::Duration => Some(operand.clone()),
        _ if is_open(operand) => Some(Type::Unknown),
        _ => None,
    }
}

/// Whether values of these types may be equal; one that may be `none` is compared with its content.
#[must_use]
pub fn comparable(left: &Type, right: &Type) -> bool {
    use Type::{
        Card, Float, Function, Int, Json, List, Literals, Map, Never, None, Nothing, Optional, Record, Set,
        Text, Unknown,
    };
    match (left, right) {
        (Nothing | Function(_) | Card, _) | (_, Nothing | Function(_) | Card) => false,
        (Unknown | Never | Json, _) | (_, Unknown | Never | Json) => true,
        (None, None | Optional(_)) | (Optional(_), None) => true,
        (Optional(a), Optional(b)) => comparable(a, b),
        (Optional(a), b) | (b, Optional(a)) => comparable(a, b),
        (Int | Float, Int | Float) | (Text | Literals(_), Text) | (Text, Literals(_)) => true,
        (Literals(a), Literals(b)) => a.iter().any(|text| b.contains(text)),
        (List(a), List(b)) | (Set(a), Set(b)) | (Map(a), Map(b)) => comparable(a, b),
        (Record(a), Map(item)) | (Map(item), Record(a)) => {
            a.fields.values().all(|field| comparable(&field.ty, item))
        }
        (Record(a), Record(b)) => {
            let fits =
                |(name, field): (&smol_str::SmolStr, &crate::value::FieldType)| match b.fields.get(name) {
                    Some(other) => comparable(&field.ty, &other.ty),
                    Option::None => false,
                };
            a.fields.len() == b.fields.len() && a.fields.iter().all(fits)
        }
        (a, b) => a == b,
    }
}

/// Whether `<` is defined between them.
fn ordered_together(left: &Type, right: &Type) -> bool {
    match (left, right) {
        _ if is_open(left) || is_open(right) => true,
        (Type::Int | Type::Float, Type::Int | Type::Float) => true,
        (Type::Text | Type::Literals(_), Type::Text | Type::Literals(_)) => true,
        (Type::Duration, Type::Duration) | (Type::Time, Type::Time) | (Type::Date, Type::Date) => true,
        _ => false,
    }
}

/// Whether `item in container` is defined.
fn contains(container: &Type, item: &Type) -> bool {
    match container {
        Type::Unknown | Type::Never => true,
        Type::List(element) | Type::Set(element) => comparable(element, item),
        Type::Map(_) | Type::Text | Type::Literals(_) => {
            matches!(item, Type::Text | Type::Literals(_)) || is_open(item)
        }
        _ => false,
    }
}

/// Types that say nothing yet: an error that was told already, or an element of an empty list.
fn is_open(ty: &Type) -> bool {
    matches!(ty, Type::Unknown | Type::Never)
}

fn sum(left: &Type, right: &Type) -> Option<Type> {
    match (left, right) {
        (Type::Text | Type::Literals(_), Type::Text | Type::Literals(_)) => Some(Type::Text),
        (Type::Secret, Type::Text | Type::Literals(_) | Type::Secret)
        | (Type::Text | Type::Literals(_), Type::Secret) => Some(Type::Secret),
        (Type::Duration, Type::Duration) => Some(Type::Duration),
        (Type::Time, Type::Duration) | (Type::Duration, Type::Time) => Some(Type::Time),
        (Type::Date, Type::Duration) | (Type::Duration, Type::Date) => Some(Type::Date),
        (Type::List(a), Type::List(b)) => joined(a, b).map(|item| Type::List(Arc::new(item))),
        _ => number(left, right),
    }
}

fn difference(left: &Type, right: &Type) -> Option<Type> {
    match (left, right) {
        (Type::Duration, Type::Duration) | (Type::Time, Type::Time) | (Type::Date, Type::Date) => {
            Some(Type::Duration)
        }
        (Type::Time, Type::Duration) => Some(Type::Time),
        (Type::Date, Type::Duration) => Some(Type::Date),
        _ => number(left, right),
    }
}

/// The type of elements that two lists have in common.
fn joined(left: &Type, right: &Type) -> Option<Type> {
    match (left, right) {
        (a, b) if a == b => Some(a.clone()),
        (open, other) | (other, open) if is_open(open) => Some(other.clone()),
        (Type::Text | Type::Literals(_), Type::Text | Type::Literals(_)) => Some(Type::Text),
        (Type::Optional(a), b) | (b, Type::Optional(a)) => joined(a, &b.without_none()).map(Type::optional),
        (Type::None, other) | (other, Type::None) => Some(other.clone().optional()),
        (Type::List(a), Type::List(b)) => joined(a, b).map(|item| Type::List(Arc::new(item))),
        _ => number(left, right),
    }
}

fn number(left: &Type, right: &Type) -> Option<Type> {
    match (left, right) {
        (Type::Int, Type::Int) => Some(Type::Int),
        (Type::Int | Type::Float, Type::Int | Type::Float) => Some(Type::Float),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Operator, binary_result};
    use crate::value::Type;
    use std::sync::Arc;

    #[test]
    fn results_by_type() {
        use Operator::{Add, Divide, Equal, In, Less, Multiply, Remainder, Subtract};
        let ab = || Type::Literals(["a".into(), "b".into()].into());
        let cd = || Type::Literals(["c".into()].into());
        let rows = [
            (Add, Type::Int, Type::Int, "int"),
            (Add, Type::Int, Type::Float, "float"),
            (Divide, Type::Int, Type::Int, "float"),
            (Remainder, Type::Int, Type::Int, "int"),
            (Add, Type::Text, ab(), "text"),
            (Add, Type::Text, Type::Int, "-"),
            (Add, Type::Text, Type::Text.optional(), "-"),
            (Add, Type::Text, Type::Secret, "secret"),
            (Add, Type::list(Type::Never), Type::list(Type::Text), "list<text>"),
            (Add, Type::list(Type::Bool), Type::list(Type::Text), "-"),
            (Add, Type::Unknown, Type::Bool, "?"),
            (Add, Type::Time, Type::Duration, "time"),
            (Subtract, Type::Time, Type::Time, "duration"),
            (Subtract, Type::Date, Type::Time, "-"),
            (Multiply, Type::Int, Type::Duration, "duration"),
            (Divide, Type::Duration, Type::Duration, "float"),
            (Add, Type::Json, Type::Int, "-"),
            (Equal, Type::Json, Type::Int, "bool"),
            (Equal, Type::Text.optional(), Type::None, "bool"),
            (Equal, Type::Text, Type::None, "-"),
            (Equal, ab(), cd(), "-"),
            (Equal, ab().optional(), Type::Text, "bool"),
            (Equal, Type::list(Type::Int), Type::list(Type::Text), "-"),
            (Less, Type::Int, Type::Float, "bool"),
            (Less, Type::Date, Type::Time, "-"),
            (Less, Type::Int.optional(), Type::Int, "-"),
            (In, Type::Text, Type::Text, "bool"),
            (In, Type::Person, Type::Set(Arc::new(Type::Person)), "bool"),
            (In, Type::Room, Type::list(Type::Person), "-"),
            (In, Type::Text, Type::Map(Arc::new(Type::Int)), "bool"),
            (In, Type::Int, Type::Json, "-"),
        ];
        for (op, left, right, expected) in rows {
            let found = binary_result(op, &left, &right).map_or("-".to_owned(), |ty| ty.to_string());
            assert_eq!(found, expected, "{left} {op} {right}");
        }
    }
}

//! What the operators give for values. The types are checked before; `json` that was compared and
//! what stored programs may still hold is met with a fault, never a panic.

use crate::base::limits;
use crate::value::{Fault, FaultKind, Operator, SecretPart, TextBuilder, Value};
use jiff::Span;
use jiff::civil::Date;
use smol_str::SmolStr;
use std::cmp::Ordering;
use std::sync::Arc;

/// A day, in milliseconds.
const DAY_MS: i64 = 86_400_000;

/// `left op right`.
pub fn binary(op: Operator, left: &Value, right: &Value) -> Result<Value, Fault> {
    match op {
        Operator::Add => add(left, right),
        Operator::Subtract => subtract(left, right),
        Operator::Multiply => multiply(left, right),
        Operator::Divide => divide(left, right),
        Operator::Remainder => remainder(left, right),
        Operator::Equal => Ok(Value::Bool(left == right)),
        Operator::NotEqual => Ok(Value::Bool(left != right)),
        Operator::Less => ordering(op, left, right).map(|order| Value::Bool(order.is_lt())),
        Operator::LessEqual => ordering(op, left, right).map(|order| Value::Bool(order.is_le())),
        Operator::Greater => ordering(op, left, right).map(|order| Value::Bool(order.is_gt())),
        Operator::GreaterEqual => ordering(op, left, right).map(|order| Value::Bool(order.is_ge())),
        Operator::In => contains(right, left).map(Value::Bool),
        Operator::NotIn => contains(right, left).map(|found| Value::Bool(!found)),
    }
}

/// `-operand`.
pub fn negate(operand: &Value) -> Result<Value, Fault> {
    match operand {
        Value::Int(int) => int.checked_neg().map(Value::Int).ok_or_else(|| overflow("-", operand, None)),
        Value::Float(float) => Ok(Value::Float(-float)),
        Value::Duration(ms) => {
            ms.checked_neg().map(Value::Duration).ok_or_else(|| overflow("-", operand, None))
        }
        _ => Err(mismatch("-", operand, operand)),
    }
}

/// `from..to`, both ends in, as a list of ints; empty if `to` is below `from`.
pub fn range(from: &Value, to: &Value) -> Result<Value, Fault> {
    let (Value::Int(from), Value::Int(to)) = (from, to) else { return Err(mismatch("..", from, to)) };
    let length = i128::from(*to) - i128::from(*from) + 1;
    if length > limits::ELEMENTS_MAX as i128 {
        let message = format!("{from}..{to} has more than {} elements", limits::ELEMENTS_MAX);
        return Err(Fault::new(FaultKind::Limit, message));
    }
    Ok(Value::list((*from..=*to).map(Value::Int).collect()))
}

/// How two values of an ordered type compare; none if they have no order.
#[must_use]
pub fn compare(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Int(a), Value::Int(b)) => Some(a.cmp(b)),
        (Value::Int(a), Value::Float(b)) => compare_int_float(*a, *b),
        (Value::Float(a), Value::Int(b)) => compare_int_float(*b, *a).map(Ordering::reverse),
        (Value::Float(a), Value::Float(b)) => a.partial_cmp(b),
        (Value::Text(a), Value::Text(b)) => Some(a.as_str().cmp(b.as_str())),
        (Value::Duration(a), Value::Duration(b)) | (Value::Time(a), Value::Time(b)) => Some(a.cmp(b)),
        (Value::Date(a), Value::Date(b)) => Some(a.cmp(b)),
        (Value::Bool(a), Value::Bool(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

/// A float as a value; a fault if it is not finite.
pub fn finite(float: f64) -> Result<Value, Fault> {
    if float.is_finite() {
        return Ok(Value::Float(float));
    }
    let what = if float.is_nan() { "the result is not a number" } else { "the result is too large" };
    Err(Fault::new(FaultKind::Arithmetic, what))
}

/// The float nearest to an int.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "the nearest float is what the language promises")]
pub fn float_of(int: i64) -> f64 {
    int as f64
}

/// The int that a float is, once rounded; a fault if it has none.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the range is checked first, the fraction is rounded away"
)]
pub fn int_of(float: f64) -> Result<i64, Fault> {
    const TWO_63: f64 = 9_223_372_036_854_775_808.0;
    if (-TWO_63..TWO_63).contains(&float) {
        return Ok(float.round() as i64);
    }
    Err(Fault::new(FaultKind::Arithmetic, format!("{float} is no int")))
}

/// The parts of a string put together: each a text or a secret. With a secret in it, it is one.
pub fn concat(parts: &[Value]) -> Result<Value, Fault> {
    if parts.iter().any(|part| matches!(part, Value::Secret(_))) {
        return concat_secret(parts);
    }
    let mut builder = TextBuilder::new();
    for part in parts {
        let Value::Text(text) = part else { return Err(mismatch("+", part, part)) };
        text_room(builder.len(), text.as_str().len())?;
        builder.push_text(text);
    }
    Ok(Value::Text(builder.finish()))
}

/// Whether a text of `bytes` may grow by `more`.
pub fn text_room(bytes: usize, more: usize) -> Result<(), Fault> {
    if bytes.saturating_add(more) <= limits::TEXT_BYTES_MAX {
        return Ok(());
    }
    let message = format!("a text of more than {} bytes", limits::TEXT_BYTES_MAX);
    Err(Fault::new(FaultKind::Limit, message))
}

fn concat_secret(parts: &[Value]) -> Result<Value, Fault> {
    let mut joined: Vec<SecretPart> = Vec::new();
    let mut bytes = 0;
    let mut push = |part: SecretPart| -> Result<(), Fault> {
        let (SecretPart::Plain(text) | SecretPart::Name(text)) = &part;
        text_room(bytes, text.len())?;
        bytes += text.len();
        match (joined.last_mut(), part) {
            (Some(SecretPart::Plain(before)), SecretPart::Plain(text)) => {
                *before = SmolStr::from(format!("{before}{text}"));
            }
            (_, part) => joined.push(part),
        }
        Ok(())
    };
    for part in parts {
        match part {
            Value::Text(text) => push(SecretPart::Plain(text.as_str().into()))?,
            Value::Secret(secret) => secret.iter().try_for_each(|part| push(part.clone()))?,
            _ => return Err(mismatch("+", part, part)),
        }
    }
    Ok(Value::Secret(Arc::new(joined)))
}

/// An instant that a calendar has.
fn instant(ms: i64) -> Option<Value> {
    jiff::Timestamp::from_millisecond(ms).ok().map(|_| Value::Time(ms))
}

fn add(left: &Value, right: &Value) -> Result<Value, Fault> {
    let over = || overflow("+", left, Some(right));
    match (left, right) {
        (Value::Int(a), Value::Int(b)) => a.checked_add(*b).map(Value::Int).ok_or_else(over),
        (Value::Duration(a), Value::Duration(b)) => a.checked_add(*b).map(Value::Duration).ok_or_else(over),
        (Value::Time(a), Value::Duration(b)) | (Value::Duration(b), Value::Time(a)) => {
            a.checked_add(*b).and_then(instant).ok_or_else(over)
        }
        (Value::Date(a), Value::Duration(b)) | (Value::Duration(b), Value::Date(a)) => move_date(*a, *b),
        (Value::Text(_) | Value::Secret(_), Value::Text(_) | Value::Secret(_)) => {
            concat(&[left.clone(), right.clone()])
        }
        (Value::List(a), Value::List(b)) => {
            if a.len() + b.len() > limits::ELEMENTS_MAX {
                let message = format!("a list of more than {} elements", limits::ELEMENTS_MAX);
                return Err(Fault::new(FaultKind::Limit, message));
            }
            Ok(Value::list(a.iter().chain(b.iter()).cloned().collect()))
        }
        _ => floats("+", left, right, |a, b| a + b),
    }
}

fn subtract(left: &Value, right: &Value) -> Result<Value, Fault> {
    let over = || overflow("-", left, Some(right));
    match (left, right) {
        (Value::Int(a), Value::Int(b)) => a.checked_sub(*b).map(Value::Int).ok_or_else(over),
        (Value::Duration(a), Value::Duration(b)) | (Value::Time(a), Value::Time(b)) => {
            a.checked_sub(*b).map(Value::Duration).ok_or_else(over)
        }
        (Value::Time(a), Value::Duration(b)) => a.checked_sub(*b).and_then(instant).ok_or_else(over),
        (Value::Date(a), Value::Duration(b)) => move_date(*a, b.checked_neg().ok_or_else(over)?),
        (Value::Date(a), Value::Date(b)) => {
            let days = a.duration_since(*b).as_hours() / 24;
            days.checked_mul(DAY_MS).map(Value::Duration).ok_or_else(over)
        }
        _ => floats("-", left, right, |a, b| a - b),
    }
}

fn multiply(left: &Value, right: &Value) -> Result<Value, Fault> {
    let over = || overflow("*", left, Some(right));
    match (left, right) {
        (Value::Int(a), Value::Int(b)) => a.checked_mul(*b).map(Value::Int).ok_or_else(over),
        (Value::Duration(a), Value::Int(b)) | (Value::Int(b), Value::Duration(a)) => {
            a.checked_mul(*b).map(Value::Duration).ok_or_else(over)
        }
        (Value::Duration(a), Value::Float(b)) | (Value::Float(b), Value::Duration(a)) => {
            int_of(float_of(*a) * b).map(Value::Duration)
        }
        _ => floats("*", left, right, |a, b| a * b),
    }
}

fn divide(left: &Value, right: &Value) -> Result<Value, Fault> {
    if is_zero(right) {
        return Err(by_zero(left, right));
    }
    match (left, right) {
        (Value::Duration(a), Value::Duration(b)) => finite(float_of(*a) / float_of(*b)),
        (Value::Duration(a), Value::Int(b)) => int_of(float_of(*a) / float_of(*b)).map(Value::Duration),
        (Value::Duration(a), Value::Float(b)) => int_of(float_of(*a) / b).map(Value::Duration),
        _ => floats("/", left, right, |a, b| a / b),
    }
}

/// The remainder has the sign of the divisor, so that `(i - 1) % n` is a place in a list of `n`.
fn remainder(left: &Value, right: &Value) -> Result<Value, Fault> {
    if is_zero(right) {
        return Err(by_zero(left, right));
    }
    let floored = |a: i64, b: i64| {
        let rest = a.wrapping_rem(b);
        if rest != 0 && (rest < 0) != (b < 0) { rest + b } else { rest }
    };
    match (left, right) {
        (Value::Int(a), Value::Int(b)) => Ok(Value::Int(floored(*a, *b))),
        (Value::Duration(a), Value::Duration(b)) => Ok(Value::Duration(floored(*a, *b))),
        _ => floats("%", left, right, |a, b| {
            let rest = a % b;
            if rest != 0.0 && (rest < 0.0) != (b < 0.0) { rest + b } else { rest }
        }),
    }
}

fn floats(op: &str, left: &Value, right: &Value, apply: impl Fn(f64, f64) -> f64) -> Result<Value, Fault> {
    match (as_float(left), as_float(right)) {
        (Some(a), Some(b)) => finite(apply(a, b)),
        _ => Err(mismatch(op, left, right)),
    }
}

fn as_float(value: &Value) -> Option<f64> {
    match value {
        Value::Int(int) => Some(float_of(*int)),
        Value::Float(float) => Some(*float),
        _ => None,
    }
}

fn is_zero(value: &Value) -> bool {
    match value {
        Value::Int(n) | Value::Duration(n) => *n == 0,
        Value::Float(float) => *float == 0.0,
        _ => false,
    }
}

fn move_date(date: Date, by_ms: i64) -> Result<Value, Fault> {
    if by_ms % DAY_MS != 0 {
        let message = "a date moves by whole days; take a time for hours and minutes";
        return Err(Fault::new(FaultKind::Arithmetic, message));
    }
    let moved = Span::new().try_days(by_ms / DAY_MS).and_then(|span| date.checked_add(span));
    moved.map(Value::Date).map_err(|_| Fault::new(FaultKind::Arithmetic, "the date is beyond the year 9999"))
}

fn ordering(op: Operator, left: &Value, right: &Value) -> Result<Ordering, Fault> {
    compare(left, right).ok_or_else(|| mismatch(&op.to_string(), left, right))
}

/// Exact, where a conversion to float could call two different numbers equal.
fn compare_int_float(int: i64, float: f64) -> Option<Ordering> {
    if float.is_nan() {
        return None;
    }
    match int_of(float.trunc()) {
        Ok(whole) => Some(int.cmp(&whole).then_with(|| 0.0_f64.total_cmp(&(float.fract() + 0.0)))),
        Err(_) => Some(if float > 0.0 { Ordering::Less } else { Ordering::Greater }),
    }
}

/// Whether `item` is an element, a key or a part of `container`.
fn contains(container: &Value, item: &Value) -> Result<bool, Fault> {
    match (container, item) {
        (Value::List(items) | Value::Set(items), _) => Ok(items.contains(item)),
        (Value::Map(entries) | Value::Record(entries), Value::Text(key)) => {
            Ok(entries.contains_key(key.as_str()))
        }
        (Value::Text(text), Value::Text(part)) => Ok(text.as_str().contains(part.as_str())),
        _ => Err(mismatch("in", item, container)),
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Int(int) => int.to_string(),
        Value::Float(float) => float.to_string(),
        other => format!("a {}", other.kind_name()),
    }
}

fn overflow(op: &str, left: &Value, right: Option<&Value>) -> Fault {
    let expression = match right {
        Some(right) => format!("{} {op} {}", shown(left), shown(right)),
        None => format!("{op}({})", shown(left)),
    };
    Fault::new(FaultKind::Arithmetic, format!("{expression} is too large"))
}

fn by_zero(left: &Value, right: &Value) -> Fault {
    match (as_float(left), left) {
        (None, other) if !matches!(other, Value::Duration(_)) => mismatch("/", left, right),
        _ => Fault::new(FaultKind::Arithmetic, format!("{} is divided by zero", shown(left))),
    }
}

fn mismatch(op: &str, left: &Value, right: &Value) -> Fault {
    let message = format!("`{op}` is not defined for {} and {}", left.kind_name(), right.kind_name());
    Fault::new(FaultKind::Internal, message)
}

#[cfg(test)]
mod tests {
    use super::{binary, compare, concat, negate, range};
    use crate::value::{Operator, SecretPart, Text, Value};
    use jiff::civil::date;
    use std::cmp::Ordering;
    use std::sync::Arc;

    fn show(result: Result<Value, crate::value::Fault>) -> String {
        match result {
            Ok(Value::Text(text)) => {
                text.runs().map(|(own, run)| if own { format!("[{run}]") } else { run.to_owned() }).collect()
            }
            Ok(Value::Bool(bool)) => bool.to_string(),
            Ok(Value::Int(int)) => int.to_string(),
            Ok(Value::Float(float)) => format!("{float:?}"),
            Ok(Value::Duration(ms)) => crate::value::show_duration(ms),
            Ok(Value::Date(date)) => date.to_string(),
            Ok(other) => format!("{other:?}"),
            Err(fault) => format!("{:?}: {}", fault.kind, fault.plain()),
        }
    }

    #[test]
    fn operators() {
        use Operator::{Add, Divide, Equal, In, Less, Multiply, NotIn, Remainder, Subtract};
        let int = Value::Int;
        let float = Value::Float;
        let day = |d| Value::Date(date(2026, 2, d));
        let ms = Value::Duration;
        let list = || Value::list(vec![int(1), int(2)]);
        for (left, op, right, expected) in [
            (int(2), Add, int(3), "5"),
            (int(i64::MAX), Add, int(1), "Arithmetic: 9223372036854775807 + 1 is too large"),
            (int(i64::MIN), Subtract, int(1), "Arithmetic: -9223372036854775808 - 1 is too large"),
            (int(i64::MAX), Multiply, int(2), "Arithmetic: 9223372036854775807 * 2 is too large"),
            (int(7), Divide, int(2), "3.5"),
            (int(6), Divide, int(2), "3.0"),
            (int(1), Divide, int(0), "Arithmetic: 1 is divided by zero"),
            (float(1.0), Divide, float(0.0), "Arithmetic: 1 is divided by zero"),
            (float(1e308), Multiply, float(10.0), "Arithmetic: the result is too large"),
            (int(-1), Remainder, int(7), "6"),
            (int(1), Remainder, int(-7), "-6"),
            (int(i64::MIN), Remainder, int(-1), "0"),
            (float(-0.5), Remainder, int(2), "1.5"),
            (int(1), Remainder, int(0), "Arithmetic: 1 is divided by zero"),
            (Value::own("a"), Add, Value::data("b"), "[a]b"),
            (Value::data("ell"), In, Value::data("hello"), "true"),
            (int(2), In, list(), "true"),
            (int(3), NotIn, list(), "true"),
            (Value::data("k"), In, Value::map([("k", int(1))]), "true"),
            (day(28), Add, ms(86_400_000), "2026-03-01"),
            (day(1), Subtract, ms(86_400_000), "2026-01-31"),
            (day(1), Add, ms(1), "Arithmetic: a date moves by whole days; take a time for hours and minutes"),
            (day(1), Add, ms(86_400_000 * 9_000_000), "Arithmetic: the date is beyond the year 9999"),
            (day(3), Subtract, day(1), "2d"),
            (Value::Time(10), Subtract, Value::Time(4), "6ms"),
            (ms(60_000), Divide, ms(1000), "60.0"),
            (ms(60_000), Multiply, float(1.5), "1m 30s"),
            (ms(i64::MAX), Multiply, float(2.0), "Arithmetic: 18446744073709552000 is no int"),
            (int(1), Equal, float(1.0), "true"),
            (int(1), Less, float(1.5), "true"),
            (Value::data("a"), Less, Value::data("b"), "true"),
            (Value::None, Less, int(1), "Internal: `<` is not defined for none and int"),
        ] {
            assert_eq!(show(binary(op, &left, &right)), expected, "{left:?} {op} {right:?}");
        }
        assert_eq!(show(negate(&int(i64::MIN))), "Arithmetic: -(-9223372036854775808) is too large");
        assert_eq!(range(&int(1), &int(3)).ok(), Some(Value::list(vec![int(1), int(2), int(3)])));
        assert_eq!(range(&int(3), &int(1)).ok(), Some(Value::list(vec![])));
        assert!(range(&int(i64::MIN), &int(i64::MAX)).is_err());
    }

    #[test]
    fn ints_and_floats_compare_exactly() {
        for (int, float, expected) in [
            (9_007_199_254_740_993, 9_007_199_254_740_992.0, Ordering::Greater),
            (1, 1.5, Ordering::Less),
            (-1, -1.5, Ordering::Greater),
            (0, -0.0, Ordering::Equal),
            (i64::MAX, 1e300, Ordering::Less),
            (i64::MIN, -1e300, Ordering::Greater),
        ] {
            assert_eq!(compare(&Value::Int(int), &Value::Float(float)), Some(expected), "{int} {float}");
        }
    }

    #[test]
    fn a_text_with_a_secret_is_a_secret() {
        let secret = Value::Secret(Arc::new(vec![SecretPart::Name("TOKEN".into())]));
        let joined = concat(&[Value::own("Bear"), Value::Text(Text::data("er ")), secret.clone()]);
        let Ok(Value::Secret(parts)) = joined else { panic!("no secret") };
        assert_eq!(*parts, vec![SecretPart::Plain("Bearer ".into()), SecretPart::Name("TOKEN".into())]);
    }
}

//! What a hole `{expr}` without a format prints.

use crate::value::{Fault, FaultKind, Text, Type, Value, show_duration, to_json};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Whether a hole takes a value of this type.
#[must_use]
pub fn hole_accepts(ty: &Type) -> bool {
    match ty {
        Type::Unknown
        | Type::Never
        | Type::Bool
        | Type::Int
        | Type::Float
        | Type::Text
        | Type::Duration
        | Type::Time
        | Type::Date
        | Type::Json
        | Type::Secret
        | Type::Person
        | Type::Room
        | Type::Error
        | Type::Literals(_) => true,
        Type::Nothing
        | Type::None
        | Type::Message
        | Type::File
        | Type::Card
        | Type::Optional(_)
        | Type::List(_)
        | Type::Set(_)
        | Type::Map(_)
        | Type::Record(_)
        | Type::Function(_)
        | Type::Variable(_) => false,
    }
}

/// What a hole prints for `value`: a text (with its marks, if it is one already), or the secret that
/// it is. Of a person or a room it is the name: the caller reads that first and passes the text.
pub fn hole(value: &Value, zone: &TimeZone) -> Result<Value, Fault> {
    Ok(match value {
        Value::Text(_) | Value::Secret(_) => value.clone(),
        Value::None => Value::Text(Text::default()),
        Value::Bool(bool) => Value::data(bool.to_string()),
        Value::Int(int) => Value::data(int.to_string()),
        Value::Float(float) => Value::data(show_float(*float)),
        Value::Duration(ms) => Value::data(show_duration(*ms)),
        Value::Time(ms) => Value::data(show_time(*ms, zone)),
        Value::Date(date) => Value::data(date.to_string()),
        Value::Error(error) => match &error.message {
            Value::Text(_) | Value::Secret(_) => error.message.clone(),
            other => Value::data(to_json(other)?.to_string()),
        },
        Value::Person(person) => Value::data(person.local_part()),
        Value::Room(_) | Value::Message(_) | Value::File(_) | Value::Closure(_) => {
            let message = format!("a hole was given a {}", value.kind_name());
            return Err(Fault::new(FaultKind::Internal, message));
        }
        Value::List(_) | Value::Set(_) | Value::Map(_) | Value::Record(_) => {
            Value::data(to_json(value)?.to_string())
        }
    })
}

/// A float with as many digits as tell it apart; whole ones without a fraction.
#[must_use]
pub fn show_float(float: f64) -> String {
    const PLAIN_MAX: f64 = 1e16;
    const PLAIN_MIN: f64 = 1e-5;
    let size = float.abs();
    if float == 0.0 {
        "0".to_owned()
    } else if (PLAIN_MIN..PLAIN_MAX).contains(&size) {
        float.to_string()
    } else {
        format!("{float:e}")
    }
}

/// An instant as the clock on the wall of `zone` shows it, to the minute.
#[must_use]
pub fn show_time(ms: i64, zone: &TimeZone) -> String {
    match Timestamp::from_millisecond(ms) {
        Ok(instant) => instant.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string(),
        Err(_) => format!("{ms} ms"),
    }
}

#[cfg(test)]
mod tests {
    use super::hole;
    use crate::value::{ErrorValue, Value};
    use jiff::civil::date;
    use jiff::tz::TimeZone;
    use std::sync::Arc;

    #[test]
    fn what_is_printed() {
        let zone = TimeZone::get("Europe/London").expect("bundled");
        let error = ErrorValue { message: Value::data("no"), status: None, body: None };
        for (value, expected) in [
            (Value::own("**a**"), "**a**"),
            (Value::None, ""),
            (Value::Bool(true), "true"),
            (Value::Int(-5), "-5"),
            (Value::Float(900.0), "900"),
            (Value::Float(84.5), "84.5"),
            (Value::Float(-0.0), "0"),
            (Value::Float(1e21), "1e21"),
            (Value::Duration(90_000), "1m 30s"),
            (Value::Time(1_783_000_800_000), "2026-07-02 15:00"),
            (Value::Time(i64::MAX), "9223372036854775807 ms"),
            (Value::Date(date(2026, 1, 5)), "2026-01-05"),
            (Value::Error(Arc::new(error)), "no"),
            (Value::map([("a", Value::list(vec![Value::None]))]), r#"{"a":[null]}"#),
        ] {
            assert_eq!(
                hole(&value, &zone).ok().as_ref().and_then(Value::as_str),
                Some(expected),
                "{value:?}"
            );
        }
    }
}

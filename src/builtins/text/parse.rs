//! Texts read as other values; none where they cannot be.

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Value, finite, parse_duration, parse_email, parse_time};
use jiff::civil::Date;

pub(in crate::builtins) static TO_INT: Builtin = Builtin {
    signature: "text.to_int -> int?",
    doc: "The whole number that the text is.",
    examples: &[(r#""42".to_int ?? 0"#, "42"), (r#""4x".to_int ?? 0"#, "0")],
    kind: Kind::Pure(|args, _| {
        Ok(Args(args).str(0)?.trim().replace('_', "").parse().map_or(Value::None, Value::Int))
    }),
};

pub(in crate::builtins) static TO_FLOAT: Builtin = Builtin {
    signature: "text.to_float -> float?",
    doc: "The number that the text is.",
    examples: &[(r#""2.5".to_float ?? 0.0"#, "2.5")],
    kind: Kind::Pure(|args, _| {
        let number = Args(args).str(0)?.trim().parse::<f64>();
        Ok(number.ok().and_then(|number| finite(number).ok()).unwrap_or_default())
    }),
};

pub(in crate::builtins) static TO_DATE: Builtin = Builtin {
    signature: "text.to_date -> date?",
    doc: "The day that the text is, written as 2026-01-31.",
    examples: &[(r#""2026-01-31".to_date ?? today"#, "2026-01-31")],
    kind: Kind::Pure(|args, _| {
        Ok(Args(args).str(0)?.trim().parse::<Date>().map_or(Value::None, Value::Date))
    }),
};

pub(in crate::builtins) static TO_TIME: Builtin = Builtin {
    signature: "text.to_time -> time?",
    doc: "The instant that the text is, with its offset, as 2026-01-31T09:00:00Z.",
    examples: &[(r#""2026-01-31T09:00:00Z".to_time?.unix ?? 0"#, "1769850000")],
    kind: Kind::Pure(|args, _| Ok(parse_time(Args(args).str(0)?.trim()).map_or(Value::None, Value::Time))),
};

pub(in crate::builtins) static TO_DURATION: Builtin = Builtin {
    signature: "text.to_duration -> duration?",
    doc: "The duration that the text is, as 1h 30m.",
    examples: &[(r#""90m".to_duration ?? 0s"#, "1h 30m")],
    kind: Kind::Pure(|args, _| Ok(parse_duration(Args(args).str(0)?).map_or(Value::None, Value::Duration))),
};

pub(in crate::builtins) static TO_PERSON: Builtin = Builtin {
    signature: "text.to_person -> person?",
    doc: "The person with this e-mail address; none if it is no address.",
    examples: &[(r#""Bob@Acme.com".to_person?.email ?? "-""#, "bob@acme.com")],
    kind: Kind::Pure(|args, _| Ok(parse_email(Args(args).str(0)?).map_or(Value::None, Value::Person))),
};

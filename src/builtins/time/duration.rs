//! Methods of `duration`. (`d / 1h` gives a fraction.)

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Fault, FaultKind, Value};

pub(in crate::builtins) static DAYS: Builtin = Builtin {
    signature: "duration.days -> int",
    doc: "Whole days in it.",
    examples: &[("36h.days", "1")],
    kind: Kind::Pure(|args, _| Ok(Value::Int(Args(args).duration(0)? / 86_400_000))),
};

pub(in crate::builtins) static HOURS: Builtin = Builtin {
    signature: "duration.hours -> int",
    doc: "Whole hours in it.",
    examples: &[("90m.hours", "1")],
    kind: Kind::Pure(|args, _| Ok(Value::Int(Args(args).duration(0)? / 3_600_000))),
};

pub(in crate::builtins) static MINUTES: Builtin = Builtin {
    signature: "duration.minutes -> int",
    doc: "Whole minutes in it.",
    examples: &[("90m.minutes", "90")],
    kind: Kind::Pure(|args, _| Ok(Value::Int(Args(args).duration(0)? / 60_000))),
};

pub(in crate::builtins) static SECONDS: Builtin = Builtin {
    signature: "duration.seconds -> int",
    doc: "Whole seconds in it.",
    examples: &[("2m.seconds", "120")],
    kind: Kind::Pure(|args, _| Ok(Value::Int(Args(args).duration(0)? / 1000))),
};

pub(in crate::builtins) static MILLISECONDS: Builtin = Builtin {
    signature: "duration.milliseconds -> int",
    doc: "Milliseconds in it.",
    examples: &[("2s.milliseconds", "2000")],
    kind: Kind::Pure(|args, _| Ok(Value::Int(Args(args).duration(0)?))),
};

pub(in crate::builtins) static ABS: Builtin = Builtin {
    signature: "duration.abs -> duration",
    doc: "The duration without its sign.",
    examples: &[("(1h - 90m).abs", "30m")],
    kind: Kind::Pure(|args, _| {
        let ms = Args(args).duration(0)?;
        ms.checked_abs()
            .map(Value::Duration)
            .ok_or_else(|| Fault::new(FaultKind::Arithmetic, "the duration is too large"))
    }),
};

pub(in crate::builtins) static MIN: Builtin = Builtin {
    signature: "duration.min(other: duration) -> duration",
    doc: "The shorter of the two.",
    examples: &[("1h.min(30m)", "30m")],
    kind: Kind::Pure(|args, _| Ok(Value::Duration(Args(args).duration(0)?.min(Args(args).duration(1)?)))),
};

pub(in crate::builtins) static MAX: Builtin = Builtin {
    signature: "duration.max(other: duration) -> duration",
    doc: "The longer of the two.",
    examples: &[("1h.max(30m)", "1h")],
    kind: Kind::Pure(|args, _| Ok(Value::Duration(Args(args).duration(0)?.max(Args(args).duration(1)?)))),
};

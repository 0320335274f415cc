//! What time it is.

use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static NOW: Builtin = Builtin {
    signature: "now -> time",
    doc: "The time of the event that is being handled.",
    examples: &[("now == now", "true")],
    kind: Kind::Pure(|_, env| Ok(Value::Time(env.now_ms))),
};

pub(in crate::builtins) static TODAY: Builtin = Builtin {
    signature: "today -> date",
    doc: "The day that it is in the bot's time zone.",
    examples: &[("today == today", "true")],
    kind: Kind::Pure(|_, env| Ok(Value::Date(env.today()))),
};

pub(in crate::builtins) static TOMORROW: Builtin = Builtin {
    signature: "tomorrow -> date",
    doc: "The day after today.",
    examples: &[("tomorrow - today", "1d")],
    kind: Kind::Pure(|_, env| Ok(Value::Date(env.today().tomorrow().unwrap_or(env.today())))),
};

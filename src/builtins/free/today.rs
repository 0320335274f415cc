//! `today`

use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "today -> date",
    doc: "The day that it is in the bot's time zone.",
    examples: &[("today == today", "true")],
    kind: Kind::Pure(|_, env| Ok(Value::Date(env.today()))),
};

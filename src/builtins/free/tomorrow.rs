//! `tomorrow`

use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "tomorrow -> date",
    doc: "The day after today.",
    examples: &[("tomorrow - today", "1d")],
    kind: Kind::Pure(|_, env| Ok(Value::Date(env.today().tomorrow().unwrap_or(env.today())))),
};

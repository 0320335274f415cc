//! `bot`

use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "bot -> person",
    doc: "The bot itself.",
    examples: &[("bot == bot", "true")],
    kind: Kind::Pure(|_, env| Ok(Value::Person(env.bot.clone()))),
};

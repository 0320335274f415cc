//! `time.ago`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "time.ago -> text",
    doc: "How long ago or ahead it is, in words, in its largest unit.",
    examples: &[
        ("(now - 3h).ago", r#""3 hours ago""#),
        ("(now + 1d).ago", r#""in 1 day""#),
        ("now.ago", r#""just now""#),
    ],
    kind: Kind::Pure(|args, env| {
        let ms = i128::from(env.now_ms) - i128::from(Args(args).time(0)?);
        let units = [("day", 86_400_000), ("hour", 3_600_000), ("minute", 60_000)];
        let found = units.into_iter().find(|(_, unit)| ms.abs() >= *unit);
        let Some((name, unit)) = found else { return Ok(Value::data("just now")) };
        let n = ms.abs() / unit;
        let amount = format!("{n} {name}{}", if n == 1 { "" } else { "s" });
        Ok(Value::data(if ms < 0 { format!("in {amount}") } else { format!("{amount} ago") }))
    }),
};

//! `duration.abs`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Fault, FaultKind, Value};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
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

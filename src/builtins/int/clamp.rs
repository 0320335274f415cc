//! `int.clamp`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "int.clamp(low: int, high: int) -> int",
    doc: "The number, but no less than `low` and no more than `high`.",
    examples: &[("7.clamp(1, 5)", "5")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        Ok(Value::Int(args.int(0)?.min(args.int(2)?).max(args.int(1)?)))
    }),
};

//! `random.int`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Fault, FaultKind, Value};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "random.int(from: int, to: int) -> int",
    doc: "A whole number by chance, both ends in.",
    examples: &[("random.int(3, 3)", "3")],
    kind: Kind::Pure(|args, env| {
        let args = Args(args);
        let (from, to) = (args.int(0)?, args.int(1)?);
        if from > to {
            return Err(Fault::new(FaultKind::Builtin, format!("there is no number from {from} to {to}")));
        }
        let count = to.wrapping_sub(from).cast_unsigned().wrapping_add(1);
        let drawn = if count == 0 { env.chance() } else { env.chance_below(count) };
        Ok(Value::Int(from.wrapping_add(drawn.cast_signed())))
    }),
};

//! Numbers by chance. They come from the seed of the run: not for secrets.

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Fault, FaultKind, Value, finite};

pub(in crate::builtins) static INT: Builtin = Builtin {
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

pub(in crate::builtins) static FLOAT: Builtin = Builtin {
    signature: "random.float() -> float",
    doc: "A number by chance, from 0 up to but not 1.",
    examples: &[("random.float() < 1.0", "true")],
    kind: Kind::Pure(|_, env| {
        let drawn = u32::try_from(env.chance() >> 32).unwrap_or_default();
        finite(f64::from(drawn) / 4_294_967_296.0)
    }),
};

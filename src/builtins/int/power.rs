//! `int.power`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Fault, FaultKind, Value};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "int.power(n: int) -> int",
    doc: "The number multiplied by itself `n` times.",
    examples: &[("2.power(10)", "1024")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let (base, n) = (args.int(0)?, args.int(1)?);
        let power = u32::try_from(n).ok().and_then(|n| base.checked_pow(n));
        power.map(Value::Int).ok_or_else(|| match n {
            ..0 => Fault::new(FaultKind::Arithmetic, "an int has no negative power; take a float"),
            _ => Fault::new(FaultKind::Arithmetic, format!("{base} to the power of {n} is too large")),
        })
    }),
};

//! `random.float`

use crate::builtins::builtin::{Builtin, Kind};
use crate::value::finite;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "random.float() -> float",
    doc: "A number by chance, from 0 up to but not 1.",
    examples: &[("random.float() < 1.0", "true")],
    kind: Kind::Pure(|_, env| {
        let drawn = u32::try_from(env.chance() >> 32).unwrap_or_default();
        finite(f64::from(drawn) / 4_294_967_296.0)
    }),
};

//! `random.float`

use crate::base::fraction;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::finite;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "random.float() -> float",
    doc: "A number by chance, from 0 up to but not 1.",
    examples: &[("random.float() < 1.0", "true")],
    kind: Kind::Pure(|_, env| finite(fraction(env.chance()))),
};

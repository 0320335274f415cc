//! Methods of `float`; an `int` has them too.

use crate::builtins::args::{Args, at_most};
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Fault, FaultKind, Value, finite, int_of};

pub(in crate::builtins) static ROUND: Builtin = Builtin {
    signature: "float.round -> int",
    doc: "The nearest whole number; halves are rounded away from zero.",
    examples: &[("2.5.round", "3"), ("(-2.4).round", "-2")],
    kind: Kind::Pure(|args, _| int_of(Args(args).float(0)?).map(Value::Int)),
};

pub(in crate::builtins) static ROUND_TO: Builtin = Builtin {
    signature: "float.round_to(digits: int) -> float",
    doc: "The nearest number with so many digits behind the point.",
    examples: &[("2.345.round_to(1)", "2.3")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let (float, digits) = (args.float(0)?, at_most(args.int(1)?).min(17));
        format!("{float:.digits$}").parse().map_or_else(|_| Err(not_a_number()), finite)
    }),
};

pub(in crate::builtins) static FLOOR: Builtin = Builtin {
    signature: "float.floor -> int",
    doc: "The whole number at or below it.",
    examples: &[("2.7.floor", "2")],
    kind: Kind::Pure(|args, _| int_of(Args(args).float(0)?.floor()).map(Value::Int)),
};

pub(in crate::builtins) static CEIL: Builtin = Builtin {
    signature: "float.ceil -> int",
    doc: "The whole number at or above it.",
    examples: &[("2.1.ceil", "3")],
    kind: Kind::Pure(|args, _| int_of(Args(args).float(0)?.ceil()).map(Value::Int)),
};

pub(in crate::builtins) static ABS: Builtin = Builtin {
    signature: "float.abs -> float",
    doc: "The number without its sign.",
    examples: &[("(-2.5).abs", "2.5")],
    kind: Kind::Pure(|args, _| finite(Args(args).float(0)?.abs())),
};

pub(in crate::builtins) static MIN: Builtin = Builtin {
    signature: "float.min(other: float) -> float",
    doc: "The lesser of the two.",
    examples: &[("2.5.min(1.5)", "1.5")],
    kind: Kind::Pure(|args, _| finite(Args(args).float(0)?.min(Args(args).float(1)?))),
};

pub(in crate::builtins) static MAX: Builtin = Builtin {
    signature: "float.max(other: float) -> float",
    doc: "The greater of the two.",
    examples: &[("2.5.max(1.5)", "2.5")],
    kind: Kind::Pure(|args, _| finite(Args(args).float(0)?.max(Args(args).float(1)?))),
};

pub(in crate::builtins) static CLAMP: Builtin = Builtin {
    signature: "float.clamp(low: float, high: float) -> float",
    doc: "The number, but no less than `low` and no more than `high`.",
    examples: &[("7.5.clamp(1.0, 5.0)", "5")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        finite(args.float(0)?.min(args.float(2)?).max(args.float(1)?))
    }),
};

pub(in crate::builtins) static SQRT: Builtin = Builtin {
    signature: "float.sqrt -> float",
    doc: "The square root.",
    examples: &[("9.0.sqrt", "3")],
    kind: Kind::Pure(|args, _| finite(Args(args).float(0)?.sqrt())),
};

pub(in crate::builtins) static POWER: Builtin = Builtin {
    signature: "float.power(n: float) -> float",
    doc: "The number to the power of `n`.",
    examples: &[("2.0.power(0.5).round_to(3)", "1.414")],
    kind: Kind::Pure(|args, _| finite(Args(args).float(0)?.powf(Args(args).float(1)?))),
};

fn not_a_number() -> Fault {
    Fault::new(FaultKind::Arithmetic, "the result is not a number")
}

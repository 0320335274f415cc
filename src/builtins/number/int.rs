//! Methods of `int`.

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Fault, FaultKind, Value};

pub(in crate::builtins) static ABS: Builtin = Builtin {
    signature: "int.abs -> int",
    doc: "The number without its sign.",
    examples: &[("(-3).abs", "3")],
    kind: Kind::Pure(|args, _| {
        let int = Args(args).int(0)?;
        int.checked_abs().map(Value::Int).ok_or_else(|| too_large(int))
    }),
};

pub(in crate::builtins) static MIN: Builtin = Builtin {
    signature: "int.min(other: int) -> int",
    doc: "The lesser of the two.",
    examples: &[("3.min(2)", "2")],
    kind: Kind::Pure(|args, _| Ok(Value::Int(Args(args).int(0)?.min(Args(args).int(1)?)))),
};

pub(in crate::builtins) static MAX: Builtin = Builtin {
    signature: "int.max(other: int) -> int",
    doc: "The greater of the two.",
    examples: &[("3.max(2)", "3")],
    kind: Kind::Pure(|args, _| Ok(Value::Int(Args(args).int(0)?.max(Args(args).int(1)?)))),
};

pub(in crate::builtins) static CLAMP: Builtin = Builtin {
    signature: "int.clamp(low: int, high: int) -> int",
    doc: "The number, but no less than `low` and no more than `high`.",
    examples: &[("7.clamp(1, 5)", "5")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        Ok(Value::Int(args.int(0)?.min(args.int(2)?).max(args.int(1)?)))
    }),
};

pub(in crate::builtins) static POWER: Builtin = Builtin {
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

pub(in crate::builtins) static PLURAL: Builtin = Builtin {
    signature: "int.plural(one: text, many: text) -> text",
    doc: "The word that goes with this number: `one` for 1, otherwise `many`.",
    examples: &[(r#"2.plural("commit", "commits")"#, "commits")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        args.get(if args.int(0)? == 1 { 1 } else { 2 }).cloned()
    }),
};

fn too_large(int: i64) -> Fault {
    Fault::new(FaultKind::Arithmetic, format!("{int} without its sign is too large"))
}

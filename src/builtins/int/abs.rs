//! `int.abs`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Fault, FaultKind, Value};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "int.abs -> int",
    doc: "The number without its sign.",
    examples: &[("(-3).abs", "3")],
    kind: Kind::Pure(|args, _| {
        let int = Args(args).int(0)?;
        int.checked_abs().map(Value::Int).ok_or_else(|| too_large(int))
    }),
};

fn too_large(int: i64) -> Fault {
    Fault::new(FaultKind::Arithmetic, format!("{int} without its sign is too large"))
}

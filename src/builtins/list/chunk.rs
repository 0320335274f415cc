//! `list.chunk`

use crate::builtins::args::{Args, at_most};
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Fault, FaultKind, Value};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.chunk(n: int) -> list<list<T>>",
    doc: "The elements in lists of `n`; the last one may be shorter.",
    examples: &[("[1, 2, 3].chunk(2)", "[[1, 2], [3]]")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let n = at_most(args.int(1)?);
        if n == 0 {
            return Err(Fault::new(FaultKind::Builtin, "`chunk` needs at least 1 element a list"));
        }
        Ok(Value::list(args.items(0)?.chunks(n).map(|chunk| Value::list(chunk.to_vec())).collect()))
    }),
};

//! `list.drop_while`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind, Stop};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.drop_while(f: (T) -> bool) -> list<T>",
    doc: "The elements from the first one on for which `f` gives false.",
    examples: &[("[1, 2, 3, 1].drop_while(x => x < 3)", "[3, 1]")],
    kind: Kind::Each {
        stop: Stop::AtFalse,
        finish: |receiver, results, _, _| {
            let items = Args(std::slice::from_ref(receiver)).items(0)?;
            let dropped = results.iter().filter(|result| **result == Value::Bool(true)).count();
            Ok(Value::list(items.iter().skip(dropped).cloned().collect()))
        },
    },
};

//! `list.distinct_by`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind, Stop};
use crate::value::{KeySet, Value};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.distinct_by(key: (T) -> P) -> list<T>",
    doc: "The list without elements whose `key` came before.",
    examples: &[(r#"["ab", "ac", "b"].distinct_by(x => x.take(1))"#, r#"["ab", "b"]"#)],
    kind: Kind::Each {
        stop: Stop::Never,
        finish: |receiver, keys, _, _| {
            let items = Args(std::slice::from_ref(receiver)).items(0)?;
            let mut seen = KeySet::default();
            let fresh = items.iter().zip(&keys).filter(|(_, key)| seen.insert(key));
            Ok(Value::list(fresh.map(|(item, _)| item.clone()).collect()))
        },
    },
};

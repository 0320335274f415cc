//! `list.tally`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Fields, Value};
use smol_str::SmolStr;
use std::sync::Arc;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<text>.tally -> map<int>",
    doc: "How often each text is in the list.",
    examples: &[(r#"["a", "b", "a"].tally"#, r#"{ "a": 2, "b": 1 }"#)],
    kind: Kind::Pure(|args, _| {
        let mut tally = Fields::new();
        for item in Args(args).items(0)?.iter() {
            let times = tally.entry(SmolStr::new(item.as_str().unwrap_or_default())).or_insert(Value::Int(0));
            if let Value::Int(times) = times {
                *times = times.saturating_add(1);
            }
        }
        Ok(Value::Map(Arc::new(tally)))
    }),
};

//! `list.shuffle`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.shuffle() -> list<T>",
    doc: "The elements in an order by chance.",
    examples: &[(r#"[1, 2, 3].shuffle().sort.join("")"#, "123")],
    kind: Kind::Pure(|args, env| {
        let mut items = Args(args).items(0)?.to_vec();
        for last in (1..items.len()).rev() {
            let other = env.chance_below(last as u64 + 1);
            items.swap(last, usize::try_from(other).unwrap_or(last));
        }
        Ok(Value::list(items))
    }),
};

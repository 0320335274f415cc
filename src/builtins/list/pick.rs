//! `list.pick`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<T>.pick() -> T?",
    doc: "An element by chance; none if the list is empty.",
    examples: &[(r#"["a"].pick()"#, r#""a""#)],
    kind: Kind::Pure(|args, env| {
        let items = Args(args).items(0)?;
        let at = env.chance_below(items.len() as u64);
        Ok(usize::try_from(at).ok().and_then(|at| items.get(at)).cloned().unwrap_or_default())
    }),
};

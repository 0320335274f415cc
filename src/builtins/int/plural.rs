//! `int.plural`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "int.plural(one: text, many: text) -> text",
    doc: "The word that goes with this number: `one` for 1, otherwise `many`.",
    examples: &[(r#"2.plural("commit", "commits")"#, r#""commits""#)],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        args.get(if args.int(0)? == 1 { 1 } else { 2 }).cloned()
    }),
};

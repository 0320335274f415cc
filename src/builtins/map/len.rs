//! `map.len`

use crate::builtins::args::{Args, count};
use crate::builtins::builtin::{Builtin, Kind};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "map<T>.len -> int",
    doc: "How many entries the map has.",
    examples: &[(r#"{ "a": 1 }.len"#, "1")],
    kind: Kind::Pure(|args, _| Ok(count(Args(args).map(0)?.len()))),
};

//! `list.sum`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Operator, Value, binary};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<N>.sum -> N",
    doc: "The elements added up; 0 if there are none.",
    examples: &[("[1, 2, 3].sum", "6"), ("[0.5, 1].sum", "1.5")],
    kind: Kind::Pure(|args, _| {
        Args(args).items(0)?.iter().try_fold(Value::Int(0), |sum, item| binary(Operator::Add, &sum, item))
    }),
};

//! `float.round_to`

use crate::builtins::args::{Args, at_most};
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Fault, FaultKind, finite};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "float.round_to(digits: int) -> float",
    doc: "The nearest number with so many digits behind the point.",
    examples: &[("2.345.round_to(1)", "2.3")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let (float, digits) = (args.float(0)?, at_most(args.int(1)?).min(17));
        format!("{float:.digits$}").parse().map_or_else(|_| Err(not_a_number()), finite)
    }),
};

fn not_a_number() -> Fault {
    Fault::new(FaultKind::Arithmetic, "the result is not a number")
}

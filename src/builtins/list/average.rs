//! `list.average`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Operator, Value, binary, float_of};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "list<N>.average -> float?",
    doc: "The mean of the elements; none if there are none.",
    examples: &[("[1, 2].average", "1.5")],
    kind: Kind::Pure(|args, _| {
        let items = Args(args).items(0)?;
        if items.is_empty() {
            return Ok(Value::None);
        }
        let sum = items.iter().try_fold(Value::Float(0.0), |sum, item| binary(Operator::Add, &sum, item))?;
        binary(
            Operator::Divide,
            &sum,
            &Value::Float(float_of(i64::try_from(items.len()).unwrap_or(i64::MAX))),
        )
    }),
};

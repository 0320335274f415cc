//! `time.unix`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "time.unix -> int",
    doc: "Whole seconds since 1970-01-01T00:00Z.",
    examples: &[(r#""1970-01-01T00:01:00Z".to_time?.unix"#, "60")],
    kind: Kind::Pure(|args, _| Ok(Value::Int(Args(args).time(0)?.div_euclid(1000)))),
};

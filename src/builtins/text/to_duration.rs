//! `text.to_duration`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Value, parse_duration};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.to_duration -> duration?",
    doc: "The duration that the text is, as 1h 30m.",
    examples: &[(r#""90m".to_duration"#, "90m")],
    kind: Kind::Pure(|args, _| Ok(parse_duration(Args(args).str(0)?).map_or(Value::None, Value::Duration))),
};

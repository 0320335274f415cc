//! `text.to_time`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Value, parse_time};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.to_time -> time?",
    doc: "The instant that the text is, with its offset, as 2026-01-31T09:00:00Z.",
    examples: &[(r#""2026-01-31T09:00:00Z".to_time?.unix"#, "1769850000")],
    kind: Kind::Pure(|args, _| Ok(parse_time(Args(args).str(0)?.trim()).map_or(Value::None, Value::Time))),
};

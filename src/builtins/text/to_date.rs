//! `text.to_date`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;
use jiff::civil::Date;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.to_date -> date?",
    doc: "The day that the text is, written as 2026-01-31.",
    examples: &[(r#""2026-01-31".to_date"#, "date(2026, 1, 31)")],
    kind: Kind::Pure(|args, _| {
        Ok(Args(args).str(0)?.trim().parse::<Date>().map_or(Value::None, Value::Date))
    }),
};

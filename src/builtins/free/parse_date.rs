//! `parse_date`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;
use jiff::fmt::strtime::BrokenDownTime;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "parse_date(x: text, format: text) -> date?",
    doc: "The day that the text is in a strftime format; none if it is none.",
    examples: &[(r#"parse_date("05.01.2026", "%d.%m.%Y")"#, "date(2026, 1, 5)")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let parsed = BrokenDownTime::parse(args.str(1)?, args.str(0)?.trim());
        Ok(parsed.and_then(|time| time.to_date()).map_or(Value::None, Value::Date))
    }),
};

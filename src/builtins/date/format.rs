//! `date.format`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Fault, FaultKind, Value};
use jiff::fmt::strtime::BrokenDownTime;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "date.format(format: text) -> text",
    doc: "The day in a strftime format.",
    examples: &[(r#"date(2026, 1, 5).format("%-d %B %Y")"#, r#""5 January 2026""#)],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let (date, format) = (args.date(0)?, args.str(1)?);
        let shown = BrokenDownTime::from(date).to_string(format);
        shown.map(Value::data).map_err(|error| {
            Fault::new(FaultKind::Builtin, format!("`{format}` is no format for a date: {error}"))
        })
    }),
};

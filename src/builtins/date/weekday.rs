//! `date.weekday`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::date::shared::weekday_name;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "date.weekday -> weekday",
    doc: "The day of the week, as monday.",
    examples: &[("date(2026, 1, 5).weekday", r#""monday""#)],
    kind: Kind::Pure(|args, _| Ok(weekday_name(Args(args).date(0)?))),
};

//! `time.iso`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::time::shared::beyond;
use crate::value::{Value, show_instant};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "time.iso -> text",
    doc: "The instant as other systems write it, in UTC.",
    examples: &[("time_of_unix(0).iso", r#""1970-01-01T00:00:00Z""#)],
    kind: Kind::Pure(|args, _| {
        let ms = Args(args).time(0)?;
        show_instant(ms).map(Value::data).ok_or_else(beyond)
    }),
};

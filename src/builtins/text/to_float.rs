//! `text.to_float`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::finite;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.to_float -> float?",
    doc: "The number that the text is.",
    examples: &[(r#""2.5".to_float"#, "2.5")],
    kind: Kind::Pure(|args, _| {
        let number = Args(args).str(0)?.trim().parse::<f64>();
        Ok(number.ok().and_then(|number| finite(number).ok()).unwrap_or_default())
    }),
};

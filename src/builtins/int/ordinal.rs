//! `int.ordinal`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "int.ordinal -> text",
    doc: "The number as a place in an order, in English.",
    examples: &[("[1, 2, 3, 11, 22].map(n => n.ordinal)", r#"["1st", "2nd", "3rd", "11th", "22nd"]"#)],
    kind: Kind::Pure(|args, _| {
        let int = Args(args).int(0)?;
        let (tens, ones) = ((int / 10 % 10).abs(), (int % 10).abs());
        let ending = match (tens, ones) {
            (1, _) => "th",
            (_, 1) => "st",
            (_, 2) => "nd",
            (_, 3) => "rd",
            _ => "th",
        };
        Ok(Value::data(format!("{int}{ending}")))
    }),
};

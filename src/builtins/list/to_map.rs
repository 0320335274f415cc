//! `list.to_map`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::Value;

pub(in crate::builtins) static BUILTIN: Builtin =
    Builtin {
        signature: "list<{ key: text, value: T }>.to_map -> map<T>",
        doc: "The map with these entries; of entries with the same key the last one counts.",
        examples: &[(r#"{ "a": 1 }.entries.to_map.len"#, "1")],
        kind: Kind::Pure(|args, _| {
            let items = Args(args).items(0)?;
            let field = |item: &Value, name: &str| match item {
                Value::Record(fields) | Value::Map(fields) => fields.get(name).cloned().unwrap_or_default(),
                _ => Value::None,
            };
            Ok(Value::map(items.iter().map(|item| {
                (field(item, "key").as_str().unwrap_or_default().to_owned(), field(item, "value"))
            })))
        }),
    };

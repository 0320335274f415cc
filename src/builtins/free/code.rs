//! `code`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::free::shared::{block, fence};
use crate::value::{Text, TextBuilder, Value};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: r#"code(x: text, language: text = "") -> text"#,
    doc: "The text as code: in the line, or as a block if it has several lines or a language.",
    examples: &[(r#"code("ls")"#, r#""`ls`""#)],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        Ok(Value::Text(code(args.str(0)?, args.str(1)?)))
    }),
};

fn code(text: &str, language: &str) -> Text {
    let mut builder = TextBuilder::new();
    if language.is_empty() && !text.contains(['\n', '\r']) {
        let fence = fence(text, 1);
        // A space parts the fence from a backtick, and is not shown.
        let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
        builder.push(&format!("{fence}{space}"), true);
        builder.push(text, false);
        builder.push(&format!("{space}{fence}"), true);
        return builder.finish();
    }
    let language: String = language.chars().filter(char::is_ascii_alphanumeric).collect();
    block(text, &language)
}

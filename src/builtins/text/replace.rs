//! `text.replace`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Fault, Text, TextBuilder, Value, text_room};

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.replace(from: text, to: text) -> text",
    doc: "The text with each `from` replaced by `to`.",
    examples: &[(r#""refs/heads/main".replace("refs/heads/", "")"#, "main")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        replaced(args.text(0)?, args.str(1)?, args.text(2)?).map(Value::Text)
    }),
};

/// Own characters stay own, those of `to` are what they are there.
fn replaced(text: &Text, from: &str, to: &Text) -> Result<Text, Fault> {
    if from.is_empty() {
        return Ok(text.clone());
    }
    let mut builder = TextBuilder::new();
    let mut done = 0;
    for (at, part) in text.as_str().match_indices(from) {
        text_room(builder.len(), at - done + to.as_str().len())?;
        builder.push_text(&text.slice(done..at));
        builder.push_text(to);
        done = at + part.len();
    }
    if done == 0 {
        return Ok(text.clone());
    }
    text_room(builder.len(), text.as_str().len() - done)?;
    builder.push_text(&text.slice(done..text.as_str().len()));
    Ok(builder.finish())
}

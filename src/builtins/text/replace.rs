//! Other characters in place of some.

use crate::builtins::args::{Args, at_most};
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Fault, Text, TextBuilder, Value, text_room};
use unicode_segmentation::UnicodeSegmentation;

pub(in crate::builtins) static REPLACE: Builtin = Builtin {
    signature: "text.replace(from: text, to: text) -> text",
    doc: "The text with each `from` replaced by `to`.",
    examples: &[(r#""refs/heads/main".replace("refs/heads/", "")"#, "main")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        replaced(args.text(0)?, args.str(1)?, args.text(2)?).map(Value::Text)
    }),
};

pub(in crate::builtins) static REPEAT: Builtin = Builtin {
    signature: "text.repeat(n: int) -> text",
    doc: "The text `n` times.",
    examples: &[(r#""-".repeat(5)"#, "-----")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let text = args.str(0)?;
        let times = at_most(args.int(1)?);
        text_room(0, text.len().saturating_mul(times))?;
        Ok(Value::data(text.repeat(times)))
    }),
};

pub(in crate::builtins) static CAPITALIZE: Builtin = Builtin {
    signature: "text.capitalize -> text",
    doc: "The text with its first letter in upper case.",
    examples: &[(r#""monday".capitalize"#, "Monday")],
    kind: Kind::Pure(|args, _| {
        let text = Args(args).str(0)?;
        let mut chars = text.chars();
        Ok(Value::data(
            chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect::<String>(),
        ))
    }),
};

pub(in crate::builtins) static REVERSE: Builtin = Builtin {
    signature: "text.reverse -> text",
    doc: "The characters from the last to the first.",
    examples: &[(r#""stop".reverse"#, "pots")],
    kind: Kind::Pure(|args, _| {
        let text = Args(args).str(0)?;
        Ok(Value::data(text.graphemes(true).rev().collect::<String>()))
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

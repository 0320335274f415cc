//! Parts of a text. They keep what is the script's own.

use crate::builtins::args::{Args, at_most};
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Text, Value};
use unicode_segmentation::UnicodeSegmentation;

pub(in crate::builtins) static TRIM: Builtin = Builtin {
    signature: "text.trim -> text",
    doc: "The text without white space around it.",
    examples: &[(r#""[" + "  a b ".trim + "]""#, "[a b]")],
    kind: Kind::Pure(|args, _| {
        let text = Args(args).text(0)?;
        let start = text.as_str().len() - text.as_str().trim_start().len();
        let length = text.as_str().trim().len();
        Ok(Value::Text(text.slice(start..start + length)))
    }),
};

pub(in crate::builtins) static TAKE: Builtin = Builtin {
    signature: "text.take(n: int) -> text",
    doc: "The first `n` characters, or all if there are fewer.",
    examples: &[(r#""deadbeef".take(4)"#, "dead")],
    kind: Kind::Pure(|args, _| {
        let text = Args(args).text(0)?;
        Ok(Value::Text(text.slice(0..end_of(text, Args(args).int(1)?))))
    }),
};

pub(in crate::builtins) static DROP: Builtin = Builtin {
    signature: "text.drop(n: int) -> text",
    doc: "What follows the first `n` characters.",
    examples: &[(r#""v1.2".drop(1)"#, "1.2")],
    kind: Kind::Pure(|args, _| {
        let text = Args(args).text(0)?;
        Ok(Value::Text(text.slice(end_of(text, Args(args).int(1)?)..text.as_str().len())))
    }),
};

pub(in crate::builtins) static FIRST: Builtin = Builtin {
    signature: "text.first -> text?",
    doc: "The first character; none if there is none.",
    examples: &[(r#""été".first ?? "-""#, "é")],
    kind: Kind::Pure(|args, _| {
        let text = Args(args).text(0)?;
        Ok(some(text, text.as_str().grapheme_indices(true).next()))
    }),
};

pub(in crate::builtins) static LAST: Builtin = Builtin {
    signature: "text.last -> text?",
    doc: "The last character; none if there is none.",
    examples: &[(r#""été!".last ?? "-""#, "!")],
    kind: Kind::Pure(|args, _| {
        let text = Args(args).text(0)?;
        Ok(some(text, text.as_str().grapheme_indices(true).next_back()))
    }),
};

pub(in crate::builtins) static STRIP_PREFIX: Builtin = Builtin {
    signature: "text.strip_prefix(prefix: text) -> text",
    doc: "The text without `prefix` at its start; the text itself if it does not start so.",
    examples: &[(r#""v1.2".strip_prefix("v")"#, "1.2")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let (text, prefix) = (args.text(0)?, args.str(1)?);
        let start = if text.as_str().starts_with(prefix) { prefix.len() } else { 0 };
        Ok(Value::Text(text.slice(start..text.as_str().len())))
    }),
};

pub(in crate::builtins) static STRIP_SUFFIX: Builtin = Builtin {
    signature: "text.strip_suffix(suffix: text) -> text",
    doc: "The text without `suffix` at its end; the text itself if it does not end so.",
    examples: &[(r#""a.txt".strip_suffix(".txt")"#, "a")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let (text, suffix) = (args.text(0)?, args.str(1)?);
        let cut = if text.as_str().ends_with(suffix) { suffix.len() } else { 0 };
        Ok(Value::Text(text.slice(0..text.as_str().len() - cut)))
    }),
};

pub(in crate::builtins) static BEFORE: Builtin = Builtin {
    signature: "text.before(part: text) -> text",
    doc: "What stands before the first `part`; the whole text if it is not in there.",
    examples: &[(r#""a=b=c".before("=")"#, "a")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let text = args.text(0)?;
        let end = text.as_str().find(args.str(1)?).unwrap_or(text.as_str().len());
        Ok(Value::Text(text.slice(0..end)))
    }),
};

pub(in crate::builtins) static AFTER: Builtin = Builtin {
    signature: "text.after(part: text) -> text",
    doc: "What stands after the first `part`; nothing if it is not in there.",
    examples: &[(r#""a=b=c".after("=")"#, "b=c")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let (text, part) = (args.text(0)?, args.str(1)?);
        let length = text.as_str().len();
        let start = text.as_str().find(part).map_or(length, |at| at + part.len());
        Ok(Value::Text(text.slice(start..length)))
    }),
};

pub(in crate::builtins) static SHORTEN: Builtin = Builtin {
    signature: "text.shorten(n: int) -> text",
    doc: "At most `n` characters: a longer text ends in an ellipsis.",
    examples: &[(r#""deployment".shorten(7)"#, "deploy…")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        Ok(Value::data(shortened(args.str(0)?, at_most(args.int(1)?))))
    }),
};

/// Where the first `n` characters end, in bytes.
fn end_of(text: &Text, n: i64) -> usize {
    let text = text.as_str();
    text.grapheme_indices(true).nth(at_most(n)).map_or(text.len(), |(at, _)| at)
}

/// A character of `text` with its marks.
fn some(text: &Text, part: Option<(usize, &str)>) -> Value {
    part.map_or(Value::None, |(at, part)| Value::Text(text.slice(at..at + part.len())))
}

/// At most `n` characters, the last one an ellipsis if there were more.
fn shortened(text: &str, n: usize) -> String {
    if text.graphemes(true).nth(n).is_none() {
        return text.to_owned();
    }
    match n.checked_sub(1) {
        Some(before) => text.graphemes(true).take(before).chain(std::iter::once("…")).collect(),
        None => String::new(),
    }
}

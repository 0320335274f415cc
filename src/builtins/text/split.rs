//! Texts as lists of their parts. The parts keep what is the script's own.

use crate::builtins::args::{Args, room_for};
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Fault, Text, Value};
use unicode_segmentation::UnicodeSegmentation;

pub(in crate::builtins) static SPLIT: Builtin = Builtin {
    signature: "text.split(by: text) -> list<text>",
    doc: "The parts between the separators; the characters if the separator is empty.",
    examples: &[(r#""a,b,,c".split(",").len"#, "4"), (r#""a b".split(" ").join("+")"#, "a+b")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let (text, by) = (args.text(0)?, args.str(1)?);
        if by.is_empty() {
            return parts(text, text.as_str().graphemes(true));
        }
        parts(text, text.as_str().split(by))
    }),
};

pub(in crate::builtins) static LINES: Builtin = Builtin {
    signature: "text.lines -> list<text>",
    doc: "The lines of the text, without their ends.",
    examples: &[(r#""a\nb\n".lines.len"#, "2")],
    kind: Kind::Pure(|args, _| {
        let text = Args(args).text(0)?;
        parts(text, text.as_str().lines())
    }),
};

pub(in crate::builtins) static WORDS: Builtin = Builtin {
    signature: "text.words -> list<text>",
    doc: "The parts between white space.",
    examples: &[(r#""  to  be ".words.join("|")"#, "to|be")],
    kind: Kind::Pure(|args, _| {
        let text = Args(args).text(0)?;
        parts(text, text.as_str().split_whitespace())
    }),
};

pub(in crate::builtins) static CHARS: Builtin = Builtin {
    signature: "text.chars -> list<text>",
    doc: "The characters, as a reader sees them.",
    examples: &[(r#""né!".chars.join("-")"#, "n-é-!")],
    kind: Kind::Pure(|args, _| {
        let text = Args(args).text(0)?;
        parts(text, text.as_str().graphemes(true))
    }),
};

/// The parts, which were cut out of `text`, with their marks.
fn parts<'a>(text: &'a Text, parts: impl Iterator<Item = &'a str>) -> Result<Value, Fault> {
    let whole = text.as_str();
    let mut list = Vec::new();
    for part in parts {
        room_for(list.len(), 1)?;
        // INVARIANT: a part is a slice of the text, so its address tells its place.
        let at = part.as_ptr().addr().saturating_sub(whole.as_ptr().addr());
        list.push(Value::Text(text.slice(at..at + part.len())));
    }
    Ok(Value::list(list))
}

//! `text.replace`

use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::search::Pattern;
use crate::value::{Fault, Text, TextBuilder, Value, text_room};
use regex::Regex;
use std::ops::Range;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "text.replace(from: R, to: text) -> text",
    doc: "The text with each `from` replaced by `to`; behind a regex, `$1` and `$name` are its groups.",
    examples: &[
        (r#""refs/heads/main".replace("refs/heads/", "")"#, r#""main""#),
        (r#""Doe, Jane".replace(/(\w+), (\w+)/, "$2 $1")"#, r#""Jane Doe""#),
    ],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let (text, to) = (args.text(0)?, args.text(2)?);
        let pattern = args.pattern(1)?;
        let replaced = match &pattern {
            Pattern::Text(_) => {
                replaced(text, pattern.all(text.as_str()).into_iter().map(|at| (at, vec![to.clone()])))
            }
            Pattern::Regex(regex) => replaced(text, filled(regex, text, to).into_iter()),
        };
        replaced.map(Value::Text)
    }),
};

/// Each place with what stands there instead. Own characters stay own, those of `to` are what they are
/// there.
fn replaced(text: &Text, places: impl Iterator<Item = (Range<usize>, Vec<Text>)>) -> Result<Text, Fault> {
    let mut builder = TextBuilder::new();
    let mut done = 0;
    for (at, parts) in places {
        text_room(
            builder.len(),
            at.start - done + parts.iter().map(|part| part.as_str().len()).sum::<usize>(),
        )?;
        builder.push_text(&text.slice(done..at.start));
        for part in &parts {
            builder.push_text(part);
        }
        done = at.end;
    }
    text_room(builder.len(), text.as_str().len() - done)?;
    builder.push_text(&text.slice(done..text.as_str().len()));
    Ok(builder.finish())
}

/// What stands in place of each match: `to` with the groups in it, which keep their marks.
fn filled(regex: &Regex, text: &Text, to: &Text) -> Vec<(Range<usize>, Vec<Text>)> {
    let template = template(to);
    let matches = regex.captures_iter(text.as_str());
    let fill = |captures: regex::Captures<'_>| {
        let group = |name: &str| match name.parse::<usize>() {
            Ok(number) => captures.get(number),
            Err(_) => captures.name(name),
        };
        let parts = template.iter().map(|part| match part {
            Part::Text(text) => text.clone(),
            Part::Group(name) => group(name).map_or_else(Text::default, |found| text.slice(found.range())),
        });
        (captures.get_match().range(), parts.collect())
    };
    matches.map(fill).collect()
}

/// A part of what is put in place of a regex.
enum Part {
    Text(Text),
    Group(String),
}

/// `$1`, `$name` and `${name}` are groups, `$$` is a dollar.
fn template(to: &Text) -> Vec<Part> {
    let whole = to.as_str();
    let mut parts = Vec::new();
    let mut done = 0;
    while let Some(at) = whole.get(done..).and_then(|rest| rest.find('$')).map(|at| done + at) {
        let rest = whole.get(at + 1..).unwrap_or_default();
        let word =
            |text: &str| text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len());
        let (name, length) = match rest.strip_prefix('{').and_then(|inner| inner.split_once('}')) {
            Some((name, _)) => (name, name.len() + 2),
            // Digits end a number, so that `$1st` is the first group and `st`.
            None if rest.starts_with(|c: char| c.is_ascii_digit()) => {
                let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
                (rest.get(..end).unwrap_or_default(), end)
            }
            None => (rest.get(..word(rest)).unwrap_or_default(), word(rest)),
        };
        parts.push(Part::Text(to.slice(done..at)));
        done = at + 1 + length;
        if rest.starts_with('$') {
            parts.push(Part::Text(to.slice(at..at + 1)));
            done = at + 2;
        } else if length == 0 {
            parts.push(Part::Text(to.slice(at..at + 1)));
        } else {
            parts.push(Part::Group(name.to_owned()));
        }
    }
    parts.push(Part::Text(to.slice(done..whole.len())));
    parts
}

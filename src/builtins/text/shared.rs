//! What several of these need.

use crate::builtins::args::{at_most, room_for};
use crate::value::{Fault, Text, TextBuilder, Value, text_room};
use unicode_segmentation::UnicodeSegmentation;

/// A character of `text` with its marks.
pub(in crate::builtins) fn some(text: &Text, part: Option<(usize, &str)>) -> Value {
    part.map_or(Value::None, |(at, part)| Value::Text(text.slice(at..at + part.len())))
}

/// The parts, which were cut out of `text`, with their marks.
pub(in crate::builtins) fn parts<'a>(
    text: &'a Text,
    parts: impl Iterator<Item = &'a str>,
) -> Result<Value, Fault> {
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

pub(in crate::builtins) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |digits, byte| digits + &format!("{byte:02x}"))
}

/// Where the first `n` characters end, in bytes.
pub(in crate::builtins) fn end_of(text: &Text, n: i64) -> usize {
    let text = text.as_str();
    text.grapheme_indices(true).nth(at_most(n)).map_or(text.len(), |(at, _)| at)
}

/// The text with as much of `with` before or behind it as it takes to have `n` characters.
pub(in crate::builtins) fn padded(text: &Text, (n, with): (i64, &Text), before: bool) -> Result<Text, Fault> {
    let missing = at_most(n).saturating_sub(text.as_str().graphemes(true).count());
    let pieces: Vec<(usize, &str)> = with.as_str().grapheme_indices(true).collect();
    let longest = pieces.iter().map(|(_, piece)| piece.len()).max().unwrap_or_default();
    text_room(text.as_str().len(), missing.saturating_mul(longest))?;
    let mut builder = TextBuilder::new();
    if !before {
        builder.push_text(text);
    }
    for (at, piece) in pieces.iter().cycle().take(if pieces.is_empty() { 0 } else { missing }) {
        builder.push_text(&with.slice(*at..at + piece.len()));
    }
    if before {
        builder.push_text(text);
    }
    Ok(builder.finish())
}

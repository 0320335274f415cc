//! Characters as a reader sees them: what indexes and slices of a text count.

use crate::value::Text;
use unicode_segmentation::UnicodeSegmentation;

/// The character at `index`, from 0, with its marks; none where there is none.
#[must_use]
pub fn char_at(text: &Text, index: i64) -> Option<Text> {
    let (start, part) = text.as_str().grapheme_indices(true).nth(usize::try_from(index).ok()?)?;
    Some(text.slice(start..start + part.len()))
}

/// The characters from `first` to `last`, both in, with their marks: `text[first..last]`. What is
/// outside of the text is left out.
#[must_use]
pub fn chars(text: &Text, first: i64, last: i64) -> Text {
    let whole = text.as_str();
    let first = usize::try_from(first.max(0)).unwrap_or(usize::MAX);
    let Ok(end) = usize::try_from(last.saturating_add(1)) else { return Text::default() };
    let offset = |n| whole.grapheme_indices(true).nth(n).map_or(whole.len(), |(at, _)| at);
    text.slice(offset(first)..offset(end.max(first)))
}

#[cfg(test)]
mod tests {
    use super::{char_at, chars};
    use crate::value::Text;

    #[test]
    fn characters_are_counted_as_they_are_seen() {
        let text = Text::data("né👩‍👩‍👧!");
        for (index, expected) in [(0, Some("n")), (2, Some("👩‍👩‍👧")), (3, Some("!")), (4, None), (-1, None)]
        {
            assert_eq!(char_at(&text, index).as_ref().map(Text::as_str), expected, "{index}");
        }
        for (first, last, expected) in
            [(0, 1, "né"), (1, 99, "é👩‍👩‍👧!"), (-5, 0, "n"), (3, 1, ""), (0, -1, ""), (9, i64::MAX, "")]
        {
            assert_eq!(chars(&text, first, last).as_str(), expected, "{first}..{last}");
        }
    }
}

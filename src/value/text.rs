//! Texts that remember which of their characters are the script's own.
//!
//! The marks are run-length: a text that is all data or all own (nearly every one) has none to keep.
//! Joining, slicing and storing keep the marks; `==`, hashing and keys see characters only.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::ops::Range;
use std::sync::Arc;

/// A text. Cloning is cheap.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Text {
    #[serde(rename = "c")]
    chars: SmolStr,
    #[serde(rename = "m", default, skip_serializing_if = "Marks::is_data")]
    marks: Marks,
}

/// Which bytes are the script's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
enum Marks {
    /// None.
    #[default]
    Data,
    /// All.
    Own,
    /// Offsets at which it changes, strictly increasing, on character boundaries; before the first
    /// one it is data.
    Flips(Arc<[u32]>),
}

impl Marks {
    fn is_data(&self) -> bool {
        matches!(self, Self::Data)
    }
}

impl Text {
    /// A text that came from outside.
    #[must_use]
    pub fn data(text: impl AsRef<str>) -> Self {
        Self { chars: SmolStr::new(text), marks: Marks::Data }
    }

    /// A text that stands in the script.
    #[must_use]
    pub fn own(text: impl AsRef<str>) -> Self {
        Self { chars: SmolStr::new(text), marks: Marks::Own }
    }

    /// Its characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.chars
    }

    /// Whether it has no characters.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    /// The same characters, none of them the script's own.
    #[must_use]
    pub fn to_data(&self) -> Self {
        Self { chars: self.chars.clone(), marks: Marks::Data }
    }

    /// The same characters, all of them the script's own: what `raw(x)` does.
    #[must_use]
    pub fn to_own(&self) -> Self {
        Self { chars: self.chars.clone(), marks: Marks::Own }
    }

    /// Whether all of it is the script's own (`true`) or nothing of it is; `None` where it is in parts.
    #[must_use]
    pub fn is_own(&self) -> Option<bool> {
        match self.marks {
            Marks::Data => Some(false),
            Marks::Own => Some(true),
            Marks::Flips(_) => None,
        }
    }

    /// The characters as maximal runs: whether they are the script's own, and which they are.
    pub fn runs(&self) -> impl Iterator<Item = (bool, &str)> {
        let flips: &[u32] = match &self.marks {
            Marks::Data => &[],
            Marks::Own => &[0],
            Marks::Flips(flips) => flips,
        };
        let starts = std::iter::once(0).chain(flips.iter().map(|flip| *flip as usize));
        let ends = flips.iter().map(|flip| *flip as usize).chain(std::iter::once(self.chars.len()));
        starts.zip(ends).enumerate().filter_map(move |(at, (start, end))| {
            let run = self.chars.get(start..end)?;
            (!run.is_empty()).then_some((at % 2 == 1, run))
        })
    }

    /// The bytes `range`, with their marks. A range that is out of bounds or cuts a character gives
    /// an empty text.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Self {
        let Some(part) = self.chars.get(range.clone()) else { return Self::default() };
        match &self.marks {
            Marks::Data => Self::data(part),
            Marks::Own => Self::own(part),
            Marks::Flips(_) => {
                let mut builder = TextBuilder::new();
                let mut offset = 0;
                for (own, run) in self.runs() {
                    let start = range.start.clamp(offset, offset + run.len()) - offset;
                    let end = range.end.clamp(offset, offset + run.len()) - offset;
                    builder.push(run.get(start..end).unwrap_or(""), own);
                    offset += run.len();
                }
                builder.finish()
            }
        }
    }

    /// Each run changed by `change`, which keeps what is what (`upper`, `lower`).
    #[must_use]
    pub fn map_runs(&self, change: impl Fn(&str) -> String) -> Self {
        let mut builder = TextBuilder::new();
        for (own, run) in self.runs() {
            builder.push(&change(run), own);
        }
        builder.finish()
    }
}

/// Characters decide.
impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.chars == other.chars
    }
}

impl Eq for Text {}

impl std::hash::Hash for Text {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.chars.hash(state);
    }
}

/// Puts a text together from parts.
#[derive(Default, Debug)]
pub struct TextBuilder {
    chars: String,
    flips: Vec<u32>,
}

impl TextBuilder {
    /// An empty builder.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many bytes it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.chars.len()
    }

    /// Whether nothing was added yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    /// Adds characters that are the script's own or data.
    pub fn push(&mut self, part: &str, own: bool) {
        if part.is_empty() {
            return;
        }
        let ends_own = self.flips.len() % 2 == 1;
        if ends_own != own {
            self.flips.push(u32::try_from(self.chars.len()).unwrap_or(u32::MAX));
        }
        self.chars.push_str(part);
    }

    /// Adds a text with its marks.
    pub fn push_text(&mut self, text: &Text) {
        for (own, run) in text.runs() {
            self.push(run, own);
        }
    }

    /// The text.
    #[must_use]
    pub fn finish(self) -> Text {
        let marks = match self.flips.as_slice() {
            [] => Marks::Data,
            [0] => Marks::Own,
            flips => Marks::Flips(flips.into()),
        };
        Text { chars: self.chars.into(), marks }
    }
}

#[cfg(test)]
mod tests {
    use super::{Text, TextBuilder};

    fn shown(text: &Text) -> String {
        text.runs().map(|(own, run)| if own { format!("[{run}]") } else { run.to_owned() }).collect()
    }

    #[test]
    fn joining_and_slicing_keep_the_marks() {
        let mut builder = TextBuilder::new();
        builder.push("**", true);
        builder.push("é<@all>", false);
        builder.push("*", true);
        builder.push("*", true);
        let text = builder.finish();
        assert_eq!(shown(&text), "[**]é<@all>[**]");
        for (range, expected) in
            [(0..2, "[**]"), (1..4, "[*]é"), (4..11, "<@all>[*]"), (3..4, ""), (0..99, "")]
        {
            assert_eq!(shown(&text.slice(range.clone())), expected, "{range:?}");
        }
        assert_eq!(shown(&text.map_runs(str::to_uppercase)), "[**]É<@ALL>[**]");
    }

    #[test]
    fn equality_sees_characters_only() {
        assert_eq!(Text::own("a"), Text::data("a"));
        assert_eq!(shown(&Text::data("a").to_own()), "[a]");
        assert_eq!(shown(&Text::own("")), "");
    }
}

//! What the bot said, and whether it is what a line expects.

use crate::check::hir::Expected;
use regex::Regex;

/// A message of the bot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Said {
    /// Where.
    pub(super) place: Place,
    /// The markdown as the script made it, before escaping and splitting.
    pub(super) markdown: String,
    /// The text as a reader sees it.
    pub(super) plain: String,
    /// The name of the card that came with it.
    pub(super) card: Option<String>,
}

/// A room as tests name it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Place {
    /// The room of the bot and the person with this address.
    Direct(String),
    /// The group with this title.
    Room(String),
}

impl Said {
    /// As a line of a transcript: what a test would expect.
    pub(super) fn shown(&self) -> String {
        self.card.as_ref().map_or_else(|| self.markdown.clone(), |name| format!("card {name}"))
    }

    /// Whether it is what `expected` says; for a regex that does not compile, why.
    pub(super) fn is(&self, expected: &Expected) -> Result<bool, String> {
        match expected {
            Expected::Any => Ok(true),
            Expected::Text(text) => {
                let text = tidy(text);
                Ok(tidy(&self.markdown) == text || tidy(&self.plain) == text)
            }
            Expected::Regex(regex) => {
                let regex = Regex::new(&regex.source).map_err(|error| error.to_string())?;
                let spaced = [plain_spaces(&self.markdown), plain_spaces(&self.plain)];
                let mut said = [&self.markdown, &self.plain].into_iter().chain(&spaced);
                Ok(said.any(|text| regex.is_match(text)))
            }
            Expected::Card(name) => Ok(self.card.as_deref() == Some(name.as_str())),
        }
    }
}

/// Spaces that do not break, as they stand in the numbers of a locale, look like any other.
fn plain_spaces(text: &str) -> String {
    text.replace(['\u{a0}', '\u{2007}', '\u{202f}'], " ")
}

/// White space at the ends of the message and of its lines cannot be seen in a script, nor which spaces break.
fn tidy(text: &str) -> String {
    plain_spaces(text).trim().lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// What a line expects, as it is written.
pub(super) fn shown(expected: &Expected) -> String {
    match expected {
        Expected::Any => "...".to_owned(),
        Expected::Text(text) => text.trim().to_owned(),
        Expected::Regex(regex) => format!("/{}/", regex.source),
        Expected::Card(name) => format!("card {name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Place, Said};
    use crate::base::Span;
    use crate::check::hir::{Expected, RegexLiteral};

    #[test]
    fn a_line_is_the_whole_message_as_markdown_or_as_it_reads() {
        let said = Said {
            place: Place::Direct("a@b.c".into()),
            markdown: "Hello, **Alice**! \nBye".into(),
            plain: "Hello, Alice!\nBye".into(),
            card: None,
        };
        let regex =
            |source: &str| Expected::Regex(RegexLiteral { source: source.into(), span: Span::default() });
        for (expected, fits) in [
            (Expected::Text("Hello, **Alice**!\nBye".into()), true),
            (Expected::Text("Hello, Alice!\nBye\n".into()), true),
            (Expected::Text("Hello, Alice!".into()), false),
            (Expected::Text("Hello,\u{202f}Alice!\nBye".into()), true),
            (Expected::Any, true),
            (regex("(?i)hello, alice"), true),
            (regex(r"\*\*Alice"), true),
            (regex("^Bye"), false),
        ] {
            assert_eq!(said.is(&expected), Ok(fits), "{expected:?}");
        }
    }
}

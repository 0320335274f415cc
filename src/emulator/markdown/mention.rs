//! Mentions in markdown: `<@personEmail:a@b|Label>`, `<@personId:ID|Label>`, `<@all>`.
//!
//! They are no markdown, and their insides may look like some (`a_b_c@example.com`). So they are
//! taken out before parsing and put back where text is drawn; in code and in addresses they are
//! what they were.

use crate::emulator::markdown::safe::escape;

/// Around the number of a mention while markdown is parsed: characters that Unicode keeps for
/// purposes inside a program, replaced where a source has them.
const OPEN: char = '\u{FDD0}';
const CLOSE: char = '\u{FDD1}';

/// Whom a mention of a person names, as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// By address, lower-cased.
    Email(String),
    /// By id.
    Id(String),
}

/// Somebody who was found for a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mentionable {
    /// `PEOPLE` id.
    pub(crate) id: String,
    /// The label where the mention gives none.
    pub(crate) name: String,
    /// Is in the room; only members are notified.
    pub(crate) is_member: bool,
}

/// A mention as it is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mention {
    /// Who; `None` for all, and for nobody in the room.
    pub(crate) person_id: Option<String>,
    /// Everyone.
    pub(crate) is_all: bool,
    /// What is read.
    pub(crate) label: String,
}

impl Mention {
    /// Everyone in the room.
    pub(crate) fn all() -> Self {
        Self { person_id: None, is_all: true, label: "All".to_owned() }
    }

    /// A member of the room.
    pub(crate) fn person(id: &str, label: &str) -> Self {
        Self { person_id: Some(id.to_owned()), is_all: false, label: label.to_owned() }
    }

    /// The element that the service renders; only the label where nobody is mentioned.
    pub(crate) fn html(&self) -> String {
        let label = escape(&self.label);
        match &self.person_id {
            Some(id) => format!(
                "<spark-mention data-object-type=\"person\" data-object-id=\"{}\">{label}</spark-mention>",
                escape(id)
            ),
            None if self.is_all => format!(
                "<spark-mention data-object-type=\"groupMention\" data-group-type=\"all\">{label}</spark-mention>"
            ),
            None => label,
        }
    }
}

/// A piece of a text of the parsed markdown.
pub(super) enum Part {
    Text(String),
    Mention(Mention),
}

/// A source whose mentions were taken out.
pub(super) struct Masked {
    /// What is parsed.
    pub(super) text: String,
    /// The mentions, each with its source, by number.
    mentions: Vec<(String, Mention)>,
}

impl Masked {
    pub(super) fn new(source: &str, find: &dyn Fn(&Target) -> Option<Mentionable>) -> Self {
        let mut masked = Self { text: String::with_capacity(source.len()), mentions: Vec::new() };
        let mut rest = source;
        while let Some((before, from)) = rest.find("<@").map(|at| rest.split_at(at)) {
            masked.push_text(before);
            let backslashes = before.bytes().rev().take_while(|byte| *byte == b'\\').count();
            let mention = from.find('>').and_then(|end| {
                let (inside, after) = (from.get(2..end)?, from.get(end + 1..)?);
                (backslashes % 2 == 0)
                    .then(|| read(inside, find))
                    .flatten()
                    .map(|found| (found, inside, after))
            });
            if let Some((mention, inside, after)) = mention {
                masked.text.push_str(&format!("{OPEN}{}{CLOSE}", masked.mentions.len()));
                masked.mentions.push((format!("<@{inside}>"), mention));
                rest = after;
            } else {
                masked.text.push_str("<@");
                rest = from.strip_prefix("<@").unwrap_or_default();
            }
        }
        masked.push_text(rest);
        masked
    }

    fn push_text(&mut self, text: &str) {
        self.text.extend(text.chars().map(|c| if c == OPEN || c == CLOSE { '\u{FFFD}' } else { c }));
    }

    /// A parsed text with its mentions.
    pub(super) fn parts(&self, text: &str) -> Vec<Part> {
        let mut parts = Vec::new();
        for (index, piece) in text.split(OPEN).enumerate() {
            let (mention, text) = match piece.split_once(CLOSE) {
                Some((number, text)) if index > 0 => (self.numbered(number), text),
                _ => (None, piece),
            };
            parts.extend(mention.map(|(_, mention)| Part::Mention(mention.clone())));
            if !text.is_empty() {
                parts.push(Part::Text(text.to_owned()));
            }
        }
        parts
    }

    /// A parsed text as it was in the source.
    pub(super) fn restore(&self, text: &str) -> String {
        let mut restored = String::with_capacity(text.len());
        for (index, piece) in text.split(OPEN).enumerate() {
            match piece.split_once(CLOSE) {
                Some((number, text)) if index > 0 => {
                    restored.extend(self.numbered(number).map(|(source, _)| source.as_str()));
                    restored.push_str(text);
                }
                _ => restored.push_str(piece),
            }
        }
        restored
    }

    fn numbered(&self, number: &str) -> Option<&(String, Mention)> {
        self.mentions.get(number.parse::<usize>().ok()?)
    }
}

/// Reads what stands between `<@` and `>`.
fn read(inside: &str, find: &dyn Fn(&Target) -> Option<Mentionable>) -> Option<Mention> {
    if inside.contains(['\n', '<']) {
        return None;
    }
    if inside == "all" {
        return Some(Mention::all());
    }
    let (who, label) = match inside.split_once('|') {
        Some((who, label)) => (who, Some(label.trim()).filter(|label| !label.is_empty())),
        None => (inside, None),
    };
    let (target, written) = if let Some(email) = who.strip_prefix("personEmail:") {
        (Target::Email(email.trim().to_lowercase()), email)
    } else {
        let id = who.strip_prefix("personId:")?;
        (Target::Id(id.trim().to_owned()), id)
    };
    let found = find(&target);
    let label = label.or(found.as_ref().map(|found| found.name.as_str())).unwrap_or(written.trim());
    let person_id = found.as_ref().filter(|found| found.is_member).map(|found| found.id.clone());
    Some(Mention { person_id, is_all: false, label: label.to_owned() })
}

//! Own `<...>`: mentions and addresses. With data in them they are written only if they are certainly
//! one of the two.

use crate::value::TextBuilder;
use crate::value::markup::link::{is_allowed, write_address};
use crate::value::markup::render::{Cell, Mentions, Names, Renderer};

impl Renderer<'_> {
    /// What an own `<` opens.
    pub(super) fn angle(&mut self) {
        let start = self.at + 1;
        let end = self.angle_end(start);
        let inner = end.and_then(|end| self.cells.get(start..end)).unwrap_or_default();
        let own_only = inner.iter().all(|cell| cell.own);
        let written = match end {
            Some(_) if is_mention(inner) => match self.mentions {
                Mentions::Labels(names) => Some(label(inner, names)),
                Mentions::Kept => own_or_mention(inner, own_only),
            },
            Some(_) => own_or_mention(inner, own_only).or_else(|| autolink(inner)),
            None => None,
        };
        match (written, end) {
            (Some(written), Some(end)) => {
                self.out.push_str(&written);
                self.at = end + 1;
            }
            _ if end.is_none() && !self.data_in_line(start) => {
                self.out.push('<');
                self.at += 1;
            }
            _ => {
                self.out.push_str("&lt;");
                self.at += 1;
            }
        }
        self.line_start = false;
    }

    fn angle_end(&self, start: usize) -> Option<usize> {
        let mut at = start;
        loop {
            match self.cell(at)? {
                Cell { c: '>', own: true } => return Some(at),
                Cell { c: '\n' | '<' | '`', own: true } => return None,
                _ => at += 1,
            }
        }
    }

    /// Whether data follows before the own line ends.
    fn data_in_line(&self, start: usize) -> bool {
        (start..)
            .map_while(|at| self.cell(at))
            .take_while(|cell| *cell != Cell { c: '\n', own: true })
            .any(|cell| !cell.own)
    }
}

/// What is all own, as it is; a mention.
fn own_or_mention(inner: &[Cell], own_only: bool) -> Option<String> {
    if own_only {
        return Some(format!("<{}>", inner.iter().map(|cell| cell.c).collect::<String>()));
    }
    mention(inner)
}

/// The own beginning of a mention of a person.
fn mention_kind(inner: &[Cell]) -> Option<&'static str> {
    ["@personEmail:", "@personId:"].into_iter().find(|kind| {
        inner.len() > kind.len() && kind.chars().zip(inner).all(|(c, cell)| cell.own && cell.c == c)
    })
}

fn is_mention(inner: &[Cell]) -> bool {
    mention_kind(inner).is_some() || inner.iter().map(|cell| cell.c).eq("@all".chars())
}

/// A mention with data in it, if the data is nothing but an address or id, and a label.
fn mention(inner: &[Cell]) -> Option<String> {
    let kind = mention_kind(inner)?;
    let rest = inner.get(kind.len()..)?;
    let bar = rest.iter().position(|cell| cell.own && cell.c == '|').unwrap_or(rest.len());
    let (target, label) = rest.split_at_checked(bar)?;
    let harmless = |cell: &Cell| cell.own || cell.c.is_ascii_alphanumeric() || "@.+-_=".contains(cell.c);
    if target.is_empty() || !target.iter().all(harmless) {
        return None;
    }
    let shown = |cell: &&Cell| cell.own || cell.c.is_alphanumeric() || " .,'-".contains(cell.c);
    let target: String = target.iter().map(|cell| cell.c).collect();
    let label: String = label.iter().filter(shown).map(|cell| cell.c).collect();
    Some(format!("<{kind}{target}{label}>"))
}

fn autolink(inner: &[Cell]) -> Option<String> {
    let whole: String = inner.iter().map(|cell| cell.c).collect();
    let scheme = whole.to_ascii_lowercase();
    let known =
        scheme.starts_with("http://") || scheme.starts_with("https://") || scheme.starts_with("mailto:");
    if !known || !is_allowed(inner) || whole.contains(char::is_whitespace) {
        return None;
    }
    let mut written = String::from("<");
    write_address(inner, &mut written);
    written.push('>');
    Some(written)
}

/// What a reader sees of a mention, as markdown that shows just that.
fn label(inner: &[Cell], names: &Names<'_>) -> String {
    let whole: String = inner.iter().map(|cell| cell.c).collect();
    let named = whole.split_once(':').and_then(|(_, target)| names(target));
    let shown = match whole.split_once('|') {
        Some((_, label)) => label,
        None => match whole.split_once(':') {
            Some((_, target)) => named.as_deref().or(target.split('@').next()).unwrap_or(target),
            None => whole.as_str(),
        },
    };
    let mut builder = TextBuilder::new();
    builder.push(shown, false);
    Renderer::new(&builder.finish(), Mentions::Labels(names)).render()
}

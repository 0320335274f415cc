//! The html of a message as plain text, with the bot's own mentions left out and those of others told.
//!
//! A small tolerant reader of the few tags that Webex writes. Anything that is no tag stays text.

use super::id::same_id;

/// Tags that stand on lines of their own.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "blockquote",
    "pre",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "table",
    "tr",
];

/// What the html of a message says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct HtmlText {
    /// Without the elements that mention `me`.
    pub(super) text: String,
    /// How many of those there were.
    pub(super) own: usize,
    /// The mentions of others.
    pub(super) others: Vec<Label>,
}

/// The label of a mention in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Byte offset of its beginning, with its `@`.
    pub start: usize,
    /// Byte offset after it.
    pub end: usize,
    /// Who is mentioned: a `PEOPLE` id.
    pub person: String,
}

/// Reads `html`; mentions of `me` are left out.
pub(super) fn text_without_mentions(html: &str, me: &str) -> HtmlText {
    let mut reader = Reader { out: String::new(), cut: false, own: 0, open: None, others: Vec::new() };
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (text, from) = rest.split_at(at);
        reader.text(text);
        rest = match Tag::read(from) {
            Some((tag, after)) => reader.tag(&tag, after, me),
            None => {
                reader.text("<");
                from.strip_prefix('<').unwrap_or_default()
            }
        };
    }
    reader.text(rest);
    reader.end_cut();
    reader.finish()
}

struct Reader {
    out: String,
    /// A mention was left out at the end of `out`, and nothing but blanks came since.
    cut: bool,
    own: usize,
    /// The mention of somebody else that has begun.
    open: Option<Label>,
    others: Vec<Label>,
}

impl Reader {
    fn text(&mut self, raw: &str) {
        let text = decode_entities(raw);
        if !self.cut {
            self.out.push_str(&text);
            return;
        }
        let text = self.joined(&text);
        self.cut = text.is_empty();
        self.out.push_str(text);
    }

    /// What to add of `text`, which follows a mention that was left out: one blank stays where it stood
    /// between words, and the punctuation of an address (`@Bot, deploy`, `@Bot: deploy`) goes with it.
    fn joined<'t>(&mut self, text: &'t str) -> &'t str {
        let bare = text.trim_start_matches(is_blank);
        if self.out.is_empty() || self.out.ends_with('\n') {
            let after = bare.strip_prefix([',', ':']).filter(|after| !starts_a_word(after));
            return after.map_or(bare, |after| after.trim_start_matches(is_blank));
        }
        if bare.starts_with([',', '.', ':', ';', '!', '?', '\n']) && bare.len() == text.len() {
            self.drop_blanks();
            return text;
        }
        if self.out.ends_with(is_blank) { bare } else { text }
    }

    fn drop_blanks(&mut self) {
        let kept = self.out.trim_end_matches(is_blank).len();
        self.out.truncate(kept);
    }

    /// At the end of a line the comma before a mention goes with it: `deploy, @Bot`.
    fn end_cut(&mut self) {
        if self.cut {
            self.drop_blanks();
            if self.out.ends_with(',') {
                self.out.pop();
            }
            self.cut = false;
        }
    }

    /// Ends the line, unless it is empty.
    fn line(&mut self) {
        self.end_cut();
        self.drop_blanks();
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    /// The text without the space around it; what is no text any more is no mention.
    fn finish(self) -> HtmlText {
        let text = self.out.trim();
        let before = self.out.len() - self.out.trim_start().len();
        let moved = |label: Label| {
            let (start, end) = (label.start.saturating_sub(before), label.end.saturating_sub(before));
            let label = Label { start, end: end.min(text.len()), ..label };
            (label.start < label.end).then_some(label)
        };
        let others = self.others.into_iter().filter_map(moved).collect();
        HtmlText { text: text.to_owned(), own: self.own, others }
    }

    /// A mention of somebody else begins, its label follows.
    fn begin_mention(&mut self, person: String) {
        let start = if self.out.ends_with('@') { self.out.len() - 1 } else { self.out.len() };
        self.open = Some(Label { start, end: start, person });
    }

    fn end_mention(&mut self) {
        if let Some(label) = self.open.take() {
            self.others.push(Label { end: self.out.len(), ..label });
        }
    }

    fn tag<'h>(&mut self, tag: &Tag<'_>, after: &'h str, me: &str) -> &'h str {
        let name = tag.name.to_ascii_lowercase();
        if name == "br" {
            self.end_cut();
            self.out.push('\n');
        } else if BLOCKS.contains(&name.as_str()) {
            self.line();
            if name == "li" && !tag.closing {
                self.out.push_str("- ");
            }
        } else if name == "spark-mention" && tag.closing {
            self.end_mention();
        } else if name == "spark-mention" {
            // Without an end tag the mention has no end either; its label then stays.
            let Some(end) = after_end(after) else { return after };
            match tag.mentioned() {
                Some(person) if same_id(&person, me) => {
                    self.own += 1;
                    self.cut = true;
                    if self.out.ends_with('@') {
                        self.out.pop();
                    }
                    return end;
                }
                Some(person) => self.begin_mention(person),
                None => {}
            }
        }
        after
    }
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}')
}

fn starts_a_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphanumeric())
}

/// What follows the next `</spark-mention>`.
fn after_end(text: &str) -> Option<&str> {
    const END: &str = "</spark-mention";
    let at = text.to_ascii_lowercase().find(END)?;
    let (_, after) = text.get(at + END.len()..)?.split_once('>')?;
    Some(after)
}

struct Tag<'h> {
    name: &'h str,
    closing: bool,
    attributes: Vec<(&'h str, String)>,
}

impl<'h> Tag<'h> {
    /// The tag at the start of `text`, and what follows; `None` when there is none.
    fn read(text: &'h str) -> Option<(Self, &'h str)> {
        if let Some(comment) = text.strip_prefix("<!--") {
            let (_, after) = comment.split_once("-->")?;
            return Some((Self { name: "!--", closing: false, attributes: Vec::new() }, after));
        }
        let inner = text.strip_prefix('<')?;
        let (closing, inner) = match inner.strip_prefix('/') {
            Some(inner) => (true, inner),
            None => (false, inner),
        };
        let end = inner.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(inner.len());
        let (name, mut rest) = inner.split_at(end);
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let mut attributes = Vec::new();
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            if let Some(after) = rest.strip_prefix('>') {
                return Some((Self { name, closing, attributes }, after));
            }
            let (attribute, after) = attribute(rest)?;
            attributes.push(attribute);
            rest = after;
        }
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(own, _)| own.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The id of the person that it mentions.
    fn mentioned(&self) -> Option<String> {
        let person =
            self.attribute("data-object-type").is_none_or(|kind| kind.eq_ignore_ascii_case("person"));
        let id = self.attribute("data-object-id").filter(|_| person)?;
        Some(id.trim().to_owned()).filter(|id| !id.is_empty())
    }
}

/// One attribute with its value, and what follows. `None` at the end of the text.
fn attribute(text: &str) -> Option<((&str, String), &str)> {
    let end = text.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/'))?;
    let (name, rest) = text.split_at(end);
    if name.is_empty() && !rest.starts_with('=') {
        return None;
    }
    let Some(value) = rest.trim_start().strip_prefix('=') else { return Some(((name, String::new()), rest)) };
    let value = value.trim_start();
    for quote in ['"', '\''] {
        if let Some(quoted) = value.strip_prefix(quote) {
            let (value, after) = quoted.split_once(quote)?;
            return Some(((name, decode_entities(value)), after));
        }
    }
    let end = value.find(|c: char| c.is_ascii_whitespace() || c == '>')?;
    let (value, after) = value.split_at(end);
    Some(((name, decode_entities(value)), after))
}

/// Text with its character references read, and hard blanks as blanks.
pub(super) fn decode_entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        // The longest name that is known has 8 characters.
        let end = after.char_indices().take(10).find(|(_, c)| *c == ';').map(|(at, _)| at);
        let known = end.and_then(|end| Some((entity(after.get(..end)?)?, after.get(end + 1..)?)));
        match known {
            Some((c, tail)) => {
                out.push(c);
                rest = tail;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out.replace('\u{a0}', " ")
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| *c != '\0');
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "hellip" => '…',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "euro" => '€',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Label, decode_entities, text_without_mentions};

    #[test]
    fn entities_are_read_and_others_stay() {
        for (text, want) in [
            ("a &amp; b &lt;c&gt; &quot;&#39;&#x1F600;", "a & b <c> \"'😀"),
            ("x&nbsp;y\u{a0}z", "x y z"),
            ("&amp;lt;", "&lt;"),
            ("R&D; &unknown; &; & &#xFFFFFFFF; &#0;", "R&D; &unknown; &; & &#xFFFFFFFF; &#0;"),
            ("&ééééééééééé;", "&ééééééééééé;"),
        ] {
            assert_eq!(decode_entities(text), want);
        }
    }

    fn check(html: &str, want: &str) {
        let read = text_without_mentions(html, "me");
        assert_eq!((read.text.as_str(), read.own), (want, 0), "{html}");
    }

    #[test]
    fn mentions_of_others_are_told() {
        let check = |html: &str, text: &str, labels: &[(&str, &str)]| {
            let mention =
                |id: &str| format!(r#"<spark-mention data-object-type="person" data-object-id="{id}">"#);
            let html = html.replace("{ann}", &(mention("ann") + "Ann B.</spark-mention>"));
            let html = html.replace("{me}", &(mention("me") + "Bot</spark-mention>"));
            let read = text_without_mentions(&html, "me");
            assert_eq!(read.text, text, "{html}");
            let found: Vec<(&str, &str)> = read
                .others
                .iter()
                .map(|Label { start, end, person }| (person.as_str(), read.text.get(*start..*end).unwrap()))
                .collect();
            assert_eq!(found, labels, "{html}");
        };
        check("<p>{me} ask {ann} now</p>", "ask Ann B. now", &[("ann", "Ann B.")]);
        check("<p> {me} {ann}</p>", "Ann B.", &[("ann", "Ann B.")]);
        check("<p>{ann} @{ann}, {me}</p>", "Ann B. @Ann B.", &[("ann", "Ann B."), ("ann", "@Ann B.")]);
        check("<spark-mention data-object-id='x'>y", "y", &[]);
        check("<spark-mention data-object-id='x'></spark-mention> y", "y", &[]);
        check(
            "<spark-mention data-object-type='groupMention' data-object-id='all'>All</spark-mention> y",
            "All y",
            &[],
        );
    }

    #[test]
    fn tags_become_lines() {
        check("<p>one</p><p>two<br/>three</p>", "one\ntwo\nthree");
        check("<div>a <strong>b</strong> <a href=\"x>y\">c</a></div>", "a b c");
        check("<ul><li>one</li><li>two</li></ul>", "- one\n- two");
        check("<pre><code>a\n  b\n</code></pre>", "a\n  b");
        check("1 < 2 and <3 a<b", "1 < 2 and <3 a<b");
        check("<p>open <!-- note --> end <unclosed", "open  end <unclosed");
        check("<p title='a>b' x=1 y>z</p>", "z");
        check("<", "<");
        check("a</", "a</");
        check("<p", "<p");
        check("<p =>x", "x");
    }
}

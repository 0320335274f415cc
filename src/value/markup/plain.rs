//! What a reader sees of a text once its markdown is drawn.

use crate::value::Text;
use crate::value::markup::emphasis::JOINER;
use crate::value::markup::render::{Mentions, Renderer};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// The text that a reader sees: no stars, a link's text without its target, code without its fences,
/// a mention's label (or the local part of its address); paragraphs parted by an empty line, items of
/// lists on lines with `- ` or their number.
#[must_use]
pub fn plain(text: &Text) -> String {
    plain_named(text, &|_| None)
}

/// The same, with a name for those whose address or id `names` knows.
#[must_use]
pub fn plain_named(text: &Text, names: &dyn Fn(&str) -> Option<String>) -> String {
    let markdown = Renderer::new(text, Mentions::Labels(names)).render();
    let mut reader = Reader::default();
    for event in Parser::new(&markdown) {
        reader.read(&event);
    }
    let shown = reader.shown.replace(JOINER, "");
    shown.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim().to_owned()
}

#[derive(Default)]
struct Reader {
    shown: String,
    /// Numbers of the lists that are open; none where they have bullets.
    lists: Vec<Option<u64>>,
    /// Whether nothing was shown yet of the item that began last.
    item_begins: bool,
}

impl Reader {
    fn read(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(TagEnd::List(_)) => {
                self.lists.pop();
            }
            Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) | Event::Html(text) => {
                self.shown.push_str(text);
                self.item_begins = false;
            }
            Event::SoftBreak | Event::HardBreak => self.shown.push('\n'),
            Event::Rule => {
                self.gap("\n\n");
                self.shown.push_str("---");
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::List(first) => {
                self.gap(if self.lists.is_empty() { "\n\n" } else { "\n" });
                self.lists.push(*first);
            }
            Tag::Item => {
                self.gap("\n");
                let indent = "  ".repeat(self.lists.len().saturating_sub(1));
                let marker = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        let marker = format!("{number}. ");
                        *number += 1;
                        marker
                    }
                    _ => String::from("- "),
                };
                self.shown.push_str(&indent);
                self.shown.push_str(&marker);
                self.item_begins = true;
            }
            Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::CodeBlock(_)
            | Tag::BlockQuote(_)
            | Tag::HtmlBlock
                if !self.item_begins =>
            {
                self.gap("\n\n");
            }
            _ => {}
        }
    }

    /// Parts what comes from what was shown.
    fn gap(&mut self, gap: &str) {
        if self.shown.is_empty() {
            return;
        }
        while !self.shown.ends_with(gap) {
            self.shown.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::plain;
    use crate::value::{Text, TextBuilder};

    /// Own text, with data between `«` and `»`.
    fn text(source: &str) -> Text {
        let mut builder = TextBuilder::new();
        for part in source.split_inclusive(['«', '»']) {
            let own = !part.ends_with('»');
            builder.push(part.trim_end_matches(['«', '»']), own);
        }
        builder.finish()
    }

    #[test]
    fn what_a_reader_sees() {
        for (source, expected) in [
            ("Hello, **«Al*ice»**!", "Hello, Al*ice!"),
            ("[«t»](https://a.b) `«c`d»`", "t c`d"),
            ("- a\n- «b\n- c»\n\nend", "- a\n- b\n- c\n\nend"),
            ("1. a\n2. b", "1. a\n2. b"),
            ("# «T»\ntext", "T\n\ntext"),
            ("hi <@personEmail:bob@acme.com> <@personId:x|*Al*> <@all>", "hi bob *Al* @all"),
            ("```\n«a *b*\n```\n»\n```", "a *b*\n```"),
            ("«a\n\nb <@all> \\ &amp;»", "a\n\nb <@all> \\ &amp;"),
            ("«  a\n    b»", "a\n    b"),
            ("a\nb\n\nc", "a\nb\n\nc"),
        ] {
            let shown = plain(&text(source));
            assert_eq!(shown, expected, "{source}");
            assert_eq!(plain(&Text::data(&shown)), shown, "{source}");
        }
    }
}

//! Markdown as plain text: what stands in `text` where a client sent only markdown, and what
//! notifications show. A link keeps its address in brackets, as the documented sample has it.

use pulldown_cmark::{Event, Tag, TagEnd};

/// Takes the events of a document and writes the text.
#[derive(Debug, Default)]
pub(super) struct PlainText {
    out: String,
    /// Newlines to write before the next character.
    breaks: usize,
    /// Enclosing lists: the next number, or none for bullets.
    lists: Vec<Option<u64>>,
    /// Enclosing links: where the label began, and the address.
    links: Vec<(usize, String)>,
}

impl PlainText {
    pub(super) fn push(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(end) => self.end(*end),
            Event::Text(text) | Event::Code(text) => self.write(text),
            Event::HardBreak => self.line_end(1),
            Event::SoftBreak => self.write(" "),
            Event::Rule => {
                self.line_end(2);
                self.write("---");
                self.line_end(2);
            }
            // Not made by the parser with the options in use, or turned into text before.
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => {}
        }
    }

    pub(super) fn push_label(&mut self, label: &str) {
        self.write(label);
    }

    pub(super) fn finish(self) -> String {
        self.out.trim_end().to_owned()
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::List(first) => {
                self.line_end(1);
                self.lists.push(*first);
            }
            Tag::Item => {
                self.line_end(1);
                let depth = self.lists.len().saturating_sub(1);
                let marker = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        let marker = format!("{number}. ");
                        *number += 1;
                        marker
                    }
                    Some(None) | None => "- ".to_owned(),
                };
                self.write(&format!("{}{marker}", "  ".repeat(depth)));
            }
            Tag::Link { dest_url, .. } => self.links.push((self.out.len(), dest_url.to_string())),
            _ => {}
        }
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::BlockQuote(_) | TagEnd::CodeBlock => {
                self.line_end(if self.lists.is_empty() { 2 } else { 1 });
            }
            TagEnd::Item => self.line_end(1),
            TagEnd::List(_) => {
                self.lists.pop();
                self.line_end(if self.lists.is_empty() { 2 } else { 1 });
            }
            TagEnd::Link => {
                if let Some((from, url)) = self.links.pop() {
                    let label = self.out.get(from..).unwrap_or_default().trim().to_owned();
                    if label != url && format!("mailto:{label}") != url {
                        self.write(&format!(" ({url})"));
                    }
                }
            }
            _ => {}
        }
    }

    /// Asks for a line end before what comes next, and for as many as the most demanding asks.
    fn line_end(&mut self, count: usize) {
        self.breaks = self.breaks.max(count);
    }

    fn write(&mut self, text: &str) {
        // The newline that ends a code block is the block's, not the text's.
        let body = text.strip_suffix('\n').unwrap_or(text);
        if self.breaks > 0 {
            if !self.out.is_empty() {
                let newlines = "\n".repeat(self.breaks);
                self.out.push_str(&newlines);
            }
            self.breaks = 0;
        }
        self.out.push_str(body);
        if body.len() < text.len() {
            self.line_end(1);
        }
    }
}

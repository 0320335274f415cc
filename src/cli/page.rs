//! Markdown for the terminal: the few forms that our own pages use.

use crate::diagnostics::render::{Look, Theme};
use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

/// Columns that a paragraph has at most; longer lines are hard to read.
const PARAGRAPH_WIDTH_MAX: usize = 90;

const TITLE: Style = AnsiColor::BrightCyan.on_default().bold();
const HEADING: Style = Style::new().bold();
const CODE: Style = AnsiColor::Green.on_default();

/// Draws a page: headings, paragraphs, lists (`- `) and fenced code.
pub(super) fn draw(markdown: &str, look: Look) -> String {
    let mut page = Page { look, out: String::new(), paragraph: String::new() };
    let mut lines = markdown.lines();
    while let Some(line) = lines.next() {
        if let Some(info) = line.strip_prefix("```") {
            page.flush();
            // Beside the script there may be other files, which the fence names.
            if let Some(file) = info.split_whitespace().nth(1) {
                page.line(&format!("  {file}:"));
            }
            for code in lines.by_ref().take_while(|code| !code.starts_with("```")) {
                let code =
                    if code.is_empty() { String::new() } else { format!("    {}", page.styled(code, CODE)) };
                page.line(&code);
            }
        } else if let Some(title) = line.strip_prefix("# ") {
            page.line(&page.styled(title, TITLE));
        } else if let Some(heading) = line.strip_prefix("## ") {
            page.flush();
            page.line(&page.styled(heading, HEADING));
        } else if line.trim().is_empty() {
            page.flush();
            page.line("");
        } else {
            if line.starts_with("- ") {
                page.flush();
            }
            page.paragraph.push_str(line.trim());
            page.paragraph.push(' ');
        }
    }
    page.flush();
    page.out
}

struct Page {
    look: Look,
    out: String,
    paragraph: String,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    fn styled(&self, text: &str, style: Style) -> String {
        match self.look.theme {
            Theme::Colour => format!("{style}{text}{style:#}"),
            Theme::Plain | Theme::Ascii => text.to_owned(),
        }
    }

    /// Wraps and prints the paragraph so far.
    fn flush(&mut self) {
        let paragraph = std::mem::take(&mut self.paragraph);
        let paragraph = paragraph.trim();
        if paragraph.is_empty() {
            return;
        }
        let (text, indent) = match paragraph.strip_prefix("- ") {
            Some(item) => (item, "  "),
            None => (paragraph, ""),
        };
        let width = self.look.width.min(PARAGRAPH_WIDTH_MAX);
        let mut line = String::from(if indent.is_empty() { "" } else { "- " });
        let mut columns = line.width();
        let mut fresh = true;
        for word in text.split_whitespace() {
            if !fresh && columns + 1 + word.width() > width {
                self.line(&line);
                indent.clone_into(&mut line);
                columns = indent.width();
            } else if !fresh {
                line.push(' ');
                columns += 1;
            }
            line.push_str(&self.styled_code(word));
            columns += word.width();
            fresh = false;
        }
        self.line(&line);
    }

    /// A word with what stands in backquotes coloured; a terminal without colours keeps the quotes.
    fn styled_code(&self, word: &str) -> String {
        match (self.look.theme, word.split_once('`')) {
            (Theme::Colour, Some((before, rest))) => match rest.split_once('`') {
                Some((code, after)) => format!("{before}{CODE}{code}{CODE:#}{after}"),
                None => word.to_owned(),
            },
            _ => word.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# check/x\n\n## What it means\n\nA name that is not declared anywhere, neither here \
                        nor in\na `use` of this file, is not known.\n\n- one thing\n- another thing that is \
                        long enough to be wrapped here\n\n## Example\n\n```wbot\nsay x\n\n  say y\n```\n";

    #[test]
    fn paragraphs_wrap_and_code_stays() {
        insta::assert_snapshot!(draw(PAGE, Look { theme: Theme::Plain, width: 44 }));
    }

    #[test]
    fn colours_where_the_terminal_has_them() {
        let page = draw(PAGE, Look { theme: Theme::Colour, width: 80 });
        assert!(page.contains("\u{1b}["), "{page}");
        assert!(!page.contains('`'), "{page}");
    }
}

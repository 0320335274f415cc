//! The declarations of a file, with comments and blank lines between them. What does not parse is
//! copied, from the beginning of its line to where nothing but comments follows.

use super::doc::Doc;
use super::printer::Printer;
use super::tokens::tokens;
use crate::syntax::ast::Item;
use crate::syntax::{Lexeme, Parse};

/// A declaration, or a region that does not parse.
struct Region<'t> {
    start: usize,
    end: usize,
    /// The declaration, where it parses.
    item: Option<&'t Item>,
}

/// The document of a file, and how many of its regions do not parse.
pub(super) fn file<'a>(text: &'a str, lexemes: &[Lexeme], parse: &'a Parse) -> (Doc<'a>, usize) {
    let regions = regions(text, parse);
    let broken = regions.iter().filter(|region| region.item.is_none()).count();
    let mut printer = Printer {
        text,
        tokens: tokens(text, lexemes),
        comments: &parse.comments.list,
        at: 0,
        comment: 0,
        after: 0,
        limit: 0,
        parens: 0,
        lost: false,
    };
    let mut docs = Vec::new();
    for (index, region) in regions.iter().enumerate() {
        // A region that is copied may begin before its first token.
        let first = printer.tokens.partition_point(|token| token.start < region.start);
        printer.at = first;
        docs.push(printer.gap(region.start, index > 0));
        docs.push(printer.region(region));
        docs.push(printer.trailing());
    }
    printer.at = printer.tokens.len();
    docs.push(printer.gap(text.len(), !regions.is_empty()));
    (Doc::All(docs), broken)
}

impl<'a> Printer<'a> {
    /// The comments and the line break before a region.
    fn gap(&mut self, start: usize, after_another: bool) -> Doc<'a> {
        let mut docs = Vec::new();
        let mut first = !after_another;
        while let Some(comment) = self.comment_before(start) {
            let blank = !first && self.blank_before(comment.span.start as usize);
            docs.push(if blank {
                Doc::Blank
            } else if first {
                Doc::NOTHING
            } else {
                Doc::Hard
            });
            docs.push(self.print_comment(comment));
            first = false;
        }
        let blank = !first && self.blank_before(start);
        docs.push(if blank {
            Doc::Blank
        } else if first {
            Doc::NOTHING
        } else {
            Doc::Hard
        });
        Doc::All(docs)
    }

    fn region(&mut self, region: &Region<'_>) -> Doc<'a> {
        let (at, comment) = (self.at, self.comment);
        (self.limit, self.lost, self.parens) = (region.end, false, 0);
        if let Some(item) = region.item {
            let doc = self.item(item);
            let rest = self.next().is_some() || self.comment_before(region.end).is_some();
            if !self.lost && !rest && self.parens == 0 {
                return doc;
            }
        }
        (self.at, self.comment) = (at, comment);
        self.skip_to(region.end);
        Doc::Raw(self.slice(region.start, region.end))
    }
}

/// The declarations and what stands between them but is neither space nor a comment.
fn regions<'t>(text: &str, parse: &'t Parse) -> Vec<Region<'t>> {
    let mut regions: Vec<Region<'t>> = Vec::with_capacity(parse.file.items.len());
    let items = &parse.file.items;
    let first = items.first().map_or(text.len(), |item| item.span().start as usize);
    let junk = junk_end(text, parse, 0, first);
    if junk > 0 {
        let start = junk_start(text, parse, junk);
        regions.push(Region { start, end: junk, item: None });
    }
    for (index, item) in items.iter().enumerate() {
        let (start, end) = (item.span().start as usize, item.span().end as usize);
        let next = items.get(index + 1).map_or(text.len(), |item| item.span().start as usize);
        let junk = junk_end(text, parse, end, next);
        let within = |offset: usize| start <= offset && (offset < next || next == text.len());
        let reported = parse.diagnostics.iter().any(|one| within(one.span.start as usize));
        if junk == end && !reported && !matches!(item, Item::Error(_)) {
            regions.push(Region { start, end, item: Some(item) });
        } else {
            let start = line_start(text, start);
            let whole = text.get(start..junk).unwrap_or("");
            regions.push(Region { start, end: start + whole.trim_end().len(), item: None });
        }
    }
    regions
}

/// The offset after the last character between two offsets that is neither space nor in a comment.
fn junk_end(text: &str, parse: &Parse, start: usize, end: usize) -> usize {
    let comments = &parse.comments.list;
    let mut last = comments.partition_point(|comment| (comment.span.start as usize) < end);
    let mut end = end;
    loop {
        let comment = last
            .checked_sub(1)
            .and_then(|index| comments.get(index))
            .filter(|comment| comment.span.start as usize >= start);
        let after = comment.map_or(start, |comment| comment.span.end as usize);
        let between = text.get(after..end).unwrap_or("");
        let trimmed = between.trim_end_matches(is_blank);
        if !trimmed.is_empty() {
            return after + trimmed.len();
        }
        let Some(comment) = comment else { return start };
        end = comment.span.start as usize;
        last -= 1;
    }
}

/// Where what stands before the first declaration begins.
fn junk_start(text: &str, parse: &Parse, end: usize) -> usize {
    let mut start = 0;
    for comment in parse.comments.list.iter().filter(|comment| (comment.span.start as usize) < end) {
        let between = text.get(start..comment.span.start as usize).unwrap_or("");
        if !between.trim_matches(is_blank).is_empty() {
            break;
        }
        start = comment.span.end as usize;
    }
    let between = text.get(start..end).unwrap_or("");
    line_start(text, start + between.len() - between.trim_start_matches(is_blank).len())
}

/// Whether a character between declarations is of no meaning.
fn is_blank(char: char) -> bool {
    char.is_whitespace() || matches!(char, ';' | '\u{200b}' | '\u{feff}')
}

/// The beginning of the line, if nothing but blanks stands between it and the offset.
fn line_start(text: &str, offset: usize) -> usize {
    let before = text.get(..offset).unwrap_or("");
    let blanks = before.len() - before.trim_end_matches([' ', '\t']).len();
    let start = offset - blanks;
    if start == 0 || before.get(..start).is_some_and(|before| before.ends_with('\n')) {
        start
    } else {
        offset
    }
}

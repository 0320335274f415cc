//! The one way in: [`parse`].

use super::Comments;
use super::ast::{File, Item, ItemError};
use super::build::Builder;
use super::grammar::{Grammar, Rule};
use super::layout::{self, Chunk, Layout};
use super::recover;
use super::tree::Tree;
use super::unread::Found;
use crate::base::{SourceText, Span, limits};
use crate::diagnostics::{Diagnostic, Sink, codes};
use pest::Parser;

/// What a text was read as.
#[derive(Clone, Debug, PartialEq)]
pub struct Parse {
    /// The tree; bad regions are `Error` nodes.
    pub file: File,
    /// All comments.
    pub comments: Comments,
    /// All syntax errors, in source order.
    pub diagnostics: Vec<Diagnostic>,
}

/// Parses any text. Never fails and never panics; the time is linear in the length of the text.
#[must_use]
pub fn parse(source: &SourceText) -> Parse {
    let text: &str = &source.text;
    let whole = Span::new(source.id, 0, text.len());
    if text.len() > limits::SOURCE_BYTES_MAX {
        let message = format!("this file has more than {} bytes", limits::SOURCE_BYTES_MAX);
        let diagnostic = Diagnostic::new(&codes::SYNTAX_TOO_LONG, Span::at(source.id, 0), message)
            .help("split it into several files and `use` them");
        let file = File { source: source.id, items: Vec::new(), unread: vec![whole], span: whole };
        return Parse { file, comments: Comments::default(), diagnostics: vec![diagnostic] };
    }
    let layout = layout::scan(source.id, text, false);
    if !layout.declares_inside {
        return read(source, layout);
    }
    let first = read(source, layout);
    if first.diagnostics.is_empty() { first } else { read(source, layout::scan(source.id, text, true)) }
}

/// Parses the chunks of a layout.
fn read(source: &SourceText, layout: Layout) -> Parse {
    let text: &str = &source.text;
    let mut items = Items {
        layout: &layout,
        builder: Builder::new(source.id, text, &layout.tokens, &layout.comments.list),
        tree: Tree::default(),
        list: Vec::with_capacity(layout.chunks.len()),
        after: 0,
    };
    for (at, chunk) in layout.chunks.iter().enumerate() {
        let next = layout.chunks.get(at + 1);
        items.chunk(*chunk, next.map_or(layout.tokens.len(), |next| next.first), at);
    }
    let list = items.list;
    let Builder { diagnostics, headless_at, .. } = items.builder;
    let mut sink = Sink::new();
    sink.extend(diagnostics);
    sink.extend(layout.diagnostics);
    let found = Found {
        source: source.id,
        text,
        chunks: &layout.chunks,
        torn: &layout.torn,
        headless: &headless_at,
        diagnostics: sink.finish(),
        unopened: layout.unopened,
        items: &list,
    };
    let (mut diagnostics, unread) = found.settle();
    diagnostics.truncate(limits::SYNTAX_ERRORS_MAX);
    let span = Span::new(source.id, 0, text.len());
    let file = File { source: source.id, items: list, unread, span };
    Parse { file, comments: layout.comments, diagnostics }
}

/// The items of a file while they are parsed, one chunk after the other: so the queue of the parser
/// stays small.
struct Items<'a> {
    layout: &'a Layout,
    builder: Builder<'a>,
    tree: Tree,
    list: Vec<Item>,
    /// Offset after the last chunk.
    after: usize,
}

impl Items<'_> {
    fn chunk(&mut self, chunk: Chunk, end: usize, at: usize) {
        self.builder.headless = false;
        let range = if chunk.broken { 0..0 } else { self.layout.code_range(chunk.first, end) };
        let codes = self.layout.codes.get(range.clone()).unwrap_or("");
        let parsed = if chunk.broken { None } else { Grammar::parse(Rule::item, codes).ok() };
        match parsed {
            Some(pairs) => {
                self.tree.fill(&pairs, self.layout.index.get(range.start..).unwrap_or(&[]));
                let doc = self.builder.doc(self.after, chunk.start);
                let item = self.builder.item(&self.tree.cursor().must(), doc);
                self.list.push(item);
            }
            None => self.bad_chunk(chunk, end, at),
        }
        for bad in std::mem::take(&mut self.builder.bad) {
            recover::bad_region(&mut self.builder, self.layout, bad);
        }
        self.after = chunk.end;
    }

    /// A chunk that does not begin like a declaration belongs to what was wrong before, unless that
    /// was complete.
    fn bad_chunk(&mut self, chunk: Chunk, end: usize, at: usize) {
        let complete = chunk.first.checked_sub(1).is_none_or(|last| self.builder.code(last) == '}');
        let goes_on = !complete || self.builder.code(chunk.first) == '{';
        // Of more broken declarations than are reported nobody needs the names.
        let beyond = chunk.broken && self.layout.marks.len() > limits::SYNTAX_ERRORS_MAX;
        if beyond && let Some(Item::Error(before)) = self.list.last_mut() {
            before.span = before.span.to(Span::new(before.span.source, chunk.start, chunk.end));
            return;
        }
        if self.setting_without_block(chunk) {
            return;
        }
        if !self.declares(&chunk) {
            if goes_on && let Some(Item::Error(before)) = self.list.last_mut() {
                let span = Span::new(before.span.source, chunk.start, chunk.end);
                match recover::assigned_name(&self.builder, chunk) {
                    // Nothing is said of it, or of what it would have declared.
                    Some(name) => {
                        self.list.push(Item::Error(ItemError {
                            keyword: None,
                            name: Some(name),
                            headless: false,
                            span,
                        }));
                    }
                    None => before.span = before.span.to(span),
                }
                return;
            }
            if self.stray_follows(at) || self.goes_on_in_line(chunk) {
                let span = Span::new(self.builder.source, chunk.start, chunk.end);
                self.list.push(Item::Error(ItemError { keyword: None, name: None, headless: true, span }));
                return;
            }
        }
        let item = recover::bad_item(&mut self.builder, self.layout, chunk, end);
        self.list.push(item);
    }

    /// Whether a chunk goes on in the line of a declaration in which something is wrong: `fn f()  say "a"; say "b" }`.
    fn goes_on_in_line(&self, chunk: Chunk) -> bool {
        let between = self.builder.text.get(self.after..chunk.start).unwrap_or("");
        let told =
            self.builder.diagnostics.last().is_some_and(|last| last.span.start as usize >= chunk.group);
        chunk.start > chunk.group && told && !between.contains('\n')
    }

    /// Whether a chunk is the first setting of a bot whose `{` is missing, which is reported.
    fn setting_without_block(&mut self, chunk: Chunk) -> bool {
        let Some(Item::Bot(bot)) = self.list.last() else { return false };
        let word = self.builder.token_text(chunk.first);
        let setting = matches!(word, "about" | "allow" | "net" | "locale" | "timezone");
        if !setting || bot.span.end != bot.name.span.end {
            return false;
        }
        let end = Span { start: bot.span.end, ..bot.span };
        self.builder.headless_at.push(end.start);
        self.builder.diagnostics.push(
            Diagnostic::new(&codes::SYNTAX_UNEXPECTED, end, "found the end of the line, expected `{`")
                .label("expected `{`")
                .help("the `{` stands at the end of the same line"),
        );
        let span = Span::new(self.builder.source, chunk.start, chunk.end);
        self.list.push(Item::Error(ItemError { keyword: None, name: None, headless: false, span }));
        true
    }

    fn declares(&self, chunk: &Chunk) -> bool {
        let word = self.builder.token_text(chunk.first);
        // `bot> Hi` in a test whose `{` is missing.
        let told = word == "bot" && self.builder.token_text(chunk.first + 1) == ">";
        (layout::is_declaration_word(word.as_bytes()) && !told) || recover::is_foreign(word)
    }

    /// Whether a stray bracket comes before the next declaration: then what stands here belongs to
    /// the declaration before, which was closed too early, and the bracket says so.
    fn stray_follows(&self, at: usize) -> bool {
        let chunks = self.layout.chunks.get(at..).unwrap_or(&[]);
        let (Some(first), next) = (chunks.first(), chunks.iter().find(|chunk| self.declares(chunk))) else {
            return false;
        };
        let end = next.map_or(self.builder.text.len(), |next| next.start);
        self.layout.has_mark(Span::new(self.builder.source, first.start, end))
    }
}

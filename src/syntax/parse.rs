//! The one way in: [`parse`].

use super::ast::{File, Item};
use super::build::Builder;
use super::grammar::{Grammar, Rule};
use super::layout::{self, Chunk, Layout};
use super::recover;
use super::tree::Tree;
use super::{Comments, Parse};
use crate::base::{SourceText, Span, limits};
use crate::diagnostics::{Diagnostic, Sink, codes};
use pest::Parser;

/// Parses any text. Never fails and never panics; the time is linear in the length of the text.
#[must_use]
pub fn parse(source: &SourceText) -> Parse {
    let text: &str = &source.text;
    let whole = Span::new(source.id, 0, text.len());
    if text.len() > limits::SOURCE_BYTES_MAX {
        let message = format!("this file has more than {} bytes", limits::SOURCE_BYTES_MAX);
        let diagnostic = Diagnostic::new(&codes::SYNTAX_TOO_LONG, Span::at(source.id, 0), message)
            .help("split it into several files and `use` them");
        let file = File { source: source.id, items: Vec::new(), span: whole };
        return Parse { file, comments: Comments::default(), diagnostics: vec![diagnostic] };
    }
    let layout = layout::scan(source.id, text);
    let mut items = Items {
        layout: &layout,
        builder: Builder::new(source.id, text, &layout.tokens, &layout.comments.list),
        tree: Tree::default(),
        list: Vec::with_capacity(layout.chunks.len()),
        after: 0,
    };
    for (at, chunk) in layout.chunks.iter().enumerate() {
        let next = layout.chunks.get(at + 1);
        items.chunk(*chunk, next.map_or(layout.codes.len(), |next| next.codes));
    }
    let list = recover::merge(items.list);
    let mut sink = Sink::new();
    sink.extend(items.builder.diagnostics);
    sink.extend(layout.diagnostics);
    let mut diagnostics = sink.finish();
    diagnostics.truncate(limits::SYNTAX_ERRORS_MAX);
    Parse {
        file: File { source: source.id, items: list, span: whole },
        comments: layout.comments,
        diagnostics,
    }
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
    fn chunk(&mut self, chunk: Chunk, codes_end: usize) {
        let codes = self.layout.codes.get(chunk.codes..codes_end).unwrap_or("");
        let parsed = if chunk.broken { None } else { Grammar::parse(Rule::item, codes).ok() };
        match parsed {
            Some(pairs) => {
                self.tree.fill(&pairs, self.layout.index.get(chunk.codes..).unwrap_or(&[]));
                let doc = self.builder.doc(self.after, chunk.start);
                let item = self.builder.item(&self.tree.cursor().must(), doc);
                self.list.push(item);
            }
            None => self.list.push(recover::bad_item(&mut self.builder, codes, chunk, self.layout)),
        }
        for bad in std::mem::take(&mut self.builder.bad) {
            recover::bad_region(&mut self.builder, bad, self.layout);
        }
        self.after = chunk.end;
    }
}

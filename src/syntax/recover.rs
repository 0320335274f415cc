//! A second look at what does not parse.

use super::ast::{Item, ItemError, Name};
use super::build::{Bad, Builder};
use super::layout::{Chunk, Layout, is_declaration_word};
use crate::base::Span;
use crate::diagnostics::{Diagnostic, codes};
use smol_str::SmolStr;

/// A chunk that is no declaration.
pub(super) fn bad_item(builder: &mut Builder<'_>, codes: &str, chunk: Chunk, layout: &Layout) -> Item {
    let span = Span::new(builder.source, chunk.start, chunk.end);
    let first = builder.token_text(chunk.first);
    let keyword = is_declaration_word(first).then(|| SmolStr::new(first));
    if !has_diagnostic(&layout.diagnostics, span) {
        let _ = codes;
        builder.diagnostics.push(Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span, "unexpected"));
    }
    let name = keyword.as_ref().and_then(|keyword| declared_name(builder, keyword, chunk));
    Item::Error(ItemError { keyword, name, span })
}

fn declared_name(builder: &Builder<'_>, keyword: &str, chunk: Chunk) -> Option<Name> {
    let declares = ["secret", "config", "const", "type", "state", "group", "fn", "card", "intent", "action"];
    let token = chunk.first + 1;
    let word = declares.contains(&keyword)
        && builder.token_text(token).starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    word.then(|| Name { text: SmolStr::new(builder.token_text(token)), span: builder.token_span(token) })
}

/// Whether the scan (its diagnostics are sorted) has reported something in the region.
fn has_diagnostic(layout: &[Diagnostic], span: Span) -> bool {
    let first = layout.partition_point(|one| one.span.start < span.start);
    layout.get(first).is_some_and(|one| one.span.start <= span.end)
}

/// A region inside a declaration that does not parse.
pub(super) fn bad_region(builder: &mut Builder<'_>, bad: Bad, layout: &Layout) {
    let span = builder.span(bad.start, bad.end);
    if !has_diagnostic(&layout.diagnostics, span) {
        builder.diagnostics.push(Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span, "unexpected"));
    }
}

/// Joins regions that belong together.
pub(super) fn merge(items: Vec<Item>) -> Vec<Item> {
    items
}

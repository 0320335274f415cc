//! A second look at what does not parse.

use super::ast::{Item, ItemError, Name};
use super::build::{Bad, Builder};
use super::grammar::{Grammar, Rule};
use super::layout::{Chunk, is_declaration_word};
use crate::base::Span;
use crate::diagnostics::{Diagnostic, codes};
use pest::Parser;
use smol_str::SmolStr;

/// A chunk that is no declaration.
pub(super) fn bad_item(builder: &mut Builder<'_>, text: &str, chunk: Chunk, layout: &[Diagnostic]) -> Item {
    let span = Span::new(builder.source, chunk.start, chunk.end);
    let mut words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    let first = words.next().unwrap_or("");
    let keyword = is_declaration_word(first).then(|| SmolStr::new(first));
    if !has_diagnostic(layout, span) {
        let at = Grammar::parse(Rule::item, text).err().map_or(0, |error| match error.location {
            pest::error::InputLocation::Pos(at) | pest::error::InputLocation::Span((at, _)) => at,
        });
        builder.diagnostics.push(Diagnostic::new(
            &codes::SYNTAX_UNEXPECTED,
            Span::new(builder.source, chunk.start + at, chunk.start + at),
            "unexpected",
        ));
    }
    let name = keyword.as_ref().and_then(|keyword| declared_name(builder, text, keyword, chunk));
    Item::Error(ItemError { keyword, name, span })
}

fn declared_name(builder: &Builder<'_>, text: &str, keyword: &str, chunk: Chunk) -> Option<Name> {
    if !matches!(
        keyword,
        "secret" | "config" | "const" | "type" | "state" | "group" | "fn" | "card" | "intent" | "action"
    ) {
        return None;
    }
    let rest = text.get(keyword.len()..)?;
    let start = keyword.len() + rest.len() - rest.trim_start().len();
    let name: String =
        text.get(start..)?.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    let span = Span::new(builder.source, chunk.start + start, chunk.start + start + name.len());
    (!name.is_empty()).then(|| Name { text: SmolStr::from(name), span })
}

fn has_diagnostic(layout: &[Diagnostic], span: Span) -> bool {
    layout.iter().any(|one| span.contains(one.span))
}

/// A region inside a declaration that does not parse.
pub(super) fn bad_region(builder: &mut Builder<'_>, _masked: &str, bad: Bad, layout: &[Diagnostic]) {
    let span = Span::new(builder.source, bad.start, bad.end);
    if !has_diagnostic(layout, span) {
        builder.diagnostics.push(Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span, "unexpected"));
    }
}

/// Joins regions that belong together.
pub(super) fn merge(items: Vec<Item>) -> Vec<Item> {
    items
}

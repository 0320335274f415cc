//! What all builders share.

use crate::base::{SourceId, Span, limits};
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast::{Doc, Name, Path};
use crate::syntax::grammar::Rule;
use crate::syntax::layout::is_reserved;
use crate::syntax::tree::{Cursor, Node};
use crate::syntax::{Comment, CommentKind};
use smol_str::SmolStr;

/// A region that matched a `bad_...` rule.
#[derive(Clone, Copy, Debug)]
pub(in crate::syntax) struct Bad {
    /// Which rule.
    pub rule: Rule,
    /// Where, in the whole text.
    pub start: usize,
    pub end: usize,
}

/// Builds the tree of one chunk after the other.
pub(in crate::syntax) struct Builder<'a> {
    pub source: SourceId,
    /// The original text of the file.
    pub text: &'a str,
    /// Offset of the chunk in the file.
    pub base: usize,
    /// The comments of the file.
    pub comments: &'a [Comment],
    pub diagnostics: Vec<Diagnostic>,
    /// Regions that did not parse, for a second look.
    pub bad: Vec<Bad>,
    /// How deep the expression or type is that is being built.
    pub depth: usize,
}

impl<'a> Builder<'a> {
    pub(in crate::syntax) fn new(source: SourceId, text: &'a str, comments: &'a [Comment]) -> Self {
        Self { source, text, base: 0, comments, diagnostics: Vec::new(), bad: Vec::new(), depth: 0 }
    }

    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.source, self.base + start, self.base + end)
    }

    pub(super) fn span_of(&self, node: &Node<'_>) -> Span {
        self.span(node.start, node.end)
    }

    /// The original text of a range of the chunk.
    pub(super) fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(self.base + start..self.base + end).unwrap_or("")
    }

    pub(super) fn text_of(&self, node: &Node<'_>) -> &'a str {
        self.slice(node.start, node.end)
    }

    /// A name as it is written, whatever word it is.
    pub(super) fn any_name(&self, node: &Node<'_>) -> Name {
        Name { text: SmolStr::new(self.text_of(node)), span: self.span_of(node) }
    }

    /// A name that is declared here: no reserved word.
    pub(super) fn new_name(&mut self, node: &Node<'_>) -> Name {
        let name = self.any_name(node);
        if is_reserved(&name.text) {
            self.reserved(&name);
        }
        name
    }

    pub(super) fn reserved(&mut self, name: &Name) {
        self.diagnostics.push(
            Diagnostic::new(
                &codes::SYNTAX_RESERVED_WORD,
                name.span,
                format!("`{}` is a word of the language, it cannot be a name", name.text),
            )
            .label("expected a name")
            .help(format!("choose another name, such as `{}_`", name.text)),
        );
    }

    /// The names up to the next sibling that is none.
    pub(super) fn path(&mut self, cursor: &mut Cursor<'_>) -> Path {
        let first = cursor.must();
        let mut parts = vec![self.any_name(&first)];
        let mut span = self.span_of(&first);
        while let Some(node) = cursor.accept(Rule::name) {
            span = span.to(self.span_of(&node));
            parts.push(self.any_name(&node));
        }
        Path { parts, span }
    }

    /// Notes a region that does not parse.
    pub(super) fn bad(&mut self, node: &Node<'_>) -> Span {
        let length = self.text_of(node).trim_end().len();
        let (start, end) = (self.base + node.start, self.base + node.start + length);
        self.bad.push(Bad { rule: node.rule, start, end });
        Span::new(self.source, start, end)
    }

    /// Whether something `levels` deeper may still be built; else it is reported.
    pub(super) fn may_deepen(&mut self, levels: usize, node: &Node<'_>) -> bool {
        if self.depth + levels <= limits::EXPRESSION_DEPTH_MAX {
            return true;
        }
        let span = self.span_of(node);
        let message = format!("this expression has more than {} levels", limits::EXPRESSION_DEPTH_MAX);
        self.diagnostics.push(
            Diagnostic::new(&codes::SYNTAX_TOO_DEEP, span, message)
                .label("too many operators in one expression")
                .help("split it with `let`, or use a list and `join`"),
        );
        false
    }

    /// The doc comment that ends right before `start` and begins after `after` (offsets in the
    /// file).
    pub(in crate::syntax) fn doc(&self, after: usize, start: usize) -> Option<Doc> {
        let end = self.comments.partition_point(|comment| (comment.span.start as usize) < start);
        let begin = self.comments.partition_point(|comment| (comment.span.start as usize) < after);
        let between = self.comments.get(begin..end)?;
        let count = between
            .iter()
            .rev()
            .take_while(|comment| comment.kind == CommentKind::Doc && comment.own_line)
            .count();
        let docs = between.get(between.len() - count..)?;
        let span = docs.first()?.span.to(docs.last()?.span);
        let mut text = String::new();
        for comment in docs {
            if !text.is_empty() {
                text.push('\n');
            }
            let line = comment.span.slice(self.text).trim_start_matches('/');
            text.push_str(line.strip_prefix(' ').unwrap_or(line).trim_end());
        }
        Some(Doc { text: SmolStr::from(text), span })
    }
}

//! What all builders share.

use crate::base::{SourceId, Span, limits};
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast::{Doc, Name, Path};
use crate::syntax::grammar::Rule;
use crate::syntax::layout::{Code, Token};
use crate::syntax::tree::{Cursor, Node};
use crate::syntax::{Comment, CommentKind};
use smol_str::SmolStr;

/// A region that matched a `bad_...` rule: a range of tokens.
#[derive(Clone, Copy, Debug)]
pub(in crate::syntax) struct Bad {
    pub rule: Rule,
    pub start: usize,
    pub end: usize,
}

/// Builds the tree of one chunk after the other.
pub(in crate::syntax) struct Builder<'a> {
    pub source: SourceId,
    /// The text of the file.
    pub text: &'a str,
    /// The tokens of the file.
    pub tokens: &'a [Token],
    /// The comments of the file.
    pub comments: &'a [Comment],
    pub diagnostics: Vec<Diagnostic>,
    /// Regions that did not parse, for a second look.
    pub bad: Vec<Bad>,
    /// How deep the expression or type is that is being built.
    pub depth: usize,
    /// Whether the `{` of a block was missing in this chunk.
    pub headless: bool,
    /// Offsets of heads whose `{` is missing, and whose block follows: what stands there is not inside of it.
    pub headless_at: Vec<u32>,
}

impl<'a> Builder<'a> {
    pub(in crate::syntax) fn new(
        source: SourceId,
        text: &'a str,
        tokens: &'a [Token],
        comments: &'a [Comment],
    ) -> Self {
        Self {
            source,
            text,
            tokens,
            comments,
            diagnostics: Vec::new(),
            bad: Vec::new(),
            depth: 0,
            headless: false,
            headless_at: Vec::new(),
        }
    }

    /// The code of a token; that of no token past the end.
    pub(in crate::syntax) fn code(&self, token: usize) -> char {
        self.tokens.get(token).map_or(Code::UNKNOWN, |token| token.code)
    }

    /// The byte range of a range of tokens.
    pub(in crate::syntax) fn bytes(&self, first: usize, end: usize) -> (usize, usize) {
        let start = self.tokens.get(first).map_or(self.text.len(), |token| token.start as usize);
        let last = end.checked_sub(1).filter(|last| *last >= first);
        let end = last.and_then(|last| self.tokens.get(last)).map_or(start, |token| token.end as usize);
        (start, end)
    }

    pub(in crate::syntax) fn span(&self, first: usize, end: usize) -> Span {
        let (start, end) = self.bytes(first, end);
        Span::new(self.source, start, end)
    }

    pub(in crate::syntax) fn token_span(&self, token: usize) -> Span {
        self.span(token, token + 1)
    }

    pub(super) fn byte_span(&self, start: usize, end: usize) -> Span {
        Span::new(self.source, start, end)
    }

    pub(super) fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or("")
    }

    pub(in crate::syntax) fn token_text(&self, token: usize) -> &'a str {
        let (start, end) = self.bytes(token, token + 1);
        self.slice(start, end)
    }

    pub(super) fn span_of(&self, node: &Node<'_>) -> Span {
        self.span(node.start, node.end)
    }

    pub(super) fn text_of(&self, node: &Node<'_>) -> &'a str {
        let (start, end) = self.bytes(node.start, node.end);
        self.slice(start, end)
    }

    /// The word that is a token.
    pub(super) fn name_at(&self, token: usize) -> Name {
        Name { text: SmolStr::new(self.token_text(token)), span: self.token_span(token) }
    }

    /// The word that is a node.
    pub(super) fn name(&self, node: &Node<'_>) -> Name {
        self.name_at(node.start)
    }

    /// The name in `.name` or `?.name`.
    pub(super) fn field_name(&self, token: usize) -> Name {
        let (_, end) = self.bytes(token, token + 1);
        let text = self.token_text(token).trim_start_matches(['?', '.', ' ']);
        Name { text: SmolStr::new(text), span: self.byte_span(end - text.len(), end) }
    }

    /// A name and the fields after it.
    pub(super) fn path(&mut self, cursor: &mut Cursor<'_>) -> Path {
        let first = cursor.must();
        self.path_at(first.start)
    }

    pub(super) fn path_at(&self, first: usize) -> Path {
        let mut parts = vec![self.name_at(first)];
        let mut end = first + 1;
        while self.code(end) == Code::FIELD {
            parts.push(self.field_name(end));
            end += 1;
        }
        Path { parts, span: self.span(first, end) }
    }

    /// Notes a region that does not parse.
    pub(super) fn bad(&mut self, node: &Node<'_>) -> Span {
        self.bad.push(Bad { rule: node.rule, start: node.start, end: node.end });
        self.span_of(node)
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

    /// The doc comment that ends right before `start` and begins after `after` (offsets).
    pub(in crate::syntax) fn doc(&self, after: usize, start: usize) -> Option<Doc> {
        let end = self.comments.partition_point(|comment| (comment.span.start as usize) < start);
        let docs = self.comments.get(..end)?;
        let count = docs
            .iter()
            .rev()
            .take_while(|comment| {
                comment.kind == CommentKind::Doc && comment.own_line && comment.span.start as usize >= after
            })
            .count();
        let docs = docs.get(docs.len() - count..)?;
        let span = docs.first()?.span.to(docs.last()?.span);
        let mut text = String::new();
        for comment in docs {
            if comment.span != docs.first()?.span {
                text.push('\n');
            }
            let line = comment.span.slice(self.text).trim_start_matches('/');
            text.push_str(line.strip_prefix(' ').unwrap_or(line).trim_end());
        }
        Some(Doc { text: SmolStr::from(text), span })
    }
}

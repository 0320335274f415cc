//! Tokens and comments, printed in the order in which they stand.
//!
//! Every part of the formatter takes the next tokens from here. A part that does not find what it
//! expects (an AST keeps only the last of two clauses that may stand once) says so in `lost`, and
//! the declaration is copied as it stands.

use super::doc::{Doc, Trailing};
use super::tokens::Token;
use crate::base::Span;
use crate::syntax::Comment;
use crate::syntax::ast::{Name, Path};
use unicode_width::UnicodeWidthStr;

/// Prints one declaration after the other.
pub(super) struct Printer<'a> {
    pub text: &'a str,
    pub tokens: Vec<Token>,
    pub comments: &'a [Comment],
    /// Index of the next token.
    pub at: usize,
    /// Index of the next comment.
    pub comment: usize,
    /// Offset after what was printed last.
    pub after: usize,
    /// Offset after the present declaration: its tokens end there.
    pub limit: usize,
    /// Parentheses around operands that are open, in the innermost other bracket.
    pub parens: usize,
    /// Whether the tokens were not those that the tree promised.
    pub lost: bool,
}

impl<'a> Printer<'a> {
    /// The next token of the declaration.
    pub(super) fn next(&self) -> Option<Token> {
        self.tokens.get(self.at).copied().filter(|token| token.start < self.limit)
    }

    /// Its text; empty at the end of the declaration.
    pub(super) fn peek(&self) -> &'a str {
        self.next().map_or("", |token| self.slice(token.start, token.end))
    }

    /// Its text, unless it is the first of another statement or step.
    pub(super) fn peek_in_line(&self) -> &'a str {
        if self.next().is_some_and(|token| token.ends) { "" } else { self.peek() }
    }

    /// Whether the author began a line with the next token.
    pub(super) fn starts_line(&self) -> bool {
        self.next().is_some_and(|token| token.newline)
    }

    pub(super) fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or("")
    }

    /// The next token, with the comments before it.
    pub(super) fn bump(&mut self) -> Doc<'a> {
        let Some(token) = self.next() else {
            self.lost = true;
            return Doc::NOTHING;
        };
        self.advance(token, Doc::Text(self.slice(token.start, token.end)))
    }

    /// Steps over a token that is printed as `doc`.
    fn advance(&mut self, token: Token, doc: Doc<'a>) -> Doc<'a> {
        let mut docs = self.comments_before(token.start);
        self.at += 1;
        self.after = token.end;
        if docs.is_empty() {
            return doc;
        }
        docs.push(doc);
        Doc::All(docs)
    }

    /// The next token, which is this word or sign.
    pub(super) fn word(&mut self, expected: &str) -> Doc<'a> {
        self.lost |= self.peek() != expected;
        self.bump()
    }

    /// An operator of two words, with one blank between them.
    pub(super) fn words(&mut self, printed: &'static str) -> Doc<'a> {
        match self.next() {
            Some(token) => self.advance(token, Doc::Text(printed)),
            None => self.bump(),
        }
    }

    /// `.name` or `?.name`: one token, which may have blanks inside.
    pub(super) fn field(&mut self, name: &Name, optional: bool) -> Doc<'a> {
        let Some(token) = self.next() else { return self.bump() };
        let name = name.span.slice(self.text);
        self.lost |= !self.peek().ends_with(name) || !self.peek().starts_with(['.', '?']);
        let dot = Doc::Text(if optional { "?." } else { "." });
        self.advance(token, Doc::All(vec![dot, Doc::Text(name)]))
    }

    /// A name, perhaps of another module.
    pub(super) fn path(&mut self, path: &Path) -> Doc<'a> {
        let mut docs = vec![self.bump()];
        docs.extend(path.parts.iter().skip(1).map(|part| self.field(part, false)));
        Doc::All(docs)
    }

    /// What stands under the span, as it stands. It begins with the next token.
    pub(super) fn verbatim(&mut self, span: Span) -> Doc<'a> {
        let (start, end) = (span.start as usize, span.end as usize);
        self.lost |= self.next().is_none_or(|token| token.start != start);
        let mut docs = self.comments_before(start);
        self.skip_to(end);
        docs.push(Doc::Raw(self.slice(start, end)));
        Doc::All(docs)
    }

    /// Steps over what stands before an offset.
    pub(super) fn skip_to(&mut self, end: usize) {
        while self.tokens.get(self.at).is_some_and(|token| token.start < end) {
            self.at += 1;
        }
        while self.comments.get(self.comment).is_some_and(|comment| (comment.span.start as usize) < end) {
            self.comment += 1;
        }
        self.after = end;
    }

    /// The next comment, if it begins before the offset.
    pub(super) fn comment_before(&self, offset: usize) -> Option<Comment> {
        self.comments.get(self.comment).copied().filter(|comment| (comment.span.start as usize) < offset)
    }

    /// Prints the next comment.
    pub(super) fn print_comment(&mut self, comment: Comment) -> Doc<'a> {
        self.comment += 1;
        self.after = comment.span.end as usize;
        let text = comment.span.slice(self.text);
        if comment.own_line {
            return Doc::Own(text);
        }
        let start = comment.span.start as usize;
        let line = self.slice(0, start).rfind('\n').map_or(0, |newline| newline + 1);
        let before = self.slice(line, start);
        let indent = before.width() - before.trim_start().width();
        let gap = before.width() - before.trim_end().width();
        Doc::Trailing(Trailing { text, column: before.width(), indent, gap })
    }

    /// The comments that stand before an offset.
    fn comments_before(&mut self, offset: usize) -> Vec<Doc<'a>> {
        let mut docs = Vec::new();
        while let Some(comment) = self.comment_before(offset) {
            docs.push(self.print_comment(comment));
        }
        docs
    }

    /// Offset of the next token of the file: comments up to there belong to what comes before it.
    pub(super) fn next_start(&self) -> usize {
        self.tokens.get(self.at).map_or(self.text.len(), |token| token.start)
    }

    /// The comment that stands after the last token, in its line.
    pub(super) fn trailing(&mut self) -> Doc<'a> {
        match self.comment_before(self.next_start()) {
            Some(comment) if !comment.own_line => self.print_comment(comment),
            _ => Doc::NOTHING,
        }
    }

    /// A newline that the author made before the next token, after the comment that stands there.
    pub(super) fn kept_break(&mut self) -> Doc<'a> {
        Doc::All(vec![self.trailing(), Doc::Hard])
    }

    /// Whether the author left a line empty between what was printed last and the offset.
    pub(super) fn blank_before(&self, offset: usize) -> bool {
        self.slice(self.after, offset).bytes().filter(|byte| *byte == b'\n').count() > 1
    }

    /// What stands after `=`, `=>` or `->`: in the same line, unless the author broke there and it
    /// is too long for one.
    pub(super) fn after_sign(&mut self, value: impl FnOnce(&mut Self) -> Doc<'a>) -> Doc<'a> {
        if self.comment_before(self.next_start()).is_some() {
            let newline = self.kept_break();
            return Doc::Indent(vec![newline, value(self)]);
        }
        if self.starts_line() {
            return Doc::Group(vec![Doc::Nest(vec![Doc::Line, value(self)])]);
        }
        Doc::All(vec![Doc::Space, value(self)])
    }

    /// A place before the next token at which the line may be broken: a newline if the author has
    /// one there.
    pub(super) fn may_break(&mut self, docs: impl FnOnce(&mut Self) -> Vec<Doc<'a>>) -> Doc<'a> {
        if self.starts_line() {
            let mut all = vec![self.kept_break()];
            all.extend(docs(self));
            return Doc::Indent(all);
        }
        let mut all = vec![Doc::Line];
        all.extend(docs(self));
        Doc::Group(vec![Doc::Nest(all)])
    }

    /// Parts that stand in a line each, further right, or all in the line that has begun. The author
    /// has them in lines if `broken`.
    pub(super) fn in_lines<'t, T>(
        &mut self,
        broken: bool,
        items: &'t [T],
        mut each: impl FnMut(&mut Self, &'t T) -> Vec<Doc<'a>>,
    ) -> Doc<'a> {
        let mut docs = Vec::new();
        for item in items {
            docs.push(if broken { self.kept_break() } else { Doc::Line });
            docs.extend(each(self, item));
        }
        if broken { Doc::Indent(docs) } else { Doc::Group(vec![Doc::Nest(docs)]) }
    }

    /// Whether the author broke the line between two neighbours of these.
    pub(super) fn parted_by_lines(&self, spans: impl IntoIterator<Item = Span>) -> bool {
        let mut after = None;
        spans.into_iter().any(|span| {
            let before = after.replace(span.end as usize);
            before.is_some_and(|before| self.slice(before, span.start as usize).contains('\n'))
        })
    }

    /// What stands between commas, without brackets around it.
    pub(super) fn commas<'t, T>(
        &mut self,
        items: &'t [T],
        mut each: impl FnMut(&mut Self, &'t T) -> Doc<'a>,
    ) -> Doc<'a> {
        let mut docs = Vec::new();
        for (index, item) in items.iter().enumerate() {
            if index == 0 {
                docs.push(each(self, item));
            } else {
                docs.push(self.word(","));
                docs.push(self.may_break(|printer| vec![each(printer, item)]));
            }
        }
        Doc::All(docs)
    }

    /// ` word operand`
    pub(super) fn clause(&mut self, word: &str, operand: impl FnOnce(&mut Self) -> Doc<'a>) -> [Doc<'a>; 4] {
        [Doc::Space, self.word(word), Doc::Space, operand(self)]
    }
}

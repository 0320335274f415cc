//! Everything that stands in brackets, part by part: arguments, fields, statements, arms, steps.

use super::doc::Doc;
use super::printer::Printer;
use crate::syntax::LexemeKind;

/// How a kind of brackets is laid out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    /// Whether a blank stands inside the brackets when they are in one line.
    pad: bool,
    /// What parts it in one line.
    parts: Parts,
    /// Whether the parts break when the group around them does, not by themselves.
    joined: bool,
    /// Whether its one part brings brackets of its own, so that these need not break.
    hugs: bool,
}

/// What stands between parts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Parts {
    /// A comma, also at the end of a line.
    Commas,
    /// A comma; over several lines only if the author wrote the first one.
    MaybeCommas,
    /// `;`, or a newline.
    Semicolons,
    /// A blank, or a newline.
    Blanks,
}

const PARENS: Style = Style { pad: false, parts: Parts::Commas, joined: false, hugs: false };

impl Style {
    /// Arguments, parameters.
    pub(super) const PARENS: Self = PARENS;
    /// The items of a list.
    pub(super) const ITEMS: Self = Self { parts: Parts::MaybeCommas, ..PARENS };
    /// The fields of a record, the arms of a `match`.
    pub(super) const FIELDS: Self = Self { pad: true, parts: Parts::MaybeCommas, ..PARENS };
    /// Statements, settings, elements, steps.
    pub(super) const BLOCK: Self = Self { pad: true, parts: Parts::Semicolons, ..PARENS };
    /// A block of an `if`, whose blocks are opened together.
    pub(super) const BRANCH: Self = Self { joined: true, ..Self::BLOCK };
    /// The sentences of an intent.
    pub(super) const PHRASES: Self = Self { parts: Parts::Blanks, ..Self::BLOCK };

    /// The same for a single part with brackets of its own.
    pub(super) const fn hugging(self, hugs: bool) -> Self {
        Self { hugs, ..self }
    }
}

impl<'a> Printer<'a> {
    /// The next bracket, all that is in it, and the one that closes it.
    pub(super) fn list<'t, T>(
        &mut self,
        style: Style,
        items: &'t [T],
        mut each: impl FnMut(&mut Self, &'t T) -> Doc<'a>,
    ) -> Doc<'a> {
        self.lost |= self.next().is_none_or(|token| token.kind != LexemeKind::Open);
        let broken = self.is_broken(style);
        let parens = std::mem::take(&mut self.parens);
        let open = self.bump();
        let inner =
            if broken { self.lines(style, items, &mut each) } else { self.in_line(style, items, &mut each) };
        self.lost |= self.next().is_none_or(|token| token.kind != LexemeKind::Close) || self.parens > 0;
        let close = self.bump();
        self.parens = parens;
        let edge = match style {
            Style { pad: true, .. } => Doc::Line,
            Style { pad: false, .. } => Doc::Soft,
        };
        match (inner.is_empty(), broken) {
            (true, _) => Doc::All(vec![open, close]),
            (_, true) => Doc::All(vec![open, Doc::Indent(inner), Doc::Hard, close]),
            _ if style.hugs => Doc::All(vec![open, Doc::All(inner), close]),
            _ if style.joined => Doc::All(vec![open, Doc::Nest(inner), edge, close]),
            _ => Doc::Group(vec![open, Doc::Nest(inner), edge, close]),
        }
    }

    /// Whether the author put what is in the next bracket on several lines.
    pub(super) fn is_broken(&self, style: Style) -> bool {
        let Some(open) = self.next() else { return false };
        let Some(close) = self.tokens.get(open.partner) else { return false };
        // Of lines in a block any newline is the author's, of a list only one beside a part.
        if matches!(style.parts, Parts::Semicolons | Parts::Blanks) {
            return self.slice(open.end, close.start).contains('\n');
        }
        if close.newline {
            return true;
        }
        let mut at = self.at + 1;
        let mut beside = true;
        while at < open.partner
            && let Some(token) = self.tokens.get(at)
        {
            if token.newline && (beside || token.ends) {
                return true;
            }
            beside = token.kind == LexemeKind::Comma;
            at = token.partner.max(at) + 1;
        }
        false
    }

    /// Parts that stand in one line unless it is too long.
    fn in_line<'t, T>(
        &mut self,
        style: Style,
        items: &'t [T],
        each: &mut dyn FnMut(&mut Self, &'t T) -> Doc<'a>,
    ) -> Vec<Doc<'a>> {
        let mut docs = Vec::with_capacity(3 * items.len());
        for (index, item) in items.iter().enumerate() {
            docs.push(match (index, style) {
                (0, Style { hugs: true, .. }) => Doc::NOTHING,
                (0, Style { pad: false, .. }) => Doc::Soft,
                _ => Doc::Line,
            });
            docs.push(each(self, item));
            self.comma();
            if index + 1 < items.len() {
                docs.extend(match style.parts {
                    Parts::Commas | Parts::MaybeCommas => Some(Doc::Text(",")),
                    Parts::Semicolons => Some(Doc::Flat(";")),
                    Parts::Blanks => None,
                });
            }
        }
        docs
    }

    /// Parts that stand in a line each.
    fn lines<'t, T>(
        &mut self,
        style: Style,
        items: &'t [T],
        each: &mut dyn FnMut(&mut Self, &'t T) -> Doc<'a>,
    ) -> Vec<Doc<'a>> {
        let mut docs = vec![self.trailing()];
        let mut commas = style.parts == Parts::Commas;
        for (index, item) in items.iter().enumerate() {
            docs.push(self.leading(index > 0));
            docs.push(each(self, item));
            let comma = self.comma();
            commas |= index == 0 && comma && style.parts == Parts::MaybeCommas;
            if commas && index + 1 < items.len() {
                docs.push(Doc::Text(","));
            }
            docs.push(self.trailing());
        }
        docs.push(self.comment_lines(!items.is_empty()).0);
        let empty =
            items.is_empty() && docs.iter().all(|doc| matches!(doc, Doc::All(docs) if docs.is_empty()));
        if empty { Vec::new() } else { docs }
    }

    /// Steps over a comma.
    fn comma(&mut self) -> bool {
        let comma = self.next().filter(|token| token.kind == LexemeKind::Comma);
        if let Some(token) = comma {
            self.at += 1;
            self.after = token.end;
        }
        comma.is_some()
    }

    /// The line break before the next part, with the comments above it.
    pub(super) fn leading(&mut self, may_be_blank: bool) -> Doc<'a> {
        let (comments, may_be_blank) = self.comment_lines(may_be_blank);
        let blank = may_be_blank && self.blank_before(self.next_start());
        Doc::All(vec![comments, if blank { Doc::Blank } else { Doc::Hard }])
    }

    /// Comments in lines of their own, up to the next token; and whether a blank line may follow.
    pub(super) fn comment_lines(&mut self, mut may_be_blank: bool) -> (Doc<'a>, bool) {
        let mut docs = Vec::new();
        while let Some(comment) = self.comment_before(self.next_start()) {
            let blank = may_be_blank && self.blank_before(comment.span.start as usize);
            docs.push(if blank { Doc::Blank } else { Doc::Hard });
            docs.push(self.print_comment(comment));
            may_be_blank = true;
        }
        (Doc::All(docs), may_be_blank)
    }
}

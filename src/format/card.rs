//! Cards. What stands behind the word of an element keeps its order.

use super::doc::Doc;
use super::list::Style;
use super::printer::Printer;
use crate::base::Span;
use crate::syntax::ast::{
    ArrowTarget, CardBody, CardBranch, CardDecl, CardNode, CardNodeKind, Element, Expr, InputNode, Name,
    Prop, PropValue,
};

/// A part of the line of an element.
enum Part<'t> {
    Content(&'t Expr),
    Prop(&'t Prop),
    Flag(&'t Name),
}

impl Part<'_> {
    fn span(&self) -> Span {
        match self {
            Self::Content(expr) => expr.span,
            Self::Prop(prop) => prop.span,
            Self::Flag(name) => name.span,
        }
    }
}

impl<'a> Printer<'a> {
    pub(super) fn card_decl(&mut self, card: &CardDecl) -> Doc<'a> {
        let mut docs = vec![self.word("card"), Doc::Space, self.bump(), self.params(&card.params)];
        let mut props = card.props.iter();
        while !self.lost && !matches!(self.peek(), "" | "{" | "from") {
            match (self.peek(), &card.expires, &card.by, &card.fallback) {
                ("once", ..) if card.once.is_some() => docs.extend([Doc::Space, self.bump()]),
                ("expires", Some(time), ..) => {
                    docs.extend(self.clause("expires", |printer| printer.expr(time)));
                }
                ("by", _, Some(_), _) => docs.extend(self.by_part(card.by.as_ref())),
                ("fallback", .., Some(text)) => {
                    docs.extend(self.clause("fallback", |printer| printer.expr(text)));
                }
                _ => match props.next() {
                    Some(prop) => docs.extend([Doc::Space, self.prop(prop)]),
                    None => self.lost = true,
                },
            }
        }
        match &card.body {
            CardBody::Nodes(nodes) => docs.extend([Doc::Space, self.nodes(Style::BLOCK, nodes)]),
            CardBody::File(file) => {
                docs.extend(self.clause("from", |printer| printer.verbatim(file.span)));
            }
        }
        Doc::All(docs)
    }

    fn nodes(&mut self, style: Style, nodes: &[CardNode]) -> Doc<'a> {
        self.list(style, nodes, Self::node)
    }

    fn node(&mut self, node: &CardNode) -> Doc<'a> {
        match &node.kind {
            CardNodeKind::Element(element) => self.element(element),
            CardNodeKind::Input(input) => self.input(input),
            CardNodeKind::If { branches, otherwise } => {
                let end = node.span.end as usize;
                self.branches(end, |printer, style| printer.card_if(style, branches, otherwise.as_deref()))
            }
            CardNodeKind::For { first: _, second, iterable, body } => {
                let mut docs = self.for_head(second.as_ref(), iterable);
                docs.push(self.nodes(Style::BLOCK, body));
                Doc::All(docs)
            }
            CardNodeKind::Let { value, otherwise, .. } => {
                let mut docs = vec![self.word("let"), Doc::Space, self.bump()];
                docs.extend(self.default(Some(value)));
                docs.push(self.else_clause(otherwise.as_ref()));
                Doc::All(docs)
            }
            CardNodeKind::Include { card, alias } => {
                let mut docs = vec![self.word("include"), Doc::Space, self.card_call(card)];
                docs.extend(self.alias(alias.as_ref()));
                Doc::All(docs)
            }
            CardNodeKind::Raw(record) => Doc::All(self.one("raw", record)),
            CardNodeKind::Entry { title, value } => {
                let mut docs = vec![self.expr(title)];
                docs.extend(self.default(Some(value)));
                Doc::All(docs)
            }
            CardNodeKind::Value(value) => self.expr(value),
            CardNodeKind::Error => self.not_parsed(),
        }
    }

    fn card_if(
        &mut self,
        style: Style,
        branches: &[CardBranch],
        otherwise: Option<&[CardNode]>,
    ) -> Vec<Doc<'a>> {
        let mut docs = Vec::new();
        for (index, branch) in branches.iter().enumerate() {
            docs.extend(self.branch_head(index));
            docs.extend([self.expr(&branch.condition), Doc::Space, self.nodes(style, &branch.body)]);
        }
        if let Some(body) = otherwise {
            docs.extend([Doc::Space, self.word("else"), Doc::Space, self.nodes(style, body)]);
        }
        docs
    }

    fn element(&mut self, element: &Element) -> Doc<'a> {
        let mut docs = vec![self.bump()];
        docs.extend(self.parts(&element.content, &element.props, &element.flags));
        if !element.arrow.is_empty() {
            docs.extend([Doc::Space, self.word("->")]);
            docs.push(self.after_sign(|printer| printer.commas(&element.arrow, Self::arrow)));
        }
        if let Some(children) = &element.children {
            docs.extend([Doc::Space, self.nodes(Style::BLOCK, children)]);
        }
        Doc::All(docs)
    }

    fn input(&mut self, input: &InputNode) -> Doc<'a> {
        let mut docs = vec![self.word("input"), Doc::Space, self.bump()];
        if let Some(key) = &input.key {
            docs.extend(self.clause("key", |printer| printer.expr(key)));
        }
        docs.extend([self.word(":"), Doc::Space, self.answer_type(&input.ty)]);
        docs.extend(self.default(input.default.as_ref()));
        docs.extend(self.parts(input.label.as_slice(), &input.props, &input.flags));
        Doc::All(docs)
    }

    /// Contents, properties and flags, each after a blank.
    fn parts(&mut self, content: &[Expr], props: &[Prop], flags: &[Name]) -> Vec<Doc<'a>> {
        let mut parts: Vec<Part<'_>> = content.iter().map(Part::Content).collect();
        parts.extend(props.iter().map(Part::Prop));
        parts.extend(flags.iter().map(Part::Flag));
        parts.sort_by_key(|part| part.span().start);
        let mut docs = Vec::with_capacity(2 * parts.len());
        for part in parts {
            docs.push(Doc::Space);
            docs.push(match part {
                Part::Content(expr) => self.expr(expr),
                Part::Prop(prop) => self.prop(prop),
                Part::Flag(_) => self.bump(),
            });
        }
        docs
    }

    fn prop(&mut self, prop: &Prop) -> Doc<'a> {
        let mut docs = vec![self.bump(), self.word(":"), Doc::Space];
        docs.push(match &prop.value {
            PropValue::Expr(value) => self.expr(value),
            PropValue::Pixels(_) => self.bump(),
        });
        Doc::All(docs)
    }

    fn arrow(&mut self, target: &ArrowTarget) -> Doc<'a> {
        let name = self.bump();
        let args = target.args.as_ref().map_or(Doc::NOTHING, |args| self.args(args));
        Doc::All(vec![name, args])
    }
}

//! Cards.

use super::Builder;
use crate::base::Span;
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast::{
    ArrowTarget, CardBody, CardBranch, CardDecl, CardNode, CardNodeKind, Doc, Element, ExprKind, InputNode,
    Name, Prop, PropValue,
};
use crate::syntax::grammar::Rule;
use crate::syntax::recover::no_statement;
use crate::syntax::tree::{Cursor, Node};

impl Builder<'_> {
    pub(super) fn card_decl(&mut self, node: &Node<'_>, doc: Option<Doc>) -> CardDecl {
        let mut children = node.children;
        let name = self.name(&children.must());
        let params = self.params(&mut children);
        let mut card = CardDecl {
            doc,
            name,
            params,
            once: None,
            expires: None,
            by: None,
            fallback: None,
            props: Vec::new(),
            body: CardBody::Nodes(Vec::new()),
            span: self.span_of(node),
        };
        let mut clauses = Vec::new();
        for mut child in children {
            self.once_only(&mut clauses, &child);
            match child.rule {
                Rule::card_once => card.once = Some(self.span_of(&child)),
                Rule::card_expires => card.expires = Some(self.expr(&child.children.must())),
                Rule::card_fallback => card.fallback = Some(self.expr(&child.children.must())),
                Rule::prop => card.props.push(self.prop(&child)),
                Rule::by_part => {
                    let mut one = child.children;
                    card.by = Some(self.audience_path(&mut one));
                }
                Rule::card_file => card.body = CardBody::File(self.string(&child.children.must())),
                _ => card.body = CardBody::Nodes(self.card_body(&child)),
            }
        }
        card
    }

    /// Reports a clause of a card that stands there twice.
    fn once_only(&mut self, clauses: &mut Vec<(Rule, Span)>, clause: &Node<'_>) {
        let named =
            matches!(clause.rule, Rule::card_once | Rule::card_expires | Rule::card_fallback | Rule::by_part);
        if !named {
            return;
        }
        let span = self.span_of(clause);
        match clauses.iter().find(|(rule, _)| *rule == clause.rule) {
            Some((_, first)) => self.diagnostics.push(
                Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span, "this clause stands here twice")
                    .also(*first, "the first one")
                    .help("leave one of them out"),
            ),
            None => clauses.push((clause.rule, span)),
        }
    }

    fn card_body(&mut self, node: &Node<'_>) -> Vec<CardNode> {
        node.children.build(|child| self.card_node(&child))
    }

    fn card_node(&mut self, node: &Node<'_>) -> CardNode {
        let span = self.span_of(node);
        let mut children = node.children;
        let kind = match node.rule {
            Rule::element => self.element(&mut children),
            Rule::card_input => self.input(&mut children),
            Rule::card_if => self.card_if(&mut children),
            Rule::card_for => {
                let first = self.name(&children.must());
                let second = children.accept(Rule::name).map(|name| self.name(&name));
                let iterable = self.expr(&children.must());
                CardNodeKind::For { first, second, iterable, body: self.card_body(&children.must()) }
            }
            Rule::card_let => {
                let name = self.name(&children.must());
                let value = self.expr(&children.must());
                let otherwise = children.next().map(|clause| self.else_clause(&clause));
                CardNodeKind::Let { name, value, otherwise }
            }
            Rule::card_include => {
                let card = self.card_call(&children.must());
                CardNodeKind::Include { card, alias: self.alias(&mut children) }
            }
            Rule::card_raw => {
                let record = children.must();
                CardNodeKind::Raw(self.compound(&record))
            }
            Rule::card_entry => self.card_entry(&mut children),
            _ => return CardNode { kind: CardNodeKind::Error, span: self.bad(node) },
        };
        CardNode { kind, span }
    }

    /// `title = value`, or a value by itself. A statement that is an expression too draws nothing.
    fn card_entry(&mut self, children: &mut Cursor<'_>) -> CardNodeKind {
        let mark = self.diagnostics.len();
        let title = self.expr(&children.must());
        if let Some(value) = children.next() {
            return CardNodeKind::Entry { title, value: self.expr(&value) };
        }
        let word = match title.kind {
            ExprKind::Say(_) => "say",
            ExprKind::Reply(_) => "reply",
            ExprKind::Ask(_) => "ask",
            ExprKind::Confirm(_) => "confirm",
            ExprKind::Match(_) => "match",
            _ => return CardNodeKind::Value(title),
        };
        // What is wrong inside comes from that.
        self.diagnostics.truncate(mark);
        self.diagnostics.push(no_statement(title.span, word));
        CardNodeKind::Error
    }

    fn card_if(&mut self, children: &mut Cursor<'_>) -> CardNodeKind {
        let mut branches = Vec::new();
        let mut otherwise = None;
        while let Some(node) = children.next() {
            if node.rule == Rule::card_body {
                otherwise = Some(self.card_body(&node));
            } else {
                let condition = self.expr(&node);
                let body = self.card_body(&children.must());
                branches.push(CardBranch { condition, body });
            }
        }
        CardNodeKind::If { branches, otherwise }
    }

    fn element(&mut self, children: &mut Cursor<'_>) -> CardNodeKind {
        let word = self.name(&children.must());
        let mut element = Element {
            word,
            content: Vec::new(),
            props: Vec::new(),
            flags: Vec::new(),
            arrow: Vec::new(),
            children: None,
        };
        for node in children {
            match node.rule {
                Rule::prop => element.props.push(self.prop(&node)),
                Rule::flag => element.flags.push(self.name(&node)),
                Rule::arrow => element.arrow.push(self.arrow(&node)),
                Rule::card_body => element.children = Some(self.card_body(&node)),
                _ => element.content.push(self.expr(&node)),
            }
        }
        CardNodeKind::Element(Box::new(element))
    }

    fn arrow(&mut self, node: &Node<'_>) -> ArrowTarget {
        let mut children = node.children;
        let name = self.name(&children.must());
        let args = children.next().map(|call| self.args(&call));
        ArrowTarget { name, args, span: self.span_of(node) }
    }

    fn prop(&mut self, node: &Node<'_>) -> Prop {
        let mut children = node.children;
        let name = self.name_at(node.start);
        let value = children.must();
        let pixels = self.text_of(&value).strip_suffix("px").and_then(|digits| digits.parse().ok());
        let value = match pixels {
            Some(pixels) => PropValue::Pixels(pixels),
            None => PropValue::Expr(self.expr(&value)),
        };
        Prop { name, value, span: self.span_of(node) }
    }

    fn input(&mut self, children: &mut Cursor<'_>) -> CardNodeKind {
        let name: Name = self.name(&children.must());
        let key = children.accept(Rule::input_key).map(|mut key| self.expr(&key.children.must()));
        let ty = self.answer_type(&children.must());
        let default = children.accept(Rule::input_default).map(|mut value| self.expr(&value.children.must()));
        let mut input =
            InputNode { name, key, ty, default, label: None, props: Vec::new(), flags: Vec::new() };
        for node in children {
            match node.rule {
                Rule::prop => input.props.push(self.prop(&node)),
                Rule::flag => input.flags.push(self.name(&node)),
                _ => input.label = Some(self.expr(&node)),
            }
        }
        CardNodeKind::Input(Box::new(input))
    }
}

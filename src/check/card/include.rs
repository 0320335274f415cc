//! `include header(t)`: the elements of another card, and its buttons.

use super::literal::is_raw_action;
use super::make::{Object, block, push, read};
use super::node::{Slot, Target};
use crate::base::Span;
use crate::cards::action;
use crate::check::checker::Checker;
use crate::check::expr::typed;
use crate::check::hir::{Block, Expr, ExprKind, ForOver, LocalId, Stmt, StmtKind};
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast::{self, CardNode, CardNodeKind, Name};
use crate::value::Type;
use smol_str::SmolStr;

impl Checker<'_> {
    /// Splices the elements of another card, and its buttons.
    pub(super) fn card_include(
        &mut self,
        (call, alias): (&ast::CardCall, Option<&Name>),
        target: Target,
        stmts: &mut Vec<Stmt>,
    ) {
        if !matches!(target.slot, Slot::Body | Slot::Items) {
            let name = Name { text: "include".into(), span: call.span };
            return self.misplaced(&name, "`include`", target.slot);
        }
        let Some((mut card, included)) = self.card_call(call) else { return };
        if included == target.card || self.includes(included, target.card, &mut Vec::new()) {
            self.push(
                Diagnostic::new(
                    &codes::CARD_MISPLACED,
                    call.name.span,
                    "this card includes itself, without end",
                )
                .help("leave it out here"),
            );
            return;
        }
        let span = call.span;
        self.rename_inputs(&mut card, (included, alias), span);
        let part = |name: &'static str| {
            let content =
                ExprKind::Field { receiver: Box::new(card.clone()), name: "content".into(), optional: false };
            let content = typed(content, Type::Json, span);
            let kind = ExprKind::Field { receiver: Box::new(content), name: name.into(), optional: false };
            typed(kind, Type::list(Type::Json), span)
        };
        let each = |checker: &mut Self, list: Expr, to: LocalId| {
            let item = checker.declare_given(&SmolStr::default(), Type::Json, span);
            let body =
                Block { stmts: vec![push(to, typed(ExprKind::Local(item), Type::Json, span))], value: None };
            Stmt {
                kind: StmtKind::For { over: ForOver::Items { items: list, index: None, item }, body },
                span,
            }
        };
        stmts.push(each(self, part("body"), target.items));
        if !self.has_actions(included) {
            return;
        }
        match target.actions {
            Some(actions) => stmts.push(each(self, part("actions"), actions)),
            None => {
                let (list, make) = self.list_variable(span);
                let fill = each(self, part("actions"), list);
                let mut set = Object::of_type("ActionSet", span);
                set.set("actions", block(vec![make, fill], read(list, span)));
                stmts.push(push(target.items, set.finish(span)));
            }
        }
    }

    /// `include money() as m`: the inputs of the included card begin with `m_`.
    fn rename_inputs(&mut self, card: &mut Expr, (included, alias): (usize, Option<&Name>), span: Span) {
        let prefix = super::input::joined(&self.input_prefix, alias.map_or("", |alias| &alias.text));
        let prefix = SmolStr::new(prefix.trim_end_matches('_'));
        if prefix.is_empty() {
            return;
        }
        let from_file = self.cards.get(included).is_some_and(|card| card.file.is_some());
        if let Some(alias) = alias.filter(|_| from_file || self.has_actions(included)) {
            let message = if from_file {
                "a card from a file keeps the names of its inputs"
            } else {
                "a card with buttons of its own keeps the names of its inputs: its buttons send them"
            };
            self.push(
                Diagnostic::new(&codes::CARD_MISPLACED, alias.span, message)
                    .help("include it without a name"),
            );
            return;
        }
        if let Some(variant) = self.card_variant(included, prefix, span)
            && let ExprKind::Call { function, .. } = &mut card.kind
        {
            *function = variant;
        }
    }

    /// Whether a card has buttons of its own.
    fn has_actions(&self, card: usize) -> bool {
        let is_action = |node: &CardNode| match &node.kind {
            CardNodeKind::Element(it) => action(&it.word.text).is_some(),
            CardNodeKind::Raw(value) => is_raw_action(value),
            _ => false,
        };
        match self.cards.get(card).map(|card| &card.ast.body) {
            Some(ast::CardBody::Nodes(nodes)) => any_node(nodes, &is_action),
            _ => false,
        }
    }

    /// Whether `card` includes `other`, through others too.
    fn includes(&self, card: usize, other: usize, seen: &mut Vec<usize>) -> bool {
        if seen.contains(&card) {
            return false;
        }
        seen.push(card);
        let mut names: Vec<&ast::Path> = Vec::new();
        if let Some(ast::CardBody::Nodes(nodes)) = self.cards.get(card).map(|card| &card.ast.body) {
            included_names(nodes, &mut names);
        }
        names.into_iter().any(|name| match self.declared_path(name).map(|declared| declared.what) {
            Some(crate::check::scope::Def::Card(next)) => next == other || self.includes(next, other, seen),
            _ => false,
        })
    }
}

/// Whether any line, at any depth, is so.
fn any_node(nodes: &[CardNode], is: &dyn Fn(&CardNode) -> bool) -> bool {
    nodes.iter().any(|node| {
        is(node)
            || match &node.kind {
                CardNodeKind::If { branches, otherwise } => {
                    branches.iter().any(|branch| any_node(&branch.body, is))
                        || any_node(otherwise.as_deref().unwrap_or_default(), is)
                }
                CardNodeKind::For { body, .. } => any_node(body, is),
                _ => false,
            }
    })
}

fn included_names<'n>(nodes: &'n [CardNode], names: &mut Vec<&'n ast::Path>) {
    for node in nodes {
        match &node.kind {
            CardNodeKind::Include { card, .. } => names.push(&card.name),
            CardNodeKind::Element(element) => {
                included_names(element.children.as_deref().unwrap_or_default(), names);
            }
            CardNodeKind::If { branches, otherwise } => {
                for branch in branches {
                    included_names(&branch.body, names);
                }
                included_names(otherwise.as_deref().unwrap_or_default(), names);
            }
            CardNodeKind::For { body, .. } => included_names(body, names),
            _ => {}
        }
    }
}

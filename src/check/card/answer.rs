//! Whether a card can answer `ask card`: a submit that starts no action does.

use super::file::CardFile;
use crate::check::checker::Checker;
use crate::check::scope::Def;
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast::{self, CardBody, CardNode, CardNodeKind, Element, Prop, PropValue};
use serde_json::Value as Json;

impl Checker<'_> {
    /// Says so where a card is asked that nobody can answer.
    pub(in crate::check) fn tell_unanswerable(&mut self, card: usize, name: &ast::Path) {
        let Some(asked) = self.cards.get(card) else { return };
        let declared = asked.ast.name.span;
        if self.can_answer(card, &mut Vec::new()) {
            return;
        }
        let message = "nobody can answer this card: it has no submit that starts no action";
        self.push(
            Diagnostic::new(&codes::CHECK_MISPLACED, name.span, message)
                .also(declared, "the card")
                .help("add a button to the card, `submit \"Send\"`, or `say` it"),
        );
    }

    /// What is JSON may have a submit that is not seen from here.
    fn can_answer(&self, card: usize, seen: &mut Vec<usize>) -> bool {
        let Some(known) = self.cards.get(card).filter(|_| !seen.contains(&card)) else { return false };
        seen.push(card);
        known.ast.props.iter().any(submits)
            || match &known.ast.body {
                CardBody::File(_) => known.file.as_ref().is_none_or(|file| CardFile::submits(file)),
                CardBody::Nodes(nodes) => self.any_answers(nodes, known.module, seen),
            }
    }

    fn any_answers(&self, nodes: &[CardNode], module: usize, seen: &mut Vec<usize>) -> bool {
        nodes.iter().any(|node| match &node.kind {
            CardNodeKind::Element(element) => {
                answers(element)
                    || element.children.as_deref().is_some_and(|inner| self.any_answers(inner, module, seen))
            }
            CardNodeKind::Input(input) => input.props.iter().any(submits),
            CardNodeKind::If { branches, otherwise } => {
                branches.iter().any(|branch| self.any_answers(&branch.body, module, seen))
                    || otherwise.as_deref().is_some_and(|inner| self.any_answers(inner, module, seen))
            }
            CardNodeKind::For { body, .. } => self.any_answers(body, module, seen),
            CardNodeKind::Include { card, .. } => {
                match self.declared_in(module, &card.name).map(|declared| declared.what) {
                    Some(Def::Card(at)) => self.can_answer(at, seen),
                    // What is not known was reported.
                    _ => true,
                }
            }
            CardNodeKind::Raw(_) | CardNodeKind::Error => true,
            CardNodeKind::Let { .. } | CardNodeKind::Entry { .. } | CardNodeKind::Value(_) => false,
        })
    }
}

fn answers(element: &Element) -> bool {
    (element.word.text == "submit" && element.arrow.is_empty()) || element.props.iter().any(submits)
}

/// `select: submit("Pick")`, or JSON.
fn submits(prop: &Prop) -> bool {
    let PropValue::Expr(value) = &prop.value else { return false };
    match &value.kind {
        ast::ExprKind::Record(_) | ast::ExprKind::List(_) => true,
        ast::ExprKind::Call { callee, args } => {
            matches!(&callee.kind, ast::ExprKind::Name(name) if name == "submit") && args.len() < 2
        }
        _ => false,
    }
}

impl CardFile {
    /// Whether a button of the file starts no action.
    fn submits(&self) -> bool {
        any_submit(&self.json)
    }
}

fn any_submit(json: &Json) -> bool {
    match json {
        Json::Array(items) => items.iter().any(any_submit),
        Json::Object(fields) => {
            let submit = fields.get("type").and_then(Json::as_str) == Some("Action.Submit");
            let action = fields.get("data").and_then(|data| data.get("action")).is_some();
            (submit && !action) || fields.values().any(any_submit)
        }
        _ => false,
    }
}

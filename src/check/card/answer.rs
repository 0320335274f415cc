//! Buttons that start no action: they answer `ask card`, and do nothing in a card that is only said.

use super::arrow::leaves_out;
use super::file::CardFile;
use crate::base::Span;
use crate::cards::sends_no_inputs;
use crate::check::checker::Checker;
use crate::check::scope::Def;
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast::{self, CardBody, CardNode, CardNodeKind, Element, Prop, PropValue};
use serde_json::Value as Json;
use std::collections::HashSet;

/// The buttons of a card that start no action.
#[derive(Default)]
struct Answers {
    /// Where they stand.
    buttons: Vec<Span>,
    /// One of them leaves the inputs out.
    alone: bool,
    /// What is JSON, or in error, may have one that is not seen from here.
    unseen: bool,
    /// The cards that were looked at.
    seen: Vec<usize>,
}

impl Checker<'_> {
    /// Says so where a card is asked that nobody can answer.
    pub(in crate::check) fn tell_unanswerable(&mut self, card: usize, name: &ast::Path) {
        let Some(asked) = self.cards.get_mut(card) else { return };
        asked.asked = true;
        let declared = asked.ast.name.span;
        let answers = self.answers_of([card]);
        if answers.unseen || !answers.buttons.is_empty() {
            return;
        }
        let message = "nobody can answer this card: it has no submit that starts no action";
        self.push(
            Diagnostic::new(&codes::CHECK_MISPLACED, name.span, message)
                .also(declared, "the card")
                .help("add a button to the card, `submit \"Send\"`, or `say` it"),
        );
    }

    /// Says so where a button can do nothing: it starts no action, and its card is said and never asked.
    pub(super) fn tell_dead_buttons(&mut self) {
        // What could not be read, or is mended, may ask.
        if self.unread_code || self.failed_since(0) || self.has_unread_files() {
            return;
        }
        let sent = self.cards.iter().enumerate().filter(|(_, card)| card.sent);
        let (asked, said): (Vec<usize>, Vec<usize>) =
            sent.map(|(at, _)| at).partition(|at| self.cards.get(*at).is_some_and(|card| card.asked));
        for card in &asked {
            self.tell_alike(*card);
        }
        let mut told: HashSet<Span> = self.answers_of(asked).buttons.into_iter().collect();
        for card in said {
            let Some(name) = self.cards.get(card).map(|card| card.name.clone()) else { continue };
            for button in self.answers_of([card]).buttons {
                if !told.insert(button) {
                    continue;
                }
                let message =
                    format!("this button does nothing: it starts no action, and `{name}` is never asked");
                self.push(Diagnostic::new(&codes::CARD_DOUBTFUL, button, message).help(format!(
                    "write what it starts, `-> action()`, or ask the card: `ask card {name}(...)`"
                )));
            }
        }
    }

    /// Says so where two buttons of a card that is asked stand side by side, and give the same answer.
    fn tell_alike(&mut self, card: usize) {
        let Some(CardBody::Nodes(nodes)) = self.cards.get(card).map(|card| &card.ast.body) else { return };
        let inside = nodes.iter().flat_map(|node| match &node.kind {
            CardNodeKind::Element(element) if element.word.text == "actions" => {
                element.children.as_deref().unwrap_or_default()
            }
            _ => std::slice::from_ref(node),
        });
        let mut titles = inside.filter_map(|node| match &node.kind {
            CardNodeKind::Element(element) => plain_answer(element),
            _ => None,
        });
        let Some((first, declared)) = titles.next() else { return };
        let Some((other, span)) = titles.find(|(title, _)| *title != first) else { return };
        let message = format!("the answer to `ask card` is the same for \"{other}\" and \"{first}\"");
        self.push(Diagnostic::new(&codes::CARD_DOUBTFUL, span, message).also(declared, "the other button").help(
            format!(
                "let one `submit` send what an input takes, `input answer: \"{first}\" | \"{other}\" \"...\"`; without a card: `ask \"...\" as \"{first}\" | \"{other}\"`"
            ),
        ));
    }

    /// Whether a button that answers `ask card` leaves the inputs out.
    pub(super) fn answers_alone(&self, card: usize) -> bool {
        self.answers_of([card]).alone
    }

    fn answers_of(&self, cards: impl IntoIterator<Item = usize>) -> Answers {
        let mut answers = Answers::default();
        for card in cards {
            self.card_answers(card, &mut answers);
        }
        answers
    }

    fn card_answers(&self, card: usize, found: &mut Answers) {
        let Some(known) = self.cards.get(card).filter(|_| !found.seen.contains(&card)) else { return };
        found.seen.push(card);
        found.props(&known.ast.props);
        match &known.ast.body {
            CardBody::File(name) => match &known.file {
                Some(file) if file.submits() => {
                    found.buttons.push(name.span);
                    found.alone |= file.submits_alone();
                }
                Some(_) => {}
                None => found.unseen = true,
            },
            CardBody::Nodes(nodes) => self.node_answers(nodes, known.module, found),
        }
    }

    fn node_answers(&self, nodes: &[CardNode], module: usize, found: &mut Answers) {
        for node in nodes {
            match &node.kind {
                CardNodeKind::Element(element) => {
                    found.element(element);
                    self.node_answers(element.children.as_deref().unwrap_or_default(), module, found);
                }
                CardNodeKind::Input(input) => found.props(&input.props),
                CardNodeKind::If { branches, otherwise } => {
                    for branch in branches {
                        self.node_answers(&branch.body, module, found);
                    }
                    self.node_answers(otherwise.as_deref().unwrap_or_default(), module, found);
                }
                CardNodeKind::For { body, .. } => self.node_answers(body, module, found),
                CardNodeKind::Include { card, .. } => {
                    match self.declared_in(module, &card.name).map(|declared| declared.what) {
                        Some(Def::Card(at)) => self.card_answers(at, found),
                        // What is not known was reported.
                        _ => found.unseen = true,
                    }
                }
                CardNodeKind::Raw(_) | CardNodeKind::Error => found.unseen = true,
                CardNodeKind::Let { .. } | CardNodeKind::Entry { .. } | CardNodeKind::Value(_) => {}
            }
        }
    }
}

/// The title of a button that sends the inputs and nothing else, where it is written out.
fn plain_answer(element: &Element) -> Option<(&str, Span)> {
    let title = match &element.content.first()?.kind {
        ast::ExprKind::String(title) => title.as_plain()?,
        _ => return None,
    };
    let own = |prop: &Prop| prop.name.text == "data";
    let plain = element.word.text == "submit" && element.arrow.is_empty();
    (plain && !leaves_out(&element.props) && !element.props.iter().any(own))
        .then_some((title, element.word.span))
}

impl Answers {
    fn element(&mut self, element: &Element) {
        if element.word.text == "submit" && element.arrow.is_empty() {
            self.buttons.push(element.word.span);
            self.alone |= leaves_out(&element.props);
        }
        self.props(&element.props);
    }

    /// `select: submit("Pick")`, or JSON.
    fn props(&mut self, props: &[Prop]) {
        for prop in props {
            let PropValue::Expr(value) = &prop.value else { continue };
            match &value.kind {
                ast::ExprKind::Record(_) | ast::ExprKind::List(_) => self.unseen = true,
                ast::ExprKind::Call { callee, args } => {
                    let submit = matches!(&callee.kind, ast::ExprKind::Name(name) if name == "submit");
                    if submit && args.len() < 2 {
                        self.buttons.push(value.span);
                    }
                }
                _ => {}
            }
        }
    }
}

impl CardFile {
    /// Whether a button of the file starts no action.
    fn submits(&self) -> bool {
        any_submit(&self.json, &|_| true)
    }

    /// Whether such a button leaves the inputs out.
    fn submits_alone(&self) -> bool {
        any_submit(&self.json, &|button| sends_no_inputs(button))
    }
}

fn any_submit(json: &Json, is_meant: &dyn Fn(&Json) -> bool) -> bool {
    match json {
        Json::Array(items) => items.iter().any(|item| any_submit(item, is_meant)),
        Json::Object(fields) => {
            let submit = fields.get("type").and_then(Json::as_str) == Some("Action.Submit");
            let action = fields.get("data").and_then(|data| data.get("action")).is_some();
            (submit && !action && is_meant(json)) || fields.values().any(|part| any_submit(part, is_meant))
        }
        _ => false,
    }
}

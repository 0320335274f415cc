//! Lines of a card body: elements, `if`, `for`, `let`, `include`, `raw`.

use super::habit::{Foreign, foreign_element};
use super::literal::{is_raw_action, written_entries};
use super::make::{Object, block, constant, own, push, read};
use super::press::Pressed;
use crate::base::Span;
use crate::cards::{Content, action, card_property, element, words};
use crate::check::body::LocalKind;
use crate::check::checker::Checker;
use crate::check::expr::typed;
use crate::check::flow::facts_of;
use crate::check::hir::{Block, Expr, ExprKind, LocalId, Stmt, StmtKind};
use crate::check::mentions::Mentions;
use crate::diagnostics::{Diagnostic, Label, codes, nearest};
use crate::syntax::ast::{self, Binding, CardNode, CardNodeKind, Name};
use crate::value::{Type, Value};

/// Where a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// In the card itself.
    Body,
    /// In a box, a column.
    Items,
    /// In `columns`.
    Columns,
    /// In `facts`.
    Facts,
    /// In `images`.
    Images,
    /// In `rich`.
    Runs,
    /// In `actions`.
    Actions,
}

/// What Webex does not have: the word, why, what to use instead.
const NEWER: &[(&str, &str, &str)] = &[
    ("media", "Webex plays no media in cards", "link to it: `open \"Watch\" \"https://...\"`"),
    ("table", "tables came with version 1.5, Webex takes 1.3", "use `columns` for each row, or `facts`"),
    (
        "carousel",
        "carousels came with version 1.6, Webex takes 1.3",
        "use `images`, or a `show` for each page",
    ),
    (
        "execute",
        "`Action.Execute` came with version 1.4, Webex takes 1.3",
        "use `submit \"...\" -> action()`",
    ),
];

/// Where what a line draws goes.
#[derive(Clone, Copy)]
pub(super) struct Target {
    /// Index of the card.
    pub(super) card: usize,
    /// The list of elements.
    pub(super) items: LocalId,
    /// The list of the card's buttons.
    pub(super) actions: Option<LocalId>,
    pub(super) slot: Slot,
    /// The `show` that it is in.
    pub(super) shown: Option<Span>,
}

impl Target {
    /// Whose inputs go with a press here.
    pub(super) fn pressed(self) -> Pressed {
        Pressed { card: self.card, shown: self.shown, alone: false }
    }
}

impl Checker<'_> {
    /// The statements that add what the lines draw.
    pub(super) fn card_nodes(&mut self, nodes: &[CardNode], target: Target) -> Vec<Stmt> {
        self.body_mut().scopes.push(Vec::new());
        let mut stmts = Vec::new();
        for node in nodes {
            self.card_node(node, target, &mut stmts);
        }
        self.close_scope();
        stmts
    }

    fn card_node(&mut self, node: &CardNode, target: Target, stmts: &mut Vec<Stmt>) {
        let (drawn, mark) = (stmts.len(), self.mark());
        self.card_line(node, target, stmts);
        if stmts.len() == drawn && self.failed_since(mark) {
            // What it would have been is not known: something with a name, a button.
            let press = matches!(&node.kind, CardNodeKind::Element(element)
                if ["submit", "open", "toggle"].contains(&element.word.text.as_str()));
            let items = Some(target.items).filter(|_| !press || target.slot == Slot::Actions);
            for list in items.into_iter().chain(target.actions) {
                stmts.push(push(list, constant(Value::None, Type::Json, node.span)));
            }
        }
    }

    fn card_line(&mut self, node: &CardNode, target: Target, stmts: &mut Vec<Stmt>) {
        let span = node.span;
        match &node.kind {
            CardNodeKind::Element(element) if element.word.text == "raw" => {
                self.raw_value(element, target, stmts);
            }
            CardNodeKind::Element(element) => self.card_element(element, (target, span), stmts),
            CardNodeKind::Input(input) => {
                if !matches!(target.slot, Slot::Body | Slot::Items) {
                    return self.misplaced(&input.name, "an input", target.slot);
                }
                stmts.extend(self.input_expr(input, span).map(|input| push(target.items, input)));
            }
            CardNodeKind::If { branches, otherwise } => {
                stmts.extend(self.card_if(branches, otherwise.as_deref(), (target, span)));
            }
            CardNodeKind::For { first, second, iterable, body } => {
                stmts.extend(self.card_for((first, second.as_ref(), iterable), body, (target, span)));
            }
            CardNodeKind::Let { name, value, otherwise } => {
                let binding = Binding {
                    name: name.clone(),
                    ty: None,
                    value: value.clone(),
                    otherwise: otherwise.clone().map(Box::new),
                };
                let kind = self.check_binding(&binding, LocalKind::Let);
                stmts.push(Stmt { kind, span });
            }
            CardNodeKind::Include { card, alias } => self.card_include((card, alias.as_ref()), target, stmts),
            CardNodeKind::Raw(value) => {
                self.card_raw(value, target, stmts);
            }
            CardNodeKind::Entry { title, value } => {
                if target.slot != Slot::Facts {
                    self.mark_broken();
                    let (message, help) = match title.kind {
                        ast::ExprKind::String(_) => (
                            "`title = value` stands in `facts { ... }`",
                            "write `facts { \"Cost\" = \"5\" }`",
                        ),
                        _ => (
                            "a card assigns nothing",
                            "name a value with `let`; change state in the handler that shows the card, or in its action",
                        ),
                    };
                    self.push(Diagnostic::new(&codes::CARD_MISPLACED, span, message).help(help));
                    return;
                }
                let mut fact = Object::default();
                let told = self.sink.len();
                fact.set("title", self.expect_expr(title, &Type::Text));
                let written = self.slice(title.span).to_owned();
                self.help_unknown(told, || {
                    format!("the title of a fact stands in quotes: `\"{written}\" = ...`")
                });
                fact.set("value", self.shown_text(value));
                stmts.push(push(target.items, fact.finish(span)));
            }
            CardNodeKind::Value(value) => self.card_value(value, target, stmts),
            CardNodeKind::Error => {
                self.bind_broken(span);
                self.mark_broken();
            }
        }
    }

    fn card_element(&mut self, found: &ast::Element, (target, span): (Target, Span), stmts: &mut Vec<Stmt>) {
        let word = found.word.text.as_str();
        if let Some(kind) = action(word) {
            let list = match target.slot {
                Slot::Body => target.actions,
                Slot::Actions => Some(target.items),
                Slot::Items | Slot::Columns | Slot::Facts | Slot::Images | Slot::Runs => None,
            };
            let Some(list) = list else {
                let message = format!("a `{word}` stands at the end of the card, or in `actions {{ ... }}`");
                self.push(
                    Diagnostic::new(&codes::CARD_MISPLACED, found.word.span, message)
                        .help("put `actions { ... }` around it"),
                );
                for arrow in &found.arrow {
                    self.check_loose(arrow.args.as_deref().unwrap_or_default());
                }
                return;
            };
            stmts.extend(self.action_expr(found, kind, (target, span)).map(|action| push(list, action)));
            return;
        }
        let Some(kind) = element(word) else {
            // A lone name in a list of values is one.
            if found.content.is_empty()
                && found.props.is_empty()
                && matches!(target.slot, Slot::Images | Slot::Runs)
            {
                let value = ast::Expr { kind: ast::ExprKind::Name(found.word.text.clone()), span };
                return self.card_value(&value, target, stmts);
            }
            let message = format!("there is no element `{word}`");
            if let Some((_, why, help)) = NEWER.iter().find(|(name, ..)| *name == word) {
                let diagnostic = Diagnostic::new(&codes::CARD_UNKNOWN_ELEMENT, found.word.span, *why);
                self.push(diagnostic.help(*help));
                return;
            }
            let diagnostic = Diagnostic::new(&codes::CARD_UNKNOWN_ELEMENT, found.word.span, message);
            let near = match foreign_element(&word.to_lowercase()) {
                Some(Foreign::Word(near)) => Some(near),
                Some(Foreign::Words(help)) => {
                    self.mark_broken();
                    self.push(diagnostic.help(help));
                    return;
                }
                None => nearest(word, words()).filter(|near| *near != word),
            };
            // What stands behind it may use anything.
            self.mark_broken();
            self.push(match near {
                Some(near) => diagnostic.did_you_mean(Some(near)),
                None => diagnostic.help(
                    "the elements are `text rich image images box columns facts actions input include raw`",
                ),
            });
            return;
        };
        let fits = match (word, target.slot) {
            ("column", slot) => slot == Slot::Columns,
            ("run", slot) => slot == Slot::Runs,
            (_, Slot::Body | Slot::Items) => true,
            ("image", Slot::Images) => true,
            _ => false,
        };
        if !fits {
            return self.misplaced(&found.word, &format!("`{word}`"), target.slot);
        }
        stmts.extend(
            self.element_expr(found, kind, (target, span)).map(|element| push(target.items, element)),
        );
    }

    pub(super) fn misplaced(&mut self, word: &Name, what: &str, slot: Slot) {
        let (place, help) = match (word.text.as_str(), slot) {
            ("column", _) => ("here", "put it into `columns { ... }`"),
            ("run", _) => ("here", "put it into `rich { ... }`"),
            (_, Slot::Columns) => ("in `columns`", "put it into a `column { ... }`"),
            (_, Slot::Facts) => ("in `facts`", "a fact is `\"Title\" = value`"),
            (_, Slot::Images) => ("in `images`", "only addresses of images stand there"),
            (_, Slot::Runs) => ("in `rich`", "only `run \"...\"` stands there"),
            (_, Slot::Actions) => ("in `actions`", "only `submit open show toggle` stand there"),
            (_, Slot::Body | Slot::Items) => ("here", "put it somewhere else"),
        };
        let message = format!("{what} can't stand {place}");
        // Several in a row are one mistake.
        if let Some(last) = self.sink.last_mut().filter(|last| last.message == message) {
            last.labels.push(Label { span: word.span, text: "the same here".to_owned() });
            return;
        }
        self.push(Diagnostic::new(&codes::CARD_MISPLACED, word.span, message).help(help));
    }

    fn card_if(
        &mut self,
        branches: &[ast::CardBranch],
        otherwise: Option<&[CardNode]>,
        (target, span): (Target, Span),
    ) -> Option<Stmt> {
        let (branch, rest) = branches.split_first()?;
        let condition = self.check_condition(&branch.condition);
        let facts = facts_of(&condition);
        let mut flow = self.body().flow.clone();
        flow.learn(facts.no);
        self.body_mut().flow.learn(facts.yes);
        let then = Block { stmts: self.card_nodes(&branch.body, target), value: None };
        let after = std::mem::replace(&mut self.body_mut().flow, flow);
        let stmts = if rest.is_empty() {
            otherwise.map(|nodes| self.card_nodes(nodes, target))
        } else {
            self.card_if(rest, otherwise, (target, span)).map(|stmt| vec![stmt])
        };
        let flow = self.body().flow.clone();
        self.body_mut().flow = flow.meet(after);
        let otherwise = stmts.map(|stmts| Block { stmts, value: None });
        let kind = ExprKind::If { condition: Box::new(condition), then, otherwise };
        Some(Stmt { kind: StmtKind::Expr(typed(kind, Type::Nothing, span)), span })
    }

    fn card_for(
        &mut self,
        (first, second, iterable): (&Name, Option<&Name>, &ast::Expr),
        nodes: &[CardNode],
        (target, span): (Target, Span),
    ) -> Option<Stmt> {
        let over = self.check_expr(iterable, None);
        let before = self.enter_loop(&Mentions::default());
        self.body_mut().scopes.push(Vec::new());
        let empty = ast::Block { stmts: Vec::new(), span };
        let walk = crate::check::stmt::Walk { first, second, iterable, body: &empty };
        let over = self.bind_loop(&walk, over);
        let body = Block { stmts: self.card_nodes(nodes, target), value: None };
        self.close_scope();
        self.body_mut().flow = before;
        Some(Stmt { kind: StmtKind::For { over: over?, body }, span })
    }

    /// A bare value: an address in `images`, a text in `rich`.
    fn card_value(&mut self, value: &ast::Expr, target: Target, stmts: &mut Vec<Stmt>) {
        let span = value.span;
        let item = match target.slot {
            Slot::Images => {
                let mut image = Object::of_type("Image", span);
                image.set("url", self.expect_expr(value, &Type::Text));
                image.finish(span)
            }
            Slot::Runs => {
                let mut run = Object::of_type("TextRun", span);
                run.set("text", self.expect_expr(value, &Type::Text));
                run.finish(span)
            }
            Slot::Body | Slot::Items | Slot::Columns | Slot::Facts | Slot::Actions => {
                // It is not looked at: whatever it is or does, this is no place for it.
                self.mark_broken();
                let help = self.help_value(value);
                let message = "a value draws nothing by itself";
                self.push(Diagnostic::new(&codes::CARD_MISPLACED, span, message).help(help));
                return;
            }
        };
        stmts.push(push(target.items, item));
    }

    /// The elements of a container, as a list.
    pub(super) fn card_children(&mut self, nodes: &[CardNode], target: Target, span: Span) -> Expr {
        let (list, make) = self.list_variable(span);
        let mut stmts = vec![make];
        stmts.extend(self.card_nodes(nodes, Target { items: list, actions: None, ..target }));
        block(stmts, read(list, span))
    }

    /// JSON as it is: a button goes where buttons go.
    fn card_raw(&mut self, value: &ast::Expr, target: Target, stmts: &mut Vec<Stmt>) {
        let button = is_raw_action(value);
        let list = if button && target.slot == Slot::Body { target.actions } else { None };
        let value = self.json_value(value);
        stmts.push(push(list.unwrap_or(target.items), value));
    }

    /// `raw j`: an element that only the run knows; what Webex would refuse of it is found before it is sent.
    fn raw_value(&mut self, found: &ast::Element, target: Target, stmts: &mut Vec<Stmt>) {
        let alone = found.props.is_empty()
            && found.flags.is_empty()
            && found.arrow.is_empty()
            && found.children.is_none();
        let content = if alone { found.content.as_slice() } else { &[] };
        let span = match content {
            [value] => match self.given_json(value) {
                Some(value) => return stmts.push(push(target.items, value)),
                None => value.span,
            },
            _ => found.word.span,
        };
        self.push(
            Diagnostic::new(
                &codes::CARD_WRONG_CONTENT,
                span,
                "`raw` takes an element as JSON, and nothing else",
            )
            .help("write `raw { \"type\": \"TextBlock\", \"text\": \"...\" }`, or `raw j` with a `json`"),
        );
    }

    /// The card that a `show` opens; `more` are properties of it.
    pub(super) fn shown_card(
        &mut self,
        nodes: &[CardNode],
        more: Option<&ast::Prop>,
        (target, span): (Target, Span),
    ) -> Expr {
        let (body, make_body) = self.list_variable(span);
        let (actions, make_actions) = self.list_variable(span);
        let mut stmts = vec![make_body, make_actions];
        let inner =
            Target { items: body, actions: Some(actions), slot: Slot::Body, shown: Some(span), ..target };
        let outer = self.pressed.replace(inner.pressed());
        stmts.extend(self.card_nodes(nodes, inner));
        self.pressed = outer;
        let mut card = Object::of_type("AdaptiveCard", span);
        card.set("body", read(body, span));
        card.set("actions", read(actions, span));
        if let Some(more) = more {
            self.shown_properties(&mut card, more);
        }
        block(stmts, card.finish(span))
    }

    /// `card: { "minHeight": "80px" }`
    fn shown_properties(&mut self, card: &mut Object, more: &ast::Prop) {
        let ast::PropValue::Expr(value) = &more.value else { return };
        let Some(entries) = written_entries(value) else {
            self.check_expr(value, None);
            let message = "the properties of the card that is shown are written out";
            self.push(
                Diagnostic::new(&codes::CARD_BAD_PROPERTY, value.span, message)
                    .help("write `card: { \"minHeight\": \"80px\" }`"),
            );
            return;
        };
        for (name, value) in entries {
            match card_property(&name) {
                Some(property) => {
                    let value = self.json_value(value);
                    card.set(property.json, value);
                }
                None => {
                    let message = format!("a card has no property `{name}`");
                    self.push(
                        Diagnostic::new(&codes::CARD_UNKNOWN_PROPERTY, value.span, message)
                            .help("leave it out; elements and buttons stand in braces"),
                    );
                }
            }
        }
    }

    /// The slot that the children of an element stand in.
    pub(super) fn slot_of(content: Content) -> Slot {
        match content {
            Content::Children("columns") => Slot::Columns,
            Content::Children("facts") => Slot::Facts,
            Content::Children("images") => Slot::Images,
            Content::Children("inlines") => Slot::Runs,
            Content::Children("actions") => Slot::Actions,
            Content::Children(_) | Content::Nothing | Content::One(_) => Slot::Items,
        }
    }

    /// The text `text` for an object.
    pub(super) fn own_text(text: &str, span: Span) -> Expr {
        own(text, span)
    }
}

//! The buttons that a test can press, and what can be given with a press.

use super::checker::Checker;
use crate::base::Span;
use crate::cards::Pressable;
use crate::diagnostics::{Diagnostic, codes, nearest};
use crate::syntax::ast::{Expr, ExprKind, RecordEntry};
use crate::syntax::is_name;
use crate::value::Type;
use smol_str::SmolStr;
use std::collections::BTreeSet;

/// Titles or names that are listed in a help.
const LISTED_MAX: usize = 6;

/// What tests press, and the buttons of questions; those of cards are seen when they are reviewed.
#[derive(Default)]
pub(super) struct Buttons {
    /// Titles of the buttons of questions.
    choices: BTreeSet<SmolStr>,
    /// There are questions whose buttons only the run knows.
    open: bool,
    /// A line of a card is in error: it may have been another button.
    pub(super) unsure: bool,
    /// What tests press.
    presses: Vec<Press>,
}

/// A press of a test.
struct Press {
    title: SmolStr,
    span: Span,
    /// What is given with it, as far as the names are written out.
    given: Vec<(SmolStr, Span)>,
}

impl Checker<'_> {
    /// A question whose buttons the script does not name, or another script that takes its place in a test.
    pub(super) fn note_open_buttons(&mut self) {
        self.buttons.open = true;
    }

    /// The buttons of a question that is answered by a `ty`.
    pub(super) fn note_choices(&mut self, ty: &Type) {
        match ty {
            Type::Literals(texts) => self.buttons.choices.extend(texts.iter().cloned()),
            Type::Unknown => self.buttons.open = true,
            _ => {}
        }
    }

    /// A `confirm`, which has a button for each answer.
    pub(super) fn note_confirm(&mut self) {
        self.buttons.choices.extend(["Yes", "No"].map(SmolStr::new_static));
    }

    /// A press of a test.
    pub(super) fn note_press(&mut self, title: &SmolStr, span: Span, inputs: Option<&Expr>) {
        let given = inputs.map(written_keys).unwrap_or_default();
        self.buttons.presses.push(Press { title: title.clone(), span, given });
    }

    /// Reports presses that no card and no question takes. `cards`: what each card shows, by its index.
    pub(super) fn check_presses(&mut self, cards: &[Pressable]) {
        if self.buttons.unsure || self.unread_code || self.has_unread_files() {
            return;
        }
        for press in std::mem::take(&mut self.buttons.presses) {
            let with: Vec<usize> = cards
                .iter()
                .enumerate()
                .filter(|(_, card)| card.may_have(&press.title))
                .map(|(at, _)| at)
                .collect();
            let asked = self.buttons.open || self.buttons.choices.contains(&press.title);
            if with.is_empty() && !asked {
                self.unknown_button(&press, cards);
                continue;
            }
            let shown: Vec<&Pressable> = with.iter().filter_map(|at| cards.get(*at)).collect();
            for (name, span) in &press.given {
                let renamed = self.called(name, &with);
                if renamed.is_none() && !shown.iter().any(|card| card.may_bring(name)) {
                    self.unknown_input((name, *span), &with, &shown);
                }
            }
        }
    }

    fn unknown_button(&mut self, press: &Press, cards: &[Pressable]) {
        let titles: BTreeSet<&str> = cards
            .iter()
            .flat_map(Pressable::titles)
            .chain(self.buttons.choices.iter().map(SmolStr::as_str))
            .collect();
        let message = format!("no card and no question has a button \"{}\"", press.title);
        let diagnostic = Diagnostic::new(&codes::CHECK_UNKNOWN_NAME, press.span, message);
        let near = nearest(&press.title, titles.iter().copied()).map(|near| format!("\"{near}\""));
        let listed: Vec<String> =
            titles.iter().take(LISTED_MAX).map(|title| format!("\"{title}\"")).collect();
        let diagnostic = match near {
            Some(near) => diagnostic.did_you_mean(Some(&near)),
            None if listed.is_empty() => diagnostic
                .help("give a card one: `submit \"Send\" -> sent()`, or ask a question with a union"),
            None => diagnostic.help(format!("press one that there is: {}", listed.join(", "))),
        };
        self.push(diagnostic);
    }

    /// The id of an input that the script calls by another name.
    fn called(&self, name: &str, cards: &[usize]) -> Option<SmolStr> {
        let inputs = cards.iter().filter_map(|at| self.cards.get(*at)).flat_map(|card| &card.inputs);
        inputs.filter(|input| input.name == name).find_map(|input| input.id.clone())
    }

    fn unknown_input(&mut self, (name, span): (&str, Span), with: &[usize], shown: &[&Pressable]) {
        let cards: Vec<_> = with
            .iter()
            .filter_map(|at| self.cards.get(*at))
            .map(|card| (card.name.clone(), card.ast.name.span, &card.inputs))
            .collect();
        let renamed =
            cards.iter().flat_map(|(_, _, inputs)| inputs.iter()).filter(|input| input.id.is_some());
        let names: BTreeSet<SmolStr> = shown
            .iter()
            .flat_map(|card| card.inputs())
            .filter(|name| *name != crate::cards::OWN)
            .map(SmolStr::new)
            .chain(renamed.map(|input| input.name.clone()))
            .collect();
        let message = match cards.as_slice() {
            [] => "a question has no inputs".to_owned(),
            [(card, ..)] => format!("the card `{card}` has no input `{name}`"),
            _ => format!("none of the cards with this button has an input `{name}`"),
        };
        let mut diagnostic = Diagnostic::new(&codes::CHECK_UNKNOWN_NAME, span, message);
        if let [(_, declared, _)] = cards.as_slice() {
            diagnostic = diagnostic.also(*declared, "the card");
        }
        let near = nearest(name, names.iter().map(SmolStr::as_str)).map(key);
        let listed: Vec<String> =
            names.iter().take(LISTED_MAX).map(|name| format!("`{}`", key(name))).collect();
        self.push(match near {
            Some(near) => diagnostic.did_you_mean(Some(&near)),
            None if cards.is_empty() => diagnostic.help("press the button alone, without `with`"),
            None if listed.is_empty() => diagnostic.help("leave it out: there is nothing to fill in"),
            None => diagnostic.help(format!("name one that there is: {}", listed.join(", "))),
        });
    }
}

/// A name as a key of a record.
fn key(name: &str) -> String {
    if is_name(name) { name.to_owned() } else { format!("\"{name}\"") }
}

/// The keys of a record that are written out, with where they stand.
fn written_keys(inputs: &Expr) -> Vec<(SmolStr, Span)> {
    let ExprKind::Record(record) = &inputs.kind else { return Vec::new() };
    let key = |entry: &RecordEntry| match entry {
        RecordEntry::Field { key, .. } | RecordEntry::Shorthand(key) => Some((key.text.clone(), key.span)),
        RecordEntry::Quoted { key, .. } => Some((SmolStr::new(key.as_plain()?), key.span)),
        RecordEntry::Spread(_) => None,
    };
    record.entries.iter().filter_map(key).collect()
}

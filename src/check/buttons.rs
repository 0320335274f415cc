//! The buttons that a test can press.

use super::checker::Checker;
use super::hir::{Expr, ExprKind};
use crate::base::Span;
use crate::diagnostics::{Diagnostic, codes, nearest};
use crate::syntax::ast::{CardBody, Item};
use crate::value::Type;
use smol_str::SmolStr;
use std::collections::BTreeSet;

/// Titles that are listed in a help.
const LISTED_MAX: usize = 6;

/// Titles of the buttons that submit, of cards and of questions.
#[derive(Default)]
pub(super) struct Buttons {
    titles: BTreeSet<SmolStr>,
    /// There are some that only the run knows.
    open: bool,
}

impl Checker<'_> {
    /// A button of a card.
    pub(super) fn note_button(&mut self, title: &Expr) {
        match &title.kind {
            ExprKind::Const(value) if value.as_str().is_some() => {
                self.buttons.titles.extend(value.as_str().map(SmolStr::new));
            }
            _ => self.buttons.open = true,
        }
    }

    /// Buttons that the script does not name: of JSON, of a list.
    pub(super) fn note_open_buttons(&mut self) {
        self.buttons.open = true;
    }

    /// The buttons of a question that is answered by a `ty`.
    pub(super) fn note_choices(&mut self, ty: &Type) {
        match ty {
            Type::Literals(texts) => self.buttons.titles.extend(texts.iter().cloned()),
            Type::Unknown => self.buttons.open = true,
            _ => {}
        }
    }

    /// Reports a press of a button that nothing in the script shows.
    pub(super) fn check_pressed(&mut self, button: &str, span: Span) {
        let from_file = |item: &Item| {
            matches!(item, Item::Card(card) if matches!(card.body, CardBody::File(_)))
                || matches!(item, Item::Error(_))
        };
        let unknown = self.buttons.open
            || self.unread_code
            || self.files.iter().flat_map(|file| &file.ast.items).any(from_file);
        if unknown || self.buttons.titles.contains(button) || matches!(button, "Yes" | "No") {
            return;
        }
        let titles = || self.buttons.titles.iter().map(SmolStr::as_str);
        let diagnostic = Diagnostic::new(
            &codes::CHECK_UNKNOWN_NAME,
            span,
            format!("no card and no question has a button \"{button}\""),
        );
        let near = nearest(button, titles()).map(|near| format!("\"{near}\""));
        let listed: Vec<String> = titles().take(LISTED_MAX).map(|title| format!("\"{title}\"")).collect();
        let diagnostic = match near {
            Some(near) => diagnostic.did_you_mean(Some(&near)),
            None if listed.is_empty() => diagnostic
                .help("give a card one: `submit \"Send\" -> sent()`, or ask a question with a union"),
            None => diagnostic.help(format!("press one that there is: {}", listed.join(", "))),
        };
        self.push(diagnostic);
    }
}

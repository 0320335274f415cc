//! All cards, shown to the validator before they are ever sent: what is wrong with them, in words of the script.

use super::sketch::Drawing;
use crate::base::Span;
use crate::cards::{Defect, Pressable, Severity, review};
use crate::check::checker::Checker;
use crate::check::hir::FunctionId;
use crate::diagnostics::{Code, Diagnostic, codes};
use std::collections::{HashMap, HashSet};

/// Rules about a card that is sent; one that is only included is a part of others.
const OF_SENT: &[&str] = &["inputs-never-submitted", "unknown-target"];
/// Rules about how much a card has: what an included card has too much is said there.
const OF_MUCH: &[&str] = &["too-many-images", "card-too-big"];

/// What the validator says of a card.
struct Reviewed {
    card: usize,
    included: Vec<usize>,
    defects: Vec<Defect>,
    shows: Pressable,
}

impl Checker<'_> {
    /// Reviews all cards; handlers and tests have been checked, so that it is known which are sent.
    pub(in crate::check) fn review_cards(&mut self) {
        let mut functions: HashMap<FunctionId, usize> =
            self.card_variants.iter().map(|((card, _), function)| (*function, *card)).collect();
        functions.extend(self.cards.iter().enumerate().map(|(at, card)| (card.function, at)));
        let mut reviewed: Vec<Reviewed> = Vec::with_capacity(self.cards.len());
        for (card, declared) in self.cards.iter().enumerate() {
            let mut drawing = Drawing::new(self, &functions);
            let sketch = drawing.card(card, declared.ast.name.span);
            let whole = drawing.is_whole() && !declared.unread;
            let shows = if whole { Pressable::of(&sketch) } else { Pressable::anything() };
            reviewed.push(Reviewed { card, included: drawing.included, defects: review(&sketch), shows });
        }
        let shows: Vec<Pressable> = reviewed.iter_mut().map(|one| std::mem::take(&mut one.shows)).collect();
        self.check_presses(&shows);
        // What is wrong with a card that others include is said of itself first.
        reviewed.sort_by_key(|reviewed| reviewed.included.len());
        let mut much: HashMap<usize, Vec<&'static str>> = HashMap::new();
        let mut said: HashSet<(Span, String)> = HashSet::new();
        let is_included: HashSet<usize> =
            reviewed.iter().flat_map(|reviewed| reviewed.included.iter().copied()).collect();
        for Reviewed { card, included, defects, .. } in reviewed {
            let Some(declared) = self.cards.get(card) else { continue };
            let (name, sent) = (declared.ast.name.span, declared.sent);
            for defect in defects {
                let rule = defect.rule.id;
                let elsewhere = OF_MUCH.contains(&rule)
                    && included.iter().any(|card| much.get(card).is_some_and(|much| much.contains(&rule)));
                much.entry(card).or_default().push(rule);
                let part = match rule {
                    // A line that could not be read may have been the button.
                    "inputs-never-submitted" => !sent || self.is_unread_card(card, &mut Vec::new()),
                    _ => OF_SENT.contains(&rule) && !sent && is_included.contains(&card),
                };
                let span = defect.span.unwrap_or(name);
                if elsewhere || part || !said.insert((span, defect.message.clone())) {
                    continue;
                }
                let diagnostic = self.diagnostic_of(defect, span);
                self.push(diagnostic);
            }
        }
        self.tell_dead_buttons();
    }

    fn diagnostic_of(&self, defect: Defect, span: Span) -> Diagnostic {
        let in_script = self.files.iter().any(|file| file.source.id == span.source);
        let code = match defect.severity {
            Severity::Warning => &codes::CARD_DOUBTFUL,
            Severity::Error if in_script => code_of(defect.rule.id),
            Severity::Error => &codes::CARD_BAD_FILE,
        };
        let help = if in_script { help_of(&defect) } else { None }.unwrap_or(defect.help);
        let diagnostic = Diagnostic::new(code, span, defect.message).help(help);
        match defect.also {
            Some(also) if defect.rule.id == "data-shadows-input" => diagnostic.also(also, "the input"),
            Some(also) => diagnostic.also(also, "the first"),
            None => diagnostic,
        }
    }
}

/// The code of an error that stands in a script.
fn code_of(rule: &str) -> &'static Code {
    match rule {
        "unknown-element" | "unknown-action" => &codes::CARD_UNKNOWN_ELEMENT,
        "unknown-property" => &codes::CARD_UNKNOWN_PROPERTY,
        "input-needs-id" | "comma-in-multiselect-value" => &codes::CARD_BAD_INPUT,
        "duplicate-id" => &codes::CARD_DUPLICATE_NAME,
        "too-many-actions" | "too-many-images" | "card-too-big" => &codes::CARD_TOO_MANY,
        "unknown-target" | "data-shadows-input" | "action-not-allowed-here" => &codes::CARD_BAD_ACTION,
        _ => &codes::CARD_BAD_PROPERTY,
    }
}

/// What to do in a script, where that is not what is to be done in JSON.
fn help_of(defect: &Defect) -> Option<String> {
    // A suggestion is the same in both.
    if defect.help.starts_with("did you mean") {
        return None;
    }
    let words = match defect.rule.id {
        "bad-length" => "write it in pixels: `50px`",
        "bad-width" => "write `auto`, `stretch`, a weight such as 2, or `50px`",
        "card-too-big" if defect.severity == Severity::Error => {
            "show fewer rows, and send the rest as a file"
        }
        "comma-in-multiselect-value" => "write the choice without a comma; `titles: { ... }` may have one",
        "deep-showcard" => "show it in one step, or say another card",
        "duplicate-id" if defect.also.is_none() => {
            "give each row a key: `for i, x in xs { input ... key i: ... }`"
        }
        "duplicate-id" => "use another name; for a card that is included twice: `include x() as other`",
        "inputs-never-submitted" => "add `submit \"Send\" -> ...`, or for `ask card` just `submit \"Send\"`",
        "required-needs-label" => "give it a label: `input name: text \"What is asked\" required`",
        "too-many-actions" => "let one `input` choose, or put some into a `show \"More\" { ... }`",
        "unknown-target" => "give an element this name: `box id: details hidden { ... }`",
        "unsupported-markdown" if defect.severity == Severity::Error => {
            "use `columns` or `facts` for a table, an `image` of its own for an image"
        }
        "unsupported-markdown" => {
            "use bold, italic, lists and links; `size` and `weight` for a heading, `font: monospace` for code"
        }
        "webex-partial" => "put them into a `box id: more { actions { ... } }`, and toggle that",
        _ => return None,
    };
    Some(words.to_owned())
}

//! Rules about a card as a whole: what Webex or a client would refuse, said before it is ever sent.

use super::survey::{ACTIONS_MAX, Branch, Count, IMAGES_MAX, Named, Survey};
use crate::base::Span;
use crate::check::checker::Checker;
use crate::diagnostics::{Diagnostic, codes, nearest};

/// Bytes beyond which Webex answers "Unable to share content to room".
const BYTES_MAX: usize = 60_000;
/// A loop of which fewer rows fit is worth a word: lists of that length are met.
const ROWS_FEW: usize = 50;

impl Checker<'_> {
    /// Checks what only the whole card shows. `span`: its name.
    pub(super) fn card_rules(&mut self, card: usize, span: Span) {
        let (survey, count) = self.survey(card);
        self.duplicate_names(&survey);
        self.unknown_targets(&survey);
        self.shadowed_inputs(&survey);
        if let Some(span) = survey.deep {
            let message = "a card in a card in this card: hard to use on a phone";
            self.push(
                Diagnostic::new(&codes::CARD_DOUBTFUL, span, message)
                    .help("show it in one step, or say another card"),
            );
        }
        for (buttons, sixth) in &survey.crowded {
            let message = format!("{buttons} buttons stand side by side here, clients show {ACTIONS_MAX}");
            self.push(
                Diagnostic::new(&codes::CARD_TOO_MANY, *sixth, message)
                    .help("let one `input` choose, or put some into a `show \"More\" { ... }`"),
            );
        }
        self.too_much(&survey, count, span);
    }

    fn too_much(&mut self, survey: &Survey, count: Count, span: Span) {
        if count.images > IMAGES_MAX {
            let message = format!("this card has {} images, Webex takes {IMAGES_MAX}", count.images);
            let at = count.image.unwrap_or(span);
            self.push(Diagnostic::new(&codes::CARD_TOO_MANY, at, message).help("show fewer"));
        }
        if count.bytes > BYTES_MAX {
            let message =
                format!("this card has at least {} bytes, Webex takes about {BYTES_MAX}", count.bytes);
            self.push(
                Diagnostic::new(&codes::CARD_TOO_MANY, span, message)
                    .help("show fewer rows, and send the rest as a file"),
            );
            return;
        }
        for open in &survey.loops {
            let rows = (BYTES_MAX - count.bytes).checked_div(open.bytes).unwrap_or(usize::MAX);
            if rows < ROWS_FEW {
                let message =
                    format!("about {rows} rows of this fit into a card, and nothing bounds the list");
                self.push(
                    Diagnostic::new(&codes::CARD_DOUBTFUL, open.span, message)
                        .help(format!("take so many of it: `[0..{}]`", rows.saturating_sub(1))),
                );
            }
        }
    }

    fn duplicate_names(&mut self, survey: &Survey) {
        for (at, named) in survey.names.iter().enumerate() {
            if named.repeated.is_some() {
                let (message, help) = if named.input {
                    (
                        format!(
                            "the input `{}` stands in a loop, and all rows would have one name",
                            named.name
                        ),
                        "give each row a key: `for i, x in xs { input ... key i: ... }`",
                    )
                } else {
                    (
                        format!("the name `{}` stands in a loop, and comes more than once", named.name),
                        "name the whole",
                    )
                };
                self.push(Diagnostic::new(&codes::CARD_DUPLICATE_NAME, named.span, message).help(help));
                continue;
            }
            let before = survey.names.iter().take(at);
            let first = before
                .clone()
                .find(|first| same_name(first, named) && !exclusive(&first.branches, &named.branches));
            if let Some(first) = first.filter(|first| first.span != named.span) {
                let name = if first.name == named.name { &named.name } else { &named.id };
                let message = format!("the card has the name `{name}` twice");
                self.push(
                    Diagnostic::new(&codes::CARD_DUPLICATE_NAME, named.span, message)
                        .also(first.span, "first here")
                        .help("use another name; for a card that is included twice: `include x() as other`"),
                );
            }
        }
    }

    fn unknown_targets(&mut self, survey: &Survey) {
        if survey.made_names {
            return;
        }
        for (target, span) in &survey.targets {
            if survey.names.iter().any(|named| named.id == *target) {
                continue;
            }
            let message = format!("no element of this card has the name `{target}`");
            let near = nearest(target, survey.names.iter().map(|named| named.id.as_str()));
            let diagnostic = Diagnostic::new(&codes::CARD_BAD_ACTION, *span, message);
            self.push(match near {
                Some(near) => diagnostic.did_you_mean(Some(near)),
                None => diagnostic.help(format!("give one its name: `box id: {target} hidden {{ ... }}`")),
            });
        }
    }

    /// What a submit carries has no name of an input that goes along.
    fn shadowed_inputs(&mut self, survey: &Survey) {
        for carried in &survey.carried {
            let input = survey.names.iter().find(|named| {
                named.input
                    && named.id == carried.key
                    && carried.shown.starts_with(&named.shown)
                    && !exclusive(&named.branches, &carried.branches)
            });
            if let Some(input) = input {
                let message =
                    format!("`{}` is typed in too: clients disagree which of the two is sent", carried.key);
                self.push(
                    Diagnostic::new(&codes::CARD_BAD_ACTION, carried.span, message)
                        .also(input.span, "the input")
                        .help("give it another name"),
                );
            }
        }
    }

    /// What is typed into a card that is sent can be sent back.
    pub(in crate::check) fn check_sent_cards(&mut self) {
        for at in 0..self.cards.len() {
            if self.cards.get(at).is_none_or(|card| !card.sent || card.file.is_some()) {
                continue;
            }
            let (survey, _) = self.survey(at);
            let input = survey.names.iter().find(|named| named.input);
            if let Some(input) = input.filter(|_| !survey.submits) {
                let message = "no button of this card sends what is typed in here";
                self.push(
                    Diagnostic::new(&codes::CARD_DOUBTFUL, input.span, message)
                        .help("add `submit \"Send\" -> ...`, or for `ask card` just `submit \"Send\"`"),
                );
            }
        }
    }
}

/// Whether two have one name: in JSON, or as inputs in the script.
fn same_name(one: &Named, two: &Named) -> bool {
    one.id == two.id || (one.input && two.input && one.name == two.name)
}

/// Whether two are never there together: in branches of one `if`.
fn exclusive(one: &[Branch], two: &[Branch]) -> bool {
    one.iter().any(|(of, branch)| two.iter().any(|(other, number)| of == other && branch != number))
}

//! Inputs: their limits, their choices, and which button sends them.

use super::around::Terms;
use super::place::{Place, Wrong};
use super::rules;
use super::values::quoted;
use crate::base::Span;
use crate::cards::sketch::{Item, Sketch, SketchKind, Spot};

/// A card, or one that a button shows.
#[derive(Debug, Default)]
pub(super) struct Card {
    parent: Option<usize>,
    pub(super) inputs: Vec<Input>,
    /// The buttons that send the inputs.
    submits: Vec<Submit>,
}

#[derive(Debug)]
pub(super) struct Input {
    pub(super) at: String,
    /// Empty if it is not known.
    pub(super) id: String,
    pub(super) spot: Spot,
    pub(super) terms: Terms,
}

#[derive(Debug)]
struct Submit {
    at: String,
    /// What it carries: the names, and where they stand.
    keys: Vec<(String, Spot)>,
    terms: Terms,
}

impl Card {
    pub(super) fn within(parent: Option<usize>) -> Self {
        Self { parent, ..Self::default() }
    }

    pub(super) fn submit(&mut self, at: String, action: &Sketch, terms: Terms) {
        let inputs = action.text_of("associatedInputs").unwrap_or_default();
        if inputs.eq_ignore_ascii_case("none") {
            return;
        }
        let data = action.get("data").map(Sketch::fields).unwrap_or_default();
        let keys = data.iter().map(|field| (field.name.to_string(), field.spot.clone())).collect();
        self.submits.push(Submit { at, keys, terms });
    }
}

/// The cards around a card, itself first.
fn around(cards: &[Card], at: usize) -> impl Iterator<Item = usize> + '_ {
    std::iter::successors(Some(at), |at| cards.get(*at)?.parent)
}

/// Which inputs go with which buttons: those of the button's card and of the cards around it. `open`: there may
/// be other buttons.
pub(super) fn inputs(cards: &[Card], open: bool, place: &mut Place) {
    let mut sent = vec![false; cards.len()];
    for (at, card) in cards.iter().enumerate() {
        for button in &card.submits {
            for reached in around(cards, at) {
                if let Some(sent) = sent.get_mut(reached) {
                    *sent = true;
                }
                let inputs = cards.get(reached).map(|card| card.inputs.as_slice()).unwrap_or_default();
                shadowed(button, inputs, place);
            }
        }
    }
    let lost = cards.iter().zip(sent).filter(|(_, sent)| !sent && !open);
    let named = lost.flat_map(|(card, _)| &card.inputs).find(|input| !input.id.trim().is_empty());
    if let Some(input) = named {
        let message = format!("no button sends what is typed into {}", quoted(&input.id));
        let wrong = Wrong::new(&rules::INPUTS_NEVER_SUBMITTED, message, "add an `Action.Submit`");
        place.report_at(input.at.clone(), input.spot.beside(&Spot::default()), wrong);
    }
}

/// What a button carries has no name of an input that goes along.
fn shadowed(button: &Submit, inputs: &[Input], place: &mut Place) {
    for input in inputs.iter().filter(|input| button.terms.meet(&input.terms)) {
        let Some((key, spot)) = button.keys.iter().find(|(key, _)| *key == input.id) else { continue };
        let message =
            format!("{} is the id of an input too: clients disagree which of the two is sent", quoted(key));
        let wrong = Wrong::new(&rules::DATA_SHADOWS_INPUT, message, "give it another name");
        let at = format!("{}/data/{}", button.at, key.replace('~', "~0").replace('/', "~1"));
        place.report_both(at, (spot.beside(&input.spot), input.spot.beside(spot)), wrong);
    }
}

/// `isRequired` needs words to ask with. What is missing the client marks beside them, and the bot says where the
/// client lets it through: an `errorMessage` is the author's choice, in JSON as in a script.
pub(super) fn required(place: &mut Place, input: &Sketch, span: Option<Span>) {
    let required = input.get("isRequired").is_some_and(|it| matches!(it.kind, SketchKind::Bool(true)));
    if !required || input.text_of("type") == Some("Input.Toggle") || input.get("label").is_some() {
        return;
    }
    let message = "the input is required and has no `label`";
    place.report(span, Wrong::new(&rules::REQUIRED_NEEDS_LABEL, message, "say what is asked"));
}

/// `min` and `max`.
pub(super) fn limits(place: &mut Place, input: &Sketch) {
    let (Some(min), Some(max)) = (input.get("min"), input.get("max")) else { return };
    let day = |text: &str| text.parse::<jiff::civil::Date>().ok();
    let hour = |text: &str| text.parse::<jiff::civil::Time>().ok();
    let (over, shown) = match (&min.kind, &max.kind) {
        (SketchKind::Number(min), SketchKind::Number(max)) => {
            (min.as_f64() > max.as_f64(), (min.to_string(), max.to_string()))
        }
        (SketchKind::Text(min), SketchKind::Text(max)) => {
            let (Some(min), Some(max)) = (min.whole(), max.whole()) else { return };
            let over = matches!((day(min), day(max)), (Some(min), Some(max)) if min > max)
                || matches!((hour(min), hour(max)), (Some(min), Some(max)) if min > max);
            (over, (quoted(min), quoted(max)))
        }
        _ => return,
    };
    if over {
        let at = place.below("min");
        let message = format!("`min` {} is above `max` {}: nothing could be typed", shown.0, shown.1);
        place.report_at(at, min.spot.span, Wrong::new(&rules::MIN_OVER_MAX, message, "exchange them"));
    }
}

/// The choices of a `ChoiceSet`.
pub(super) fn choices(place: &mut Place, input: &Sketch) {
    let Some(SketchKind::List(items)) = input.get("choices").map(|choices| &choices.kind) else { return };
    let mut all_known = true;
    let mut values: Vec<(usize, &str, &Spot)> = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let value = match item {
            Item::One(choice) | Item::When(choice) => choice.get("value"),
            Item::Choice { .. } | Item::Rows { .. } | Item::Open => None,
        };
        match value.and_then(|value| Some((at, value.text()?, &value.spot))) {
            Some(known) => values.push(known),
            // A mistake in it has been said.
            None => all_known = false,
        }
    }
    let many = input.get("isMultiSelect").is_some_and(|it| matches!(it.kind, SketchKind::Bool(true)));
    if many && let Some((at, value, spot)) = values.iter().find(|(_, value, _)| value.contains(',')) {
        let message = format!(
            "{} has a comma: the values of several choices come back with commas between them",
            quoted(value)
        );
        let help = "use a value without one; the `title` may have it";
        let wrong = Wrong::new(&rules::COMMA_IN_MULTISELECT_VALUE, message, help);
        place.report_at(format!("{}/{at}/value", place.below("choices")), spot.span, wrong);
    }
    let Some(value) = input.get("value").filter(|_| all_known) else { return };
    let Some(chosen) = value.text().filter(|chosen| !chosen.is_empty()) else { return };
    let all: Vec<&str> = if many { chosen.split(',').map(str::trim).collect() } else { vec![chosen] };
    if let Some(stray) = all.into_iter().find(|one| !values.iter().any(|(_, value, _)| value == one)) {
        let near = crate::diagnostics::nearest(stray, values.iter().map(|(_, value, _)| *value));
        let help =
            near.map_or_else(|| "leave it out".to_owned(), |near| format!("did you mean {}?", quoted(near)));
        let wrong =
            Wrong::new(&rules::VALUE_NOT_A_CHOICE, format!("{} is none of the choices", quoted(stray)), help);
        place.report_at(place.below("value"), value.spot.span, wrong);
    }
}

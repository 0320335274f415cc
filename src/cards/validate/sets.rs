//! Inputs: their limits, their choices, and which button sends them.

use super::place::Place;
use super::rules;
use super::values::quoted;
use serde_json::{Map, Value as Json};

/// A card, or one that a button shows.
#[derive(Debug, Default)]
pub(super) struct Card {
    pub(super) parent: Option<usize>,
    /// Places and ids.
    pub(super) inputs: Vec<(String, String)>,
    /// Places of the buttons that send the inputs, with the keys of what they carry.
    pub(super) submits: Vec<(String, Vec<String>)>,
}

impl Card {
    pub(super) fn submit(&mut self, at: String, fields: &Map<String, Json>) {
        let inputs = fields.get("associatedInputs").and_then(Json::as_str).unwrap_or_default();
        if inputs.eq_ignore_ascii_case("none") {
            return;
        }
        let keys = fields.get("data").and_then(Json::as_object).map(|data| data.keys().cloned().collect());
        self.submits.push((at, keys.unwrap_or_default()));
    }
}

/// The cards around a card, itself first.
fn around(cards: &[Card], at: usize) -> impl Iterator<Item = usize> + '_ {
    std::iter::successors(Some(at), |at| cards.get(*at)?.parent)
}

/// Which inputs go with which buttons: those of the button's card and of the cards around it.
pub(super) fn inputs(cards: &[Card], place: &mut Place) {
    let mut sent = vec![false; cards.len()];
    for (at, card) in cards.iter().enumerate() {
        for (button, keys) in &card.submits {
            for reached in around(cards, at) {
                if let Some(sent) = sent.get_mut(reached) {
                    *sent = true;
                }
                let ids = cards.get(reached).map(|card| card.inputs.as_slice()).unwrap_or_default();
                for (_, id) in ids.iter().filter(|(_, id)| keys.contains(id)) {
                    place.report_at(
                        &rules::DATA_SHADOWS_INPUT,
                        format!("{button}/data/{}", id.replace('~', "~0").replace('/', "~1")),
                        format!(
                            "{} is the id of an input too: clients disagree which of the two is sent",
                            quoted(id)
                        ),
                        "give it another name",
                    );
                }
            }
        }
    }
    let lost = cards.iter().zip(sent).filter(|(_, sent)| !sent);
    let named = lost.flat_map(|(card, _)| &card.inputs).find(|(_, id)| !id.trim().is_empty());
    if let Some((at, id)) = named {
        place.report_at(
            &rules::INPUTS_NEVER_SUBMITTED,
            at.clone(),
            format!("no button sends what is typed into {}", quoted(id)),
            "add an `Action.Submit`",
        );
    }
}

/// `isRequired` needs words to ask with.
pub(super) fn required(place: &mut Place, fields: &Map<String, Json>) {
    if fields.get("isRequired") != Some(&Json::Bool(true)) {
        return;
    }
    let lacks: Vec<String> = ["label", "errorMessage"]
        .iter()
        .filter(|name| !fields.contains_key(**name))
        .map(|name| format!("`{name}`"))
        .collect();
    if !lacks.is_empty() {
        let message = format!("the input is required and has no {}", lacks.join(" and no "));
        place.report(
            &rules::REQUIRED_NEEDS_LABEL,
            message,
            "say what is asked, and what to do if it is missing",
        );
    }
}

/// `min` and `max`.
pub(super) fn limits(place: &mut Place, fields: &Map<String, Json>) {
    let (Some(min), Some(max)) = (fields.get("min"), fields.get("max")) else { return };
    let day = |text: &str| text.parse::<jiff::civil::Date>().ok();
    let hour = |text: &str| text.parse::<jiff::civil::Time>().ok();
    let over = match (min, max) {
        (Json::Number(min), Json::Number(max)) => min.as_f64() > max.as_f64(),
        (Json::String(min), Json::String(max)) => {
            matches!((day(min), day(max)), (Some(min), Some(max)) if min > max)
                || matches!((hour(min), hour(max)), (Some(min), Some(max)) if min > max)
        }
        _ => false,
    };
    if over {
        let at = place.below("min");
        let message = format!("`min` {min} is above `max` {max}: nothing could be typed");
        place.report_at(&rules::MIN_OVER_MAX, at, message, "exchange them");
    }
}

/// The choices of a `ChoiceSet`.
pub(super) fn choices(place: &mut Place, fields: &Map<String, Json>) {
    let Some(Json::Array(choices)) = fields.get("choices") else { return };
    let values: Vec<&str> =
        choices.iter().map(|choice| choice.get("value").and_then(Json::as_str).unwrap_or_default()).collect();
    let many = fields.get("isMultiSelect") == Some(&Json::Bool(true));
    if many && let Some(at) = values.iter().position(|value| value.contains(',')) {
        let place_of = format!("{}/{at}/value", place.below("choices"));
        let value = values.get(at).copied().unwrap_or_default();
        place.report_at(
            &rules::COMMA_IN_MULTISELECT_VALUE,
            place_of,
            format!(
                "{} has a comma: the values of several choices come back with commas between them",
                quoted(value)
            ),
            "use a value without one; the `title` may have it",
        );
    }
    let Some(chosen) = fields.get("value").and_then(Json::as_str).filter(|chosen| !chosen.is_empty()) else {
        return;
    };
    let all: Vec<&str> = if many { chosen.split(',').map(str::trim).collect() } else { vec![chosen] };
    if let Some(stray) = all.into_iter().find(|one| !values.contains(one)) {
        let at = place.below("value");
        let near = crate::diagnostics::nearest(stray, values.iter().copied());
        let help =
            near.map_or_else(|| "leave it out".to_owned(), |near| format!("did you mean {}?", quoted(near)));
        place.report_at(
            &rules::VALUE_NOT_A_CHOICE,
            at,
            format!("{} is none of the choices", quoted(stray)),
            help,
        );
    }
}

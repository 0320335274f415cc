//! The entry: a card, an attachment, or a whole message.

use super::defect::Defect;
use super::place::{Place, Wrong};
use super::rules;
use super::size::size;
use super::walk::Walk;
use crate::cards::sketch::Sketch;
use serde_json::Value as Json;

/// What an attachment with a card says that it is.
const CONTENT_TYPE: &str = "application/vnd.microsoft.card.adaptive";
/// What is wrong with a card, an attachment or a message, errors first, then in the order of the JSON.
#[must_use]
pub fn validate(json: &Json) -> Vec<Defect> {
    let mut place = Place::default();
    sorted(match shape(json) {
        Shape::Card => card_defects(&Sketch::from(json), place, false),
        Shape::Attachment => attachment(json, place),
        Shape::Message => message(json, &mut place),
    })
}

/// What is wrong with a card of a script, as far as it is known: before it is drawn, or its JSON. Nothing in it is
/// what a template has left.
#[must_use]
pub fn review(card: &Sketch) -> Vec<Defect> {
    sorted(card_defects(card, Place::default(), true))
}

/// Errors first, else in the order in which they were found.
fn sorted(mut defects: Vec<Defect>) -> Vec<Defect> {
    defects.sort_by_key(|defect| std::cmp::Reverse(defect.severity));
    defects
}

/// The card in what may be an attachment or a message.
#[must_use]
pub fn card_of(json: &Json) -> Option<&Json> {
    match shape(json) {
        Shape::Card => Some(json),
        Shape::Attachment => json.get("content"),
        Shape::Message => json.pointer("/attachments/0/content"),
    }
}

enum Shape {
    Card,
    Attachment,
    Message,
}

fn shape(json: &Json) -> Shape {
    let has = |name: &str| json.get(name).is_some();
    if has("attachments") && !has("type") {
        Shape::Message
    } else if has("content") && !has("type") {
        Shape::Attachment
    } else {
        Shape::Card
    }
}

fn message(json: &Json, place: &mut Place) -> Vec<Defect> {
    let text = ["text", "markdown"]
        .iter()
        .any(|name| json.get(name).and_then(Json::as_str).is_some_and(|text| !text.trim().is_empty()));
    if !text {
        let help = "add a `markdown`: clients that draw no card, and notifications, show it";
        let message = "the message has no text beside the card";
        place.report(None, Wrong::new(&rules::MESSAGE_NEEDS_TEXT, message, help));
    }
    let before = place.enter("attachments");
    let Some(Json::Array(attachments)) = json.get("attachments") else {
        let help = "write `\"attachments\": [{ ... }]`";
        place.report(None, Wrong::new(&rules::WRONG_TYPE, "`attachments` is no list", help));
        return std::mem::take(&mut place.defects);
    };
    match attachments.as_slice() {
        [] => {
            let help = "put one into `attachments`";
            place.report(None, Wrong::new(&rules::ONE_CARD_PER_MESSAGE, "the message has no card", help));
        }
        [_] => {}
        [_, ..] => {
            let at = format!("{}/1", place.here());
            let message = format!("the message has {} cards, Webex takes one", attachments.len());
            let wrong = Wrong::new(&rules::ONE_CARD_PER_MESSAGE, message, "send a message for each");
            place.report_at(at, None, wrong);
        }
    }
    if let Some(first) = attachments.first() {
        let item = place.enter_item(0);
        let inner = std::mem::take(place);
        let mut found = attachment(first, inner);
        place.leave(item);
        place.leave(before);
        place.defects.append(&mut found);
    }
    std::mem::take(&mut place.defects)
}

fn attachment(json: &Json, mut place: Place) -> Vec<Defect> {
    if json.get("contentType").and_then(Json::as_str) != Some(CONTENT_TYPE) {
        let at = place.below("contentType");
        let help = format!("write `\"contentType\": \"{CONTENT_TYPE}\"`");
        let wrong = Wrong::new(&rules::BAD_ATTACHMENT, "the attachment is not marked as a card", help);
        place.report_at(at, None, wrong);
    }
    let Some(card) = json.get("content") else {
        let help = "put the card into `content`";
        place.report(None, Wrong::new(&rules::BAD_ATTACHMENT, "the attachment has no card", help));
        return place.defects;
    };
    place.enter("content");
    card_defects(&Sketch::from(card), place, false)
}

/// `ours`: a script of ours has drawn the card, or will.
fn card_defects(card: &Sketch, mut place: Place, ours: bool) -> Vec<Defect> {
    size(card, &mut place);
    let mut walk = Walk::new(place, ours);
    walk.root(card);
    walk.finish()
}

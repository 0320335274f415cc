//! The entry: a card, an attachment, or a whole message.

use super::defect::{Defect, Severity};
use super::place::Place;
use super::rules;
use super::walk::Walk;
use crate::cards::schema::{Part, Property};
use serde_json::Value as Json;

/// What an attachment with a card says that it is.
const CONTENT_TYPE: &str = "application/vnd.microsoft.card.adaptive";
/// Bytes of JSON from which a card may be too big, since its images count too.
const BYTES_MANY: usize = 22_000;
/// Bytes of JSON beyond which Webex answers "Unable to share content to room" (its card sampler's rule of
/// thumb).
const BYTES_MAX: usize = 60_000;

/// What is wrong with a card, an attachment or a message, errors first, then in the order of the JSON.
#[must_use]
pub fn validate(json: &Json) -> Vec<Defect> {
    let mut place = Place::default();
    let mut defects = match shape(json) {
        Shape::Card => card_defects(json, place),
        Shape::Attachment => attachment(json, place),
        Shape::Message => message(json, &mut place),
    };
    // Errors first, else in the order in which they were found.
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

/// What is wrong with the value of a property by itself; places are counted from it.
#[must_use]
pub fn property_defects(property: &Property, value: &Json) -> Vec<Defect> {
    Walk::new(Place::default()).property(property, value)
}

/// What is wrong with an element or another part by itself; places are counted from it.
#[must_use]
pub fn part_defects(part: Part, value: &Json) -> Vec<Defect> {
    Walk::new(Place::default()).one(part, value)
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
        place.report(
            &rules::MESSAGE_NEEDS_TEXT,
            "the message has no text beside the card".to_owned(),
            "add a `markdown`: clients that draw no card, and notifications, show it",
        );
    }
    let before = place.enter("attachments");
    let Some(Json::Array(attachments)) = json.get("attachments") else {
        place.report(
            &rules::WRONG_TYPE,
            "`attachments` is no list".to_owned(),
            "write `\"attachments\": [{ ... }]`",
        );
        return std::mem::take(&mut place.defects);
    };
    match attachments.as_slice() {
        [] => place.report(
            &rules::ONE_CARD_PER_MESSAGE,
            "the message has no card".to_owned(),
            "put one into `attachments`",
        ),
        [_] => {}
        [_, ..] => {
            let at = format!("{}/1", place.here());
            place.report_at(
                &rules::ONE_CARD_PER_MESSAGE,
                at,
                format!("the message has {} cards, Webex takes one", attachments.len()),
                "send a message for each",
            );
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
        place.report_at(
            &rules::BAD_ATTACHMENT,
            at,
            "the attachment is not marked as a card".to_owned(),
            format!("write `\"contentType\": \"{CONTENT_TYPE}\"`"),
        );
    }
    let Some(card) = json.get("content") else {
        place.report(
            &rules::BAD_ATTACHMENT,
            "the attachment has no card".to_owned(),
            "put the card into `content`",
        );
        return place.defects;
    };
    place.enter("content");
    card_defects(card, place)
}

fn card_defects(card: &Json, mut place: Place) -> Vec<Defect> {
    size(card, &mut place);
    let mut walk = Walk::new(place);
    walk.root(card);
    walk.finish()
}

/// Compact UTF-8, as it is sent.
fn size(card: &Json, place: &mut Place) {
    let bytes = card.to_string().len();
    let (severity, message) = if bytes > BYTES_MAX {
        (Severity::Error, format!("the card has {bytes} bytes, Webex takes {BYTES_MAX}"))
    } else if bytes > BYTES_MANY {
        let message =
            format!("the card has {bytes} bytes: with its images Webex may take no more than {BYTES_MAX}");
        (Severity::Warning, message)
    } else {
        return;
    };
    let at = place.here();
    place.push(&rules::CARD_TOO_BIG, severity, at, (message, "show fewer rows".to_owned()));
}

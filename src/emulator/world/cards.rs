//! What the service checks of a card when a message with one is posted.

use serde_json::{Map, Value};

use crate::base::limits::EMULATOR_CARD_BYTES_MAX;
use crate::cards::{Defect, of_json_type, validate};
use crate::emulator::error::ApiError;
use crate::webex::wire::{Attachment, CARD_CONTENT_TYPE};

/// Checks the attachments of a message: at most one, of the one type, an Adaptive Card by its schema.
///
/// # Errors
/// 400 with the places, as JSON pointers.
pub(super) fn check_attachments(attachments: &[Attachment]) -> Result<(), ApiError> {
    let card = match attachments {
        [] => return Ok(()),
        [card] => card,
        [_, _, ..] => {
            return Err(ApiError::bad_request(
                "Unable to post message to room: Only one attachment is supported.",
            ));
        }
    };
    if card.content_type != CARD_CONTENT_TYPE {
        return Err(ApiError::bad_request(format!(
            "Unable to post message to room: Invalid attachment content type '{}'.",
            card.content_type
        )));
    }
    let Some(content) = card.content.as_object() else {
        return Err(ApiError::bad_card(vec!["#: expected type: JSONObject".to_owned()]));
    };
    if content.get("version").and_then(Value::as_str).is_none_or(str::is_empty) {
        return Err(ApiError::bad_request("Missing Adaptive Card Version"));
    }
    let wrong: Vec<String> =
        validate(&card.content).iter().filter_map(|defect| schema_error(defect, &card.content)).collect();
    if !wrong.is_empty() {
        return Err(ApiError::bad_card(wrong));
    }
    if card.content.to_string().len() > EMULATOR_CARD_BYTES_MAX {
        return Err(ApiError::bad_request(
            "Unable to post message to room: \"The request payload is too big\"",
        ));
    }
    Ok(())
}

/// What a client sends beside the inputs when the button with this title is pressed: the button's `data`.
///
/// # Errors
/// 400 with the titles that there are.
pub(crate) fn button_data(card: &Value, title: &str) -> Result<Map<String, Value>, ApiError> {
    let mut buttons = Vec::new();
    submits(card, &mut buttons);
    let titled = |it: &&Value| it.get("title").and_then(Value::as_str) == Some(title);
    let Some(button) = buttons.iter().find(|it| titled(it)) else {
        let titles: Vec<_> = buttons.iter().filter_map(|it| it.get("title")?.as_str()).collect();
        return Err(ApiError::bad_request(format!("The card has no button '{title}', but {titles:?}.")));
    };
    Ok(button.get("data").and_then(Value::as_object).cloned().unwrap_or_default())
}

/// All submits in a card, in the order of its JSON, those in other cards that it shows too. The depth of a card is
/// bounded where it is posted.
fn submits<'c>(value: &'c Value, into: &mut Vec<&'c Value>) {
    match value {
        Value::Array(items) => items.iter().for_each(|it| submits(it, into)),
        Value::Object(map) => {
            if map.get("type").and_then(Value::as_str) == Some("Action.Submit") {
                into.push(value);
            }
            // What a button sends is no part of the card.
            map.iter().filter(|(name, _)| *name != "data").for_each(|(_, it)| submits(it, into));
        }
        _ => {}
    }
}

/// Whether an element has the property in the schema of the service: then it is its value that is newer.
fn is_known(element: Option<&Value>, property: &str) -> bool {
    let kind = element.and_then(|it| it.get("type")?.as_str()).and_then(of_json_type);
    kind.is_some_and(|kind| kind.json_property(property).is_some())
}

/// What the service's JSON schema says of a defect, in its words; nothing if only a client would mind.
fn schema_error(defect: &Defect, card: &Value) -> Option<String> {
    let at = defect.at.trim_end_matches('/');
    let value = card.pointer(at);
    let (above, name) = at.rsplit_once('/').unwrap_or_default();
    if let Some(missing) = defect.missing {
        // The published schema forgets these.
        let forgotten = ["card", "targetElements"].contains(&missing);
        return (!forgotten).then(|| format!("#{at}: required key [{missing}] not found"));
    }
    match defect.rule.id {
        "unknown-property" => Some(format!("#{above}: extraneous key [{name}] is not permitted")),
        "version-too-new" if at == "/version" => None,
        // A word, a property, or a type.
        "version-too-new" if value.is_some_and(Value::is_string) && is_known(card.pointer(above), name) => {
            Some(invalid(at, value))
        }
        "version-too-new" if value.is_none_or(|value| value.get("type").is_none()) => {
            Some(format!("#{above}: extraneous key [{name}] is not permitted"))
        }
        "version-too-new" | "unknown-element" | "unknown-action" | "action-not-allowed-here"
            if value.is_some_and(Value::is_object) =>
        {
            Some(invalid(&format!("{at}/type"), value.and_then(|value| value.get("type"))))
        }
        "bad-enum" => Some(invalid(at, value)),
        // Texts that stand for bools and numbers, and the reverse, pass.
        "wrong-type" => match value {
            Some(Value::Object(_)) => Some(format!("#{at}: expected type: JSONArray, found: JSONObject")),
            Some(Value::Array(_)) => Some(format!("#{at}: expected type: JSONObject, found: JSONArray")),
            Some(Value::Null) => Some(format!("#{at}: expected a value, found: Null")),
            _ => None,
        },
        _ => None,
    }
}

fn invalid(at: &str, value: Option<&Value>) -> String {
    let shown = value.and_then(Value::as_str).unwrap_or_default();
    format!("#{at}: {shown} is not a valid enum value")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::check_attachments;
    use crate::base::limits::EMULATOR_CARD_BYTES_MAX;
    use crate::webex::wire::Attachment;

    #[test]
    fn a_card_must_be_one_by_its_schema() {
        #[track_caller]
        fn check(content: serde_json::Value, expected: Result<(), &str>) {
            let result = check_attachments(&[Attachment::card(content)])
                .map_err(|error| error.attachment_errors.first().cloned().unwrap_or(error.message));
            assert_eq!(result, expected.map_err(str::to_owned));
        }
        let body = |element: serde_json::Value| json!({ "type": "AdaptiveCard", "version": "1.3", "body": [element] });
        check(body(json!({ "type": "TextBlock", "text": "x", "wrap": "true" })), Ok(()));
        check(body(json!({ "type": "TextBlock" })), Err("#/body/0: required key [text] not found"));
        check(
            body(json!({ "type": "TextBlock", "text": "x", "colour": "good" })),
            Err("#/body/0: extraneous key [colour] is not permitted"),
        );
        check(
            body(json!({ "type": "TextBlock", "text": "x", "size": "huge" })),
            Err("#/body/0/size: huge is not a valid enum value"),
        );
        check(
            body(json!({ "type": "TextBlock", "text": "x", "style": "heading" })),
            Err("#/body/0: extraneous key [style] is not permitted"),
        );
        check(
            body(json!({ "type": "Input.Text", "id": "x", "style": "password" })),
            Err("#/body/0/style: password is not a valid enum value"),
        );
        check(body(json!({ "type": "Carousel" })), Err("#/body/0/type: Carousel is not a valid enum value"));
        check(json!({ "type": "AdaptiveCard" }), Err("Missing Adaptive Card Version"));
        check(json!([]), Err("#: expected type: JSONObject"));
        check(json!({ "type": "Card", "version": "1.3" }), Err("#/type: Card is not a valid enum value"));
        check(
            json!({ "type": "AdaptiveCard", "version": "1.3", "body": {} }),
            Err("#/body: expected type: JSONArray, found: JSONObject"),
        );
        check(
            json!({ "type": "AdaptiveCard", "version": "1.3", "actions": [{}] }),
            Err("#/actions/0: required key [type] not found"),
        );
        check(
            json!({ "type": "AdaptiveCard", "version": "1.3", "speak": "y".repeat(EMULATOR_CARD_BYTES_MAX) }),
            Err("Unable to post message to room: \"The request payload is too big\""),
        );
    }

    #[test]
    fn one_card_of_the_one_type() {
        let card = Attachment::card(json!({ "type": "AdaptiveCard", "version": "1.0" }));
        let status = |list: &[Attachment]| check_attachments(list).map_err(|error| error.status);
        assert_eq!(status(&[]), Ok(()));
        assert_eq!(status(std::slice::from_ref(&card)), Ok(()));
        assert_eq!(status(&[card.clone(), card.clone()]), Err(400));
        assert_eq!(status(&[Attachment { content_type: "image/png".into(), ..card }]), Err(400));
    }
}

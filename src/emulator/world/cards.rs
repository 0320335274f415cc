//! What the service checks of a card when a message with one is posted.

use serde_json::Value;

use crate::base::limits::EMULATOR_CARD_BYTES_MAX;
use crate::emulator::error::ApiError;
use crate::webex::wire::{Attachment, CARD_CONTENT_TYPE};

/// Checks the attachments of a message: at most one, of the one type, an Adaptive Card in outline.
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
    let mut wrong = Vec::new();
    if content.get("type").and_then(Value::as_str) != Some("AdaptiveCard") {
        wrong.push("#/type: AdaptiveCard is not a valid enum value".to_owned());
    }
    for list in ["body", "actions"] {
        check_list(content.get(list), list, &mut wrong);
    }
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

/// A list of elements, each an object with a `type`.
fn check_list(list: Option<&Value>, name: &str, wrong: &mut Vec<String>) {
    let Some(list) = list else { return };
    let Some(items) = list.as_array() else {
        wrong.push(format!("#/{name}: expected type: JSONArray"));
        return;
    };
    for (index, item) in items.iter().enumerate() {
        if item.get("type").and_then(Value::as_str).is_none() {
            wrong.push(format!("#/{name}/{index}: required key [type] not found"));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::check_attachments;
    use crate::base::limits::EMULATOR_CARD_BYTES_MAX;
    use crate::webex::wire::Attachment;

    #[test]
    fn a_card_must_be_one_in_outline() {
        #[track_caller]
        fn check(content: serde_json::Value, expected: Result<(), &str>) {
            let result = check_attachments(&[Attachment::card(content)])
                .map_err(|error| error.attachment_errors.first().cloned().unwrap_or(error.message));
            assert_eq!(result, expected.map_err(str::to_owned));
        }
        check(json!({ "type": "AdaptiveCard", "version": "1.3", "body": [{ "type": "TextBlock" }] }), Ok(()));
        check(json!({ "type": "AdaptiveCard" }), Err("Missing Adaptive Card Version"));
        check(json!([]), Err("#: expected type: JSONObject"));
        check(
            json!({ "type": "Card", "version": "1.3" }),
            Err("#/type: AdaptiveCard is not a valid enum value"),
        );
        check(
            json!({ "type": "AdaptiveCard", "version": "1.3", "body": {} }),
            Err("#/body: expected type: JSONArray"),
        );
        check(
            json!({ "type": "AdaptiveCard", "version": "1.3", "actions": [{}] }),
            Err("#/actions/0: required key [type] not found"),
        );
        check(
            json!({ "type": "AdaptiveCard", "version": "1.3", "x": "y".repeat(EMULATOR_CARD_BYTES_MAX) }),
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

//! What Webex refuses of a whole card, looked at before it is sent.

use serde_json::Value as Json;
use std::collections::HashSet;

/// Buttons of one list that clients show.
const ACTIONS_MAX: usize = 5;
/// Images of one message.
const IMAGES_MAX: usize = 10;
/// Bytes of JSON beyond which Webex answers "Unable to share content to room" (its card sampler's rule of
/// thumb).
const BYTES_MAX: usize = 60_000;

/// Why Webex or a client would refuse the card, in words; nothing for a good one.
#[must_use]
pub fn refusal(card: &Json) -> Option<String> {
    let bytes = card.to_string().len();
    if bytes > BYTES_MAX {
        return Some(format!("the card has {bytes} bytes, Webex takes {BYTES_MAX}: show fewer rows"));
    }
    let mut found = Found::default();
    found.look(card);
    if found.images > IMAGES_MAX {
        return Some(format!("the card has {} images, Webex takes {IMAGES_MAX}", found.images));
    }
    found.problem
}

#[derive(Default)]
struct Found {
    ids: HashSet<String>,
    images: usize,
    problem: Option<String>,
}

impl Found {
    fn look(&mut self, node: &Json) {
        match node {
            Json::Array(items) => items.iter().for_each(|item| self.look(item)),
            Json::Object(fields) => {
                if let Some(Json::Array(actions)) = fields.get("actions")
                    && actions.len() > ACTIONS_MAX
                {
                    self.say(format!(
                        "the card has {} buttons side by side, clients show {ACTIONS_MAX}",
                        actions.len()
                    ));
                }
                if let Some(id) = fields.get("id").and_then(Json::as_str)
                    && !self.ids.insert(id.to_owned())
                {
                    self.say(format!("two elements of the card have the name `{id}`"));
                }
                if fields.get("type").and_then(Json::as_str) == Some("Image")
                    || fields.contains_key("backgroundImage")
                {
                    self.images += 1;
                }
                for (name, value) in fields {
                    // What travels with a button is no part of the card.
                    if name != "data" {
                        self.look(value);
                    }
                }
            }
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
        }
    }

    fn say(&mut self, problem: String) {
        self.problem.get_or_insert(problem);
    }
}

#[cfg(test)]
mod tests {
    use super::refusal;
    use serde_json::json;

    #[test]
    fn what_webex_refuses() {
        let check = |card: serde_json::Value, part: Option<&str>| {
            let found = refusal(&card);
            match part {
                None => assert_eq!(found, None),
                Some(part) => assert!(found.as_deref().is_some_and(|it| it.contains(part)), "{found:?}"),
            }
        };
        let button = json!({ "type": "Action.Submit", "title": "x", "data": { "id": "same" } });
        check(json!({ "actions": vec![button.clone(); 5] }), None);
        check(json!({ "actions": vec![button; 6] }), Some("6 buttons"));
        check(json!({ "body": [{ "id": "a" }, { "items": [{ "id": "a" }] }] }), Some("`a`"));
        check(json!({ "body": vec![json!({ "type": "Image" }); 11] }), Some("11 images"));
        check(json!({ "body": "x".repeat(60_000) }), Some("bytes"));
    }
}

//! The wire types against the published samples.

use crate::webex::wire::{
    AttachmentAction, ErrorBody, Errors, Membership, Message, MessageCreate, Page, Person, PersonType, Room,
    RoomType, Webhook, WebhookDelivery, WebhookStatus, WebhookUpdate, WireSecret, WireTime,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

macro_rules! sample {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/webex/", $name, ".json"))
    };
}

/// Reads the sample, and checks that what is written back is the sample: same values for the fields
/// that it has, times compared as times, nothing that it did not have but the fields in `ignored`.
fn check<T: DeserializeOwned + Serialize>(sample: &str, ignored: &[&str]) -> T {
    let original: Value = serde_json::from_str(sample).expect("a sample is JSON");
    let read: T = serde_json::from_str(sample).expect("a sample reads");
    let written = serde_json::to_value(&read).expect("a wire type writes");
    same(&original, &written, ignored);
    read
}

fn same(original: &Value, written: &Value, ignored: &[&str]) {
    match (original, written) {
        (Value::Object(left), Value::Object(right)) => {
            for (key, value) in left.iter().filter(|(key, _)| !ignored.contains(&key.as_str())) {
                same(value, right.get(key).unwrap_or_else(|| panic!("`{key}` is lost")), ignored);
            }
            for key in right.keys() {
                assert!(left.contains_key(key) || ignored.contains(&key.as_str()), "`{key}` was invented");
            }
        }
        (Value::Array(left), Value::Array(right)) => {
            assert_eq!(left.len(), right.len());
            left.iter().zip(right).for_each(|(left, right)| same(left, right, ignored));
        }
        (Value::String(left), Value::String(right)) if left != right => {
            let time = WireTime::parse(left).expect(left);
            assert_eq!(&time.to_string(), right);
        }
        _ => assert_eq!(original, written),
    }
}

#[test]
fn samples_are_read_and_written_back() {
    let person: Person = check(
        sample!("get-people-me.response.200"),
        &[
            "phoneNumbers",
            "extension",
            "locationId",
            "roles",
            "licenses",
            "department",
            "manager",
            "managerId",
            "title",
            "addresses",
            "siteUrls",
            "sipAddresses",
            "xmppFederationJid",
            "invitePending",
            "loginEnabled",
        ],
    );
    assert_eq!(person.person_type, Some(PersonType::Person));
    let rooms: Page<Room> = check(sample!("get-rooms.response.200"), &[]);
    assert_eq!(rooms.items.first().map(|room| room.room_type), Some(RoomType::Group));
    let members: Page<Membership> = check(sample!("get-memberships.response.200"), &[]);
    assert_eq!(members.items.first().and_then(|member| member.is_moderator), Some(true));
    let hooks: Page<Webhook> = check(sample!("get-webhooks.response.200"), &[]);
    assert_eq!(hooks.items.first().map(|hook| hook.status), Some(WebhookStatus::Active));
    let error: ErrorBody = check(sample!("error.401"), &[]);
    assert_eq!(error.errors.descriptions(), [&*error.message]);
    let delivery: WebhookDelivery = check(sample!("webhook-delivery.messages.created"), &[]);
    assert_eq!(delivery.resource, "messages");
    let action: AttachmentAction = check(sample!("get-attachment-actions-id.response.200"), &[]);
    assert_eq!(action.without_content().inputs, None);
    check::<MessageCreate>(sample!("post-messages.request"), &[]);
}

#[test]
fn comma_joined_mentions_become_single_ids() {
    let page: Page<Message> = check(sample!("get-messages.response.200"), &["mentionedPeople"]);
    let message = page.items.first().expect("one message");
    assert_eq!(message.mentioned_people.len(), 2);
    let bare = serde_json::to_value(message.without_content()).expect("writes");
    for key in ["text", "markdown", "html", "attachments"] {
        assert_eq!(bare.get(key), None, "{key}");
    }
    assert!(bare.get("files").is_some() && bare.get("parentId").is_some());
}

#[test]
fn reading_is_tolerant() {
    let message: Message = serde_json::from_value(json!({
        "id": "m", "roomType": "weird", "files": null, "mentionedPeople": "a,b", "created": 7, "new": {}
    }))
    .expect("reads");
    assert_eq!(message.room_type, Some(RoomType::Group));
    assert_eq!((message.created, message.mentioned_people.len()), (None, 2));
    let hook: Webhook = serde_json::from_value(json!({"id": "w", "status": "disabled"})).expect("reads");
    assert_eq!(hook.status, WebhookStatus::Inactive);
    let bot: Person = serde_json::from_value(json!({"id": "p", "type": "robot"})).expect("reads");
    assert_eq!(bot.person_type, Some(PersonType::AppUser));
    let page: Page<Room> = serde_json::from_value(json!({})).expect("reads");
    assert!(page.items.is_empty());
}

#[test]
fn card_refusals_keep_their_lines() {
    let body: ErrorBody = serde_json::from_value(json!({"message": "m", "errors": {"attachments": {
        "code": "invalid_attachments", "reason": "Invalid Adaptive Card Json", "attachmentErrors": ["#/body/5: x"]
    }}}))
    .expect("reads");
    assert!(matches!(body.errors, Errors::Attachments { .. }));
    assert_eq!(body.errors.descriptions(), ["Invalid Adaptive Card Json", "#/body/5: x"]);
    let odd: ErrorBody = serde_json::from_value(json!({"errors": {"what": 1}})).expect("reads");
    assert_eq!(odd.errors.descriptions(), [r#"{"what":1}"#]);
}

#[test]
fn a_webhook_secret_is_written_and_never_shown() {
    let update = WebhookUpdate {
        name: "n".into(),
        target_url: "https://a".into(),
        secret: Some(WireSecret::new("hunter2")),
        status: Some(WebhookStatus::Active),
    };
    let written = serde_json::to_value(&update).expect("writes");
    assert_eq!(
        written,
        json!({"name": "n", "targetUrl": "https://a", "secret": "hunter2", "status": "active"})
    );
    assert!(!format!("{update:?}").contains("hunter2"));
}

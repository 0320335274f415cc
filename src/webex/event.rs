//! What happened in Webex, in one form for both ways in: a webhook delivery, whose `data` has no
//! content, and the websocket, whose texts are sealed: either way they are fetched by id.

use super::id::{id_key, same_id};
use super::wire::{AttachmentAction, EventEnvelope, Membership, Message, Room, WireTime};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::fmt;

/// What the event is about. The words are case-sensitive.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Resource {
    /// `messages`.
    Messages,
    /// `memberships`.
    Memberships,
    /// `rooms`.
    Rooms,
    /// `attachmentActions`.
    AttachmentActions,
    /// Any other word.
    Other(String),
}

impl Resource {
    /// The word of the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Messages => "messages",
            Self::Memberships => "memberships",
            Self::Rooms => "rooms",
            Self::AttachmentActions => "attachmentActions",
            Self::Other(word) => word,
        }
    }

    fn of(word: &str) -> Self {
        match word {
            "messages" => Self::Messages,
            "memberships" => Self::Memberships,
            "rooms" => Self::Rooms,
            "attachmentActions" => Self::AttachmentActions,
            other => Self::Other(other.to_owned()),
        }
    }
}

/// What happened to it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum EventKind {
    /// `created`.
    Created,
    /// `updated`.
    Updated,
    /// `deleted`.
    Deleted,
    /// Any other word, such as `migrated`.
    Other(String),
}

impl EventKind {
    /// The word of the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Deleted => "deleted",
            Self::Other(word) => word,
        }
    }

    fn of(word: &str) -> Self {
        match word {
            "created" => Self::Created,
            "updated" => Self::Updated,
            "deleted" => Self::Deleted,
            other => Self::Other(other.to_owned()),
        }
    }
}

/// The resource of an event. From a webhook without its content: fetch it by id.
#[derive(Clone, PartialEq, Debug)]
pub enum EventData {
    /// A message.
    Message(Message),
    /// A membership.
    Membership(Membership),
    /// A room.
    Room(Room),
    /// A submit of a card.
    Action(AttachmentAction),
    /// Of a resource that is not known here.
    Other(Value),
}

/// An event.
#[derive(Clone, PartialEq, Debug)]
pub struct IncomingEvent {
    /// What it is about.
    pub resource: Resource,
    /// What happened.
    pub event: EventKind,
    /// Id of the webhook that brought it.
    pub id: Option<String>,
    /// When the webhook was made (or the event, over a websocket).
    pub created: Option<WireTime>,
    /// `PEOPLE` id of who caused it; empty when the service does not say.
    pub actor_id: String,
    /// The resource.
    pub data: EventData,
}

/// A delivery that is none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EventError(String);

impl fmt::Display for EventError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "this is no event of Webex: {}", self.0)
    }
}

impl std::error::Error for EventError {}

impl IncomingEvent {
    /// Reads the body of a delivery.
    ///
    /// # Errors
    /// What is missing, without quoting the body.
    pub fn parse(body: &[u8]) -> Result<Self, EventError> {
        // A list would be read as the fields in their order.
        let envelope: Option<EventEnvelope<'_>> =
            body.trim_ascii_start().starts_with(b"{").then(|| serde_json::from_slice(body).ok()).flatten();
        let envelope = envelope.ok_or_else(|| no_envelope(body))?;
        let resource = Resource::of(&envelope.resource);
        let data = envelope.data();
        let data = match resource {
            Resource::Messages => EventData::Message(typed(&resource, data)?),
            Resource::Memberships => EventData::Membership(typed(&resource, data)?),
            Resource::Rooms => EventData::Room(typed(&resource, data)?),
            Resource::AttachmentActions => EventData::Action(typed(&resource, data)?),
            Resource::Other(_) => EventData::Other(typed(&resource, data)?),
        };
        if data.id().is_some_and(str::is_empty) {
            return Err(no_id(&resource));
        }
        Ok(Self {
            event: EventKind::of(&envelope.event),
            id: envelope.id,
            created: envelope.created,
            actor_id: envelope.actor_id,
            resource,
            data,
        })
    }

    /// Who caused it, in the best words of the event: of a message its author.
    #[must_use]
    pub fn actor(&self) -> &str {
        let named = match &self.data {
            EventData::Message(message) => &message.person_id,
            EventData::Action(action) => &action.person_id,
            EventData::Membership(_) | EventData::Room(_) | EventData::Other(_) => &self.actor_id,
        };
        // An edit or a delete may come from somebody else than the author: a moderator.
        let authored = self.event == EventKind::Created && !named.is_empty();
        if authored || self.actor_id.is_empty() { named } else { &self.actor_id }
    }

    /// Whether `me` (a `PEOPLE` id) caused it: bots get their own messages too.
    #[must_use]
    pub fn is_by(&self, me: &str) -> bool {
        same_id(self.actor(), me)
    }

    /// A key that is equal for two deliveries of one event. Webhooks overlap and deliveries repeat.
    ///
    /// What can happen again to the same id has the time in it: an edit, and coming back into a room,
    /// since a membership's id is made of person and room.
    #[must_use]
    pub fn dedupe_key(&self) -> String {
        let (id, time) = match &self.data {
            EventData::Message(message) if self.event == EventKind::Updated => (&message.id, message.updated),
            EventData::Message(message) => (&message.id, None),
            EventData::Membership(membership) => (&membership.id, membership.created),
            EventData::Room(room) if self.event == EventKind::Created => (&room.id, None),
            EventData::Room(room) => (&room.id, room.last_activity),
            EventData::Action(action) => (&action.id, None),
            EventData::Other(value) => {
                let id = value.get("id").and_then(Value::as_str).unwrap_or_default();
                return format!("{}/{}/{}", self.resource.as_str(), self.event.as_str(), id_key(id));
            }
        };
        let key = format!("{}/{}/{}", self.resource.as_str(), self.event.as_str(), id_key(id));
        time.map_or_else(|| key.clone(), |time| format!("{key}@{time}"))
    }
}

impl EventData {
    /// The id of the resource; nothing of one that is not known here.
    fn id(&self) -> Option<&str> {
        Some(match self {
            Self::Message(message) => &message.id,
            Self::Membership(membership) => &membership.id,
            Self::Room(room) => &room.id,
            Self::Action(action) => &action.id,
            Self::Other(_) => return None,
        })
    }
}

fn typed<T: DeserializeOwned>(resource: &Resource, data: &str) -> Result<T, EventError> {
    let known = !matches!(resource, Resource::Other(_));
    if known && !data.starts_with('{') {
        return Err(no_id(resource));
    }
    serde_json::from_str(data).map_err(|_| no_resource(resource, data))
}

/// What `data` lacks that is not of the form of its resource.
fn no_resource(resource: &Resource, data: &str) -> EventError {
    let what = resource.as_str();
    match serde_json::from_str::<Value>(data) {
        Err(error) => {
            let (line, column) = (error.line(), error.column());
            EventError(format!(
                "`data` of a `{what}` event cannot be read (its line {line}, column {column})"
            ))
        }
        Ok(data) if data.get("id").and_then(Value::as_str).is_none_or(str::is_empty) => no_id(resource),
        Ok(_) => EventError(format!("`data` of a `{what}` event lacks a field or has one of another form")),
    }
}

fn no_id(resource: &Resource) -> EventError {
    EventError(format!("`data` of a `{}` event has no id", resource.as_str()))
}

/// What a body lacks that is no envelope.
fn no_envelope(body: &[u8]) -> EventError {
    let value: Value = match serde_json::from_slice(body) {
        Ok(value) => value,
        Err(error) => {
            let (line, column) = (error.line(), error.column());
            return EventError(format!("the body is not JSON (line {line}, column {column})"));
        }
    };
    let Some(object) = value.as_object() else {
        return EventError("the body is not an object".to_owned());
    };
    let lacks = |field: &&str| !object.get(*field).is_some_and(Value::is_string);
    match ["resource", "event"].into_iter().find(lacks) {
        Some(field) => EventError(format!("`{field}` is missing or not text")),
        None => EventError("a field has a form that it never has".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::{EventData, EventKind, IncomingEvent, Resource};
    use crate::webex::{HydraId, IdKind};
    use serde_json::{Value, json};

    const SAMPLE: &str = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/data/webex/webhook-delivery.messages.created.json"
    ));

    #[test]
    fn the_documented_delivery_is_read() {
        let event = IncomingEvent::parse(SAMPLE.as_bytes()).expect("an event");
        assert_eq!((&event.resource, &event.event), (&Resource::Messages, &EventKind::Created));
        let EventData::Message(message) = &event.data else { panic!("a message") };
        assert_eq!((message.text.as_ref(), message.person_email.as_str()), (None, "matt@example.com"));
        assert_eq!(event.dedupe_key(), "messages/created/92db3be0-43bd-11e6-8ae9-dd5b3dfc565d");
        assert!(event.is_by("f5b36187-c8dd-4727-8b2f-f9c447f29046"));
        assert!(!event.is_by(&HydraId::us(IdKind::People, "0d0c91b6-ce60-4725-b6d0-3455d5d11ec3").encode()));
        assert!(!event.is_by(""));
    }

    fn check_error(body: &str, part: &str) {
        let error = IncomingEvent::parse(body.as_bytes()).expect_err(body).to_string();
        assert!(error.contains(part), "{error} has not {part}");
    }

    #[test]
    fn what_is_no_delivery_is_said_so() {
        check_error("", "not JSON (line 1");
        check_error("{\"a\": \u{1}}", "not JSON");
        check_error("[]", "not an object");
        check_error(r#"{"event": "created", "data": {"id": "x"}}"#, "`resource` is missing");
        check_error(
            r#"{"resource": "messages", "event": 7, "data": {"id": "x"}}"#,
            "`event` is missing or not text",
        );
        check_error(
            r#"{"resource": "messages", "event": "created"}"#,
            "`data` of a `messages` event has no id",
        );
        check_error(r#"{"resource": "rooms", "event": "created", "data": "x"}"#, "has no id");
        check_error(r#"{"resource": "messages", "event": "created", "data": {"id": 7}}"#, "has no id");
        check_error(
            r#"{"resource": "memberships", "event": "created", "data": {"id": "x"}}"#,
            "lacks a field",
        );
        check_error(
            r#"{"resource": "messages", "event": "created", "id": [], "data": {"id": "x"}}"#,
            "a form that",
        );
        check_error(r#"["messages","created","w",null,null,{"id":"m","roomId":"r"}]"#, "not an object");
        check_error(r#"{"resource":"messages","event":"created","data":["m","r"]}"#, "has no id");
        check_error(
            r#"{"resource":"memberships","event":"created","data":{"id":"m","personDisplayName":"\ud83d"}}"#,
            "cannot be read (its line 1",
        );
        check_error(&format!("{}1{}", "[".repeat(5000), "]".repeat(5000)), "not JSON");
        assert!(IncomingEvent::parse(b"\xff\xfe").is_err());
    }

    fn event(resource: &str, event: &str, actor: &str, data: &Value) -> IncomingEvent {
        let body = json!({"resource": resource, "event": event, "actorId": actor, "data": data, "more": 1});
        IncomingEvent::parse(body.to_string().as_bytes()).expect("an event")
    }

    #[test]
    fn keys_tell_repeats_from_things_that_happen_again() {
        let joined = |time: &str| {
            let data = json!({"id": "m1", "roomId": "r", "personId": "p", "created": time});
            event("memberships", "created", "a", &data).dedupe_key()
        };
        assert_ne!(joined("2026-01-01T00:00:00Z"), joined("2026-01-02T00:00:00Z"));
        assert_eq!(joined("2026-01-01T00:00:00Z"), joined("2026-01-01T00:00:00.000+00:00"));
        let edited =
            |time: &str| event("messages", "updated", "a", &json!({"id": "m", "updated": time})).dedupe_key();
        assert_ne!(edited("2026-01-01T00:00:00Z"), edited("2026-01-01T00:00:01Z"));
        assert_eq!(event("messages", "deleted", "a", &json!({"id": "m"})).dedupe_key(), "messages/deleted/m");
        assert_eq!(
            event("telephony_calls", "started", "a", &json!({"id": "t"})).dedupe_key(),
            "telephony_calls/started/t"
        );
        let data = json!({"id": "r", "title": "t", "type": "group", "lastActivity": "2026-01-01T00:00:00Z"});
        assert_eq!(
            event("rooms", "migrated", "a", &data).dedupe_key(),
            "rooms/migrated/r@2026-01-01T00:00:00.000Z"
        );
    }

    #[test]
    fn the_actor_is_the_author_of_what_was_created() {
        let data = json!({"id": "m", "personId": "author"});
        for (kind, actor, want) in
            [("created", "a", "author"), ("deleted", "a", "a"), ("deleted", "", "author")]
        {
            assert_eq!(event("messages", kind, actor, &data).actor(), want, "{kind} {actor}");
        }
        let action = json!({"id": "x", "type": "submit", "personId": "p", "messageId": "m", "roomId": "r"});
        assert_eq!(event("attachmentActions", "created", "", &action).actor(), "p");
    }
}

//! Activities in the words of REST: which message, press or membership, and what happened to it.

use super::wire::{Activity, Catalog, Thing};
use crate::webex::wire::{AttachmentAction, Membership, Message, RoomType};
use crate::webex::{CLUSTER_US, EventData, EventKind, HydraId, IdKind, IncomingEvent, Resource};
use url::Url;

/// An event of the socket, and where the service tells the REST id of what it is about.
#[derive(Clone, PartialEq, Debug)]
pub struct Told {
    /// The event. Ids in it are made from the cluster of the host; content is missing.
    pub event: IncomingEvent,
    /// Address whose answer has the REST id, of whatever region.
    pub look_up: Option<Url>,
}

/// What an activity says, in the order in which it is to be handled; nothing for what bots do not hear.
#[must_use]
pub fn told(activity: &Activity, catalog: &Catalog) -> Vec<Told> {
    let room_url = room_url(activity);
    let host = room_url.as_ref().and_then(Url::host_str).unwrap_or_default();
    let cluster = catalog.cluster_of(host).unwrap_or_else(|| CLUSTER_US.to_owned());
    let of = Of { activity, room_url, cluster };
    match (activity.verb.as_str(), activity.object.object_type.as_str()) {
        ("post" | "share", _) if activity.parent.kind == "edit" => {
            vec![of.message(&activity.parent.id, EventKind::Updated)]
        }
        ("post" | "share", _) => vec![of.message(&activity.id, EventKind::Created)],
        ("update", "comment") => vec![of.message(&activity.object.id, EventKind::Updated)],
        ("cardAction", _) => vec![of.press()],
        ("create", _) => {
            let who = &activity.object.participants.items;
            who.iter().map(|person| of.membership(person, EventKind::Created)).collect()
        }
        ("add", "person") => vec![of.membership(&activity.object, EventKind::Created)],
        ("leave", "person") => vec![of.membership(&activity.object, EventKind::Deleted)],
        ("leave", "") => vec![of.membership(&activity.actor, EventKind::Deleted)],
        _ => Vec::new(),
    }
}

/// Where the conversation is: of a `create` it is the object.
fn room_url(activity: &Activity) -> Option<Url> {
    let named = activity.target.url.as_ref().or(activity.object.url.as_ref());
    Url::parse(named?).ok()
}

struct Of<'a> {
    activity: &'a Activity,
    room_url: Option<Url>,
    cluster: String,
}

impl Of<'_> {
    fn message(&self, uuid: &str, event: EventKind) -> Told {
        let activity = self.activity;
        let edited = (event == EventKind::Updated).then_some(activity.published).flatten();
        let parent = (activity.parent.kind == "reply").then(|| self.id(IdKind::Message, &activity.parent.id));
        let message = Message {
            id: self.id(IdKind::Message, uuid),
            room_id: self.room_id(),
            room_type: Some(self.room_type()),
            person_id: person_id(&activity.actor),
            person_email: activity.actor.email().to_owned(),
            parent_id: parent,
            created: activity.published,
            updated: edited,
            ..Message::default()
        };
        self.told(Resource::Messages, event, EventData::Message(message), self.beside_room("messages", uuid))
    }

    fn press(&self) -> Told {
        let activity = self.activity;
        let action = AttachmentAction {
            id: self.id(IdKind::AttachmentAction, &activity.id),
            person_id: person_id(&activity.actor),
            room_id: self.room_id(),
            action_type: "submit".to_owned(),
            message_id: self.id(IdKind::Message, &activity.parent.id),
            inputs: None,
            created: activity.published,
        };
        let look_up = self.beside_room("attachment/actions", &activity.id);
        self.told(Resource::AttachmentActions, EventKind::Created, EventData::Action(action), look_up)
    }

    fn membership(&self, person: &Thing, event: EventKind) -> Told {
        let inner = format!("{}:{}", person.person_uuid(), self.room_uuid());
        let membership = Membership {
            id: self.id(IdKind::Membership, &inner),
            room_id: self.room_id(),
            person_id: person_id(person),
            person_email: person.email().to_owned(),
            person_display_name: person.display_name.clone(),
            room_type: Some(self.room_type()),
            created: self.activity.published,
            ..Membership::default()
        };
        self.told(Resource::Memberships, event, EventData::Membership(membership), None)
    }

    fn told(&self, resource: Resource, event: EventKind, data: EventData, look_up: Option<Url>) -> Told {
        let event = IncomingEvent {
            resource,
            event,
            id: None,
            created: self.activity.published,
            actor_id: person_id(&self.activity.actor),
            data,
        };
        Told { event, look_up }
    }

    /// The service answers with the REST id where the last two parts of the room's address are replaced.
    fn beside_room(&self, kind: &str, uuid: &str) -> Option<Url> {
        let mut url = self.room_url.clone()?;
        let room = self.room_uuid().to_owned();
        let path =
            url.path().trim_end_matches('/').strip_suffix(&format!("conversations/{room}"))?.to_owned();
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if uuid.is_empty() || !uuid.chars().all(plain) {
            return None;
        }
        url.set_path(&format!("{path}{kind}/{uuid}"));
        url.set_query(None);
        Some(url)
    }

    fn room_uuid(&self) -> &str {
        let activity = self.activity;
        if activity.target.id.is_empty() { &activity.object.id } else { &activity.target.id }
    }

    fn room_id(&self) -> String {
        self.id(IdKind::Room, self.room_uuid())
    }

    fn room_type(&self) -> RoomType {
        let tags = if self.activity.target.id.is_empty() {
            &self.activity.object.tags
        } else {
            &self.activity.target.tags
        };
        if tags.iter().any(|tag| tag == "ONE_ON_ONE") { RoomType::Direct } else { RoomType::Group }
    }

    fn id(&self, kind: IdKind, inner: &str) -> String {
        HydraId::in_cluster(&self.cluster, kind, inner).encode()
    }
}

/// People are of `us`, wherever they live.
fn person_id(person: &Thing) -> String {
    HydraId::us(IdKind::People, person.person_uuid()).encode()
}

#[cfg(test)]
mod tests {
    use super::{Told, told};
    use crate::webex::mercury::Catalog;
    use crate::webex::{EventData, HydraId};
    use serde_json::{Value, json};

    const ROOM: &str = "bbceb1ad-43f1-3b58-9147-f14bb0c4d154";

    fn heard(activity: Value) -> Vec<Told> {
        let catalog: Catalog = serde_json::from_value(json!({ "hostCatalog": {
            "conv-k.wbx2.com": [{ "id": "urn:TEAM:eu-central-1_k:conversation" }],
        } }))
        .expect("is a catalogue");
        told(&serde_json::from_value(activity).expect("is an activity"), &catalog)
    }

    fn room() -> Value {
        let url = format!("https://conv-k.wbx2.com/conversation/api/v1/conversations/{ROOM}");
        json!({ "id": ROOM, "objectType": "conversation", "tags": ["ONE_ON_ONE"], "url": url })
    }

    fn alice() -> Value {
        json!({ "id": "alice@example.com", "entryUUID": "a-1", "objectType": "person", "emailAddress": "alice@example.com" })
    }

    fn plain(id: &str) -> String {
        let id = HydraId::parse(id).expect("is an id");
        format!("{}/{}/{}", id.cluster, id.kind.as_str(), id.inner)
    }

    #[test]
    fn a_post_is_a_message_of_its_region() {
        let heard = heard(json!({
            "id": "m-1", "verb": "post", "published": "2016-07-06T21:42:51.870Z", "actor": alice(),
            "object": { "objectType": "comment" }, "target": room(), "parent": { "id": "m-0", "type": "reply" },
        }));
        let [Told { event, look_up }] = heard.as_slice() else { panic!("{heard:?}") };
        let EventData::Message(message) = &event.data else { panic!("{event:?}") };
        assert_eq!(plain(&message.id), "urn:TEAM:eu-central-1_k/MESSAGE/m-1");
        assert_eq!(plain(&message.person_id), "us/PEOPLE/a-1");
        assert_eq!(message.person_email, "alice@example.com");
        assert_eq!(
            message.parent_id.as_deref().map(plain).as_deref(),
            Some("urn:TEAM:eu-central-1_k/MESSAGE/m-0")
        );
        assert_eq!(
            look_up.as_ref().map(url::Url::as_str),
            Some("https://conv-k.wbx2.com/conversation/api/v1/messages/m-1")
        );
    }

    #[test]
    fn what_happened_is_named_as_rest_names_it() {
        let of = |verb: &str, object: Value, parent: Value| -> Vec<String> {
            heard(json!({ "id": "x-1", "verb": verb, "actor": alice(), "object": object, "target": room(), "parent": parent }))
                .into_iter()
                .map(|told| format!("{} {}", told.event.resource.as_str(), told.event.event.as_str()))
                .collect()
        };
        let bot = json!({ "id": "b-1", "objectType": "person" });
        for (verb, object, parent, expected) in [
            ("share", json!({ "objectType": "content" }), json!({}), vec!["messages created"]),
            (
                "post",
                json!({ "objectType": "comment" }),
                json!({ "id": "m", "type": "edit" }),
                vec!["messages updated"],
            ),
            (
                "cardAction",
                json!({ "objectType": "submit" }),
                json!({ "id": "m" }),
                vec!["attachmentActions created"],
            ),
            ("add", bot.clone(), json!({}), vec!["memberships created"]),
            ("leave", bot, json!({}), vec!["memberships deleted"]),
            ("add", json!({ "objectType": "reaction2" }), json!({}), vec![]),
            ("acknowledge", json!({ "objectType": "activity" }), json!({}), vec![]),
        ] {
            assert_eq!(of(verb, object, parent), expected, "{verb}");
        }
    }

    #[test]
    fn a_new_conversation_has_its_members() {
        let mut object = room();
        object["participants"] = json!({ "items": [alice(), { "id": "b-1", "objectType": "person" }] });
        let heard = heard(json!({ "id": "x", "verb": "create", "actor": alice(), "object": object }));
        let people: Vec<String> = heard
            .iter()
            .filter_map(|told| match &told.event.data {
                EventData::Membership(it) => {
                    Some(format!("{} in {}", plain(&it.person_id), plain(&it.room_id)))
                }
                _ => None,
            })
            .collect();
        let room = format!("urn:TEAM:eu-central-1_k/ROOM/{ROOM}");
        assert_eq!(people, [format!("us/PEOPLE/a-1 in {room}"), format!("us/PEOPLE/b-1 in {room}")]);
    }

    #[test]
    fn nothing_of_an_activity_is_taken_for_granted() {
        assert!(heard(json!({})).is_empty());
        let heard = heard(json!({ "verb": "post", "id": "../../etc" }));
        assert_eq!(heard.first().and_then(|told| told.look_up.clone()), None);
    }
}

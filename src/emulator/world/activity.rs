//! What happened, as the websocket tells it: the activity that stands for each happening, and which bots
//! hear of it. Texts and names are encrypted end to end there; here a stand-in takes their place, since
//! no client can read them without the key service.

use serde_json::{Value, json};

use crate::emulator::world::delivery::{Change, Happening};
use crate::emulator::world::entities::{Message, Person, PersonKind};
use crate::emulator::world::store::World;
use crate::webex;
use crate::webex::wire::{RoomType, WireTime};
use jiff::Timestamp;

/// Stands where the real service has ciphertext (JWE).
const SEALED: &str = "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..emulated";

/// An activity and who hears of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Broadcast {
    /// `PEOPLE` ids of bots.
    pub hearers: Vec<String>,
    /// The activity.
    pub activity: Value,
}

impl World {
    /// Takes the activities that happened since the last call, in order.
    pub fn take_broadcasts(&mut self) -> Vec<Broadcast> {
        std::mem::take(&mut self.broadcasts)
    }

    /// Owes the activity of a happening to the bots that may know of it.
    pub(super) fn broadcast(&mut self, actor: &str, happening: &Happening) {
        let bots = self.people.values().filter(|person| person.kind == PersonKind::Bot);
        let hearers: Vec<String> =
            bots.filter(|bot| self.may_hear_of(&bot.id, happening)).map(|bot| bot.id.clone()).collect();
        if hearers.is_empty() {
            return;
        }
        let fresh = self.activity_ids.next_uuid();
        if let Some(activity) = self.activity(actor, happening, &fresh) {
            self.broadcasts.push(Broadcast { hearers, activity });
        }
    }

    fn activity(&self, actor: &str, happening: &Happening, fresh: &str) -> Option<Value> {
        match happening {
            Happening::Message { message_id, change } => {
                self.message_activity(actor, self.messages.get(message_id)?, (*change, fresh))
            }
            // The members of a direct room come with its creation.
            Happening::Membership { membership, .. }
                if self.rooms.get(&membership.room_id)?.kind == RoomType::Direct =>
            {
                None
            }
            Happening::Membership { membership, change } => {
                let verb = match change {
                    Change::Created => "add",
                    Change::Deleted => "leave",
                    Change::Updated if membership.is_moderator => "assignModerator",
                    Change::Updated => "unassignModerator",
                };
                let person = person(self.people.get(&membership.person_id)?);
                let at = self.rooms.get(&membership.room_id)?.last_activity.max(membership.created);
                Some(self.wrap((verb, fresh, at), actor, &person, &membership.room_id))
            }
            Happening::Room { room_id, change } => {
                let verb = if *change == Change::Created { "create" } else { "update" };
                let room = self.rooms.get(room_id)?;
                let members: Vec<Value> = self.members(room_id).map(person).collect();
                let object = with(self.conversation(room_id), "participants", json!({ "items": members }));
                Some(self.wrap((verb, fresh, room.last_activity), actor, &object, room_id))
            }
            Happening::Action { action_id } => {
                let action = self.actions.get(action_id)?;
                let object = json!({ "objectType": "submit", "inputs": SEALED });
                let at = action.created.map_or(Timestamp::UNIX_EPOCH, |created| created.0);
                let uuid = webex::id_key(action_id);
                let activity = self.wrap(("cardAction", &uuid, at), actor, &object, &action.room_id);
                let parent = json!({ "id": webex::id_key(&action.message_id), "type": "cardAction" });
                Some(with(activity, "parent", parent))
            }
        }
    }

    fn message_activity(
        &self,
        actor: &str,
        message: &Message,
        (change, fresh): (Change, &str),
    ) -> Option<Value> {
        let uuid = webex::id_key(&message.id);
        let mentions: Vec<Value> = message
            .mentioned_people
            .iter()
            .map(|id| json!({ "id": webex::id_key(id), "objectType": "person" }))
            .collect();
        let mut object = json!({
            "objectType": if message.files.is_empty() { "comment" } else { "content" },
            "displayName": SEALED, "content": SEALED, "mentions": { "items": mentions },
        });
        if message.mentions_all {
            let all = json!({ "items": [{ "objectType": "groupMention", "groupType": "all" }] });
            object = with(object, "groupMentions", all);
        }
        let verb = if message.files.is_empty() { "post" } else { "share" };
        match change {
            Change::Created => {
                let activity = self.wrap((verb, &uuid, message.created), actor, &object, &message.room_id);
                Some(match &message.parent_id {
                    Some(root) => {
                        with(activity, "parent", json!({ "id": webex::id_key(root), "type": "reply" }))
                    }
                    None => activity,
                })
            }
            Change::Updated => {
                let at = message.updated?;
                let activity = self.wrap((verb, fresh, at), actor, &object, &message.room_id);
                Some(with(activity, "parent", json!({ "id": uuid, "type": "edit" })))
            }
            Change::Deleted => {
                let object = json!({ "id": uuid, "objectType": "activity" });
                let at = message.updated.unwrap_or(message.created);
                Some(self.wrap(("delete", fresh, at), actor, &object, &message.room_id))
            }
        }
    }

    fn wrap(
        &self,
        (verb, uuid, at): (&str, &str, Timestamp),
        actor: &str,
        object: &Value,
        room_id: &str,
    ) -> Value {
        json!({
            "id": uuid, "objectType": "activity", "verb": verb,
            "url": format!("{}/activities/{uuid}", self.conversation_url()),
            "published": WireTime(at), "actor": self.people.get(actor).map(person),
            "object": object, "target": self.conversation(room_id), "encryptionKeyUrl": "kms://emulated",
        })
    }

    fn conversation(&self, room_id: &str) -> Value {
        let uuid = webex::id_key(room_id);
        let direct = self.rooms.get(room_id).is_some_and(|room| room.kind == RoomType::Direct);
        let locked = self.rooms.get(room_id).is_some_and(|room| room.is_locked);
        let tags: Vec<&str> = [(direct, "ONE_ON_ONE"), (locked, "LOCKED")]
            .into_iter()
            .filter_map(|(is, tag)| is.then_some(tag))
            .collect();
        json!({
            "id": uuid, "objectType": "conversation", "tags": tags,
            "url": format!("{}/conversations/{uuid}", self.conversation_url()),
        })
    }

    fn conversation_url(&self) -> String {
        let origin = self.api_url.strip_suffix("/v1").unwrap_or(&self.api_url);
        format!("{origin}/conversation/api/v1")
    }
}

/// An object with one field more.
fn with(mut object: Value, name: &str, value: Value) -> Value {
    if let Value::Object(fields) = &mut object {
        fields.insert(name.to_owned(), value);
    }
    object
}

fn person(person: &Person) -> Value {
    let uuid = webex::id_key(&person.id);
    json!({
        "id": uuid, "entryUUID": uuid, "objectType": "person", "displayName": person.display_name,
        "emailAddress": person.email, "orgId": webex::id_key(&person.org_id),
        "type": if person.is_bot() { "BOT" } else { "PERSON" },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emulator::world::test_world::TestWorld;

    #[test]
    fn a_first_word_is_a_conversation_and_a_post() {
        let mut test = TestWorld::new();
        test.world.take_broadcasts();
        let message = test.say_direct("alice", "secret words");
        let told = test.world.take_broadcasts();
        let verbs: Vec<&str> = told.iter().filter_map(|it| it.activity["verb"].as_str()).collect();
        assert_eq!(verbs, ["create", "post"]);
        let post = &told[1];
        assert_eq!(post.hearers, [test.bot.clone()]);
        assert_eq!(post.activity["id"], webex::id_key(&message.id).as_str());
        assert_eq!(post.activity["target"]["tags"], json!(["ONE_ON_ONE"]));
        assert!(!post.activity.to_string().contains("secret words"), "content is sealed");
        assert_eq!(told[0].activity["object"]["participants"]["items"].as_array().map(Vec::len), Some(2));
    }
}

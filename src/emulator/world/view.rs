//! Entities as the wire shows them to somebody.

use crate::emulator::world::entities::{Membership, Message, Person, PersonKind, Room};
use crate::emulator::world::store::World;
use crate::webex::wire;

impl World {
    /// A person.
    #[must_use]
    pub fn wire_person(&self, person: &Person) -> wire::Person {
        let (first, last) = match person.display_name.split_once(char::is_whitespace) {
            Some((first, last)) => (first.to_owned(), Some(last.trim().to_owned())),
            None => (person.display_name.clone(), None),
        };
        wire::Person {
            id: person.id.clone(),
            emails: vec![person.email.clone()],
            display_name: person.display_name.clone(),
            nick_name: Some(person.nick_name.clone()),
            first_name: Some(first),
            last_name: last,
            // Bots are given one when they are made; some frameworks show it without asking.
            avatar: person.is_bot().then(|| "https://avatar.example.com/bot~1600".to_owned()),
            org_id: Some(person.org_id.clone()),
            created: Some(person.created.into()),
            last_modified: Some(person.created.into()),
            person_type: Some(match person.kind {
                PersonKind::Person => wire::PersonType::Person,
                PersonKind::Bot => wire::PersonType::Bot,
            }),
            ..wire::Person::default()
        }
    }

    /// A room as `viewer` sees it.
    #[must_use]
    pub fn wire_room(&self, room: &Room, viewer: &str) -> wire::Room {
        wire::Room {
            id: room.id.clone(),
            title: self.title_for(room, viewer),
            room_type: room.kind,
            is_locked: Some(room.is_locked),
            last_activity: Some(room.last_activity.into()),
            creator_id: Some(room.creator_id.clone()),
            created: Some(room.created.into()),
            owner_id: Some(self.org_id.clone()),
            team_id: room.team_id.clone(),
            is_public: Some(room.made_public.is_some()),
            made_public: room.made_public.map(Into::into),
            is_announcement_only: Some(room.is_announcement_only),
            is_read_only: Some(room.is_read_only),
            description: room.description.clone(),
            ..wire::Room::default()
        }
    }

    /// A membership.
    #[must_use]
    pub fn wire_membership(&self, membership: &Membership) -> wire::Membership {
        let person = self.people.get(&membership.person_id);
        let room_type = self.rooms.get(&membership.room_id).map(|room| room.kind);
        wire::Membership {
            id: membership.id.clone(),
            room_id: membership.room_id.clone(),
            person_id: membership.person_id.clone(),
            person_email: person.map(|person| person.email.clone()).unwrap_or_default(),
            person_display_name: person.map(|person| person.display_name.clone()),
            person_org_id: person.map(|person| person.org_id.clone()),
            is_moderator: Some(membership.is_moderator),
            is_monitor: Some(membership.is_moderator),
            is_room_hidden: (room_type == Some(wire::RoomType::Direct)).then_some(membership.is_room_hidden),
            room_type,
            created: Some(membership.created.into()),
        }
    }

    /// A message.
    #[must_use]
    pub fn wire_message(&self, message: &Message) -> wire::Message {
        let author = self.people.get(&message.person_id);
        wire::Message {
            id: message.id.clone(),
            room_id: message.room_id.clone(),
            room_type: self.rooms.get(&message.room_id).map(|room| room.kind),
            text: (!message.text.is_empty()).then(|| message.text.clone()),
            markdown: message.markdown.clone(),
            html: message.html.clone(),
            files: message.files.iter().map(|id| self.content_url(id)).collect(),
            attachments: message.attachments.clone(),
            person_id: message.person_id.clone(),
            person_email: author.map(|person| person.email.clone()).unwrap_or_default(),
            mentioned_people: message.mentioned_people.clone(),
            mentioned_groups: if message.mentions_all { vec!["all".to_owned()] } else { Vec::new() },
            parent_id: message.parent_id.clone(),
            created: Some(message.created.into()),
            updated: message.updated.map(Into::into),
            ..wire::Message::default()
        }
    }

    /// Where a file is fetched.
    #[must_use]
    pub fn content_url(&self, content_id: &str) -> String {
        format!("{}/contents/{content_id}", self.api_url)
    }
}

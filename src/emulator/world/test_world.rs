//! A small world for the tests of this folder: Alice, Bob, Carol and a bot.

use jiff::{SignedDuration, Timestamp};

use crate::emulator::world::entities::{Message, PersonKind};
use crate::emulator::world::people::NewPerson;
use crate::emulator::world::store::World;
use crate::webex::wire::{MembershipCreate, MessageCreate, RoomCreate, Webhook, WebhookCreate};

/// Seconds after a fixed instant.
pub(super) fn at(seconds: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_secs(1_767_603_600 + seconds)
}

/// The world with the ids of its people. Each thing said is a second later.
pub(super) struct TestWorld {
    pub(super) world: World,
    pub(super) alice: String,
    pub(super) bob: String,
    pub(super) carol: String,
    pub(super) bot: String,
    second: i64,
}

impl TestWorld {
    pub(super) fn new() -> Self {
        let mut world = World::new(7, "us");
        let mut person = |name: &str, kind| {
            let new = NewPerson { kind, ..NewPerson::named(name) };
            world.create_person(new, at(0)).expect("a fresh name").id
        };
        let alice = person("Alice", PersonKind::Person);
        let bob = person("Bob", PersonKind::Person);
        let carol = person("Carol", PersonKind::Person);
        let bot = person("Test Bot", PersonKind::Bot);
        Self { world, alice, bob, carol, bot, second: 0 }
    }

    pub(super) fn id(&self, name: &str) -> String {
        match name {
            "alice" => self.alice.clone(),
            "bob" => self.bob.clone(),
            "carol" => self.carol.clone(),
            "bot" => self.bot.clone(),
            other => panic!("nobody is called {other}"),
        }
    }

    /// A group made by the first of the people.
    pub(super) fn room(&mut self, title: &str, people: &[&str]) -> String {
        let creator = self.id(people[0]);
        let new = RoomCreate { title: title.to_owned(), ..RoomCreate::default() };
        let room = self.world.create_room(&creator, new, at(0)).expect("has a title").id;
        for name in &people[1..] {
            let new = MembershipCreate {
                room_id: Some(room.clone()),
                person_id: Some(self.id(name)),
                ..MembershipCreate::default()
            };
            self.world.add_member(&creator, &new, at(0)).expect("is not in it");
        }
        room
    }

    pub(super) fn say(&mut self, name: &str, room: &str, text: &str) -> Message {
        let request = MessageCreate { room_id: Some(room.to_owned()), ..words(text) };
        self.post(name, request)
    }

    /// To the bot.
    pub(super) fn say_direct(&mut self, name: &str, text: &str) -> Message {
        let request = MessageCreate { to_person_id: Some(self.bot.clone()), ..words(text) };
        self.post(name, request)
    }

    pub(super) fn reply(&mut self, name: &str, to: &Message, text: &str) -> Message {
        let request = MessageCreate {
            room_id: Some(to.room_id.clone()),
            parent_id: Some(to.id.clone()),
            ..words(text)
        };
        self.post(name, request)
    }

    fn post(&mut self, name: &str, request: MessageCreate) -> Message {
        self.second += 1;
        let (actor, now) = (self.id(name), at(self.second));
        self.world.say(&actor, request, None, now).expect("may say it")
    }

    /// A webhook of the bot.
    pub(super) fn webhook(&mut self, resource: &str, event: &str, filter: Option<&str>) -> Webhook {
        let new = WebhookCreate {
            name: "test".into(),
            target_url: "http://127.0.0.1:1/".into(),
            resource: resource.into(),
            event: event.into(),
            filter: filter.map(str::to_owned),
            ..WebhookCreate::default()
        };
        let bot = self.bot.clone();
        self.world.create_webhook(&bot, new, at(0)).expect("is well formed")
    }
}

fn words(text: &str) -> MessageCreate {
    MessageCreate { text: Some(text.to_owned()), ..MessageCreate::default() }
}

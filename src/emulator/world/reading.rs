//! Reading messages and files: who sees what.

use jiff::Timestamp;

use crate::emulator::error::ApiError;
use crate::emulator::world::entities::{Content, Message, PersonKind, Scan};
use crate::emulator::world::store::World;
use crate::webex::wire::RoomType;
use crate::webex::{IdKind, same_id};

/// Conditions of `GET /messages`, besides the page size.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListMessages {
    /// The room.
    pub room_id: Option<String>,
    /// Only the replies to this message.
    pub parent_id: Option<String>,
    /// `me`, or the caller's own id.
    pub mentioned_people: Option<String>,
    /// Only what was posted before this instant.
    pub before: Option<Timestamp>,
    /// Only what was posted before this message.
    pub before_message: Option<String>,
}

impl World {
    /// `GET /messages/{id}`.
    ///
    /// # Errors
    /// 400 for what is no id, 404 for what is absent, deleted, or not for the caller.
    pub fn get_message(&self, actor: &str, id: &str) -> Result<&Message, ApiError> {
        let id = self.canonical(id, IdKind::Message)?;
        self.messages
            .get(&id)
            .filter(|message| !message.deleted && self.can_see(actor, message))
            .ok_or_else(|| ApiError::not_found("Unable to get message."))
    }

    /// `GET /messages`, newest first, all pages.
    ///
    /// # Errors
    /// 400 without a room; 404 where the caller is not in it; 403 for a bot that lists a group
    /// without `mentionedPeople=me`, and for whoever asks for another's mentions.
    pub fn list_messages(&self, actor: &str, list: &ListMessages) -> Result<Vec<&Message>, ApiError> {
        let Some(room_id) = list.room_id.as_deref().filter(|id| !id.is_empty()) else {
            return Err(ApiError::bad_request("Required String parameter 'roomId' is not present"));
        };
        let room = self.get_room(actor, room_id)?;
        let is_bot = self.people.get(actor).is_some_and(|person| person.kind == PersonKind::Bot);
        match list.mentioned_people.as_deref() {
            Some(who) if who == "me" || same_id(who, actor) => {}
            Some(_) => return Err(ApiError::forbidden("Failed to get activity.")),
            None if is_bot && room.kind == RoomType::Group => {
                return Err(ApiError::forbidden("Failed to get activity."));
            }
            None => {}
        }
        let before_seq = match list.before_message.as_deref() {
            Some(id) => Some(self.get_message(actor, id)?.seq),
            None => None,
        };
        Ok(self
            .messages_in(&room.id)
            .rev()
            .filter(|message| !message.deleted && self.can_see(actor, message))
            .filter(|message| {
                list.mentioned_people.is_none() || message.mentioned_people.iter().any(|id| id == actor)
            })
            .filter(|message| match (&list.parent_id, &message.parent_id) {
                (None, _) => true,
                (Some(wanted), Some(parent)) => same_id(wanted, parent),
                (Some(_), None) => false,
            })
            .filter(|message| list.before.is_none_or(|before| message.created < before))
            .filter(|message| before_seq.is_none_or(|seq| message.seq < seq))
            .collect())
    }

    /// `GET /messages/direct`: the direct room with a person, named by id or address.
    ///
    /// # Errors
    /// 400 without a person, 404 where there is no such person or no such room.
    pub fn list_direct(
        &self,
        actor: &str,
        person_id: Option<&str>,
        person_email: Option<&str>,
        parent_id: Option<&str>,
    ) -> Result<Vec<&Message>, ApiError> {
        let other = match (person_id, person_email) {
            (Some(id), _) => self.get_person(actor, id)?,
            (None, Some(email)) => {
                self.person_by_email(email).ok_or_else(|| ApiError::not_found("Person not found."))?
            }
            (None, None) => {
                return Err(ApiError::bad_request("Must specify either personId or personEmail."));
            }
        };
        let room = self.direct_room(actor, &other.id).ok_or_else(ApiError::no_room)?;
        let list = ListMessages {
            room_id: Some(room.id.clone()),
            parent_id: parent_id.map(str::to_owned),
            ..ListMessages::default()
        };
        self.list_messages(actor, &list)
    }

    /// `GET /contents/{id}`; `unscannable` where the caller takes what cannot be scanned.
    ///
    /// # Errors
    /// As [`World::find_content`]; 423 while it is scanned, 410 where it is infected, 428 where it cannot be
    /// scanned.
    pub fn get_content(
        &self,
        actor: &str,
        id: &str,
        unscannable: bool,
        now: Timestamp,
    ) -> Result<&Content, ApiError> {
        let content = self.find_content(actor, id)?;
        match content.scan {
            Scan::Until(until) if until > now => {
                let left_ms = until.as_millisecond().saturating_sub(now.as_millisecond());
                Err(ApiError {
                    retry_after_s: Some(u64::try_from(left_ms).unwrap_or(0).div_ceil(1000)),
                    ..ApiError::new(423, "The file is being scanned for malware.")
                })
            }
            Scan::Infected => Err(ApiError::new(410, "The file is infected with malware.")),
            Scan::Unscannable if !unscannable => {
                Err(ApiError::new(428, "The file cannot be scanned for malware."))
            }
            Scan::Clean | Scan::Until(_) | Scan::Unscannable => Ok(content),
        }
    }

    /// Says what the scan of a file finds. `false` where there is no such file.
    pub fn set_scan(&mut self, content_id: &str, scan: Scan) -> bool {
        match self.contents.get_mut(content_id) {
            Some(content) => {
                content.scan = scan;
                true
            }
            None => false,
        }
    }

    /// A file, whatever its scan says.
    ///
    /// # Errors
    /// 404 where it is absent or of a message that the caller cannot see.
    pub fn find_content(&self, actor: &str, id: &str) -> Result<&Content, ApiError> {
        let missing = || ApiError::not_found("Could not find a content with provided ID.");
        let id = self.canonical(id, IdKind::Content)?;
        let content = self.contents.get(&id).ok_or_else(missing)?;
        match self.messages.get(&content.message_id) {
            Some(message) if !message.deleted && self.can_see(actor, message) => Ok(content),
            _ => Err(missing()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ListMessages;
    use crate::emulator::world::test_world::TestWorld;

    #[test]
    fn a_bot_sees_of_a_group_what_mentions_it_and_what_it_said() {
        let mut test = TestWorld::new();
        let room = test.room("Ops", &["alice", "carol", "bot"]);
        let hidden = test.say("alice", &room, "not for bots");
        let mention = test.say("alice", &room, "@Test Bot hello");
        let all = test.say("alice", &room, "@all hello");
        let own = test.say("bot", &room, "done");
        let seen = |actor: &str, id: &str| test.world.get_message(actor, id).map_err(|error| error.status);
        for (id, expected) in [(&hidden.id, false), (&mention.id, true), (&all.id, false), (&own.id, true)] {
            assert_eq!(seen(&test.bot, id).is_ok(), expected);
            assert!(seen(&test.carol, id).is_ok());
            assert_eq!(seen(&test.bob, id).map(|_| ()), Err(404), "not a member");
        }
        assert_eq!(seen(&test.bot, "?").map(|_| ()), Err(400));
    }

    #[test]
    fn a_list_of_a_group_needs_the_mention_condition() {
        let mut test = TestWorld::new();
        let room = test.room("Ops", &["alice", "bot"]);
        test.say("alice", &room, "quiet");
        test.say("alice", &room, "@Test Bot one");
        test.say("alice", &room, "@Test Bot two");
        let check = |actor: &str, room: Option<&str>, who: Option<&str>, expected: Result<&[&str], u16>| {
            let list = ListMessages {
                room_id: room.map(str::to_owned),
                mentioned_people: who.map(str::to_owned),
                ..ListMessages::default()
            };
            let result = test.world.list_messages(actor, &list).map_err(|error| error.status);
            let texts = result.map(|found| found.iter().map(|m| m.text.clone()).collect::<Vec<_>>());
            assert_eq!(texts, expected.map(|texts| texts.iter().map(ToString::to_string).collect()));
        };
        let (bot, alice) = (test.bot.as_str(), test.alice.as_str());
        let room = room.as_str();
        check(bot, Some(room), None, Err(403));
        check(bot, Some(room), Some("me"), Ok(&["Test Bot two", "Test Bot one"]));
        check(bot, Some(room), Some(bot), Ok(&["Test Bot two", "Test Bot one"]));
        check(bot, Some(room), Some(alice), Err(403));
        check(bot, None, None, Err(400));
        check(&test.bob, Some(room), None, Err(404));
        check(alice, Some(room), None, Ok(&["Test Bot two", "Test Bot one", "quiet"]));
        check(alice, Some(room), Some("me"), Ok(&[]));
    }

    #[test]
    fn a_list_can_be_of_a_thread_or_before_a_message() {
        let mut test = TestWorld::new();
        let root = test.say_direct("alice", "root");
        let reply = test.reply("bot", &root, "reply");
        test.say_direct("alice", "later");
        let texts = |list: ListMessages| {
            let list = ListMessages { room_id: Some(root.room_id.clone()), ..list };
            let found = test.world.list_messages(&test.bot, &list).expect("may list");
            found.iter().map(|message| message.text.clone()).collect::<Vec<_>>()
        };
        let thread = ListMessages { parent_id: Some(root.id.clone()), ..ListMessages::default() };
        assert_eq!(texts(thread), ["reply"]);
        let before = ListMessages { before_message: Some(reply.id.clone()), ..ListMessages::default() };
        assert_eq!(texts(before), ["root"]);
        let before = ListMessages { before: Some(reply.created), ..ListMessages::default() };
        assert_eq!(texts(before), ["root"]);
    }
}

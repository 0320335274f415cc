//! Posting messages.

use jiff::{SignedDuration, Timestamp};

use crate::base::limits::MESSAGE_BYTES_MAX;
use crate::emulator::error::ApiError;
use crate::emulator::markdown::{self, Drawn};
use crate::emulator::world::cards::check_attachments;
use crate::emulator::world::delivery::{Change, Happening};
use crate::emulator::world::entities::{Content, Message, Scan};
use crate::emulator::world::store::World;
use crate::webex::wire::MessageCreate;
use crate::webex::{IdKind, id_key};

/// A file that comes with a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// File name.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Where text comes from, which decides how it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    /// Through the API: `text` is plain.
    Api,
    /// Typed into a client: `@Name` in `text` mentions.
    Typed,
}

impl World {
    /// `POST /messages`.
    ///
    /// # Errors
    /// 400 for no or several destinations, nothing to say, too long a text, several files or cards, a
    /// parent of another room; 404 for a room that the caller is not in.
    pub fn post_message(
        &mut self,
        actor: &str,
        request: MessageCreate,
        upload: Option<Upload>,
        now: Timestamp,
    ) -> Result<Message, ApiError> {
        self.post(actor, (request, upload), Origin::Api, now)
    }

    /// Says something as a person does in a client: `@Name` in `text` mentions a member of the room.
    ///
    /// # Errors
    /// As [`World::post_message`].
    pub fn say(
        &mut self,
        actor: &str,
        request: MessageCreate,
        upload: Option<Upload>,
        now: Timestamp,
    ) -> Result<Message, ApiError> {
        self.post(actor, (request, upload), Origin::Typed, now)
    }

    fn post(
        &mut self,
        actor: &str,
        (request, upload): (MessageCreate, Option<Upload>),
        origin: Origin,
        now: Timestamp,
    ) -> Result<Message, ApiError> {
        check_content(&request, upload.as_ref())?;
        let room_id = self.destination(actor, &request, now)?;
        self.check_may_post(actor, &room_id)?;
        let parent_id = match request.parent_id.as_deref().filter(|id| !id.is_empty()) {
            Some(parent) => Some(self.thread_root(&room_id, parent)?),
            None => None,
        };
        let drawn = self.draw(&room_id, request.text.as_deref(), request.markdown.as_deref(), origin);
        let id = self.fresh_id(IdKind::Message);
        let files = self.keep_files(&id, upload, now);
        self.last_seq += 1;
        let message = Message {
            id: id.clone(),
            seq: self.last_seq,
            room_id: room_id.clone(),
            person_id: actor.to_owned(),
            text: drawn.text,
            markdown: request.markdown.filter(|markdown| !markdown.is_empty()),
            html: Some(drawn.html).filter(|html| !html.is_empty()),
            files,
            attachments: request.attachments,
            parent_id,
            mentioned_people: drawn.mentioned_people,
            mentions_all: drawn.mentions_all,
            created: now,
            updated: None,
            edits: 0,
            deleted: false,
        };
        self.messages.insert(id.clone(), message.clone());
        self.messages_of_room.entry(room_id.clone()).or_default().push(id.clone());
        if let Some(room) = self.rooms.get_mut(&room_id) {
            room.last_activity = now;
        }
        self.emit(actor, &Happening::Message { message_id: id, change: Change::Created });
        Ok(message)
    }

    /// Nobody posts in an archived room, and only moderators where announcements are made.
    fn check_may_post(&self, actor: &str, room_id: &str) -> Result<(), ApiError> {
        let room = self.rooms.get(room_id).ok_or_else(ApiError::no_room)?;
        if room.is_read_only {
            return Err(ApiError::forbidden("Unable to post message to room: The room is read-only."));
        }
        if room.is_announcement_only && !self.moderates(room_id, actor) {
            return Err(ApiError::forbidden("Unable to post message to room: Only moderators may post."));
        }
        Ok(())
    }

    /// The one room that a message goes to; a direct one is made where it is missing.
    fn destination(
        &mut self,
        actor: &str,
        request: &MessageCreate,
        now: Timestamp,
    ) -> Result<String, ApiError> {
        let given = |field: &Option<String>| field.clone().filter(|text| !text.trim().is_empty());
        match (given(&request.room_id), given(&request.to_person_id), given(&request.to_person_email)) {
            (Some(room_id), None, None) => Ok(self.get_room(actor, &room_id)?.id.clone()),
            (None, Some(person_id), None) => {
                let other = self.get_person(actor, &person_id)?.clone();
                self.open_direct(actor, &other, now)
            }
            (None, None, Some(email)) => {
                let other = self.person_or_guest(&email, now)?;
                self.open_direct(actor, &other, now)
            }
            _ => Err(ApiError::bad_request(
                "Exactly one of the following must be non-empty: roomId, toPersonEmail, toPersonId",
            )),
        }
    }

    /// The root of the thread that a reply to `parent` belongs to: threads have one level.
    fn thread_root(&self, room_id: &str, parent: &str) -> Result<String, ApiError> {
        let id = self.canonical(parent, IdKind::Message)?;
        let parent = self
            .messages
            .get(&id)
            .filter(|message| message.room_id == room_id && !message.deleted)
            .ok_or_else(|| ApiError::bad_request("Unable to find the parent message of this room."))?;
        Ok(parent.parent_id.clone().unwrap_or_else(|| parent.id.clone()))
    }

    fn draw(&self, room_id: &str, text: Option<&str>, markdown: Option<&str>, origin: Origin) -> Drawn {
        let text = text.unwrap_or_default();
        match (markdown.filter(|markdown| !markdown.is_empty()), origin) {
            (Some(markdown), _) => {
                let drawn = markdown::draw(markdown, &|target| self.mentionable(room_id, target));
                // A text that was sent beside markdown is the fallback that its sender wants.
                if text.is_empty() { drawn } else { Drawn { text: text.to_owned(), ..drawn } }
            }
            (None, Origin::Typed) => self.draw_typed(room_id, text),
            (None, Origin::Api) => Drawn { text: text.to_owned(), ..Drawn::default() },
        }
    }

    /// The text of an edit, drawn by the same rules.
    pub(super) fn redraw(&self, message: &Message, text: Option<&str>, markdown: Option<&str>) -> Drawn {
        let typed = self.people.get(&message.person_id).is_some_and(|author| !author.is_bot());
        let origin = if typed { Origin::Typed } else { Origin::Api };
        self.draw(&message.room_id, text, markdown, origin)
    }

    fn keep_files(&mut self, message_id: &str, upload: Option<Upload>, now: Timestamp) -> Vec<String> {
        let scan = match self.scan_s {
            0 => Scan::Clean,
            seconds => Scan::Until(now + SignedDuration::from_secs(i64::from(seconds))),
        };
        let mut ids = Vec::new();
        if let Some(Upload { name, media_type, bytes }) = upload {
            let id = self.id_of(IdKind::Content, format!("{}/0", id_key(message_id)));
            let content =
                Content { id: id.clone(), message_id: message_id.to_owned(), name, media_type, bytes, scan };
            self.contents.insert(id.clone(), content);
            ids.push(id);
        }
        ids
    }
}

/// What can be judged from the request alone.
fn check_content(request: &MessageCreate, upload: Option<&Upload>) -> Result<(), ApiError> {
    let files = request.files.len() + usize::from(upload.is_some());
    if files > 1 {
        return Err(ApiError::bad_request("Unable to post message to room: Only one file is supported."));
    }
    // What is named by URL is downloaded before it comes here.
    if let [url] = &request.files[..] {
        return Err(ApiError::bad_request(format!("'{url}' was not downloaded.")));
    }
    check_attachments(&request.attachments)?;
    let nothing_else = files == 0 && request.attachments.is_empty();
    check_words(request.text.as_deref(), request.markdown.as_deref(), nothing_else)
}

/// Whether there are words where they are needed, and not too many.
pub(super) fn check_words(
    text: Option<&str>,
    markdown: Option<&str>,
    required: bool,
) -> Result<(), ApiError> {
    let words = [text, markdown];
    if required && words.iter().flatten().all(|words| words.trim().is_empty()) {
        return Err(ApiError::bad_request("Both text and file cannot be empty."));
    }
    if words.iter().flatten().any(|words| words.len() > MESSAGE_BYTES_MAX) {
        return Err(ApiError::bad_request(format!(
            "Unable to post message to room: Message length limited to {MESSAGE_BYTES_MAX} characters before \
             encryption and 10000 characters after encryption."
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::emulator::world::test_world::{TestWorld, at};
    use crate::webex::wire::{Attachment, MessageCreate};

    #[track_caller]
    fn check(request: MessageCreate, expected: Result<&str, (u16, &str)>) {
        let mut test = TestWorld::new();
        let bot = test.bot.clone();
        let result = test.world.post_message(&bot, request, None, at(1));
        match (result, expected) {
            (Ok(message), Ok(text)) => assert_eq!(message.text, text),
            (Err(error), Err((status, part))) => {
                assert_eq!(error.status, status, "{}", error.message);
                assert!(error.message.contains(part), "{}", error.message);
            }
            (result, expected) => panic!("{result:?} is not {expected:?}"),
        }
    }

    fn to(email: &str) -> MessageCreate {
        MessageCreate { to_person_email: Some(email.to_owned()), ..MessageCreate::default() }
    }

    #[test]
    fn a_message_has_one_destination_and_something_to_say() {
        let alice = || to("alice@example.com");
        let text = |text: &str| Some(text.to_owned());
        check(MessageCreate { text: text("hi"), ..alice() }, Ok("hi"));
        check(MessageCreate { markdown: text("**hi**"), ..alice() }, Ok("hi"));
        check(MessageCreate { markdown: text("**hi**"), text: text("ho"), ..alice() }, Ok("ho"));
        check(MessageCreate { text: text("hi"), ..MessageCreate::default() }, Err((400, "Exactly one of")));
        check(
            MessageCreate { text: text("hi"), room_id: text("x"), ..alice() },
            Err((400, "Exactly one of")),
        );
        check(MessageCreate { text: text("hi"), ..to("guest@far.example") }, Ok("hi"));
        check(MessageCreate { text: text("hi"), ..to("test.bot@webex.bot") }, Err((400, "oneself")));
        check(alice(), Err((400, "Both text and file cannot be empty.")));
        check(MessageCreate { text: text("  \n"), ..alice() }, Err((400, "Both text and file")));
        check(MessageCreate { parent_id: text("x"), text: text("hi"), ..alice() }, Err((400, "not valid")));
    }

    #[test]
    fn bytes_are_counted_not_characters() {
        let words = |words: String| MessageCreate { text: Some(words), ..to("alice@example.com") };
        check(words("x".repeat(7439)), Ok(&"x".repeat(7439)));
        check(words("x".repeat(7440)), Err((400, "limited to 7439 characters")));
        check(words("é".repeat(3720)), Err((400, "limited to 7439 characters")));
        let markdown = MessageCreate { markdown: Some("é".repeat(3720)), ..to("alice@example.com") };
        check(markdown, Err((400, "limited to 7439 characters")));
    }

    #[test]
    fn one_file_and_one_card() {
        let alice = || to("alice@example.com");
        let url = "https://example.com/report.csv?x=1".to_owned();
        check(MessageCreate { files: vec![url.clone()], ..alice() }, Err((400, "was not downloaded")));
        check(MessageCreate { files: vec![url.clone(), url], ..alice() }, Err((400, "Only one file")));
        let card = Attachment::card(json!({ "type": "AdaptiveCard", "version": "1.3" }));
        check(MessageCreate { attachments: vec![card.clone()], ..alice() }, Ok(""));
        check(
            MessageCreate { attachments: vec![card.clone(), card], ..alice() },
            Err((400, "Only one attachment")),
        );
    }

    #[test]
    fn a_reply_to_a_reply_goes_to_the_root() {
        let mut test = TestWorld::new();
        let root = test.say_direct("alice", "root");
        let reply = test.reply("alice", &root, "first");
        let second = test.reply("bot", &reply, "second");
        assert_eq!(reply.parent_id.as_deref(), Some(root.id.as_str()));
        assert_eq!(second.parent_id.as_deref(), Some(root.id.as_str()));
    }

    #[test]
    fn a_parent_of_another_room_is_refused() {
        let mut test = TestWorld::new();
        let root = test.say_direct("alice", "root");
        let room = test.room("Ops", &["alice", "bot"]);
        let request = MessageCreate {
            room_id: Some(room),
            text: Some("x".into()),
            parent_id: Some(root.id),
            ..MessageCreate::default()
        };
        let alice = test.alice.clone();
        let result = test.world.post_message(&alice, request, None, at(2));
        assert_eq!(result.map_err(|error| error.status), Err(400));
    }
}

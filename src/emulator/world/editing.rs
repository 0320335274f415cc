//! Editing and deleting messages.

use jiff::Timestamp;

use crate::base::limits::MESSAGE_EDITS_MAX;
use crate::emulator::error::ApiError;
use crate::emulator::world::delivery::{Change, Happening};
use crate::emulator::world::entities::Message;
use crate::emulator::world::posting::check_words;
use crate::emulator::world::store::World;
use crate::webex::IdKind;
use crate::webex::same_id;
use crate::webex::wire::MessageEdit;

impl World {
    /// `PUT /messages/{id}`.
    ///
    /// # Errors
    /// 404 for what the caller cannot see, 403 for another's message, 400 for a message with a file or
    /// a card, for the eleventh edit, and for words that a new message could not have either.
    pub fn edit_message(
        &mut self,
        actor: &str,
        id: &str,
        edit: MessageEdit,
        now: Timestamp,
    ) -> Result<Message, ApiError> {
        let message = self.own_message(actor, id, "Unable to edit message.")?;
        match edit.room_id.as_deref().filter(|room_id| !room_id.is_empty()) {
            None => return Err(ApiError::bad_request("roomId cannot be null")),
            Some(room_id) if !same_id(room_id, &message.room_id) => {
                return Err(ApiError::bad_request("The message is not in the room with the provided ID."));
            }
            Some(_) => {}
        }
        if !message.files.is_empty() || !message.attachments.is_empty() {
            return Err(ApiError::bad_request("Messages with files or attachments cannot be edited."));
        }
        if message.edits >= MESSAGE_EDITS_MAX {
            return Err(ApiError::bad_request(format!(
                "Unable to edit message: the limit of {MESSAGE_EDITS_MAX} edits is reached."
            )));
        }
        check_words(edit.text.as_deref(), edit.markdown.as_deref(), true)?;
        let drawn = self.redraw(&message, edit.text.as_deref(), edit.markdown.as_deref());
        let message = Message {
            text: drawn.text,
            markdown: edit.markdown.filter(|markdown| !markdown.is_empty()),
            html: Some(drawn.html).filter(|html| !html.is_empty()),
            mentioned_people: drawn.mentioned_people,
            mentions_all: drawn.mentions_all,
            updated: Some(now),
            edits: message.edits + 1,
            ..message
        };
        self.messages.insert(message.id.clone(), message.clone());
        let happening = Happening::Message { message_id: message.id.clone(), change: Change::Updated };
        self.emit(actor, &happening);
        Ok(message)
    }

    /// `DELETE /messages/{id}`: own messages, and those of others for a moderator of a locked room.
    ///
    /// # Errors
    /// 404 for what the caller cannot see, 403 for what is not the caller's to delete.
    pub fn delete_message(&mut self, actor: &str, id: &str) -> Result<(), ApiError> {
        let message = match self.own_message(actor, id, "Unable to delete message.") {
            Ok(message) => message,
            Err(error) if error.status == 403 => {
                let message = self.get_message(actor, id)?;
                let locked = self.rooms.get(&message.room_id).is_some_and(|room| room.is_locked);
                if !(locked && self.moderates(&message.room_id, actor)) {
                    return Err(error);
                }
                message.clone()
            }
            Err(error) => return Err(error),
        };
        if let Some(message) = self.messages.get_mut(&message.id) {
            message.deleted = true;
        }
        // Told while the content is there, so that filters see whom it mentioned.
        let happening = Happening::Message { message_id: message.id.clone(), change: Change::Deleted };
        self.emit(actor, &happening);
        self.contents.retain(|_, content| content.message_id != message.id);
        if let Some(message) = self.messages.get_mut(&message.id) {
            message.text.clear();
            message.markdown = None;
            message.html = None;
            message.files.clear();
            message.attachments.clear();
        }
        Ok(())
    }

    fn own_message(&self, actor: &str, id: &str, refusal: &str) -> Result<Message, ApiError> {
        let id = self.canonical(id, IdKind::Message)?;
        let message = self
            .messages
            .get(&id)
            .filter(|message| !message.deleted && self.can_see(actor, message))
            .ok_or_else(|| ApiError::not_found(refusal))?;
        if message.person_id == actor {
            Ok(message.clone())
        } else {
            Err(ApiError::forbidden(format!("{refusal} You are not its author.")))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::emulator::world::test_world::{TestWorld, at};
    use crate::webex::wire::{Attachment, MessageCreate, MessageEdit};

    fn edit(room_id: &str, text: &str) -> MessageEdit {
        MessageEdit {
            room_id: Some(room_id.to_owned()),
            text: Some(text.to_owned()),
            ..MessageEdit::default()
        }
    }

    #[test]
    fn the_eleventh_edit_is_refused() {
        let mut test = TestWorld::new();
        let message = test.say_direct("alice", "v0");
        let alice = test.alice.clone();
        for number in 1..=10 {
            let edited = test
                .world
                .edit_message(&alice, &message.id, edit(&message.room_id, &format!("v{number}")), at(9))
                .expect("within the limit");
            assert_eq!((edited.edits, edited.updated), (number, Some(at(9))));
        }
        let refused = test.world.edit_message(&alice, &message.id, edit(&message.room_id, "v11"), at(9));
        assert_eq!(refused.map_err(|error| error.status), Err(400));
        assert_eq!(test.world.message(&message.id).map(|message| message.text.as_str()), Some("v10"));
    }

    #[test]
    fn only_ones_own_plain_messages_are_edited() {
        let mut test = TestWorld::new();
        let message = test.say_direct("alice", "mine");
        let (alice, bot, carol) = (test.alice.clone(), test.bot.clone(), test.carol.clone());
        let card = MessageCreate {
            room_id: Some(message.room_id.clone()),
            text: Some("fallback".into()),
            attachments: vec![Attachment::card(json!({ "type": "AdaptiveCard", "version": "1.3" }))],
            ..MessageCreate::default()
        };
        let card = test.world.post_message(&bot, card, None, at(2)).expect("posts");
        let mut check = |actor: &str, id: &str, edit: MessageEdit, status: u16| {
            let result = test.world.edit_message(actor, id, edit, at(3));
            assert_eq!(result.map(|_| ()).map_err(|error| error.status), Err(status));
        };
        let room = message.room_id.as_str();
        check(&bot, &message.id, edit(room, "x"), 403);
        check(&carol, &message.id, edit(room, "x"), 404);
        check(&alice, &message.id, edit("", "x"), 400);
        check(&alice, &message.id, edit(&alice, "x"), 400);
        check(&alice, &message.id, edit(room, " "), 400);
        check(&alice, &message.id, edit(room, &"x".repeat(8000)), 400);
        check(&bot, &card.id, edit(room, "x"), 400);
    }

    #[test]
    fn what_is_deleted_is_gone_for_all() {
        let mut test = TestWorld::new();
        let message = test.say_direct("alice", "oops");
        let (alice, bot) = (test.alice.clone(), test.bot.clone());
        let denied = test.world.delete_message(&bot, &message.id);
        assert_eq!(denied.map_err(|error| error.status), Err(403));
        assert_eq!(test.world.delete_message(&alice, &message.id), Ok(()));
        assert_eq!(test.world.get_message(&bot, &message.id).map_err(|error| error.status), Err(404));
        let again = test.world.delete_message(&alice, &message.id);
        assert_eq!(again.map_err(|error| error.status), Err(404));
        let tombstone = test.world.message(&message.id).expect("kept for the page");
        assert!(tombstone.deleted && tombstone.text.is_empty());
    }
}

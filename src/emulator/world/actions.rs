//! Submitting cards.

use jiff::Timestamp;

use crate::emulator::error::ApiError;
use crate::emulator::world::delivery::Happening;
use crate::emulator::world::store::World;
use crate::webex::IdKind;
use crate::webex::wire::{AttachmentAction, AttachmentActionCreate};

impl World {
    /// `POST /attachment/actions`: anyone in the room but the card's author.
    ///
    /// # Errors
    /// 400 for a type that is not `submit`, for a message without a card and for the author; 404 for a
    /// message that the caller cannot see.
    pub fn submit_card(
        &mut self,
        actor: &str,
        new: AttachmentActionCreate,
        now: Timestamp,
    ) -> Result<AttachmentAction, ApiError> {
        if new.action_type != "submit" {
            return Err(ApiError::bad_request("type must be submit"));
        }
        let message = self.get_message(actor, &new.message_id)?;
        if message.attachments.is_empty() {
            return Err(ApiError::bad_request(
                "Unable to post attachment action: MessageId should point to an activity with cards",
            ));
        }
        if message.person_id == actor {
            return Err(ApiError::bad_request(
                "Unable to post attachment action: Author of a card cannot submit a cardAction on that card",
            ));
        }
        let (message_id, room_id) = (message.id.clone(), message.room_id.clone());
        let action = AttachmentAction {
            id: self.fresh_id(IdKind::AttachmentAction),
            person_id: actor.to_owned(),
            room_id,
            action_type: "submit".to_owned(),
            message_id,
            inputs: Some(new.inputs),
            created: Some(now.into()),
        };
        self.actions.insert(action.id.clone(), action.clone());
        self.emit(actor, &Happening::Action { action_id: action.id.clone() });
        Ok(action)
    }

    /// `GET /attachment/actions/{id}`: for the author of the card and for who pressed.
    ///
    /// # Errors
    /// 404 for what is absent or another's.
    pub fn get_action(&self, actor: &str, id: &str) -> Result<&AttachmentAction, ApiError> {
        let id = self.canonical(id, IdKind::AttachmentAction)?;
        self.actions
            .get(&id)
            .filter(|action| {
                let author = self.messages.get(&action.message_id).map(|message| message.person_id.as_str());
                action.person_id == actor || author == Some(actor)
            })
            .ok_or_else(|| ApiError::not_found("Unable to get attachment action."))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::emulator::world::test_world::{TestWorld, at};
    use crate::webex::wire::{Attachment, AttachmentActionCreate, MessageCreate};

    #[test]
    fn anyone_but_the_author_may_press() {
        let mut test = TestWorld::new();
        test.webhook("attachmentActions", "created", None);
        test.webhook("all", "all", None);
        let hello = test.say_direct("alice", "hello");
        let (alice, bot, bob) = (test.alice.clone(), test.bot.clone(), test.bob.clone());
        let card = MessageCreate {
            room_id: Some(hello.room_id.clone()),
            text: Some("card".into()),
            attachments: vec![Attachment::card(json!({ "type": "AdaptiveCard", "version": "1.3" }))],
            ..MessageCreate::default()
        };
        let card = test.world.post_message(&bot, card, None, at(1)).expect("posts");
        test.world.take_deliveries();
        let mut press = |actor: &str, message_id: &str, word: &str| {
            let new = AttachmentActionCreate {
                action_type: word.to_owned(),
                message_id: message_id.to_owned(),
                inputs: json!({ "n": "1" }).as_object().cloned().unwrap_or_default(),
            };
            test.world.submit_card(actor, new, at(2)).map_err(|error| error.status)
        };
        assert_eq!(press(&bot, &card.id, "submit").map(|_| ()), Err(400));
        assert_eq!(press(&alice, &hello.id, "submit").map(|_| ()), Err(400));
        assert_eq!(press(&alice, &card.id, "open").map(|_| ()), Err(400));
        assert_eq!(press(&bob, &card.id, "submit").map(|_| ()), Err(404));
        let action = press(&alice, &card.id, "submit").expect("may press");
        let deliveries = test.world.take_deliveries();
        assert_eq!(deliveries.len(), 1, "the firehose does not have it");
        let data = &deliveries[0].envelope.data;
        assert_eq!((data.get("id"), data.get("inputs")), (Some(&json!(action.id)), None));
        let seen = test.world.get_action(&bot, &action.id).expect("the card's author").inputs.clone();
        assert_eq!(seen.as_ref().and_then(|inputs| inputs.get("n")), Some(&json!("1")));
        assert!(test.world.get_action(&bob, &action.id).is_err());
    }
}

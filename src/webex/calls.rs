//! People, rooms, memberships, webhooks and card submits.

use super::client::{Call, WebexClient, date_ms, read};
use super::error::{WebexError, WebexErrorKind};
use super::retry::Repeat;
use super::wire::{
    AttachmentAction, AttachmentActionCreate, Membership, MembershipCreate, MembershipUpdate, Person, Room,
    RoomCreate, RoomUpdate, Webhook, WebhookCreate, WebhookUpdate,
};
use crate::net::Method;

/// Entries that one page asks for; the service caps what is too high.
const PAGE_ITEMS: &str = "100";

fn pairs(pairs: &[(&str, Option<&str>)]) -> Vec<(String, String)> {
    let given = pairs.iter().filter_map(|(name, value)| value.map(|value| (*name, value)));
    given.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// Narrows a list of memberships.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct MembershipFilter<'a> {
    /// Of this room; without it the bot's own memberships.
    pub room_id: Option<&'a str>,
    /// Of this person in the room.
    pub person_id: Option<&'a str>,
    /// Of this address in the room.
    pub person_email: Option<&'a str>,
}

impl WebexClient {
    /// Who the token belongs to. The first call of a bot: it also tells whether the token is good.
    ///
    /// # Errors
    /// Why not.
    pub async fn me(&self) -> Result<Person, WebexError> {
        self.get("read who the bot is", &["people", "me"]).await
    }

    /// Like [`Self::me`], with the time that Webex says it is, in milliseconds since 1970.
    ///
    /// # Errors
    /// Why not.
    pub async fn me_and_date(&self) -> Result<(Person, Option<i64>), WebexError> {
        let action = "read who the bot is";
        let response = self.call(self.request(action, Method::GET, self.url(&["people", "me"]))).await?;
        Ok((read(action, &response)?, date_ms(&response)))
    }

    /// A person by id.
    ///
    /// # Errors
    /// Why not.
    pub async fn person(&self, id: &str) -> Result<Person, WebexError> {
        self.get("read the person", &["people", id]).await
    }

    /// A person by address; `None` when nobody is found, as for people of other organizations.
    ///
    /// # Errors
    /// Why not.
    pub async fn person_by_email(&self, email: &str) -> Result<Option<Person>, WebexError> {
        let query = pairs(&[("email", Some(email))]);
        let found: Vec<Person> = self.list("look up the person", &["people"], &query, 1).await?;
        Ok(found.into_iter().next())
    }

    /// The rooms that the bot is in, `items_max` at most.
    ///
    /// # Errors
    /// Why not.
    pub async fn rooms(&self, items_max: usize) -> Result<Vec<Room>, WebexError> {
        self.list("list the rooms", &["rooms"], &pairs(&[("max", Some(PAGE_ITEMS))]), items_max).await
    }

    /// A room by id.
    ///
    /// # Errors
    /// Why not.
    pub async fn room(&self, id: &str) -> Result<Room, WebexError> {
        self.get("read the room", &["rooms", id]).await
    }

    /// Makes a group room with the bot in it.
    ///
    /// # Errors
    /// Why not.
    pub async fn create_room(&self, room: &RoomCreate) -> Result<Room, WebexError> {
        let call = Call { repeat: Repeat::Once, ..self.posting("create the room", &["rooms"]) };
        self.send_json(call, room).await
    }

    /// Changes a room.
    ///
    /// # Errors
    /// Why not.
    pub async fn update_room(&self, id: &str, room: &RoomUpdate) -> Result<Room, WebexError> {
        self.send_json(self.putting("change the room", &["rooms", id]), room).await
    }

    /// Deletes a room; by a member who is no moderator it only leaves it.
    ///
    /// # Errors
    /// Why not.
    pub async fn delete_room(&self, id: &str) -> Result<(), WebexError> {
        self.delete_at("delete the room", &["rooms", id]).await
    }

    /// Memberships, `items_max` at most.
    ///
    /// # Errors
    /// Why not.
    pub async fn memberships(
        &self,
        filter: MembershipFilter<'_>,
        items_max: usize,
    ) -> Result<Vec<Membership>, WebexError> {
        let query = pairs(&[
            ("roomId", filter.room_id),
            ("personId", filter.person_id),
            ("personEmail", filter.person_email),
            ("max", Some(PAGE_ITEMS)),
        ]);
        self.list("list who is in the room", &["memberships"], &query, items_max).await
    }

    /// Adds somebody to a room. Who is there already counts as added.
    ///
    /// # Errors
    /// Why not.
    pub async fn add_member(&self, member: &MembershipCreate) -> Result<Membership, WebexError> {
        let call = self.posting("add the person to the room", &["memberships"]);
        let call = Call { repeat: Repeat::ActsAgainNot502, ..call };
        match self.send_json(call, member).await {
            Err(error) if error.kind == WebexErrorKind::Conflict => {
                let filter = MembershipFilter {
                    room_id: member.room_id.as_deref(),
                    person_id: member.person_id.as_deref(),
                    person_email: member.person_email.as_deref(),
                };
                self.memberships(filter, 1).await?.into_iter().next().ok_or(error)
            }
            outcome => outcome,
        }
    }

    /// Changes a membership.
    ///
    /// # Errors
    /// Why not.
    pub async fn update_membership(
        &self,
        id: &str,
        change: &MembershipUpdate,
    ) -> Result<Membership, WebexError> {
        self.send_json(self.putting("change the membership", &["memberships", id]), change).await
    }

    /// Takes somebody out of a room.
    ///
    /// # Errors
    /// Why not.
    pub async fn remove_member(&self, membership_id: &str) -> Result<(), WebexError> {
        self.delete_at("remove the person from the room", &["memberships", membership_id]).await
    }

    /// All webhooks of the token, those of other programs included.
    ///
    /// # Errors
    /// Why not.
    pub async fn webhooks(&self) -> Result<Vec<Webhook>, WebexError> {
        let query = pairs(&[("max", Some(PAGE_ITEMS))]);
        self.list("list the webhooks", &["webhooks"], &query, usize::MAX).await
    }

    /// Makes a webhook.
    ///
    /// # Errors
    /// Why not.
    pub async fn create_webhook(&self, webhook: &WebhookCreate) -> Result<Webhook, WebexError> {
        self.send_json(self.posting("create the webhook", &["webhooks"]), webhook).await
    }

    /// Changes name, target or secret of a webhook, or revives it.
    ///
    /// # Errors
    /// Why not.
    pub async fn update_webhook(&self, id: &str, change: &WebhookUpdate) -> Result<Webhook, WebexError> {
        self.send_json(self.putting("change the webhook", &["webhooks", id]), change).await
    }

    /// Deletes a webhook; one that is gone already counts as deleted.
    ///
    /// # Errors
    /// Why not.
    pub async fn delete_webhook(&self, id: &str) -> Result<(), WebexError> {
        match self.delete_at("delete the webhook", &["webhooks", id]).await {
            Err(error) if error.kind == WebexErrorKind::NotFound => Ok(()),
            outcome => outcome,
        }
    }

    /// A submit of a card with its inputs.
    ///
    /// # Errors
    /// Why not.
    pub async fn action(&self, id: &str) -> Result<AttachmentAction, WebexError> {
        self.get("read the card's answer", &["attachment", "actions", id]).await
    }

    /// Like [`Self::action`], right after the event that told of it: what is not visible yet is asked
    /// for again shortly after.
    ///
    /// # Errors
    /// Why not.
    pub async fn action_after_event(&self, id: &str) -> Result<AttachmentAction, WebexError> {
        self.get_after_event("read the card's answer", &["attachment", "actions", id]).await
    }

    /// Submits a card. Its author may not, so this serves tests.
    ///
    /// # Errors
    /// Why not.
    pub async fn submit_card(&self, action: &AttachmentActionCreate) -> Result<AttachmentAction, WebexError> {
        self.send_json(self.posting("submit the card", &["attachment", "actions"]), action).await
    }

    pub(super) fn posting(&self, action: &'static str, segments: &[&str]) -> Call {
        Call { repeat: Repeat::ActsAgain, ..self.request(action, Method::POST, self.url(segments)) }
    }

    pub(super) fn putting(&self, action: &'static str, segments: &[&str]) -> Call {
        self.request(action, Method::PUT, self.url(segments))
    }
}

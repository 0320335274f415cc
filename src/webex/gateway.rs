//! What the engine needs of Webex, as a trait, so that tests can put a double in its place.

use super::calls::MembershipFilter;
use super::client::WebexClient;
use super::error::WebexError;
use super::files::DownloadedFile;
use super::messages::{Destination, MessageFilter, Outgoing};
use super::queue::Queue;
use super::wire::{
    AttachmentAction, Membership, MembershipCreate, Message, MessageEdit, Person, Room, RoomCreate,
    RoomUpdate, Webhook, WebhookCreate, WebhookUpdate, WireTime,
};
use std::fmt::Debug;
use std::future::Future;
use std::pin::Pin;

/// A call under way.
pub type Reply<'a, T> = Pin<Box<dyn Future<Output = Result<T, WebexError>> + Send + 'a>>;

/// Webex as the engine sees it. Each call retries by itself what may pass; an error is final for now.
pub trait Gateway: Send + Sync + Debug {
    /// The queue that its calls wait in.
    fn queue(&self) -> &Queue;
    /// Who the bot is.
    fn me(&self) -> Reply<'_, Person>;
    /// A person by id.
    fn person<'a>(&'a self, id: &'a str) -> Reply<'a, Person>;
    /// A person by address; `None` when nobody is found.
    fn person_by_email<'a>(&'a self, email: &'a str) -> Reply<'a, Option<Person>>;

    /// Sends a message.
    fn send<'a>(&'a self, message: &'a Outgoing) -> Reply<'a, Message>;
    /// Edits an own message.
    fn edit<'a>(&'a self, message_id: &'a str, edit: &'a MessageEdit) -> Reply<'a, Message>;
    /// Deletes an own message.
    fn delete<'a>(&'a self, message_id: &'a str) -> Reply<'a, ()>;
    /// A message by id.
    fn message<'a>(&'a self, id: &'a str) -> Reply<'a, Message>;
    /// A message that an event just told of; a 404 is asked again shortly after.
    fn message_after_event<'a>(&'a self, id: &'a str) -> Reply<'a, Message>;
    /// Messages of a room, newest first.
    fn messages<'a>(&'a self, filter: &'a MessageFilter, items_max: usize) -> Reply<'a, Vec<Message>>;
    /// What was written where a message goes, newest first, from a time on. Of a group a bot may not list it.
    fn sent_to<'a>(&'a self, to: &'a Destination, since: Option<WireTime>) -> Reply<'a, Vec<Message>>;
    /// A submit of a card that an event just told of.
    fn action_after_event<'a>(&'a self, id: &'a str) -> Reply<'a, AttachmentAction>;
    /// Reads a file of a message.
    fn download<'a>(&'a self, url: &'a str, allow_unscannable: bool) -> Reply<'a, DownloadedFile>;

    /// A room by id.
    fn room<'a>(&'a self, id: &'a str) -> Reply<'a, Room>;
    /// The rooms that the bot is in.
    fn rooms(&self, items_max: usize) -> Reply<'_, Vec<Room>>;
    /// Makes a room.
    fn create_room<'a>(&'a self, room: &'a RoomCreate) -> Reply<'a, Room>;
    /// Changes a room.
    fn update_room<'a>(&'a self, id: &'a str, room: &'a RoomUpdate) -> Reply<'a, Room>;
    /// Deletes a room.
    fn delete_room<'a>(&'a self, id: &'a str) -> Reply<'a, ()>;
    /// Who is in a room.
    fn memberships<'a>(
        &'a self,
        filter: MembershipFilter<'a>,
        items_max: usize,
    ) -> Reply<'a, Vec<Membership>>;
    /// Adds somebody; who is there already counts as added.
    fn add_member<'a>(&'a self, member: &'a MembershipCreate) -> Reply<'a, Membership>;
    /// Takes somebody out of a room.
    fn remove_member<'a>(&'a self, membership_id: &'a str) -> Reply<'a, ()>;

    /// All webhooks of the token.
    fn webhooks(&self) -> Reply<'_, Vec<Webhook>>;
    /// Makes a webhook.
    fn create_webhook<'a>(&'a self, webhook: &'a WebhookCreate) -> Reply<'a, Webhook>;
    /// Changes or revives a webhook.
    fn update_webhook<'a>(&'a self, id: &'a str, change: &'a WebhookUpdate) -> Reply<'a, Webhook>;
    /// Deletes a webhook.
    fn delete_webhook<'a>(&'a self, id: &'a str) -> Reply<'a, ()>;
}

impl Gateway for WebexClient {
    fn queue(&self) -> &Queue {
        self.queue()
    }

    fn me(&self) -> Reply<'_, Person> {
        Box::pin(self.me())
    }

    fn person<'a>(&'a self, id: &'a str) -> Reply<'a, Person> {
        Box::pin(self.person(id))
    }

    fn person_by_email<'a>(&'a self, email: &'a str) -> Reply<'a, Option<Person>> {
        Box::pin(self.person_by_email(email))
    }

    fn send<'a>(&'a self, message: &'a Outgoing) -> Reply<'a, Message> {
        Box::pin(self.send_message(message))
    }

    fn edit<'a>(&'a self, message_id: &'a str, edit: &'a MessageEdit) -> Reply<'a, Message> {
        Box::pin(self.edit_message(message_id, edit))
    }

    fn delete<'a>(&'a self, message_id: &'a str) -> Reply<'a, ()> {
        Box::pin(self.delete_message(message_id))
    }

    fn message<'a>(&'a self, id: &'a str) -> Reply<'a, Message> {
        Box::pin(self.message(id))
    }

    fn message_after_event<'a>(&'a self, id: &'a str) -> Reply<'a, Message> {
        Box::pin(self.message_after_event(id))
    }

    fn messages<'a>(&'a self, filter: &'a MessageFilter, items_max: usize) -> Reply<'a, Vec<Message>> {
        Box::pin(self.messages(filter, items_max))
    }

    fn sent_to<'a>(&'a self, to: &'a Destination, since: Option<WireTime>) -> Reply<'a, Vec<Message>> {
        Box::pin(self.sent_to(to, since))
    }

    fn action_after_event<'a>(&'a self, id: &'a str) -> Reply<'a, AttachmentAction> {
        Box::pin(self.action_after_event(id))
    }

    fn download<'a>(&'a self, url: &'a str, allow_unscannable: bool) -> Reply<'a, DownloadedFile> {
        Box::pin(self.download(url, allow_unscannable))
    }

    fn room<'a>(&'a self, id: &'a str) -> Reply<'a, Room> {
        Box::pin(self.room(id))
    }

    fn rooms(&self, items_max: usize) -> Reply<'_, Vec<Room>> {
        Box::pin(self.rooms(items_max))
    }

    fn create_room<'a>(&'a self, room: &'a RoomCreate) -> Reply<'a, Room> {
        Box::pin(self.create_room(room))
    }

    fn update_room<'a>(&'a self, id: &'a str, room: &'a RoomUpdate) -> Reply<'a, Room> {
        Box::pin(self.update_room(id, room))
    }

    fn delete_room<'a>(&'a self, id: &'a str) -> Reply<'a, ()> {
        Box::pin(self.delete_room(id))
    }

    fn memberships<'a>(
        &'a self,
        filter: MembershipFilter<'a>,
        items_max: usize,
    ) -> Reply<'a, Vec<Membership>> {
        Box::pin(self.memberships(filter, items_max))
    }

    fn add_member<'a>(&'a self, member: &'a MembershipCreate) -> Reply<'a, Membership> {
        Box::pin(self.add_member(member))
    }

    fn remove_member<'a>(&'a self, membership_id: &'a str) -> Reply<'a, ()> {
        Box::pin(self.remove_member(membership_id))
    }

    fn webhooks(&self) -> Reply<'_, Vec<Webhook>> {
        Box::pin(self.webhooks())
    }

    fn create_webhook<'a>(&'a self, webhook: &'a WebhookCreate) -> Reply<'a, Webhook> {
        Box::pin(self.create_webhook(webhook))
    }

    fn update_webhook<'a>(&'a self, id: &'a str, change: &'a WebhookUpdate) -> Reply<'a, Webhook> {
        Box::pin(self.update_webhook(id, change))
    }

    fn delete_webhook<'a>(&'a self, id: &'a str) -> Reply<'a, ()> {
        Box::pin(self.delete_webhook(id))
    }
}

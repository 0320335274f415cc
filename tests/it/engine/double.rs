//! A double of Webex in memory: it remembers what it is told and can be slow, or fail.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::sync::Semaphore;
use wbot::net::RealPause;
use wbot::webex::queue::Queue;
use wbot::webex::wire::{
    AttachmentAction, Membership, MembershipCreate, Message, MessageEdit, Person, Room, RoomCreate, RoomType,
    RoomUpdate, Webhook, WebhookCreate, WebhookUpdate, WireTime,
};
use wbot::webex::{
    Destination, DownloadedFile, Gateway, MembershipFilter, MessageFilter, Outgoing, Reply, WebexError,
    WebexErrorKind,
};

pub const ME: &str = "bot-id";
/// Looking at the room "group", to be held.
pub const READING_GROUP: &str = "reading group";

/// Listing what was said in a room, to be held.
pub fn listing(room: &str) -> String {
    format!("listing {room}")
}

/// What was said where, in order.
pub type Said = Vec<(String, String)>;

#[derive(Debug)]
pub struct Double {
    state: Mutex<State>,
    pub queue: Queue,
}

impl Default for Double {
    fn default() -> Self {
        Self { state: Mutex::default(), queue: Queue::new(Arc::new(RealPause::new())) }
    }
}

/// Whether a call that fails was carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acted {
    Yes,
    No,
}

#[derive(Debug, Default)]
struct State {
    said: Said,
    sent: Vec<Outgoing>,
    edits: Vec<(String, String)>,
    deleted: Vec<String>,
    messages: HashMap<String, Message>,
    actions: HashMap<String, AttachmentAction>,
    rooms: Vec<Room>,
    memberships: Vec<Membership>,
    webhooks: Vec<Webhook>,
    /// Sending to these rooms needs a permit; so does looking at one, as "reading ROOM", and listing what is written in
    /// one, as "listing ROOM".
    held: HashMap<String, Arc<Semaphore>>,
    /// Those for which somebody came, how often.
    waited_for: HashMap<String, usize>,
    /// How many of the next sends fail with this status.
    failing: (usize, u16),
    /// So do those to this room, and its messages are said all the same.
    cut_off: HashMap<String, (usize, u16, Acted)>,
    /// Rooms in which the bot may list what it said.
    open_rooms: Vec<String>,
    /// How often messages can't be read.
    unreadable: (usize, u16),
    /// Rooms whose messages cannot be listed, with the status.
    unlisted: HashMap<String, u16>,
    /// The rooms that were looked through, and from when on.
    listed: Vec<(String, Option<WireTime>)>,
}

impl Double {
    pub fn said(&self) -> Said {
        self.state.lock().unwrap().said.clone()
    }

    pub fn said_in(&self, room: &str) -> Vec<String> {
        let said = self.said();
        said.into_iter().filter(|(other, _)| other == room).map(|(_, text)| text).collect()
    }

    pub fn sent(&self) -> Vec<Outgoing> {
        self.state.lock().unwrap().sent.clone()
    }

    pub fn edits(&self) -> Vec<(String, String)> {
        self.state.lock().unwrap().edits.clone()
    }

    pub fn deleted(&self) -> Vec<String> {
        self.state.lock().unwrap().deleted.clone()
    }

    pub fn all_webhooks(&self) -> Vec<Webhook> {
        self.state.lock().unwrap().webhooks.clone()
    }

    pub fn replace_webhook(&self, webhook: Webhook) {
        let mut state = self.state.lock().unwrap();
        state.webhooks.retain(|other| other.id != webhook.id);
        state.webhooks.push(webhook);
    }

    pub fn put_webhook(&self, webhook: Webhook) {
        self.state.lock().unwrap().webhooks.push(webhook);
    }

    pub fn put_membership(&self, membership: Membership) {
        self.state.lock().unwrap().memberships.push(membership);
    }

    /// The bot is in a group, since then.
    pub fn put_own_room(&self, id: &str, since: Option<WireTime>) {
        self.put_room(id, id);
        self.put_membership(Membership {
            id: format!("{ME}:{id}"),
            room_id: id.into(),
            person_id: ME.into(),
            room_type: Some(RoomType::Group),
            created: since,
            ..Membership::default()
        });
    }

    /// It is in there no more.
    pub fn take_own_room(&self, id: &str) {
        let mut state = self.state.lock().unwrap();
        state.rooms.retain(|room| room.id != id);
        state.memberships.retain(|membership| membership.room_id != id);
    }

    pub fn put_message(&self, message: Message) {
        self.state.lock().unwrap().messages.insert(message.id.clone(), message);
    }

    pub fn put_action(&self, action: AttachmentAction) {
        self.state.lock().unwrap().actions.insert(action.id.clone(), action);
    }

    pub fn put_room(&self, id: &str, title: &str) {
        let room = Room { id: id.into(), title: title.into(), room_type: RoomType::Group, ..Room::default() };
        self.state.lock().unwrap().rooms.push(room);
    }

    /// Something happened in a direct room.
    pub fn put_activity(&self, id: &str, at: Option<WireTime>) {
        let room = Room { id: id.into(), room_type: RoomType::Direct, last_activity: at, ..Room::default() };
        self.state.lock().unwrap().rooms.push(room);
    }

    /// Holds what is sent to `room` until permits are added.
    pub fn hold(&self, room: &str) -> Arc<Semaphore> {
        let gate = Arc::new(Semaphore::new(0));
        self.state.lock().unwrap().held.insert(room.into(), Arc::clone(&gate));
        gate
    }

    /// How often somebody came for what is held.
    pub fn times_waited_for(&self, what: &str) -> usize {
        self.state.lock().unwrap().waited_for.get(what).copied().unwrap_or_default()
    }

    /// Waits for a permit where one is needed.
    async fn passes(&self, what: &str) {
        let gate = self.state.lock().unwrap().held.get(what).cloned();
        if let Some(gate) = gate {
            *self.state.lock().unwrap().waited_for.entry(what.to_owned()).or_default() += 1;
            gate.acquire().await.unwrap().forget();
        }
    }

    pub fn fail_sends(&self, count: usize, status: u16) {
        self.state.lock().unwrap().failing = (count, status);
    }

    /// From now on listing what was said in `room` fails; without a status it works.
    pub fn fail_listing(&self, room: &str, status: Option<u16>) {
        let mut state = self.state.lock().unwrap();
        state.unlisted.remove(room);
        state.unlisted.extend(status.map(|status| (room.to_owned(), status)));
    }

    /// The rooms that were looked through since this was asked last, and from when on, in milliseconds since 1970.
    pub fn take_listed(&self) -> Vec<(String, i64)> {
        let listed = std::mem::take(&mut self.state.lock().unwrap().listed);
        let since = |time: Option<WireTime>| time.map_or(0, WireTime::as_millisecond);
        listed.into_iter().map(|(room, time)| (room, since(time))).collect()
    }

    /// What is said in `room` fails so often.
    pub fn cut_off(&self, room: &str, count: usize, status: u16, acted: Acted) {
        self.state.lock().unwrap().cut_off.insert(room.into(), (count, status, acted));
    }

    /// How often what is said in `room` still fails.
    pub fn cut_off_still(&self, room: &str) -> usize {
        self.state.lock().unwrap().cut_off.get(room).map_or(0, |(count, ..)| *count)
    }

    /// The bot may list what is written in `room`.
    pub fn lists(&self, room: &str) {
        self.state.lock().unwrap().open_rooms.push(room.into());
    }

    /// A group, and when something was written there last.
    pub fn put_group(&self, id: &str, at_ms: i64) {
        let at = WireTime::from_millisecond(at_ms);
        let room = Room { id: id.into(), room_type: RoomType::Group, last_activity: at, ..Room::default() };
        let mut state = self.state.lock().unwrap();
        state.rooms.retain(|room| room.id != id);
        state.rooms.push(room);
    }

    pub fn fail_reads_of_messages(&self, count: usize, status: u16) {
        self.state.lock().unwrap().unreadable = (count, status);
    }
}

fn error(kind: WebexErrorKind, status: u16) -> WebexError {
    let mut error = WebexError::new(kind, "do that", "no");
    error.status = Some(status);
    error
}

fn kind(status: u16) -> WebexErrorKind {
    match status {
        404 => WebexErrorKind::NotFound,
        400 => WebexErrorKind::Invalid,
        _ => WebexErrorKind::Server,
    }
}

fn fails(what: &mut (usize, u16)) -> Option<WebexError> {
    what.0 = what.0.checked_sub(1)?;
    Some(error(kind(what.1), what.1))
}

fn now<'a, T: Send + 'a>(answer: Result<T, WebexError>) -> Reply<'a, T> {
    Box::pin(std::future::ready(answer))
}

fn nowhere<'a, T: Send + 'a>() -> Reply<'a, T> {
    now(Err(error(WebexErrorKind::NotFound, 404)))
}

impl Gateway for Double {
    fn queue(&self) -> &Queue {
        &self.queue
    }

    fn me(&self) -> Reply<'_, Person> {
        let emails = vec!["bot@webex.bot".to_owned()];
        now(Ok(Person { id: ME.into(), emails, display_name: "Bot".into(), ..Person::default() }))
    }

    fn person<'a>(&'a self, id: &'a str) -> Reply<'a, Person> {
        let name = id.trim_end_matches("-id");
        let emails = vec![format!("{name}@example.com")];
        now(Ok(Person { id: id.into(), emails, display_name: format!("{name} Smith"), ..Person::default() }))
    }

    fn person_by_email<'a>(&'a self, _email: &'a str) -> Reply<'a, Option<Person>> {
        now(Ok(None))
    }

    fn send<'a>(&'a self, message: &'a Outgoing) -> Reply<'a, Message> {
        Box::pin(async move {
            let room = match &message.to {
                Destination::Room(id) | Destination::Person(id) | Destination::Email(id) => id.clone(),
            };
            self.passes(&room).await;
            let ticket = self.queue.ticket();
            let _slot = self.queue.slot(&ticket).await;
            let mut state = self.state.lock().unwrap();
            if let Some(error) = fails(&mut state.failing) {
                return Err(error);
            }
            let cut_off = state.cut_off.get_mut(&room).and_then(|(count, status, acted)| {
                *count = count.checked_sub(1)?;
                Some((error(kind(*status), *status), *acted))
            });
            if let Some((error, Acted::No)) = cut_off {
                return Err(error);
            }
            state.sent.push(message.clone());
            state.said.push((room.clone(), message.markdown.clone().unwrap_or_default()));
            let said = Message {
                id: format!("sent-{}", state.sent.len()),
                room_id: room,
                person_id: ME.into(),
                markdown: message.markdown.clone(),
                parent_id: message.parent_id.clone(),
                ..Message::default()
            };
            state.messages.insert(said.id.clone(), said.clone());
            if let Some((error, Acted::Yes)) = cut_off {
                return Err(error);
            }
            self.queue.answered(true);
            Ok(said)
        })
    }

    fn edit<'a>(&'a self, message_id: &'a str, edit: &'a MessageEdit) -> Reply<'a, Message> {
        let text = edit.markdown.clone().unwrap_or_default();
        self.state.lock().unwrap().edits.push((message_id.into(), text));
        now(Ok(Message::default()))
    }

    fn delete<'a>(&'a self, message_id: &'a str) -> Reply<'a, ()> {
        self.state.lock().unwrap().deleted.push(message_id.into());
        now(Ok(()))
    }

    fn message<'a>(&'a self, id: &'a str) -> Reply<'a, Message> {
        let mut state = self.state.lock().unwrap();
        if let Some(error) = fails(&mut state.unreadable) {
            return now(Err(error));
        }
        let found = state.messages.get(id).cloned();
        now(found.ok_or_else(|| error(WebexErrorKind::NotFound, 404)))
    }

    fn message_after_event<'a>(&'a self, id: &'a str) -> Reply<'a, Message> {
        self.message(id)
    }

    fn messages<'a>(&'a self, filter: &'a MessageFilter, items_max: usize) -> Reply<'a, Vec<Message>> {
        let mut state = self.state.lock().unwrap();
        state.listed.push((filter.room_id.clone(), filter.since));
        if let Some(status) = state.unlisted.get(&filter.room_id) {
            return now(Err(error(kind(*status), *status)));
        }
        let here = |it: &&Message| it.room_id == filter.room_id && it.created >= filter.since;
        let mut found: Vec<Message> = state.messages.values().filter(here).cloned().collect();
        found.sort_by_key(|it| std::cmp::Reverse(it.created));
        found.truncate(items_max);
        let Some(gate) = state.held.get(&listing(&filter.room_id)).cloned() else { return now(Ok(found)) };
        Box::pin(async move {
            gate.acquire().await.unwrap().forget();
            Ok(found)
        })
    }

    fn sent_to<'a>(&'a self, to: &'a Destination, _since: Option<WireTime>) -> Reply<'a, Vec<Message>> {
        let Destination::Room(room) = to else { return nowhere() };
        Box::pin(async move {
            self.passes(&format!("listing {room}")).await;
            let state = self.state.lock().unwrap();
            if !state.open_rooms.contains(room) {
                return Err(error(WebexErrorKind::Forbidden, 403));
            }
            Ok(state.messages.values().filter(|it| it.room_id == *room).cloned().collect())
        })
    }

    fn action_after_event<'a>(&'a self, id: &'a str) -> Reply<'a, AttachmentAction> {
        let found = self.state.lock().unwrap().actions.get(id).cloned();
        now(found.ok_or_else(|| error(WebexErrorKind::NotFound, 404)))
    }

    fn download<'a>(&'a self, _url: &'a str, _allow_unscannable: bool) -> Reply<'a, DownloadedFile> {
        nowhere()
    }

    fn room<'a>(&'a self, id: &'a str) -> Reply<'a, Room> {
        Box::pin(async move {
            self.passes(&format!("reading {id}")).await;
            let room = self.state.lock().unwrap().rooms.iter().find(|room| room.id == id).cloned();
            room.ok_or_else(|| error(WebexErrorKind::NotFound, 404))
        })
    }

    fn rooms(&self, _items_max: usize) -> Reply<'_, Vec<Room>> {
        now(Ok(self.state.lock().unwrap().rooms.clone()))
    }

    fn create_room<'a>(&'a self, _room: &'a RoomCreate) -> Reply<'a, Room> {
        nowhere()
    }

    fn update_room<'a>(&'a self, _id: &'a str, _room: &'a RoomUpdate) -> Reply<'a, Room> {
        nowhere()
    }

    fn delete_room<'a>(&'a self, _id: &'a str) -> Reply<'a, ()> {
        nowhere()
    }

    fn memberships<'a>(
        &'a self,
        filter: MembershipFilter<'a>,
        _items_max: usize,
    ) -> Reply<'a, Vec<Membership>> {
        let mut found = self.state.lock().unwrap().memberships.clone();
        found.retain(|one| filter.room_id.is_none_or(|room| room == one.room_id));
        now(Ok(found))
    }

    fn add_member<'a>(&'a self, _member: &'a MembershipCreate) -> Reply<'a, Membership> {
        nowhere()
    }

    fn remove_member<'a>(&'a self, _membership_id: &'a str) -> Reply<'a, ()> {
        nowhere()
    }

    fn webhooks(&self) -> Reply<'_, Vec<Webhook>> {
        now(Ok(self.all_webhooks()))
    }

    fn create_webhook<'a>(&'a self, webhook: &'a WebhookCreate) -> Reply<'a, Webhook> {
        let mut state = self.state.lock().unwrap();
        let WebhookCreate { name, target_url, resource, event, secret, .. } = webhook.clone();
        let id = format!("hook-{}", state.webhooks.len());
        let created = Webhook { id, name, target_url, resource, event, secret, ..Webhook::default() };
        state.webhooks.push(created.clone());
        now(Ok(created))
    }

    fn update_webhook<'a>(&'a self, id: &'a str, change: &'a WebhookUpdate) -> Reply<'a, Webhook> {
        let mut state = self.state.lock().unwrap();
        let Some(webhook) = state.webhooks.iter_mut().find(|webhook| webhook.id == id) else {
            return nowhere();
        };
        webhook.target_url.clone_from(&change.target_url);
        webhook.secret.clone_from(&change.secret);
        webhook.status = change.status.unwrap_or(webhook.status);
        now(Ok(webhook.clone()))
    }

    fn delete_webhook<'a>(&'a self, id: &'a str) -> Reply<'a, ()> {
        self.state.lock().unwrap().webhooks.retain(|webhook| webhook.id != id);
        now(Ok(()))
    }
}

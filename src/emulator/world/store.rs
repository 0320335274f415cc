//! The tables of the world and how they are looked up.

use std::collections::HashMap;

use indexmap::IndexMap;

use crate::emulator::error::ApiError;
use crate::emulator::ids::{self, IdSource};
use crate::emulator::world::activity::Broadcast;
use crate::emulator::world::delivery::Delivery;
use crate::emulator::world::entities::{Content, Membership, Message, Person, PersonKind, Room};
use crate::webex::wire::{AttachmentAction, RoomTab, RoomType, Team, TeamMembership, Webhook};
use crate::webex::{CLUSTER_US, HydraId, IdKind};

/// Everything that the service knows. Each table is keyed by id, in the order of creation.
#[derive(Debug)]
pub struct World {
    pub(super) ids: IdSource,
    pub(super) cluster: String,
    pub(super) org_id: String,
    /// Base of the addresses of files, without a slash at the end.
    pub(super) api_url: String,
    pub(super) people: IndexMap<String, Person>,
    pub(super) tokens: HashMap<String, String>,
    pub(super) rooms: IndexMap<String, Room>,
    pub(super) memberships: IndexMap<String, Membership>,
    pub(super) messages: IndexMap<String, Message>,
    pub(super) contents: IndexMap<String, Content>,
    pub(super) webhooks: IndexMap<String, Webhook>,
    pub(super) actions: IndexMap<String, AttachmentAction>,
    pub(super) teams: IndexMap<String, Team>,
    pub(super) team_memberships: IndexMap<String, TeamMembership>,
    pub(super) tabs: IndexMap<String, RoomTab>,
    /// The General room of each team.
    pub(super) general_rooms: HashMap<String, String>,
    /// Seconds for which a new file is scanned.
    pub(super) scan_s: u32,
    /// Ids of the memberships of a room.
    pub(super) members_of_room: HashMap<String, Vec<String>>,
    /// Ids of the messages of a room, oldest first.
    pub(super) messages_of_room: HashMap<String, Vec<String>>,
    /// The direct room of two people, whose ids are in order.
    pub(super) direct_rooms: HashMap<(String, String), String>,
    pub(super) last_seq: u64,
    pub(super) outbox: Vec<Delivery>,
    /// Ids of activities, apart from those of things: they must not depend on who listens.
    pub(super) activity_ids: IdSource,
    pub(super) broadcasts: Vec<Broadcast>,
}

impl World {
    /// An empty world. `cluster` is that of rooms and all in them (people are always of `us`).
    #[must_use]
    pub fn new(seed: u64, cluster: &str) -> Self {
        let mut ids = IdSource::new(seed);
        let org_id = HydraId::us(IdKind::Organization, ids.next_uuid()).encode();
        Self {
            ids,
            cluster: cluster.to_owned(),
            org_id,
            api_url: String::new(),
            people: IndexMap::new(),
            tokens: HashMap::new(),
            rooms: IndexMap::new(),
            memberships: IndexMap::new(),
            messages: IndexMap::new(),
            contents: IndexMap::new(),
            webhooks: IndexMap::new(),
            actions: IndexMap::new(),
            teams: IndexMap::new(),
            team_memberships: IndexMap::new(),
            tabs: IndexMap::new(),
            general_rooms: HashMap::new(),
            scan_s: 0,
            members_of_room: HashMap::new(),
            messages_of_room: HashMap::new(),
            direct_rooms: HashMap::new(),
            last_seq: 0,
            outbox: Vec::new(),
            activity_ids: IdSource::new(!seed),
            broadcasts: Vec::new(),
        }
    }

    /// Says under which address the service is reached: files get URLs below it.
    pub fn set_api_url(&mut self, api_url: &str) {
        api_url.trim_end_matches('/').clone_into(&mut self.api_url);
    }

    /// For how many seconds a new file is scanned, and not to be had, before it is found clean.
    pub fn set_scan_time(&mut self, seconds: u32) {
        self.scan_s = seconds;
    }

    /// A fresh id of `kind` in the right cluster.
    pub(super) fn fresh_id(&mut self, kind: IdKind) -> String {
        let uuid = self.ids.next_uuid();
        self.id_of(kind, uuid)
    }

    /// The id of `kind` with this inner part: what is in a room carries the room's cluster.
    pub(super) fn id_of(&self, kind: IdKind, inner: String) -> String {
        let in_room = matches!(
            kind,
            IdKind::Room | IdKind::Message | IdKind::Membership | IdKind::AttachmentAction | IdKind::Content
        );
        let cluster = if in_room { self.cluster.as_str() } else { CLUSTER_US };
        HydraId::in_cluster(cluster, kind, inner).encode()
    }

    /// The canonical form of an id from outside: padding and case aside, and the cluster of a bare
    /// uuid filled in. An id of another cluster names nothing here, as in the real service.
    ///
    /// # Errors
    /// 400 where the text is neither an id of `kind` nor a uuid.
    pub(super) fn canonical(&self, id: &str, kind: IdKind) -> Result<String, ApiError> {
        if let Some(parsed) = HydraId::parse(id).filter(|parsed| parsed.kind == kind) {
            let inner = parsed.inner.to_ascii_lowercase();
            return Ok(HydraId { inner, ..parsed }.encode());
        }
        match ids::inner_of(id, &kind) {
            Some(inner) => Ok(self.id_of(kind, inner)),
            None => Err(ApiError::bad_request(format!(
                "The provided {} id is not valid: expected a base64 ID or UUID.",
                kind.as_str().to_ascii_lowercase().replace('_', " ")
            ))),
        }
    }

    /// The cluster of rooms and all in them.
    #[must_use]
    pub fn cluster(&self) -> &str {
        &self.cluster
    }

    /// The id of `kind` for an id or a bare uuid.
    ///
    /// # Errors
    /// 400 for what is neither.
    pub fn canonical_id(&self, id: &str, kind: IdKind) -> Result<String, ApiError> {
        self.canonical(id, kind)
    }

    /// The person of a bearer token.
    ///
    /// # Errors
    /// 401 for a token that was never given.
    pub fn actor_of_token(&self, token: &str) -> Result<String, ApiError> {
        self.tokens.get(token).cloned().ok_or_else(ApiError::unauthorized)
    }

    /// A person by exact id.
    #[must_use]
    pub fn person(&self, id: &str) -> Option<&Person> {
        self.people.get(id)
    }

    /// A person by address, whatever its case.
    #[must_use]
    pub fn person_by_email(&self, email: &str) -> Option<&Person> {
        let email = email.trim().to_lowercase();
        self.people.values().find(|person| person.email == email)
    }

    /// All people and bots, oldest first.
    pub fn people(&self) -> impl DoubleEndedIterator<Item = &Person> {
        self.people.values()
    }

    /// A room by exact id, whoever asks.
    #[must_use]
    pub fn room(&self, id: &str) -> Option<&Room> {
        self.rooms.get(id)
    }

    /// All rooms, oldest first.
    pub fn rooms(&self) -> impl DoubleEndedIterator<Item = &Room> {
        self.rooms.values()
    }

    /// Messages of a room, oldest first, tombstones too.
    pub fn messages_in(&self, room_id: &str) -> impl DoubleEndedIterator<Item = &Message> {
        self.messages_of_room.get(room_id).into_iter().flatten().filter_map(|id| self.messages.get(id))
    }

    /// All messages, oldest first, tombstones too.
    pub fn messages(&self) -> impl DoubleEndedIterator<Item = &Message> {
        self.messages.values()
    }

    /// A message by exact id, whoever asks; a tombstone too.
    #[must_use]
    pub fn message(&self, id: &str) -> Option<&Message> {
        self.messages.get(id)
    }

    /// All registered webhooks, oldest first.
    pub fn webhooks(&self) -> impl DoubleEndedIterator<Item = &Webhook> {
        self.webhooks.values()
    }

    /// A file by exact id, whoever asks.
    #[must_use]
    pub fn content(&self, id: &str) -> Option<&Content> {
        self.contents.get(id)
    }

    /// Memberships of a room, oldest first.
    pub fn memberships_in(&self, room_id: &str) -> impl DoubleEndedIterator<Item = &Membership> {
        self.members_of_room.get(room_id).into_iter().flatten().filter_map(|id| self.memberships.get(id))
    }

    /// Who is in a room.
    pub fn members(&self, room_id: &str) -> impl Iterator<Item = &Person> {
        self.memberships_in(room_id).filter_map(|member| self.people.get(&member.person_id))
    }

    /// Whether the person is in the room.
    #[must_use]
    pub fn is_member(&self, room_id: &str, person_id: &str) -> bool {
        self.membership_of(room_id, person_id).is_some()
    }

    pub(super) fn membership_of(&self, room_id: &str, person_id: &str) -> Option<&Membership> {
        self.memberships_in(room_id).find(|member| member.person_id == person_id)
    }

    /// The direct room of two people, if they have spoken.
    #[must_use]
    pub fn direct_room(&self, one: &str, other: &str) -> Option<&Room> {
        let room_id = self.direct_rooms.get(&pair(one, other))?;
        self.rooms.get(room_id)
    }

    /// The title as `viewer` sees it: a direct room is called like the other person.
    #[must_use]
    pub fn title_for(&self, room: &Room, viewer: &str) -> String {
        match room.kind {
            RoomType::Group => room.title.clone(),
            RoomType::Direct => self
                .members(&room.id)
                .find(|person| person.id != viewer)
                .map(|person| person.display_name.clone())
                .unwrap_or_default(),
        }
    }

    /// Whether `viewer` may know the message: a member, and where it is a bot in a group, only its
    /// own messages and those that mention it.
    #[must_use]
    pub fn can_see(&self, viewer: &str, message: &Message) -> bool {
        let (Some(person), Some(room)) = (self.people.get(viewer), self.rooms.get(&message.room_id)) else {
            return false;
        };
        if !self.is_member(&room.id, viewer) {
            return false;
        }
        match (person.kind, room.kind) {
            (PersonKind::Person, _) | (PersonKind::Bot, RoomType::Direct) => true,
            (PersonKind::Bot, RoomType::Group) => {
                message.person_id == viewer || message.mentioned_people.iter().any(|id| id == viewer)
            }
        }
    }

    /// Takes the webhook deliveries that happened since the last call, in order.
    pub fn take_deliveries(&mut self) -> Vec<Delivery> {
        std::mem::take(&mut self.outbox)
    }

    /// Forgets what was said: messages, files, card submissions. People, rooms and webhooks stay.
    pub fn forget_conversations(&mut self) {
        self.messages.clear();
        self.messages_of_room.clear();
        self.contents.clear();
        self.actions.clear();
    }
}

/// The key of two people's direct room.
pub(super) fn pair(one: &str, other: &str) -> (String, String) {
    if one <= other { (one.to_owned(), other.to_owned()) } else { (other.to_owned(), one.to_owned()) }
}

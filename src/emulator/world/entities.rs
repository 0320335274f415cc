//! The things of the emulated world, as plain data.

use jiff::Timestamp;

use crate::webex::wire::{Attachment, RoomType};

/// Persons type on the page, bots speak through the REST API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonKind {
    /// A human.
    Person,
    /// A machine account, which sees of a group only what mentions it.
    Bot,
}

/// A person or a bot.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// Hydra id of type `PEOPLE`.
    pub id: String,
    /// The one address, lower-cased.
    pub email: String,
    /// Full name.
    pub display_name: String,
    /// What friends say: the first word of the name.
    pub nick_name: String,
    /// Human or machine.
    pub kind: PersonKind,
    /// Hydra id of the organization.
    pub org_id: String,
    /// `APPLICATION` id of a bot, which stands in the envelopes of its webhooks.
    pub app_id: Option<String>,
    /// When the account was made.
    pub created: Timestamp,
}

impl Person {
    /// Whether it is a machine account.
    #[must_use]
    pub fn is_bot(&self) -> bool {
        self.kind == PersonKind::Bot
    }
}

/// A space.
#[derive(Clone, Debug, PartialEq)]
pub struct Room {
    /// Hydra id of type `ROOM`.
    pub id: String,
    /// Title of a group; empty for a direct room, whose title is the other's name.
    pub title: String,
    /// Direct or group.
    pub kind: RoomType,
    /// Who made it.
    pub creator_id: String,
    /// When it was made.
    pub created: Timestamp,
    /// When something last happened in it.
    pub last_activity: Timestamp,
    /// Moderated: only moderators add people.
    pub is_locked: bool,
    /// Only moderators post.
    pub is_announcement_only: bool,
    /// Archived: nobody posts.
    pub is_read_only: bool,
    /// Since when everybody of the organization finds it; `None` for a private one.
    pub made_public: Option<Timestamp>,
    /// The team that it belongs to.
    pub team_id: Option<String>,
    /// Free text of the space.
    pub description: Option<String>,
}

impl Room {
    /// A group that was just made, without an id yet.
    pub(super) fn group(title: &str, creator_id: &str, now: Timestamp) -> Self {
        Self {
            id: String::new(),
            title: title.to_owned(),
            kind: RoomType::Group,
            creator_id: creator_id.to_owned(),
            created: now,
            last_activity: now,
            is_locked: false,
            is_announcement_only: false,
            is_read_only: false,
            made_public: None,
            team_id: None,
            description: None,
        }
    }
}

/// A person in a room.
#[derive(Clone, Debug, PartialEq)]
pub struct Membership {
    /// Hydra id of type `MEMBERSHIP`.
    pub id: String,
    /// The room.
    pub room_id: String,
    /// Who is in it.
    pub person_id: String,
    /// May moderate a locked room.
    pub is_moderator: bool,
    /// The person has hidden the direct room.
    pub is_room_hidden: bool,
    /// Since when.
    pub created: Timestamp,
}

/// A message, or what is left of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Hydra id of type `MESSAGE`.
    pub id: String,
    /// Place in the order of all messages of the world; larger is later.
    pub seq: u64,
    /// The room.
    pub room_id: String,
    /// The author.
    pub person_id: String,
    /// Plain text, derived from the markdown where only that was sent.
    pub text: String,
    /// As sent.
    pub markdown: Option<String>,
    /// What is drawn, where the message was markdown or mentions somebody. Already safe.
    pub html: Option<String>,
    /// Files, by id.
    pub files: Vec<String>,
    /// The attachments as sent: at most one card.
    pub attachments: Vec<Attachment>,
    /// The root of its thread.
    pub parent_id: Option<String>,
    /// Members whom it mentions, each once.
    pub mentioned_people: Vec<String>,
    /// It mentions everyone.
    pub mentions_all: bool,
    /// When it was posted.
    pub created: Timestamp,
    /// When it was last edited.
    pub updated: Option<Timestamp>,
    /// How often it was edited.
    pub edits: usize,
    /// It was deleted: nobody can fetch it, and the page shows that it was there.
    pub deleted: bool,
}

/// What the scan for malware says of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scan {
    /// It is there for who may see it.
    Clean,
    /// It is scanned until then.
    Until(Timestamp),
    /// It is infected, and nobody gets it.
    Infected,
    /// It cannot be scanned; who asks for that gets it all the same.
    Unscannable,
}

/// A file of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// Hydra id of type `CONTENT`.
    pub id: String,
    /// The message that it came with; empty until that is posted.
    pub message_id: String,
    /// File name as sent.
    pub name: String,
    /// Media type as sent.
    pub media_type: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// Whether it may be had.
    pub scan: Scan,
}

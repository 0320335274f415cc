//! Events as they wait in a mailbox, and which mailbox that is.

use crate::value::RoomRef;
use crate::webex::id_key;
use crate::webex::wire::{Membership, Message, RoomType, WireTime};
use serde::{Deserialize, Serialize};
use smol_str::{SmolStr, format_smolstr};

/// An event that may start a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Inbound {
    /// Somebody wrote. From a webhook the message has no content yet.
    Message {
        /// The message.
        message: Box<Message>,
    },
    /// The bot was added to a room.
    Join {
        /// The bot's membership.
        membership: Box<Membership>,
        /// Who added it, a `PEOPLE` id; empty where nobody says.
        actor: SmolStr,
    },
}

impl Inbound {
    /// The conversation that it belongs to.
    pub(super) fn mailbox(&self) -> SmolStr {
        match self {
            Self::Message { message } => {
                let id =
                    if message.person_id.is_empty() { &message.person_email } else { &message.person_id };
                conversation(id, &message.room_id)
            }
            Self::Join { membership, actor } => conversation(actor, &membership.room_id),
        }
    }

    /// When it happened, in milliseconds since 1970, where that is known.
    pub(super) fn sent_ms(&self) -> Option<i64> {
        let created = match self {
            Self::Message { message } => message.updated.or(message.created),
            Self::Join { membership, .. } => membership.created,
        };
        created.map(WireTime::as_millisecond)
    }

    pub(super) fn room(&self) -> RoomRef {
        match self {
            Self::Message { message } => room(&message.room_id, message.room_type),
            Self::Join { membership, .. } => room(&membership.room_id, membership.room_type),
        }
    }
}

/// A person in a room.
pub(super) fn conversation(person: &str, room: &str) -> SmolStr {
    format_smolstr!("in {} with {}", id_key(room), id_key(person))
}

/// The mailbox of a run that belongs to no conversation.
pub(super) fn own_mailbox(run: &SmolStr) -> SmolStr {
    format_smolstr!("run {run}")
}

/// Whether it is the mailbox of a run that belongs to no conversation.
pub(super) fn is_own_mailbox(mailbox: &str) -> bool {
    mailbox.starts_with("run ")
}

fn room(id: &str, kind: Option<RoomType>) -> RoomRef {
    RoomRef { id: SmolStr::new(id), direct: kind == Some(RoomType::Direct) }
}

//! Events as they wait in a mailbox, and which mailbox that is.

use crate::value::RoomRef;
use crate::webex::id_key;
use crate::webex::wire::{AttachmentAction, Membership, Message, RoomType, WireTime};
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
    /// A button of a card was pressed.
    Action {
        /// What, without its inputs.
        action: Box<AttachmentAction>,
    },
    /// Who is in a room has changed.
    Member {
        /// What happened.
        change: MemberChange,
        /// The membership of who came or went.
        membership: Box<Membership>,
        /// Who did it, a `PEOPLE` id; empty where nobody says.
        actor: SmolStr,
    },
}

/// How the members of a room have changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum MemberChange {
    /// The bot was added.
    BotJoined,
    /// The bot was removed.
    BotLeft,
    /// Somebody else was added.
    Joined,
    /// Somebody else left.
    Left,
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
            Self::Action { action } => conversation(&action.person_id, &action.room_id),
            Self::Member { change: MemberChange::BotJoined | MemberChange::BotLeft, membership, actor } => {
                conversation(actor, &membership.room_id)
            }
            Self::Member { membership, .. } => conversation(&membership.person_id, &membership.room_id),
        }
    }

    /// When it happened, in milliseconds since 1970, where that is known.
    pub(super) fn sent_ms(&self) -> Option<i64> {
        let created = match self {
            Self::Message { message } => message.updated.or(message.created),
            Self::Action { action } => action.created,
            Self::Member { change: MemberChange::BotJoined | MemberChange::Joined, membership, .. } => {
                membership.created
            }
            // Nobody said who did it: it was found later, and comes after the coming that it ends.
            Self::Member { change: MemberChange::BotLeft, membership, actor } if actor.is_empty() => {
                membership.created
            }
            // The membership says when it began, not when it ended.
            Self::Member { .. } => None,
        };
        created.map(WireTime::as_millisecond)
    }

    pub(super) fn room(&self) -> RoomRef {
        match self {
            Self::Message { message } => room(&message.room_id, message.room_type),
            Self::Action { action } => room(&action.room_id, None),
            Self::Member { membership, .. } => room(&membership.room_id, membership.room_type),
        }
    }
}

/// A person in a room.
pub(super) fn conversation(person: &str, room: &str) -> SmolStr {
    format_smolstr!("in {} with {}", id_key(room), id_key(person))
}

/// The conversations of a room, as a range of mailboxes: from the first one, until before the last one.
pub(super) fn conversations(room: &str) -> (SmolStr, SmolStr) {
    let key = id_key(room);
    (format_smolstr!("in {key} with "), format_smolstr!("in {key} with!"))
}

/// The room of a conversation.
pub(super) fn room_of(mailbox: &str) -> &str {
    let room = mailbox.strip_prefix("in ").and_then(|rest| rest.split_once(" with "));
    room.map_or("", |(room, _)| room)
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

//! What happened, and the webhook deliveries that it causes.

use serde_json::{Value, json};

use crate::emulator::world::entities::Membership;
use crate::emulator::world::filter::{Fact, matches_filter};
use crate::emulator::world::store::World;
use crate::webex::wire::{RoomType, Webhook, WebhookDelivery, WebhookStatus, WireTime};

/// What was done to a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Created,
    Updated,
    Deleted,
}

impl Change {
    fn word(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Deleted => "deleted",
        }
    }
}

/// Something that a webhook can be told.
#[derive(Clone, Debug)]
pub(super) enum Happening {
    /// A message; a deleted one is a tombstone by now.
    Message { message_id: String, change: Change },
    /// A membership as it is, or as it was.
    Membership { membership: Membership, change: Change },
    /// A room.
    Room { room_id: String, change: Change },
    /// A card was submitted.
    Action { action_id: String },
}

impl Happening {
    fn resource(&self) -> &'static str {
        match self {
            Self::Message { .. } => "messages",
            Self::Membership { .. } => "memberships",
            Self::Room { .. } => "rooms",
            Self::Action { .. } => "attachmentActions",
        }
    }

    fn event(&self) -> &'static str {
        match self {
            Self::Message { change, .. } | Self::Membership { change, .. } | Self::Room { change, .. } => {
                change.word()
            }
            Self::Action { .. } => Change::Created.word(),
        }
    }
}

/// One POST that the service owes to a webhook.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery {
    /// The webhook, which may be gone or switched off when the turn comes.
    pub webhook_id: String,
    /// Where to.
    pub target_url: String,
    /// Key of the signature.
    pub secret: Option<String>,
    /// The envelope.
    pub envelope: WebhookDelivery,
}

impl World {
    /// Owes a delivery to each webhook that asked for this and whose owner may know of it.
    pub(super) fn emit(&mut self, actor: &str, happening: &Happening) {
        let deliveries: Vec<Delivery> = self
            .webhooks
            .values()
            .filter(|hook| hook.status == WebhookStatus::Active && asks_for(hook, happening))
            .filter_map(|hook| self.delivery(hook, actor, happening))
            .collect();
        self.outbox.extend(deliveries);
        self.broadcast(actor, happening);
    }

    fn delivery(&self, hook: &Webhook, actor: &str, happening: &Happening) -> Option<Delivery> {
        let owner = hook.created_by.as_deref()?;
        if !self.may_hear_of(owner, happening) {
            return None;
        }
        let (data, facts) = self.told(happening, owner)?;
        if let Some(filter) = &hook.filter
            && !matches_filter(filter, &facts, owner)
        {
            return None;
        }
        let mut envelope = WebhookDelivery::of(hook, actor, data);
        // A firehose tells what it is about; an ordinary hook has these words already.
        happening.resource().clone_into(&mut envelope.resource);
        happening.event().clone_into(&mut envelope.event);
        Some(Delivery {
            webhook_id: hook.id.clone(),
            target_url: hook.target_url.clone(),
            secret: hook.secret.as_ref().map(|secret| secret.expose().to_owned()),
            envelope,
        })
    }

    pub(super) fn may_hear_of(&self, owner: &str, happening: &Happening) -> bool {
        match happening {
            Happening::Message { message_id, .. } => {
                self.messages.get(message_id).is_some_and(|message| self.can_see(owner, message))
            }
            Happening::Membership { membership, .. } => {
                membership.person_id == owner || self.is_member(&membership.room_id, owner)
            }
            Happening::Room { room_id, .. } => self.is_member(room_id, owner),
            Happening::Action { action_id } => self
                .actions
                .get(action_id)
                .and_then(|action| self.messages.get(&action.message_id))
                .is_some_and(|message| message.person_id == owner),
        }
    }

    /// The `data` of the envelope and what filters can ask about it.
    fn told(&self, happening: &Happening, owner: &str) -> Option<(Value, Vec<Fact>)> {
        match happening {
            Happening::Message { message_id, change } => {
                let message = self.wire_message(self.messages.get(message_id)?);
                let facts = vec![
                    Fact::id("roomId", &message.room_id),
                    Fact::word("roomType", room_word(message.room_type)),
                    Fact::id("personId", &message.person_id),
                    Fact::word("personEmail", &message.person_email),
                    Fact::ids("mentionedPeople", &message.mentioned_people),
                    Fact::word("hasFiles", if message.files.is_empty() { "false" } else { "true" }),
                ];
                let data = match change {
                    Change::Created | Change::Updated => serde_json::to_value(message.without_content()),
                    Change::Deleted => Ok(json!({
                        "id": message.id, "roomId": message.room_id, "roomType": message.room_type,
                        "personId": message.person_id, "personEmail": message.person_email,
                        "created": message.created,
                    })),
                };
                Some((data.ok()?, facts))
            }
            Happening::Membership { membership, .. } => {
                let membership = self.wire_membership(membership);
                let moderator = membership.is_moderator == Some(true);
                let facts = vec![
                    Fact::id("roomId", &membership.room_id),
                    Fact::id("personId", &membership.person_id),
                    Fact::word("personEmail", &membership.person_email),
                    Fact::word("isModerator", if moderator { "true" } else { "false" }),
                ];
                Some((serde_json::to_value(membership).ok()?, facts))
            }
            Happening::Room { room_id, .. } => {
                let room = self.rooms.get(room_id)?;
                let facts = vec![
                    Fact::word("type", room_word(Some(room.kind))),
                    Fact::word("isLocked", if room.is_locked { "true" } else { "false" }),
                ];
                let data = json!({
                    "id": room.id, "title": self.title_for(room, owner), "type": room.kind,
                    "isLocked": room.is_locked, "creatorId": room.creator_id,
                    "lastActivity": WireTime(room.last_activity), "created": WireTime(room.created),
                });
                Some((data, facts))
            }
            Happening::Action { action_id } => {
                let action = self.actions.get(action_id)?.without_content();
                let facts = vec![
                    Fact::id("roomId", &action.room_id),
                    Fact::id("personId", &action.person_id),
                    Fact::id("messageId", &action.message_id),
                ];
                Some((serde_json::to_value(action).ok()?, facts))
            }
        }
    }
}

/// Whether the webhook is about this kind of thing. The firehose leaves card submissions out, which
/// two independent reports name; they need a webhook of their own.
fn asks_for(hook: &Webhook, happening: &Happening) -> bool {
    let resource = match hook.resource.as_str() {
        "all" => !matches!(happening, Happening::Action { .. }),
        resource => resource == happening.resource(),
    };
    resource && (hook.event == "all" || hook.event == happening.event())
}

fn room_word(kind: Option<RoomType>) -> &'static str {
    match kind {
        Some(RoomType::Direct) => "direct",
        Some(RoomType::Group) | None => "group",
    }
}

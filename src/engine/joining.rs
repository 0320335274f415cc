//! The first message of a direct room comes together with the event that the bot was added, in any order:
//! whoever of them comes first, the greeting is said first, and once. A coming into a group may be heard of twice too, by
//! an event and when what was missed is looked for: the times that both tell may differ by a little.

use super::active::Active;
use super::codec::{decode, encode};
use super::core::Core;
use super::inbound::MemberChange;
use super::store::{Commit, StateName, StateWrite, StoreError, StoredState};
use crate::base::limits;
use crate::webex::wire::{Membership, Message, RoomType, WireTime};
use crate::webex::{MembershipFilter, same_id};
use smol_str::SmolStr;
use std::sync::Arc;

impl Core {
    /// Before the first message of a direct room the bot's coming is handled.
    pub(super) async fn join_first(
        self: &Arc<Self>,
        active: &Arc<Active>,
        message: &Message,
        mailbox: &SmolStr,
    ) -> Result<(), StoreError> {
        if active.of_members(MemberChange::BotJoined).next().is_none() {
            return Ok(());
        }
        if self.joined(&message.room_id).await?.is_some() {
            return Ok(());
        }
        let filter = MembershipFilter {
            room_id: Some(&message.room_id),
            person_id: Some(&self.me.id),
            ..MembershipFilter::default()
        };
        let found = match self.gateway.memberships(filter, 1).await {
            Ok(found) => found,
            Err(error) => {
                tracing::debug!("whether the room is new cannot be told, it is not greeted: {error}");
                return Ok(());
            }
        };
        let Some(membership) = found.into_iter().find(|it| same_id(&it.person_id, &self.me.id)) else {
            return Ok(());
        };
        let age_ms = match (message.created, membership.created) {
            (Some(sent), Some(added)) => sent.as_millisecond().saturating_sub(added.as_millisecond()),
            _ => i64::MAX,
        };
        if age_ms > limits::JOIN_MESSAGE_MS {
            // A room from before: its greeting was said, or it never had one.
            let mut commit = Commit::default();
            note_joined(&membership, None, &mut commit)?;
            return self.store.commit(commit).await;
        }
        let actor = SmolStr::new(&message.person_id);
        self.handle_join(active, membership, actor, (mailbox, Commit::default())).await
    }

    /// Handles that the bot came into a room, unless that was done.
    pub(super) async fn handle_join(
        self: &Arc<Self>,
        active: &Arc<Active>,
        membership: Membership,
        actor: SmolStr,
        (mailbox, mut along): (&SmolStr, Commit),
    ) -> Result<(), StoreError> {
        let known = self.joined(&membership.room_id).await?;
        if let Some(known) = &known
            && Coming::read(&decode::<String>(&known.value)?).is(&Coming::of(&membership))
        {
            return self.store.commit(along).await;
        }
        note_joined(&membership, known, &mut along)?;
        let member = super::conversation::Member { change: MemberChange::BotJoined, membership, actor };
        self.start_member(active, member, mailbox, along).await
    }

    async fn joined(&self, room: &str) -> Result<Option<StoredState>, StoreError> {
        Ok(self.store.states(vec![joining(room)]).await?.into_iter().next().flatten())
    }
}

/// The clocks of who tells of a coming differ by less, in milliseconds.
const SAME_COMING_MS: u64 = 2 * 60_000;

/// A membership of the bot. In a group it may come and go, and its id is the same each time.
struct Coming<'m> {
    membership: &'m str,
    at_ms: Option<i64>,
}

impl<'m> Coming<'m> {
    fn of(membership: &'m Membership) -> Self {
        let group = membership.room_type != Some(RoomType::Direct);
        let at = membership.created.filter(|_| group);
        Self { membership: &membership.id, at_ms: at.map(WireTime::as_millisecond) }
    }

    /// `ID`, `ID@MS`
    fn read(text: &'m str) -> Self {
        let (membership, at) = text.rsplit_once('@').unwrap_or((text, ""));
        Self { membership, at_ms: at.parse().ok() }
    }

    fn text(&self) -> String {
        self.at_ms.map_or_else(|| self.membership.to_owned(), |at_ms| format!("{}@{at_ms}", self.membership))
    }

    fn is(&self, other: &Self) -> bool {
        let same_time = match (self.at_ms, other.at_ms) {
            (Some(one), Some(other)) => one.abs_diff(other) <= SAME_COMING_MS,
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        same_time && same_id(self.membership, other.membership)
    }
}

fn note_joined(
    membership: &Membership,
    known: Option<StoredState>,
    commit: &mut Commit,
) -> Result<(), StoreError> {
    let version = known.map_or(0, |known| known.version);
    let value = Some(encode(&Coming::of(membership).text())?);
    commit.states.push(StateWrite { name: joining(&membership.room_id), version, value });
    Ok(())
}

/// With which membership the bot is in a room.
fn joining(room: &str) -> StateName {
    StateName { state: SmolStr::new_static("joined"), owner: crate::webex::id_key(room).into() }
}

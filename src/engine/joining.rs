//! The bot comes into rooms and leaves them. The first message of a direct room comes together with the event that the
//! bot was added, in any order: whoever of them comes first, the greeting is said first, and once.

use super::active::Active;
use super::conversation::Member;
use super::core::Core;
use super::inbound::MemberChange;
use super::presence::{Came, Leaves};
use super::store::{Commit, StoreError};
use crate::base::limits;
use crate::webex::wire::{Membership, Message, WireTime};
use crate::webex::{MembershipFilter, same_id};
use smol_str::SmolStr;
use std::sync::Arc;

impl Core {
    /// Before the first message of a direct room the bot's coming is handled, by a program that has something to do then.
    pub(super) async fn join_first(
        self: &Arc<Self>,
        active: &Arc<Active>,
        message: &Message,
        mailbox: &SmolStr,
    ) -> Result<(), StoreError> {
        if self.presence(&message.room_id).await?.is_known() {
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
            self.presence(&membership.room_id).await?.note_coming(&membership, &mut commit)?;
            return match self.store.commit(commit).await {
                // Somebody else has just told of it.
                Err(StoreError::Conflict { .. }) => Ok(()),
                done => done,
            };
        }
        let actor = SmolStr::new(&message.person_id);
        self.handle_join(active, membership, actor, (mailbox, Commit::default())).await
    }

    /// Handles that the bot came into a room, unless that was done. Who comes again has left before: where nobody told
    /// of that, it is handled first.
    pub(super) async fn handle_join(
        self: &Arc<Self>,
        active: &Arc<Active>,
        membership: Membership,
        actor: SmolStr,
        (mailbox, along): (&SmolStr, Commit),
    ) -> Result<(), StoreError> {
        loop {
            let presence = self.presence(&membership.room_id).await?;
            let (change, mut commit) = match presence.comes(&membership) {
                Came::Told => return self.store.commit(along).await,
                Came::New => (MemberChange::BotJoined, along.clone()),
                Came::Again => (MemberChange::BotLeft, Commit::default()),
            };
            let mut told = Member { change, membership: membership.clone(), actor: actor.clone() };
            if change == MemberChange::BotLeft {
                let came_ms = membership.created.map(WireTime::as_millisecond);
                presence.note_leave(came_ms.map(|came_ms| came_ms - 1), false, &mut commit)?;
                told.actor = SmolStr::default();
            } else {
                presence.note_coming(&membership, &mut commit)?;
            }
            match self.start_member(active, told, mailbox, commit).await {
                Err(error) if presence.is_outdated(&error) => {}
                Ok(()) if change == MemberChange::BotLeft => {}
                done => return done,
            }
        }
    }

    /// Handles that the bot is out of a room, unless that was done.
    pub(super) async fn handle_leave(
        self: &Arc<Self>,
        active: &Arc<Active>,
        membership: Membership,
        actor: SmolStr,
        (mailbox, along): (&SmolStr, Commit),
    ) -> Result<(), StoreError> {
        loop {
            let presence = self.presence(&membership.room_id).await?;
            let leaves = presence.leaves(&membership);
            if leaves == Leaves::Told {
                return self.store.commit(along).await;
            }
            let mut commit = along.clone();
            let after_ms = membership.created.map(WireTime::as_millisecond);
            presence.note_leave(after_ms, leaves == Leaves::Late, &mut commit)?;
            let left = Member {
                change: MemberChange::BotLeft,
                membership: membership.clone(),
                actor: actor.clone(),
            };
            match self.start_member(active, left, mailbox, commit).await {
                Err(error) if presence.is_outdated(&error) => {}
                done => return done,
            }
        }
    }
}

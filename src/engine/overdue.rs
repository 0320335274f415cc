//! Questions that had run out when a message was written. Their time is not up yet where it did not go on: the bot was
//! down or cut off.

use super::core::Core;
use super::questions::{Incoming, Open};
use super::store::{Change, Commit, StoreError};
use super::timers::expiry_id;
use crate::webex::wire::WireTime;
use std::sync::Arc;

/// The clocks of Webex and of this machine may differ, in milliseconds: what is less late is in time.
const SKEW_MS: i64 = 2 * 60_000;

impl Core {
    /// Lets run out what had run out when the message was written. Returns whether there was anything.
    pub(super) async fn expire_overdue(
        self: &Arc<Self>,
        open: &[Open],
        incoming: &Incoming<'_>,
    ) -> Result<bool, StoreError> {
        let Some(sent_ms) = incoming.message.created.map(WireTime::as_millisecond) else { return Ok(false) };
        let mut any = false;
        for open in open {
            let Some(flight) = self.flight_of(open).await? else { continue };
            // A run of another conversation is in the hands of another worker.
            if flight.mailbox != *incoming.mailbox {
                continue;
            }
            let Some(question) = flight.run.open_question() else { continue };
            if question.due_ms.saturating_add(SKEW_MS) >= sent_ms {
                continue;
            }
            let timers = vec![Change::Remove(expiry_id(&flight.run, question))];
            let along = Commit { timers, ..Commit::default() };
            // Boxed: what a run may do next is a large state.
            Box::pin(self.expire(&flight.run.id.0, question.number, along)).await?;
            any = true;
        }
        Ok(any)
    }
}

//! Which questions were over when a message was written. Their time is not up yet where it did not go on (the bot was
//! down or cut off), or where what was written in time waits to be handled.

use super::core::Core;
use super::parking::silence;
use super::questions::{Incoming, Open};
use super::store::{Change, Commit, Silence, StoreError};
use super::timers::{Done, expiry_id};
use crate::base::limits;
use crate::vm::{Question, Run};
use crate::webex::wire::WireTime;
use std::sync::Arc;

/// The clocks of Webex and of this machine may differ, in milliseconds: what is less late is in time.
const SKEW_MS: i64 = 2 * 60_000;

/// Whether a question was over when something was written or pressed.
pub(super) fn was_over(question: &Question, sent_ms: i64) -> bool {
    question.due_ms.saturating_add(SKEW_MS) < sent_ms
}

impl Core {
    /// Of these questions, those that were open when a message was written; nothing where others ran out now, whose
    /// runs may have asked again.
    pub(super) async fn open_when_written(
        self: &Arc<Self>,
        open: Vec<Open>,
        incoming: &Incoming<'_>,
    ) -> Result<Option<Vec<Open>>, StoreError> {
        let Some(sent_ms) = incoming.message.created.map(WireTime::as_millisecond) else {
            return Ok(Some(open));
        };
        let (mut left, mut any_over) = (Vec::new(), false);
        for open in open {
            let Some(flight) = self.asking(&open).await? else { continue };
            let Some(question) = flight.run.open_question() else {
                // It is being put again.
                left.push(open);
                continue;
            };
            if !was_over(question, sent_ms) {
                left.push(open);
                continue;
            }
            // A run of another conversation is in the hands of another worker.
            if flight.mailbox != *incoming.mailbox {
                continue;
            }
            let timers = vec![Change::Remove(expiry_id(&flight.run, question))];
            let along = Commit { timers, ..Commit::default() };
            // Boxed: what a run may do next is a large state.
            let expired = self.expire(&flight.run.id.0, question.number, along, None);
            any_over |= Box::pin(expired).await? == Done::Over;
        }
        Ok((!any_over).then_some(left))
    }

    /// What must be handled before a question runs out: what was stored before, and was written in time. Not for ever:
    /// it may never be read.
    pub(super) fn silence_of(&self, run: &Run, question: &Question) -> Option<Silence> {
        let outage_ms = i64::try_from(limits::OUTAGE_MS_MAX).unwrap_or(i64::MAX);
        if self.clock.now_ms() >= question.due_ms.saturating_add(outage_ms) {
            return None;
        }
        silence(run, question, question.due_ms.saturating_add(SKEW_MS))
    }
}

//! The last look: before a question ends it is looked in its room whether the answer was given and not delivered, be it that
//! a proxy is down, or that Webex switched the webhook off. So it is with webhooks, which come or do not; of a websocket a
//! sign of life says as much (`hearing.rs`).
//!
//! What is found comes in as if it had been delivered, and is stored before the question can end.

use super::catch_up::{Behind, OVERLAP_MS};
use super::codec::decode;
use super::core::{Core, Work};
use super::store::TimerRecord;
use crate::base::limits;
use crate::value::Target;
use crate::vm::Run;
use crate::webex::queue::{Class, Urgency};
use crate::webex::same_id;
use smol_str::SmolStr;
use std::sync::Arc;

/// How soon it is looked again where Webex does not tell, in milliseconds.
const AGAIN_MS: i64 = 30_000;

/// A question, by its run and its number.
pub(super) type Asked = (SmolStr, u32);

impl Core {
    /// Lets a question run out after a last look. Not after half an hour, however: it may never be known.
    pub(super) fn end_after_a_look(self: &Arc<Self>, mailbox: SmolStr, timer: TimerRecord, asked: Asked) {
        self.firing.looks_for(&timer);
        let core = Arc::clone(self);
        let looked = async move {
            let until_ms = core.clock.now_ms().saturating_add(limits::CATCH_UP_FIRST_MS_MAX);
            tokio::select! {
                biased;
                () = core.look_until_known(timer.due_ms, &asked) => {}
                () = core.clock.sleep_until(until_ms) => {}
            }
            let _busy = core.activity.begin();
            core.firing.looked_for(&timer);
            core.post(&mailbox, timer.due_ms, Work::Timer(timer));
        };
        let core = Arc::clone(self);
        // When the bot ends, the timer is in the store.
        tokio::spawn(async move { core.closing.run_until_cancelled(looked).await });
    }

    async fn look_until_known(self: &Arc<Self>, due_ms: i64, asked: &Asked) {
        loop {
            let turn = self.last_looks.acquire().await;
            // Another look may have been as late by now.
            if !self.hearing.needs_look(due_ms) {
                return;
            }
            let busy = self.activity.begin();
            let Err(error) = self.look_for_answer(asked).await else { return };
            drop((turn, busy));
            tracing::debug!("a question cannot end yet, as it is not known whether it was answered: {error}");
            self.clock.sleep_until(self.clock.now_ms().saturating_add(AGAIN_MS)).await;
        }
    }

    async fn look_for_answer(self: &Arc<Self>, (run, number): &Asked) -> Result<(), Behind> {
        let Some(stored) = self.store.run(run.clone()).await? else { return Ok(()) };
        let run: Run = decode(&stored.body)?;
        let Some(question) = run.open_question().filter(|it| it.number == *number) else { return Ok(()) };
        let Some(room) = &question.room else { return Ok(()) };
        let direct = match &question.to {
            Target::Person(_) => true,
            Target::Room(to) => to.direct && same_id(&to.id, room),
        };
        // What was looked through before came in then, and is not known any more when it is old.
        let Some(since_ms) = self.missed_since(room).await? else { return Ok(()) };
        let since_ms = since_ms.max(question.put.0.saturating_sub(OVERLAP_MS));
        let said = Urgency::new(Class::Read).scope(self.said_in((room, direct), since_ms)).await?;
        self.take_said(said).await?;
        Ok(())
    }
}

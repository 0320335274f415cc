//! Workers: one for each mailbox that is not empty.

use super::activity::Busy;
use super::core::{Core, Work};
use super::inbound::room_of;
use super::mailbox::Pushed;
use super::store::StoreError;
use crate::webex::queue::{Class, Urgency};
use futures_util::FutureExt;
use smol_str::SmolStr;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

impl Core {
    /// Puts work into a mailbox, and gives the mailbox a worker if it has none.
    pub(super) fn post(self: &Arc<Self>, mailbox: &SmolStr, sent_ms: i64, work: Work) {
        let awaited = match &work {
            Work::Event(..) | Work::Answered(_) => true,
            Work::Timer(timer) => !timer.can_wait,
            Work::Effect(_) | Work::Hook(..) | Work::Run(_) => false,
        };
        match self.mailboxes.push(mailbox, sent_ms, awaited, work) {
            Pushed::NeedsWorker => {
                let busy = self.activity.begin();
                self.workers.spawn(Arc::clone(self).work(mailbox.clone(), busy));
            }
            // Whoever waits for this waits for what is in its way.
            Pushed::Waits(Some((urgency, places))) if awaited => {
                self.lanes.hurry(&urgency, &places, Class::Read);
            }
            Pushed::Waits(_) => {}
        }
    }

    /// Empties a mailbox.
    async fn work(self: Arc<Self>, mailbox: SmolStr, busy: Busy) {
        loop {
            if self.mailboxes.next_is(&mailbox, |work| matches!(work, Work::Event(..))) {
                // What was missed before it comes in first: the mailbox orders them.
                let over = self.looking.is_over(room_of(&mailbox), &*self.clock);
                let _ = self.closing.run_until_cancelled(over).await;
            }
            let Some(work) = self.mailboxes.next(&mailbox) else { break };
            let Some(work) = self.whose_turn_it_is(work) else { continue };
            let event = match &work {
                Work::Event(record, _) => Some(record.id.clone()),
                Work::Effect(_) | Work::Run(_) | Work::Hook(..) | Work::Answered(_) | Work::Timer(_) => None,
            };
            // A bug of ours in one run must not stop its conversation for good.
            let done = AssertUnwindSafe(self.handle(work)).catch_unwind();
            let Some(done) = self.cut.run_until_cancelled(done).await else { break };
            match done {
                Ok(Ok(())) => {}
                Ok(Err(error)) => {
                    tracing::error!(code = "run/store", "an event could not be handled: {error}");
                }
                Err(_) => {
                    tracing::error!(code = "run/internal", "a run ended in a panic; this is a bug of wbot");
                }
            }
            if let Some(id) = event {
                self.lets_go(&mailbox, &id);
                self.try_again(self.firing.next_in(room_of(&mailbox)));
            }
        }
        drop(busy);
    }

    /// What is to be done now: an event may have to wait.
    fn whose_turn_it_is(&self, work: Work) -> Option<Work> {
        match work {
            // It stays in the store, for the next start.
            Work::Event(..) if self.closing.is_cancelled() => None,
            Work::Event(record, arrival) => {
                let turn = self.unread.hold((record, arrival), self.clock.now_ms());
                turn.map(|(record, arrival)| Work::Event(record, arrival))
            }
            work => Some(work),
        }
    }

    async fn handle(self: &Arc<Self>, work: Work) -> Result<(), StoreError> {
        // Of a run it is said more exactly, where it is driven.
        let class = match work {
            Work::Event(..) | Work::Answered(_) => Class::Read,
            Work::Effect(_) | Work::Run(_) | Work::Hook(..) | Work::Timer(_) => Class::Notice,
        };
        // Boxed one by one: what a conversation may do is a large state, and many wait with it.
        let handled = async {
            match work {
                Work::Event(event, Some(arrival)) => arrival.during(Box::pin(self.handle_event(event))).await,
                Work::Event(event, None) => Box::pin(self.handle_event(event)).await,
                Work::Hook(id, arrival) => arrival.during(Box::pin(self.resume_run(id))).await,
                Work::Effect(going) => Box::pin(self.resume_effect(*going)).await,
                Work::Run(id) => Box::pin(self.resume_run(id)).await,
                Work::Answered(answered) => Box::pin(self.resume_answered(*answered)).await,
                Work::Timer(timer) => Box::pin(self.handle_timer(timer)).await,
            }
        };
        Urgency::new(class).scope(handled).await
    }
}

//! What nobody waits for is held back while the queue to Webex is deep: it is stored, and begins when the
//! queue is short again.

use super::activity::Busy;
use super::core::{Core, Work};
use super::mailbox::BEGUN;
use crate::base::limits;
use smol_str::SmolStr;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// Runs that are stored and have not begun.
#[derive(Debug, Default)]
pub(super) struct Held {
    runs: Mutex<VecDeque<(SmolStr, Work, Busy)>>,
    came: Notify,
}

impl Held {
    fn runs(&self) -> MutexGuard<'_, VecDeque<(SmolStr, Work, Busy)>> {
        self.runs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Core {
    /// Begins a run that is stored and that nobody waits for, now or when the queue is short. Returns whether
    /// it begins now. Of those that are held back the first comes first.
    pub(super) fn begin_in_time(self: &Arc<Self>, mailbox: &SmolStr, work: Work) -> bool {
        let runs = self.held.runs();
        let begins = runs.is_empty() && !self.queue().depth().deep;
        drop(runs);
        if begins {
            self.post(mailbox, BEGUN, work);
        } else {
            self.hold_back(mailbox, work);
        }
        begins
    }

    /// Keeps a run that is stored back until the queue is short.
    pub(super) fn hold_back(&self, mailbox: &SmolStr, work: Work) {
        self.held.runs().push_back((mailbox.clone(), work, self.activity.begin()));
        self.held.came.notify_one();
    }

    /// Lets runs go as the queue allows, for ever.
    pub(super) async fn let_go(self: Arc<Self>) {
        loop {
            self.queue().shallow().await;
            let some: Vec<_> = {
                let mut runs = self.held.runs();
                let most = limits::HELD_BACK_AT_ONCE.min(runs.len());
                runs.drain(..most).collect()
            };
            if some.is_empty() {
                self.held.came.notified().await;
                continue;
            }
            for (mailbox, work, busy) in some {
                self.post(&mailbox, BEGUN, work);
                drop(busy);
            }
            // What began shows in the queue soon.
            self.clock.pause(std::time::Duration::from_millis(50)).await;
        }
    }
}

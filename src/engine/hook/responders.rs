//! Callers of webhooks that wait for what a run says.

use super::HookResponse;
use smol_str::SmolStr;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::oneshot;

/// A caller that waits.
pub(in crate::engine) type Waiter = oneshot::Receiver<HookResponse>;

/// Who waits for which run.
#[derive(Debug, Default)]
pub(in crate::engine) struct Responders {
    waiting: Mutex<HashMap<SmolStr, Caller>>,
    /// How many of them were let in ahead of others.
    ahead: AtomicUsize,
}

#[derive(Debug)]
struct Caller {
    answer: oneshot::Sender<HookResponse>,
    ahead: bool,
}

impl Responders {
    /// A caller begins to wait for `run`; `ahead`: before others.
    pub(in crate::engine) fn wait_for(&self, run: &SmolStr, ahead: bool) -> Waiter {
        let (answer, waiter) = oneshot::channel();
        self.waiting().insert(run.clone(), Caller { answer, ahead });
        self.ahead.fetch_add(usize::from(ahead), Ordering::Relaxed);
        waiter
    }

    /// Answers who waits for `run`. Returns whether anybody did: the first answer counts.
    pub(in crate::engine) fn answer(&self, run: &SmolStr, response: HookResponse) -> bool {
        let Some(Caller { answer, ahead }) = self.waiting().remove(run) else { return false };
        self.ahead.fetch_sub(usize::from(ahead), Ordering::Relaxed);
        answer.send(response).is_ok()
    }

    /// Whether somebody waits for what `run` says.
    pub(in crate::engine) fn awaits(&self, run: &SmolStr) -> bool {
        self.waiting().contains_key(run)
    }

    /// How many were let in ahead of others.
    pub(in crate::engine) fn ahead(&self) -> usize {
        self.ahead.load(Ordering::Relaxed)
    }

    /// Nobody gets an answer any more.
    pub(in crate::engine) fn clear(&self) {
        self.waiting().clear();
    }

    fn waiting(&self) -> MutexGuard<'_, HashMap<SmolStr, Caller>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::Responders;
    use crate::engine::hook::HookResponse;

    #[tokio::test]
    async fn the_first_answer_counts() {
        let responders = Responders::default();
        let run = "r1".into();
        assert!(!responders.answer(&run, HookResponse::empty(200)), "nobody waits");
        let waiter = responders.wait_for(&run, true);
        assert_eq!(responders.ahead(), 1);
        assert!(responders.answer(&run, HookResponse::empty(202)));
        assert_eq!(responders.ahead(), 0);
        assert!(!responders.answer(&run, HookResponse::empty(200)));
        assert_eq!(waiter.await.unwrap(), HookResponse::empty(202));
        drop(responders.wait_for(&run, false));
        assert!(!responders.answer(&run, HookResponse::empty(200)), "the caller hung up");
    }
}

//! Callers of webhooks that wait for what a run says.

use super::HookResponse;
use smol_str::SmolStr;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::oneshot;

/// A caller that waits.
pub(in crate::engine) type Waiter = oneshot::Receiver<HookResponse>;

/// Who waits for which run.
#[derive(Debug, Default)]
pub(in crate::engine) struct Responders {
    waiting: Mutex<HashMap<SmolStr, oneshot::Sender<HookResponse>>>,
}

impl Responders {
    /// A caller begins to wait for `run`.
    pub(in crate::engine) fn wait_for(&self, run: &SmolStr) -> Waiter {
        let (answer, waiter) = oneshot::channel();
        self.waiting().insert(run.clone(), answer);
        waiter
    }

    /// Answers who waits for `run`. Returns whether anybody did: the first answer counts.
    pub(in crate::engine) fn answer(&self, run: &SmolStr, response: HookResponse) -> bool {
        let waiting = self.waiting().remove(run);
        waiting.is_some_and(|answer| answer.send(response).is_ok())
    }

    /// Nobody gets an answer any more.
    pub(in crate::engine) fn clear(&self) {
        self.waiting().clear();
    }

    fn waiting(&self) -> MutexGuard<'_, HashMap<SmolStr, oneshot::Sender<HookResponse>>> {
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
        let waiter = responders.wait_for(&run);
        assert!(responders.answer(&run, HookResponse::empty(202)));
        assert!(!responders.answer(&run, HookResponse::empty(200)));
        assert_eq!(waiter.await.unwrap(), HookResponse::empty(202));
        drop(responders.wait_for(&run));
        assert!(!responders.answer(&run, HookResponse::empty(200)), "the caller hung up");
    }
}

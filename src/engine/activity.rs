//! How much is going on, so that tests and shutdown know when nothing is.

use std::sync::Arc;
use tokio::sync::watch;

/// Counts what is under way.
#[derive(Clone, Debug)]
pub(super) struct Activity {
    count: Arc<watch::Sender<usize>>,
}

/// Something under way, until it is dropped.
#[derive(Debug)]
pub(super) struct Busy {
    count: Arc<watch::Sender<usize>>,
}

impl Activity {
    pub(super) fn new() -> Self {
        Self { count: Arc::new(watch::Sender::new(0)) }
    }

    /// Something begins.
    pub(super) fn begin(&self) -> Busy {
        self.count.send_modify(|count| *count += 1);
        Busy { count: Arc::clone(&self.count) }
    }

    /// Waits until nothing is under way.
    pub(super) async fn idle(&self) {
        let mut changes = self.count.subscribe();
        // The sender lives in `self`, so waiting cannot fail.
        let _ = changes.wait_for(|count| *count == 0).await;
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.count.send_modify(|count| *count -= 1);
    }
}

#[cfg(test)]
mod tests {
    use super::Activity;

    #[tokio::test]
    async fn idle_is_when_the_last_one_is_done() {
        let activity = Activity::new();
        activity.idle().await;
        let (first, second) = (activity.begin(), activity.begin());
        drop(first);
        let waiting = tokio::spawn({
            let activity = activity.clone();
            async move { activity.idle().await }
        });
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        drop(second);
        waiting.await.unwrap();
    }
}

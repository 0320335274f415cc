//! Time as the engine sees it: the real one, and one that moves only when it is told to.
#![allow(clippy::disallowed_methods, reason = "this is the clock of the engine")]

use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::oneshot;

/// Measures how long something of this machine takes: for numbers, never for what a bot does.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stopwatch {
    since: std::time::Instant,
}

impl Stopwatch {
    pub(super) fn start() -> Self {
        Self { since: std::time::Instant::now() }
    }

    pub(super) fn elapsed(self) -> Duration {
        self.since.elapsed()
    }
}

/// A wait under way.
pub type Sleep<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// What time it is, and waiting for a later one.
pub trait Clock: Send + Sync + fmt::Debug {
    /// The instant, in milliseconds since 1970-01-01T00:00Z.
    fn now_ms(&self) -> i64;

    /// Waits until `at_ms`, an instant of this clock.
    fn sleep_until(&self, at_ms: i64) -> Sleep<'_>;

    /// A short wait before something is tried again. It is no event of the bot's time: a clock that is
    /// moved by hand does not wait.
    fn pause(&self, time: Duration) -> Sleep<'_>;
}

/// The clock of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

/// Longest single sleep: the wall clock may be set in between, so a long wait looks again.
const NAP_MS_MAX: i64 = 60_000;

impl Clock for SystemClock {
    fn now_ms(&self) -> i64 {
        jiff::Timestamp::now().as_millisecond()
    }

    fn sleep_until(&self, at_ms: i64) -> Sleep<'_> {
        Box::pin(async move {
            loop {
                let left_ms = at_ms.saturating_sub(self.now_ms());
                let Ok(nap_ms @ 1..) = u64::try_from(left_ms.min(NAP_MS_MAX)) else { return };
                tokio::time::sleep(Duration::from_millis(nap_ms)).await;
            }
        })
    }

    fn pause(&self, time: Duration) -> Sleep<'_> {
        Box::pin(tokio::time::sleep(time))
    }
}

/// A clock that stands still until [`advance`](Self::advance) moves it.
#[derive(Debug)]
pub struct VirtualClock {
    state: Mutex<VirtualState>,
}

#[derive(Debug)]
struct VirtualState {
    now_ms: i64,
    count: u64,
    /// Who waits, by time and order of asking.
    sleepers: BTreeMap<(i64, u64), oneshot::Sender<()>>,
}

impl VirtualClock {
    /// A clock that shows `now_ms`.
    #[must_use]
    pub fn new(now_ms: i64) -> Self {
        Self { state: Mutex::new(VirtualState { now_ms, count: 0, sleepers: BTreeMap::new() }) }
    }

    fn state(&self) -> MutexGuard<'_, VirtualState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Moves time by `by_ms`. Who wakes up on the way finds the time that it waited for; `settle` is
    /// awaited after each, so that what follows from it has happened before time goes on.
    pub async fn advance(&self, by_ms: i64, settle: impl AsyncFn()) {
        let until_ms = self.now_ms().saturating_add(by_ms.max(0));
        settle().await;
        while let Some(wake) = self.next_due(until_ms) {
            if wake.send(()).is_ok() {
                settle().await;
            }
        }
        self.state().now_ms = until_ms;
        settle().await;
    }

    /// Sets the time, forward or back, without waking anybody.
    pub fn set(&self, now_ms: i64) {
        self.state().now_ms = now_ms;
    }

    fn next_due(&self, until_ms: i64) -> Option<oneshot::Sender<()>> {
        let mut state = self.state();
        let ((at_ms, _), _) = state.sleepers.first_key_value()?;
        let at_ms = *at_ms;
        if at_ms > until_ms {
            return None;
        }
        state.now_ms = state.now_ms.max(at_ms);
        state.sleepers.pop_first().map(|(_, wake)| wake)
    }
}

impl Clock for VirtualClock {
    fn now_ms(&self) -> i64 {
        self.state().now_ms
    }

    fn sleep_until(&self, at_ms: i64) -> Sleep<'_> {
        let mut state = self.state();
        if at_ms <= state.now_ms {
            return Box::pin(std::future::ready(()));
        }
        let (wake, woken) = oneshot::channel();
        state.count += 1;
        let key = (at_ms, state.count);
        state.sleepers.insert(key, wake);
        Box::pin(async move {
            // The sender goes only with the clock; then nobody looks any more.
            let _ = woken.await;
        })
    }

    fn pause(&self, _time: Duration) -> Sleep<'_> {
        Box::pin(tokio::task::yield_now())
    }
}

#[cfg(test)]
mod tests {
    use super::{Clock, SystemClock, VirtualClock};
    use std::sync::Mutex;
    use std::time::Duration;

    #[tokio::test]
    async fn sleepers_wake_in_the_order_of_their_times() {
        let clock = VirtualClock::new(1_000);
        let woken = Mutex::new(Vec::new());
        let sleep = async |name: &'static str, at_ms: i64| {
            clock.sleep_until(at_ms).await;
            woken.lock().unwrap().push((name, clock.now_ms()));
        };
        let settle = async || {
            for _ in 0..4 {
                tokio::task::yield_now().await;
            }
        };
        let advance = async {
            clock.advance(50, settle).await;
            assert!(woken.lock().unwrap().is_empty());
            assert_eq!(clock.now_ms(), 1_050);
            clock.advance(1_000, settle).await;
        };
        tokio::join!(sleep("late", 1_500), sleep("soon", 1_200), sleep("also soon", 1_200), advance);
        assert_eq!(*woken.lock().unwrap(), [("soon", 1_200), ("also soon", 1_200), ("late", 1_500)]);
        assert_eq!(clock.now_ms(), 2_050);
        clock.sleep_until(2_000).await;
        clock.pause(Duration::from_hours(1)).await;
        assert_eq!(clock.now_ms(), 2_050, "a pause takes no time of the bot");
    }

    #[tokio::test]
    async fn the_system_clock_does_not_wait_for_the_past() {
        let clock = SystemClock;
        clock.sleep_until(clock.now_ms()).await;
        assert!(clock.now_ms() > 1_700_000_000_000);
    }
}

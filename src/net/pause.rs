//! Waiting, the time that has passed, and chance: the three things that retries need from the world,
//! behind one trait so that tests need no real time.
#![allow(clippy::disallowed_methods, reason = "this is the time and the chance of retries")]

use crate::base::fraction;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;
use tokio::time::Instant;

/// A wait under way.
pub type Pausing<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// How retries wait.
pub trait Pause: Send + Sync + std::fmt::Debug {
    /// Waits for `time`.
    fn sleep(&self, time: Duration) -> Pausing<'_>;
    /// Milliseconds since some fixed point; never goes back.
    fn elapsed_ms(&self) -> u64;
    /// A number in `0.0..1.0`, to spread retries that would otherwise come together.
    fn jitter(&self) -> f64;
}

/// Real time and real chance.
#[derive(Debug)]
pub struct RealPause {
    start: Instant,
}

impl RealPause {
    /// Counts from now.
    #[must_use]
    pub fn new() -> Self {
        Self { start: Instant::now() }
    }
}

impl Default for RealPause {
    fn default() -> Self {
        Self::new()
    }
}

impl Pause for RealPause {
    fn sleep(&self, time: Duration) -> Pausing<'_> {
        Box::pin(tokio::time::sleep(time))
    }

    fn elapsed_ms(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn jitter(&self) -> f64 {
        // The bits of a random uuid spare a crate for random numbers; spread is all that is needed.
        fraction(uuid::Uuid::new_v4().as_u64_pair().0)
    }
}

#[cfg(test)]
pub(super) mod fake {
    use super::{Duration, Pause, Pausing};
    use std::sync::Mutex;

    /// Time that passes only by sleeping; remembers every sleep.
    #[derive(Debug, Default)]
    pub(in crate::net) struct FakePause {
        slept_ms: Mutex<Vec<u64>>,
    }

    impl FakePause {
        /// The sleeps so far, in milliseconds.
        pub(in crate::net) fn slept_ms(&self) -> Vec<u64> {
            self.slept_ms.lock().expect("no test panics while it holds the lock").clone()
        }
    }

    impl Pause for FakePause {
        fn sleep(&self, time: Duration) -> Pausing<'_> {
            let ms = u64::try_from(time.as_millis()).expect("a short sleep");
            self.slept_ms.lock().expect("no test panics while it holds the lock").push(ms);
            Box::pin(std::future::ready(()))
        }

        fn elapsed_ms(&self) -> u64 {
            self.slept_ms().iter().sum()
        }

        fn jitter(&self) -> f64 {
            0.5
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Pause, RealPause};

    #[tokio::test]
    async fn chance_stays_in_bounds_and_time_goes_on() {
        let pause = RealPause::new();
        let before = pause.elapsed_ms();
        for _ in 0..100 {
            assert!((0.0..1.0).contains(&pause.jitter()));
        }
        assert!(pause.elapsed_ms() >= before);
    }
}

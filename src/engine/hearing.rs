//! Whether what is said to the bot reaches it. While it does not, no question runs out: the answer may have been given
//! in time, and comes in when what was missed is looked up.

use crate::base::limits;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What the bot knows of it.
#[derive(Debug)]
pub(super) struct Hearing(Mutex<Ear>);

/// Times in milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ear {
    /// What is said comes in.
    Hears,
    /// It comes in again, and what was said before is yet to come.
    LooksBack { since_ms: i64 },
    /// Nothing comes in.
    Deaf { since_ms: i64 },
}

impl Hearing {
    /// From the start, as in tests that have no way in.
    pub(super) fn at_once() -> Self {
        Self(Mutex::new(Ear::Hears))
    }

    /// When what was missed before the start has come in.
    pub(super) fn after_looking_back(now_ms: i64) -> Self {
        Self(Mutex::new(Ear::LooksBack { since_ms: now_ms }))
    }

    /// The way in is gone.
    pub(super) fn lost(&self, now_ms: i64) {
        let mut ear = self.ear();
        if !matches!(*ear, Ear::Deaf { .. }) {
            *ear = Ear::Deaf { since_ms: now_ms };
        }
    }

    /// The way in is there again.
    pub(super) fn regained(&self, now_ms: i64) {
        let mut ear = self.ear();
        if matches!(*ear, Ear::Deaf { .. }) {
            *ear = Ear::LooksBack { since_ms: now_ms };
        }
    }

    /// What was said until `until_ms` has come in.
    pub(super) fn caught_up(&self, until_ms: i64) {
        let mut ear = self.ear();
        if matches!(*ear, Ear::LooksBack { since_ms } if since_ms <= until_ms) {
            *ear = Ear::Hears;
        }
    }

    /// Until when questions do not run out at the latest; nothing while they do. A way in may never come back, and it
    /// may never be known what was missed.
    pub(super) fn waits_until_ms(&self, now_ms: i64) -> Option<i64> {
        let outage_ms = i64::try_from(limits::OUTAGE_MS_MAX).unwrap_or(i64::MAX);
        let until_ms = match *self.ear() {
            Ear::Hears => return None,
            Ear::LooksBack { since_ms } => since_ms.saturating_add(limits::CATCH_UP_FIRST_MS_MAX),
            Ear::Deaf { since_ms } => since_ms.saturating_add(outage_ms),
        };
        Some(until_ms).filter(|until_ms| now_ms < *until_ms)
    }

    fn ear(&self) -> MutexGuard<'_, Ear> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::Hearing;
    use crate::base::limits;

    #[test]
    fn it_waits_while_it_is_deaf_and_until_it_looked_back() {
        let hearing = Hearing::after_looking_back(0);
        assert_eq!(hearing.waits_until_ms(1), Some(limits::CATCH_UP_FIRST_MS_MAX));
        assert_eq!(hearing.waits_until_ms(limits::CATCH_UP_FIRST_MS_MAX), None, "it is not known, ever");
        hearing.caught_up(0);
        assert_eq!(hearing.waits_until_ms(1), None);
        hearing.lost(10);
        hearing.lost(20);
        let at_most_ms = 10 + i64::try_from(limits::OUTAGE_MS_MAX).expect("fits");
        assert_eq!(hearing.waits_until_ms(30), Some(at_most_ms));
        hearing.caught_up(30);
        assert_eq!(hearing.waits_until_ms(30), Some(at_most_ms), "a look from before it was lost");
        hearing.regained(40);
        hearing.caught_up(30);
        assert_eq!(
            hearing.waits_until_ms(40),
            Some(40 + limits::CATCH_UP_FIRST_MS_MAX),
            "from before it came back"
        );
        hearing.caught_up(40);
        assert_eq!(hearing.waits_until_ms(40), None);
        assert_eq!(Hearing::at_once().waits_until_ms(0), None);
    }
}

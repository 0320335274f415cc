//! Calls that may still be made under a limit: a bucket that fills evenly and holds those of a minute.

use jiff::Timestamp;

const MINUTE_MS: u64 = 60_000;

/// The bucket of one limit. It counts in calls times [`MINUTE_MS`], so that nothing is lost to rounding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Allowance {
    per_minute: u64,
    level: u64,
    seen_ms: i64,
}

impl Allowance {
    /// A full one.
    pub(super) fn new(per_minute: u32, now: Timestamp) -> Self {
        let per_minute = u64::from(per_minute.max(1));
        Self { per_minute, level: per_minute * MINUTE_MS, seen_ms: now.as_millisecond() }
    }

    /// Takes a call out.
    ///
    /// # Errors
    /// Seconds until there is one again, at least 1, where there is none now.
    pub(super) fn take(&mut self, now: Timestamp) -> Result<(), u64> {
        let now_ms = now.as_millisecond();
        // A clock may be set back.
        let passed = u64::try_from(now_ms.saturating_sub(self.seen_ms)).unwrap_or(0).min(MINUTE_MS);
        self.seen_ms = now_ms;
        self.level = (self.level + passed * self.per_minute).min(self.per_minute * MINUTE_MS);
        if self.level >= MINUTE_MS {
            self.level -= MINUTE_MS;
            return Ok(());
        }
        let missing_ms = (MINUTE_MS - self.level).div_ceil(self.per_minute);
        Err(missing_ms.div_ceil(1000).max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::Allowance;
    use jiff::Timestamp;

    #[test]
    fn so_many_at_once_and_then_evenly() {
        let at = |ms: i64| Timestamp::from_millisecond(1_700_000_000_000 + ms).unwrap();
        let mut allowance = Allowance::new(30, at(0));
        for _ in 0..30 {
            assert_eq!(allowance.take(at(0)), Ok(()));
        }
        assert_eq!(allowance.take(at(0)), Err(2));
        assert_eq!(allowance.take(at(1_500)), Err(1));
        assert_eq!(allowance.take(at(2_000)), Ok(()));
        assert_eq!(allowance.take(at(2_000)), Err(2));
        assert_eq!(allowance.take(at(0)), Err(2), "the clock was set back");
        let after_hours = at(10_000_000);
        let taken = (0..100).filter(|_| allowance.take(after_hours).is_ok()).count();
        assert_eq!(taken, 30, "it holds the calls of a minute");
    }
}

//! How long to wait before the next attempt.

use super::request::HttpResponse;
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use std::time::Duration;

/// Exponential back-off: `base`, twice that, ... up to `max`, each shortened by up to a half so that
/// clients which failed together do not come back together.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Backoff {
    /// Wait after the first failure.
    pub base: Duration,
    /// Longest wait.
    pub max: Duration,
}

impl Backoff {
    /// The wait after `failures` failures (from 1), with chance `jitter` in `0.0..1.0`.
    #[must_use]
    pub fn delay(&self, failures: u32, jitter: f64) -> Duration {
        let factor = 1_u32.checked_shl(failures.saturating_sub(1)).unwrap_or(u32::MAX);
        let full = self.base.saturating_mul(factor).min(self.max);
        full.mul_f64(0.5 + jitter.clamp(0.0, 1.0) / 2.0)
    }
}

/// What `Retry-After` asks for: seconds, or a date (then against the `Date` of the same answer, so
/// that a wrong clock here does no harm). `None` when absent or unreadable.
#[must_use]
pub fn retry_after(response: &HttpResponse) -> Option<Duration> {
    let text = response.header("retry-after")?.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let at = http_date(text)?;
    let now = http_date(response.header("date")?)?;
    let seconds = at.as_second().saturating_sub(now.as_second());
    Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
}

fn http_date(text: &str) -> Option<Timestamp> {
    rfc2822::parse(text.trim()).ok().map(|zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::{Backoff, retry_after};
    use crate::net::HttpResponse;
    use std::time::Duration;

    #[test]
    fn waits_double_up_to_the_bound() {
        let backoff = Backoff { base: Duration::from_millis(500), max: Duration::from_secs(4) };
        for (failures, jitter, want_ms) in [
            (1, 1.0, 500),
            (1, 0.0, 250),
            (2, 1.0, 1000),
            (4, 1.0, 4000),
            (5, 1.0, 4000),
            (400, 0.5, 3000),
            (0, 1.0, 500),
        ] {
            assert_eq!(backoff.delay(failures, jitter), Duration::from_millis(want_ms), "{failures}");
        }
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let date = ("date", "Wed, 21 Oct 2015 07:28:00 GMT");
        for (headers, want) in [
            (vec![("retry-after", "7")], Some(7)),
            (vec![("retry-after", " 0 ")], Some(0)),
            (vec![("retry-after", "Wed, 21 Oct 2015 07:28:30 GMT"), date], Some(30)),
            (vec![("retry-after", "Wed, 21 Oct 2015 07:27:30 GMT"), date], Some(0)),
            (vec![("retry-after", "Wed, 21 Oct 2015 07:28:30 GMT")], None),
            (vec![("retry-after", "soon")], None),
            (vec![("retry-after", "-3")], None),
            (vec![], None),
        ] {
            let response = HttpResponse::for_test(429, &headers, "");
            assert_eq!(retry_after(&response), want.map(Duration::from_secs), "{headers:?}");
        }
    }
}

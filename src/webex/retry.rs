//! Which calls are repeated, when, and the pause that all calls of one token share after a 429.

use crate::base::limits;
use crate::net::{Backoff, HttpError, HttpFault, HttpResponse, Pause, retry_after};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// What a repeat of a call does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Repeat {
    /// Nothing new: reads, edits, deletes.
    Harmless,
    /// It acts again if the first one did: posting a message. Repeated only where the answer says that
    /// nothing was done (429), where there was no connection, and on 502 and 503 by policy, since a
    /// gateway's refusal seldom hides a success and a lost message is worse.
    ActsAgain,
    /// Like `ActsAgain`, for calls where a 502 is a final answer of the service.
    ActsAgainNot502,
}

/// The pause before the next attempt; `None` when there should be none. `failures` counts from 1.
pub(super) fn pause_before_repeat(
    outcome: &Result<HttpResponse, HttpError>,
    repeat: Repeat,
    failures: u32,
    jitter: f64,
) -> Option<Duration> {
    if failures >= limits::RETRY_ATTEMPTS_MAX {
        return None;
    }
    let delay = backoff().delay(failures, jitter);
    let after = |asked: Duration| (asked <= longest()).then(|| asked.saturating_add(delay));
    match outcome {
        Ok(response) => match response.status {
            // The spread on top keeps calls that waited together from coming back together.
            429 => after(asked_by_429(response)),
            423 => after(retry_after(response).unwrap_or(Duration::from_secs(2))),
            502 => (repeat != Repeat::ActsAgainNot502).then_some(delay),
            503 => after(retry_after(response).unwrap_or(Duration::ZERO)),
            500 | 504 => (repeat == Repeat::Harmless).then_some(delay),
            _ => None,
        },
        Err(error) => match error.fault {
            HttpFault::Connect => Some(delay),
            HttpFault::Timeout | HttpFault::Dropped => (repeat == Repeat::Harmless).then_some(delay),
            HttpFault::Invalid | HttpFault::Denied | HttpFault::TooLarge | HttpFault::Redirect => None,
        },
    }
}

fn backoff() -> Backoff {
    Backoff { base: Duration::from_millis(500), max: Duration::from_secs(30) }
}

fn longest() -> Duration {
    Duration::from_millis(limits::RETRY_AFTER_MS_MAX)
}

/// What a 429 asks for; it may name no time or zero.
pub(super) fn asked_by_429(response: &HttpResponse) -> Duration {
    let asked = retry_after(response).unwrap_or(Duration::from_millis(limits::RETRY_AFTER_MS));
    asked.max(Duration::from_secs(1))
}

/// "Not before": limits count per token, so after a 429 every call of the token waits.
#[derive(Debug)]
pub(super) struct Gate {
    not_before_ms: AtomicU64,
    pause: Arc<dyn Pause>,
}

impl Gate {
    pub(super) fn new(pause: Arc<dyn Pause>) -> Self {
        Self { not_before_ms: AtomicU64::new(0), pause }
    }

    /// Closes for `time`, bounded by [`limits::RETRY_AFTER_MS_MAX`]; a longer closing stays.
    pub(super) fn close_for(&self, time: Duration) {
        let ms = u64::try_from(time.min(longest()).as_millis()).unwrap_or(u64::MAX);
        let until = self.pause.elapsed_ms().saturating_add(ms);
        self.not_before_ms.fetch_max(until, Ordering::AcqRel);
    }

    /// Waits until it is open.
    pub(super) async fn pass(&self) {
        loop {
            let left = self.not_before_ms.load(Ordering::Acquire).saturating_sub(self.pause.elapsed_ms());
            if left == 0 {
                return;
            }
            self.pause.sleep(Duration::from_millis(left)).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Gate, Repeat, pause_before_repeat};
    use crate::base::limits;
    use crate::net::fake::FakePause;
    use crate::net::{HttpError, HttpFault, HttpResponse};
    use std::sync::Arc;
    use std::time::Duration;

    struct Outcome(Result<HttpResponse, HttpError>);

    impl From<HttpResponse> for Outcome {
        fn from(response: HttpResponse) -> Self {
            Self(Ok(response))
        }
    }

    impl From<HttpFault> for Outcome {
        fn from(fault: HttpFault) -> Self {
            Self(Err(HttpError::new(fault, "x")))
        }
    }

    const ALL: [Repeat; 3] = [Repeat::Harmless, Repeat::ActsAgain, Repeat::ActsAgainNot502];

    /// `want` in milliseconds, for each of the three kinds of calls; `-` is no repeat.
    fn check(outcome: impl Into<Outcome>, failures: u32, want: [Option<u64>; 3]) {
        let Outcome(outcome) = outcome.into();
        let got = ALL.map(|repeat| pause_before_repeat(&outcome, repeat, failures, 1.0));
        assert_eq!(got, want.map(|ms| ms.map(Duration::from_millis)), "{outcome:?} {failures}");
    }

    fn status(status: u16, after: &[(&'static str, &'static str)]) -> HttpResponse {
        HttpResponse::for_test(status, after, "")
    }

    #[test]
    fn each_failure_has_its_policy() {
        let some = |ms| [Some(ms); 3];
        let harmless = |ms| [Some(ms), None, None];
        check(status(429, &[("retry-after", "7")]), 1, some(7500));
        check(status(429, &[("retry-after", "0")]), 1, some(1500));
        check(status(429, &[]), 2, some(16_000));
        check(status(429, &[("retry-after", "301")]), 1, [None; 3]);
        check(status(423, &[("retry-after", "3")]), 1, some(3500));
        check(status(500, &[]), 1, harmless(500));
        check(status(504, &[]), 3, harmless(2000));
        check(status(502, &[]), 1, [Some(500), Some(500), None]);
        check(status(503, &[]), 1, some(500));
        check(status(503, &[("retry-after", "4")]), 1, some(4500));
        for permanent in [400, 401, 403, 404, 405, 409, 410, 415, 428, 302] {
            check(status(permanent, &[]), 1, [None; 3]);
        }
        check(status(503, &[]), limits::RETRY_ATTEMPTS_MAX, [None; 3]);
        check(HttpFault::Connect, 1, some(500));
        check(HttpFault::Timeout, 1, harmless(500));
        check(HttpFault::Dropped, 1, harmless(500));
        check(HttpFault::TooLarge, 1, [None; 3]);
        check(HttpFault::Denied, 1, [None; 3]);
    }

    #[tokio::test]
    async fn the_gate_holds_until_the_longest_asked_for() {
        let pause = Arc::new(FakePause::default());
        let gate = Gate::new(pause.clone());
        gate.pass().await;
        gate.close_for(Duration::from_secs(5));
        gate.close_for(Duration::from_secs(2));
        gate.pass().await;
        gate.pass().await;
        gate.close_for(Duration::from_secs(999_999));
        gate.pass().await;
        assert_eq!(pause.slept_ms(), [5000, limits::RETRY_AFTER_MS_MAX]);
    }
}

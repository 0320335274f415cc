//! Which calls are repeated, when, and for how long all calls of the token wait.

use crate::base::limits;
use crate::net::{Backoff, HttpError, HttpFault, HttpResponse, retry_after};
use std::time::Duration;

/// What a repeat of a call does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Repeat {
    /// Nothing new: reads, edits, deletes.
    Harmless,
    /// It acts again if the first one did, and that can be put right: webhooks, devices, members. Repeated only
    /// where the answer says that nothing was done (429), where there was no connection, and on 502 and 503 by
    /// policy, since a gateway's refusal seldom hides a success.
    ActsAgain,
    /// Like `ActsAgain`, for calls where a 502 is a final answer of the service.
    ActsAgainNot502,
    /// It acts again, and everybody sees it: a message, a room. Like `ActsAgain`, but no 502 is repeated, and no
    /// 503 that does not say when to come again.
    Once,
}

/// What a failed attempt means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Verdict {
    /// The pause before this call's next attempt; `None` when there should be none.
    pub(super) again: Option<Duration>,
    /// For how long no call of the token may go out.
    pub(super) all_wait: Option<Duration>,
}

/// How often a call has failed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Failures {
    /// In all, this time included.
    pub(super) all: u32,
    /// Those that were its own: others got through meanwhile, or it does not insist.
    pub(super) own: u32,
    /// Whether it waits for as long as it is asked to, however long that is.
    pub(super) patient: bool,
}

/// For how long an answer asks all calls of the token to wait: the call was one too many, and not carried out.
pub(super) fn asks_all(outcome: &Result<HttpResponse, HttpError>) -> Option<Duration> {
    let response = outcome.as_ref().ok()?;
    match response.status {
        // It may name no time or zero.
        429 => {
            let asked = retry_after(response).unwrap_or(Duration::from_millis(limits::RETRY_AFTER_MS));
            Some(asked.max(Duration::from_secs(1)))
        }
        503 => named(response),
        _ => None,
    }
}

/// How long an answer asks to wait, where it says so.
fn named(response: &HttpResponse) -> Option<Duration> {
    retry_after(response).filter(|asked| !asked.is_zero())
}

/// The verdict on an attempt that failed.
pub(super) fn judge(
    outcome: &Result<HttpResponse, HttpError>,
    repeat: Repeat,
    failures: Failures,
    jitter: f64,
) -> Verdict {
    let delay = backoff().delay(failures.all, jitter);
    // What is asked for is kept to; several programs of one token should not come back together.
    let spread = SPREAD.mul_f64(jitter.clamp(0.0, 1.0));
    let beside = |response: &HttpResponse| if named(response).is_some() { spread } else { delay };
    let limited = matches!(outcome, Ok(response) if response.status == 429);
    let attempts_max = if limited { limits::RATE_LIMITED_ATTEMPTS_MAX } else { limits::RETRY_ATTEMPTS_MAX };
    let harmless = (repeat == Repeat::Harmless).then_some(delay);
    let of_gateway = (repeat != Repeat::Once).then_some(delay);
    let own = |again| Verdict { again, all_wait: None };
    let verdict = match outcome {
        Ok(response) if let Some(asked) = asks_all(outcome) => Verdict {
            // The call itself comes again with all the others.
            again: (failures.patient || asked <= longest()).then_some(Duration::ZERO),
            all_wait: Some(asked.saturating_add(beside(response))),
        },
        Ok(response) => match response.status {
            // Of one file, while it is looked through for viruses: no matter of the token.
            423 => {
                let asked = retry_after(response).unwrap_or(Duration::from_secs(2));
                own((asked <= longest()).then(|| asked.saturating_add(beside(response))))
            }
            502 => own(of_gateway.filter(|_| repeat != Repeat::ActsAgainNot502)),
            503 => own(of_gateway),
            500 | 504 => own(harmless),
            _ => own(None),
        },
        Err(error) => match error.fault {
            HttpFault::Connect => own(Some(delay)),
            HttpFault::Timeout | HttpFault::Dropped => own(harmless),
            HttpFault::Invalid | HttpFault::Denied | HttpFault::TooLarge | HttpFault::Redirect => own(None),
        },
    };
    Verdict { again: verdict.again.filter(|_| failures.own < attempts_max), ..verdict }
}

/// What is added to a time that Webex names, at most.
const SPREAD: Duration = Duration::from_secs(1);

fn backoff() -> Backoff {
    Backoff { base: Duration::from_millis(500), max: Duration::from_secs(30) }
}

fn longest() -> Duration {
    Duration::from_millis(limits::RETRY_AFTER_MS_MAX)
}

#[cfg(test)]
mod tests {
    use super::{Failures, Repeat, Verdict, judge};
    use crate::base::limits;
    use crate::net::{HttpError, HttpFault, HttpResponse};
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

    const ALL: [Repeat; 4] = [Repeat::Harmless, Repeat::ActsAgain, Repeat::ActsAgainNot502, Repeat::Once];

    /// `want` in milliseconds, for each of the four kinds of calls; nothing is no repeat.
    fn check(outcome: impl Into<Outcome>, failures: u32, want: [Option<u64>; 4]) {
        let Outcome(outcome) = outcome.into();
        let got = ALL.map(|repeat| judge(&outcome, repeat, own(failures), 1.0));
        let want = want.map(|ms| Verdict { again: ms.map(Duration::from_millis), all_wait: None });
        assert_eq!(got, want, "{outcome:?} {failures}");
    }

    /// Of all calls: `all` in milliseconds, and whether this one comes again.
    fn check_all(response: HttpResponse, failures: u32, all: u64, again: bool) {
        let (outcome, all_wait) = (Ok(response), Some(Duration::from_millis(all)));
        for repeat in ALL {
            let want = Verdict { again: again.then_some(Duration::ZERO), all_wait };
            assert_eq!(judge(&outcome, repeat, own(failures), 1.0), want, "{outcome:?} {failures}");
        }
    }

    fn own(failures: u32) -> Failures {
        Failures { all: failures, own: failures, patient: false }
    }

    fn status(status: u16, after: &[(&'static str, &'static str)]) -> HttpResponse {
        HttpResponse::for_test(status, after, "")
    }

    #[test]
    fn each_failure_has_its_policy() {
        let some = |ms| [Some(ms); 4];
        let harmless = |ms| [Some(ms), None, None, None];
        check_all(status(429, &[("retry-after", "7")]), 1, 8000, true);
        check_all(status(429, &[("retry-after", "0")]), 1, 1500, true);
        check_all(status(429, &[("retry-after", "0")]), 3, 3000, true);
        check_all(status(429, &[]), 2, 16_000, true);
        check_all(status(429, &[("retry-after", "3601")]), 1, 3_602_000, false);
        check_all(status(429, &[("retry-after", "7")]), limits::RATE_LIMITED_ATTEMPTS_MAX, 8000, false);
        check(status(423, &[("retry-after", "3")]), 4, some(4000));
        check(status(423, &[]), 1, some(2500));
        check(status(500, &[]), 1, harmless(500));
        check(status(504, &[]), 3, harmless(2000));
        check(status(502, &[]), 1, [Some(500), Some(500), None, None]);
        check(status(503, &[]), 1, [Some(500), Some(500), Some(500), None]);
        check_all(status(503, &[("retry-after", "4")]), 5, 5000, true);
        check(status(503, &[("retry-after", "0")]), 1, [Some(500), Some(500), Some(500), None]);
        for permanent in [400, 401, 403, 404, 405, 409, 410, 415, 428, 302] {
            check(status(permanent, &[]), 1, [None; 4]);
        }
        check(status(503, &[]), limits::RETRY_ATTEMPTS_MAX, [None; 4]);
        check(HttpFault::Connect, 1, some(500));
        check(HttpFault::Timeout, 1, harmless(500));
        check(HttpFault::Dropped, 1, harmless(500));
        let unreachable = Outcome::from(HttpFault::Connect).0;
        let again = |own| {
            judge(&unreachable, Repeat::ActsAgain, Failures { all: 100, own, patient: false }, 1.0).again
        };
        assert_eq!(again(0), Some(Duration::from_secs(30)), "what is not its own does not count");
        assert_eq!(again(limits::RETRY_ATTEMPTS_MAX), None);
        let asks = Outcome::from(status(429, &[("retry-after", "7200")])).0;
        let again = |own, patient| judge(&asks, Repeat::Once, Failures { all: 100, own, patient }, 1.0).again;
        assert_eq!(again(0, true), Some(Duration::ZERO), "however long");
        assert_eq!(again(limits::RATE_LIMITED_ATTEMPTS_MAX, true), None);
        check(HttpFault::TooLarge, 1, [None; 4]);
        check(HttpFault::Denied, 1, [None; 4]);
    }
}

//! What is said in the log of a time without a websocket: when it began, now and then that it goes on, and when it was over.

use super::connect::NoSession;
use std::fmt;

/// How often it is said that it goes on, in milliseconds.
const REMIND_MS: i64 = 5 * 60_000;

/// A time without a websocket, or with none that lasted.
#[derive(Debug)]
pub(super) struct Outage {
    began_ms: i64,
    /// When it was last said that there is none.
    said_ms: Option<i64>,
    /// It was said that the token is refused.
    refused: bool,
    /// There was one again.
    over: bool,
}

impl Outage {
    pub(super) fn begins(now_ms: i64) -> Self {
        Self { began_ms: now_ms, said_ms: None, refused: false, over: false }
    }

    /// Whether it is time to say so.
    fn says(&mut self, now_ms: i64) -> bool {
        let says = self.said_ms.is_none_or(|said_ms| now_ms.saturating_sub(said_ms) >= REMIND_MS);
        if says {
            self.said_ms = Some(now_ms);
        }
        says
    }

    /// The one that was open is gone.
    pub(super) fn lost(&mut self, now_ms: i64, why: &str, wait_ms: u128) {
        let text = format_args!("the websocket is gone: {why}; connecting again");
        self.tell(now_ms, wait_ms, text);
    }

    /// There is none, after another attempt.
    pub(super) fn goes_on(&mut self, now_ms: i64, error: &NoSession, wait_ms: u128) {
        let refused = matches!(error, NoSession::Unauthorized);
        if refused && (!self.refused || self.says(now_ms)) {
            (self.refused, self.said_ms) = (true, Some(now_ms));
            tracing::error!(
                code = "run/webex",
                "Webex does not accept the token any more; regenerate it in the developer portal"
            );
        }
        let s = now_ms.saturating_sub(self.began_ms) / 1000;
        self.tell(now_ms, wait_ms, format_args!("no websocket for {s} s: {error}; trying again"));
    }

    fn tell(&mut self, now_ms: i64, wait_ms: u128, text: fmt::Arguments<'_>) {
        if self.says(now_ms) {
            tracing::warn!(code = "run/webex", wait_ms, "{text}");
        } else {
            tracing::debug!(wait_ms, "{text}");
        }
    }

    /// There is one. It may not last: then the outage goes on.
    pub(super) fn ends(&mut self, now_ms: i64) {
        let s = now_ms.saturating_sub(self.began_ms) / 1000;
        if std::mem::replace(&mut self.over, true) {
            tracing::debug!("connected to Webex again, after {s} s");
        } else {
            tracing::info!("connected to Webex again, after {s} s");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Outage, REMIND_MS};

    #[test]
    fn it_is_said_at_once_and_then_now_and_then() {
        let mut outage = Outage::begins(0);
        let said: Vec<i64> = (0..1200).map(|s| s * 1000).filter(|now_ms| outage.says(*now_ms)).collect();
        assert_eq!(said, [0, REMIND_MS, 2 * REMIND_MS, 3 * REMIND_MS]);
    }
}

//! What is said in the log of a time without a websocket: when it began, now and then that it goes on, and when it was over.

use super::connect::NoSession;
use std::fmt;

/// How often it is said that it goes on, in milliseconds.
const REMIND_MS: i64 = 5 * 60_000;
/// One that is longer is always told of, in milliseconds. Of shorter ones right after one another the first is.
const SHORT_MS: i64 = 5_000;

/// A time without a websocket, and those right before it, with none that lasted between them.
#[derive(Debug)]
pub(super) struct Outage {
    began_ms: i64,
    /// When it was last said that there is none.
    said_ms: Option<i64>,
    /// Of this one it was said.
    told: bool,
    /// It was said that the token is refused.
    refused: bool,
}

impl Outage {
    pub(super) fn begins(now_ms: i64) -> Self {
        Self { began_ms: now_ms, said_ms: None, told: false, refused: false }
    }

    /// Whether it is time to say so, when nothing changes before `until_ms`.
    fn says(&mut self, now_ms: i64, until_ms: i64) -> bool {
        let is_long = until_ms.saturating_sub(self.began_ms) >= SHORT_MS;
        let says = self.said_ms.is_none_or(|said_ms| now_ms.saturating_sub(said_ms) >= REMIND_MS)
            || (is_long && !self.told);
        if says {
            (self.said_ms, self.told) = (Some(now_ms), true);
        }
        says
    }

    /// When it is to be told of at the latest; nothing when it was.
    pub(super) fn untold_ms(&self) -> Option<i64> {
        (!self.told).then(|| self.began_ms.saturating_add(SHORT_MS))
    }

    /// The one that was open is gone, and nothing is tried for `wait_ms`.
    pub(super) fn lost(&mut self, now_ms: i64, why: &str, wait_ms: i64) {
        (self.began_ms, self.told) = (now_ms, false);
        let text = format_args!("the websocket is gone: {why}; connecting again");
        self.tell(now_ms, wait_ms, text);
    }

    /// There is none, after another attempt.
    pub(super) fn goes_on(&mut self, now_ms: i64, error: &NoSession, wait_ms: i64) {
        let refused = matches!(error, NoSession::Unauthorized);
        if refused && (!self.refused || self.says(now_ms, now_ms)) {
            (self.refused, self.said_ms, self.told) = (true, Some(now_ms), true);
            tracing::error!(
                code = "run/webex",
                "Webex does not accept the token any more; regenerate it in the developer portal"
            );
        }
        let s = self.seconds(now_ms);
        self.tell(now_ms, wait_ms, format_args!("no websocket for {s} s: {error}; trying again"));
    }

    /// There is none yet, and an attempt is under way.
    pub(super) fn lasts(&mut self, now_ms: i64) {
        let s = self.seconds(now_ms);
        self.tell(now_ms, 0, format_args!("no websocket for {s} s; connecting"));
    }

    fn tell(&mut self, now_ms: i64, wait_ms: i64, text: fmt::Arguments<'_>) {
        if self.says(now_ms, now_ms.saturating_add(wait_ms)) {
            tracing::warn!(code = "run/webex", wait_ms, "{text}");
        } else {
            tracing::debug!(wait_ms, "{text}");
        }
    }

    /// There is one. It may not last: then the next outage belongs to this one.
    pub(super) fn ends(&mut self, now_ms: i64) {
        let s = self.seconds(now_ms);
        if self.told {
            tracing::info!("connected to Webex again, after {s} s");
        } else {
            tracing::debug!("connected to Webex again, after {s} s");
        }
    }

    fn seconds(&self, now_ms: i64) -> i64 {
        now_ms.saturating_sub(self.began_ms) / 1000
    }
}

#[cfg(test)]
mod tests {
    use super::{Outage, REMIND_MS};

    #[test]
    fn it_is_said_at_once_and_then_now_and_then() {
        let mut outage = Outage::begins(0);
        let said: Vec<i64> =
            (0..1200).map(|s| s * 1000).filter(|now_ms| outage.says(*now_ms, *now_ms)).collect();
        assert_eq!(said, [0, REMIND_MS, 2 * REMIND_MS, 3 * REMIND_MS]);
    }

    #[test]
    fn of_short_ones_after_one_another_the_first_is_told_of_and_of_long_ones_each() {
        let mut outage = Outage::begins(0);
        // When it is lost, how long it is waited, and whether that is told of at once.
        for (lost_ms, wait_ms, told) in [
            (0, 1_000, true),
            (10_000, 2_000, false),
            (20_000, 4_999, false),
            (30_000, 5_000, true),
            (60_000, 900, false),
        ] {
            outage.lost(lost_ms, "it was closed", wait_ms);
            assert_eq!(outage.untold_ms(), (!told).then_some(lost_ms + 5_000), "{lost_ms}");
            outage.ends(lost_ms + wait_ms);
        }
        // The attempt hangs.
        outage.lost(70_000, "it was closed", 900);
        outage.lasts(74_999);
        assert_eq!(outage.untold_ms(), Some(75_000));
        outage.lasts(75_000);
        assert_eq!(outage.untold_ms(), None);
        assert!(!outage.says(80_000, 90_000), "once");
        // A string of short ones is told of now and then.
        outage.ends(81_000);
        outage.lost(75_000 + REMIND_MS, "it was closed", 0);
        assert_eq!(outage.untold_ms(), None);
    }
}

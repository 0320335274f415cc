//! What a built-in may know of the world.

use crate::base::{MIX_STEP, mix};
use crate::value::PersonRef;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The surroundings of a run, filled in by the machine from its events: the same events give the
/// same surroundings.
#[derive(Clone, Debug)]
pub struct Env {
    /// The time of the event that is being handled, in milliseconds since 1970-01-01T00:00Z.
    pub now_ms: i64,
    /// The bot's time zone.
    pub zone: TimeZone,
    /// The bot itself.
    pub bot: PersonRef,
    /// State of the generator behind chance; seeded by the run, advanced by each use.
    pub random: u64,
}

impl Default for Env {
    fn default() -> Self {
        Self { now_ms: 0, zone: TimeZone::UTC, bot: PersonRef::default(), random: 0 }
    }
}

impl Env {
    /// The day that it is in the bot's time zone.
    #[must_use]
    pub fn today(&self) -> Date {
        let now = Timestamp::from_millisecond(self.now_ms).unwrap_or_default();
        self.zone.to_datetime(now).date()
    }

    /// The next number of the generator (splitmix64: passes the usual tests, its state is one word).
    pub fn chance(&mut self) -> u64 {
        self.random = self.random.wrapping_add(MIX_STEP);
        mix(self.random)
    }

    /// A number below `bound`, each with the same probability; 0 if `bound` is 0.
    pub fn chance_below(&mut self, bound: u64) -> u64 {
        if bound == 0 {
            return 0;
        }
        // The low `2^64 mod bound` numbers are drawn again, so that the rest divides evenly.
        let low = bound.wrapping_neg() % bound;
        loop {
            let drawn = self.chance();
            if drawn >= low {
                return drawn % bound;
            }
        }
    }
}

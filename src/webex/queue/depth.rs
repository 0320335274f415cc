//! How long the queue is.

/// A look at the queue; cheap to take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Depth {
    /// Calls that wait, and messages that wait behind others in their room.
    pub waiting: usize,
    /// How long the oldest of them has waited, in milliseconds.
    pub oldest_ms: u64,
    /// Calls under way.
    pub in_flight: usize,
    /// How long Webex asked all calls of the token to wait still, in milliseconds.
    pub paused_ms: u64,
    /// For how long no call has got through to Webex, in milliseconds; nothing while calls do.
    pub away_ms: Option<u64>,
    /// Calls that all fail though Webex can be reached.
    pub failing: Option<Failing>,
    /// Whether so much waits that what nobody waits for is held back.
    pub deep: bool,
}

/// Calls of a kind of which none gets through: Webex answers each of them that it cannot, or not at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failing {
    /// Those that say or change something, else those that ask.
    pub acts: bool,
    /// Since the first of them failed, in milliseconds.
    pub for_ms: u64,
    /// What the last of them was answered, if it was.
    pub status: Option<u16>,
}

//! How an emulator is set up.

use std::fmt;
use std::sync::Arc;

use crate::emulator::clock::{Clock, SystemClock};
use crate::emulator::world::NewPerson;
use crate::webex::CLUSTER_US;

/// Everything that an emulator is started with.
#[derive(Clone)]
pub struct EmulatorConfig {
    /// Port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// Ids depend on it and on the order of events alone.
    pub seed: u64,
    /// Cluster of rooms and what is in them: `us`, or a full name such as `urn:TEAM:eu-central-1_k`.
    pub cluster: String,
    /// Where time comes from.
    pub clock: Arc<dyn Clock>,
    /// The bot.
    pub bot: BotAccount,
    /// Humans who exist from the start, each with a direct room with the bot at their first word.
    pub people: Vec<NewPerson>,
    /// How deliveries are repeated and given up.
    pub delivery: DeliveryPolicy,
    /// For how many seconds a new file is scanned for malware (423) before it can be had.
    pub scan_s: u32,
}

impl Default for EmulatorConfig {
    fn default() -> Self {
        Self {
            port: 0,
            seed: 0,
            cluster: CLUSTER_US.to_owned(),
            clock: Arc::new(SystemClock),
            bot: BotAccount {
                display_name: "Bot".to_owned(),
                email: None,
                token: "emulated-bot-token".to_owned(),
            },
            people: ["Alice", "Bob", "Carol"].map(NewPerson::named).to_vec(),
            delivery: DeliveryPolicy::default(),
            scan_s: 0,
        }
    }
}

impl fmt::Debug for EmulatorConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EmulatorConfig")
            .field("port", &self.port)
            .field("seed", &self.seed)
            .field("cluster", &self.cluster)
            .finish_non_exhaustive()
    }
}

/// The account that the bot's token belongs to.
#[derive(Clone, PartialEq, Eq)]
pub struct BotAccount {
    /// Name as people mention it.
    pub display_name: String,
    /// Address; made from the name where absent.
    pub email: Option<String>,
    /// Bearer token of its API calls.
    pub token: String,
}

impl fmt::Debug for BotAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BotAccount({})", self.display_name)
    }
}

/// When a webhook delivery is repeated, and when a webhook is switched off. The platform publishes
/// neither; the defaults are what is commonly quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeliveryPolicy {
    /// Attempts for one delivery.
    pub attempts_max: u32,
    /// Pause before the second attempt, doubled for each further one, in milliseconds.
    pub pause_ms: u64,
    /// Longest pause, in milliseconds.
    pub pause_ms_max: u64,
    /// Time for an answer, in milliseconds.
    pub timeout_ms: u64,
    /// Failed attempts within the window that switch the webhook off.
    pub failures_max: usize,
    /// The window, in milliseconds.
    pub window_ms: i64,
    /// Deliveries of one webhook that are under way at once. With one, they come in order; the platform promises none.
    pub at_once: usize,
}

impl Default for DeliveryPolicy {
    fn default() -> Self {
        Self {
            attempts_max: 3,
            pause_ms: 200,
            pause_ms_max: 60_000,
            timeout_ms: 10_000,
            failures_max: 100,
            window_ms: 300_000,
            at_once: 1,
        }
    }
}

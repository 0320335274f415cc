//! What the engine is given.

use super::fetch::Fetch;
use super::store::Store;
use super::{Chance, Clock, Observer, Vitals};
use crate::base::{SourceMap, limits};
use crate::ir::{Program, SpanTable};
use crate::value::Value;
use crate::vm::Image;
use crate::webex::Gateway;
use jiff::tz::TimeZone;
use secrecy::SecretString;
use smol_str::SmolStr;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// A program with all that belongs to this version of it.
#[derive(Clone)]
pub struct Loaded {
    /// The program, ready to run.
    pub image: Arc<Image>,
    /// Where its operations come from.
    pub spans: SpanTable,
    /// Its texts.
    pub sources: SourceMap,
    /// Values of its configs and secrets.
    pub settings: Settings,
}

impl fmt::Debug for Loaded {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Loaded({:?})", self.image.program().bot.name)
    }
}

/// Values of what a program leaves open.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Values of the configs, in the order of the program.
    pub configs: Vec<Value>,
    /// Values of the secrets, by name.
    pub secrets: HashMap<SmolStr, SecretString>,
    /// The bot's time zone.
    pub zone: TimeZone,
}

impl Settings {
    /// The time zone that a program asks for.
    ///
    /// # Errors
    /// If there is no such zone, in words; the checker takes none such.
    pub fn zone_of(program: &Program) -> Result<TimeZone, String> {
        let zone = program.bot.timezone.as_deref().map(TimeZone::get).transpose();
        Ok(zone.map_err(|error| error.to_string())?.unwrap_or(TimeZone::UTC))
    }
}

/// Choices of who runs the bot.
#[derive(Clone, Debug)]
pub struct Options {
    /// Runs that compute at the same time; more wait for their turn. What waits for the network does not
    /// count.
    pub workers: usize,
    /// Whether messages of other bots start runs. Two bots that answer each other never stop.
    pub hear_bots: bool,
    /// Whether an edited message is handled as a new one.
    pub hear_edits: bool,
    /// How long runs may go on after a shutdown began.
    pub grace: Duration,
    /// How far back it is looked for what the bot missed while it was down or not connected; not at all
    /// where there is none.
    pub catch_up: Option<Duration>,
    /// When timers begin to fire by themselves.
    pub keep_time: KeepTime,
    /// Whether an observer is told what of the program runs.
    pub trace: bool,
}

/// When timers begin to fire by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeepTime {
    /// From the start.
    AtOnce,
    /// From the start, but no question runs out before what was missed has come in: an answer that was given in time
    /// is not too late because the bot was down. Messages that come meanwhile wait for it too, for some seconds.
    AfterCatchUp,
    /// Not at all: a test moves the clock, and they fire when it waits until nothing is due.
    Never,
}

impl Default for Options {
    fn default() -> Self {
        // One core stays free to accept deliveries while runs compute.
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            workers: cores.saturating_sub(1).max(1),
            hear_bots: false,
            hear_edits: false,
            grace: Duration::from_millis(limits::SHUTDOWN_GRACE_MS_MAX),
            catch_up: Some(Duration::from_millis(limits::CATCH_UP_MS)),
            keep_time: KeepTime::AtOnce,
            trace: false,
        }
    }
}

/// Everything that an engine needs.
#[derive(Clone)]
pub struct EngineConfig {
    /// The program.
    pub loaded: Loaded,
    /// Choices.
    pub options: Options,
    /// Webex.
    pub gateway: Arc<dyn Gateway>,
    /// Where everything durable is kept.
    pub store: Arc<dyn Store>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub chance: Arc<dyn Chance>,
    /// The script's `http`.
    pub fetch: Arc<dyn Fetch>,
    /// Who looks on.
    pub observer: Arc<dyn Observer>,
    /// Numbers and health of this bot.
    pub vitals: Arc<Vitals>,
}

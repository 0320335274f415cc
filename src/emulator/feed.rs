//! What the page is told besides the world: the log of the engine, and a banner about the program.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use serde::Serialize;
use tokio::sync::broadcast;

use crate::base::limits::{EMULATOR_FEED_EVENTS_MAX, EMULATOR_LOG_LINES_MAX};

/// How much a log line matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LogLevel {
    /// Details.
    Debug,
    /// The ordinary course.
    Info,
    /// Something that an author should look at.
    Warn,
    /// Something failed.
    Error,
}

/// One line of the log pane: what the engine did and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LogEntry {
    /// When.
    pub time: Timestamp,
    /// How much it matters.
    pub level: LogLevel,
    /// One sentence.
    pub text: String,
    /// Details by name, such as the handler, the reason, the duration, the place of a fault.
    pub fields: Vec<(String, String)>,
}

/// What stands above the conversation until it is taken away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Banner {
    /// Whether all is well (the program was reloaded), or the old version still serves.
    pub kind: BannerKind,
    /// One line.
    pub title: String,
    /// The diagnostics, as plain text of several lines; empty where there is nothing to tell.
    pub details: String,
}

/// The colour of a banner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum BannerKind {
    /// Good news; the page lets it fade.
    Ok,
    /// Bad news; it stays.
    Error,
}

/// Something that pages are told at once.
#[derive(Clone, Debug)]
pub(crate) enum FeedEvent {
    Log(LogEntry),
    Banner(Option<Banner>),
    /// The log was emptied.
    Cleared,
}

/// The log and the banner, with everyone who listens.
#[derive(Debug)]
pub(crate) struct Feed {
    state: Mutex<(VecDeque<LogEntry>, Option<Banner>)>,
    events: broadcast::Sender<FeedEvent>,
}

impl Default for Feed {
    fn default() -> Self {
        Self { state: Mutex::default(), events: broadcast::Sender::new(EMULATOR_FEED_EVENTS_MAX) }
    }
}

impl Feed {
    pub(crate) fn log(&self, entry: LogEntry) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.0.len() == EMULATOR_LOG_LINES_MAX {
            state.0.pop_front();
        }
        state.0.push_back(entry.clone());
        // Sent under the lock, so that who subscribes misses nothing. Nobody may be listening.
        let _ = self.events.send(FeedEvent::Log(entry));
    }

    pub(crate) fn set_banner(&self, banner: Option<Banner>) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.1.clone_from(&banner);
        let _ = self.events.send(FeedEvent::Banner(banner));
    }

    /// What was, and what comes from now on.
    pub(crate) fn subscribe(&self) -> (Vec<LogEntry>, Option<Banner>, broadcast::Receiver<FeedEvent>) {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        (state.0.iter().cloned().collect(), state.1.clone(), self.events.subscribe())
    }

    pub(crate) fn clear_log(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.0.clear();
        let _ = self.events.send(FeedEvent::Cleared);
    }
}

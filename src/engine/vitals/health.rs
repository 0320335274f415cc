//! What the bot needs to do its work, as far as it is known.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The ways into Webex, and whether the bot ends.
#[derive(Debug, Default)]
pub struct Health {
    /// Each way in, with why nothing comes over it.
    ways: Mutex<BTreeMap<&'static str, Result<(), String>>>,
    ending: AtomicBool,
}

impl Health {
    /// The bot ends: nothing should be sent to it any more.
    pub fn end(&self) {
        self.ending.store(true, Ordering::Release);
    }

    pub(in crate::engine) fn is_ending(&self) -> bool {
        self.ending.load(Ordering::Acquire)
    }

    /// Events come over `way`.
    pub(in crate::engine) fn up(&self, way: &'static str) {
        self.ways().insert(way, Ok(()));
    }

    /// Nothing comes over `way`.
    pub(in crate::engine) fn down(&self, way: &'static str, why: impl Into<String>) {
        self.ways().insert(way, Err(why.into()));
    }

    /// Why nothing comes from Webex, if nothing does.
    pub fn way_in(&self) -> Result<(), String> {
        let ways = self.ways();
        if ways.is_empty() {
            return Err("no way into Webex is open yet".to_owned());
        }
        let down = ways.iter().find_map(|(way, state)| Some(format!("{way}: {}", state.as_ref().err()?)));
        down.map_or(Ok(()), Err)
    }

    fn ways(&self) -> MutexGuard<'_, BTreeMap<&'static str, Result<(), String>>> {
        self.ways.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::Health;

    #[test]
    fn every_way_that_was_opened_must_be_up() {
        let health = Health::default();
        assert_eq!(health.way_in(), Err("no way into Webex is open yet".to_owned()));
        health.up("websocket");
        assert_eq!(health.way_in(), Ok(()));
        health.down("websocket", "it was closed");
        assert_eq!(health.way_in(), Err("websocket: it was closed".to_owned()));
        health.up("websocket");
        assert_eq!(health.way_in(), Ok(()));
    }
}

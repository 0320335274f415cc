//! Whether the bot can do its work, part by part.

use crate::engine::codec::program_key;
use crate::engine::core::Core;
use crate::engine::store::{Commit, StoreError};
use crate::engine::vitals::Health;
use crate::webex::queue::Failing;
use serde_json::{Map, Value, json};
use smol_str::SmolStr;
use std::time::Duration;

/// Time in which a store that works has answered.
const STORE_PATIENCE: Duration = Duration::from_secs(3);

/// The parts, each with why it does not work.
#[derive(Debug)]
pub(super) struct Readiness {
    parts: Vec<(&'static str, Result<Option<SmolStr>, String>)>,
}

impl Readiness {
    /// Whether all of them work.
    pub(super) fn ready(&self) -> bool {
        self.parts.iter().all(|(_, state)| state.is_ok())
    }

    /// `{"ready":false,"parts":{"store":{"ok":true},"webex":{"ok":false,"why":"..."}}}`
    pub(super) fn json(&self) -> Value {
        let part = |state: &Result<Option<SmolStr>, String>| match state {
            Ok(None) => json!({ "ok": true }),
            Ok(Some(id)) => json!({ "ok": true, "id": id }),
            Err(why) => json!({ "ok": false, "why": why }),
        };
        let parts: Map<String, Value> =
            self.parts.iter().map(|(name, state)| ((*name).to_owned(), part(state))).collect();
        json!({ "ready": self.ready(), "parts": parts })
    }
}

/// Looks at each part. There is no engine yet while the bot starts.
pub(super) async fn readiness(health: &Health, core: Option<&Core>) -> Readiness {
    let starting = "the bot is starting";
    let (program, store, webex) = match core {
        Some(core) => {
            (Ok(Some(program_key(core.active.load().id()))), store(core).await, webex(health, core))
        }
        None => (Err(starting.to_owned()), Err(starting.to_owned()), Err(starting.to_owned())),
    };
    let ending = if health.is_ending() { Err("the bot ends".to_owned()) } else { Ok(None) };
    let parts = vec![
        ("program", program),
        ("store", store.map(|()| None)),
        ("webex", webex.map(|()| None)),
        ("service", ending),
    ];
    Readiness { parts }
}

/// Whether events come in and calls get through.
fn webex(health: &Health, core: &Core) -> Result<(), String> {
    let depth = core.queue().depth();
    if let Some(ms) = depth.away_ms {
        return Err(format!("no call has got through to Webex for {} s", ms / 1000));
    }
    match depth.failing {
        Some(failing) => Err(why_failing(failing)),
        None => health.way_in(),
    }
}

fn why_failing(Failing { acts, for_ms, status }: Failing) -> String {
    let kind = if acts { "says or changes something" } else { "asks for something" };
    if status == Some(401) {
        let s = for_ms / 1000;
        return format!(
            "Webex does not accept the token (401): no call that {kind} has got through for {s} s"
        );
    }
    let answer = status.map_or("it does not answer".to_owned(), |status| format!("it answers {status}"));
    format!("no call that {kind} has got through to Webex for {} s: {answer}", for_ms / 1000)
}

/// Whether the store answers, and writes. While it fails, a write is tried in earnest: nobody sends anything to a
/// bot that is not ready.
async fn store(core: &Core) -> Result<(), String> {
    if let Some(damage) = core.trouble.damage() {
        return Err(damage.to_string());
    }
    let tried = async {
        match core.trouble.since_ms() {
            Some(_) => core.touch_store().await,
            None => core.door.commit(Commit::default()).await,
        }
    };
    match tokio::time::timeout(STORE_PATIENCE, tried).await {
        // Somebody else has just written what was tried: it works.
        Ok(Ok(()) | Err(StoreError::Conflict { .. })) => Ok(()),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err(format!("the store did not answer in {} s", STORE_PATIENCE.as_secs())),
    }
}

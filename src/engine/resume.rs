//! The start: what was under way when the process ended is taken up again.

use super::core::{Core, Work};
use super::mailbox::BEGUN;
use super::store::{EffectRecord, EventRecord, RunRecord, Store, StoreError};
use crate::base::limits;
use std::sync::Arc;

/// Rows that are read at once.
const PAGE: usize = 500;

impl Core {
    /// Posts effects in the order in which they were committed, then runs that wait for nothing, then
    /// what waits in mailboxes. What was begun comes before what was sent.
    pub(super) async fn resume(self: &Arc<Self>) -> Result<(), StoreError> {
        let _busy = self.activity.begin();
        let store = &*self.store;
        let (effects, runs, events) =
            (all_effects(store).await?, all_ready_runs(store).await?, all_events(store).await?);
        if !(effects.is_empty() && runs.is_empty() && events.is_empty()) {
            let (effects, runs, events) = (effects.len(), runs.len(), events.len());
            tracing::info!(effects, runs, events, "taking up what was under way");
        }
        for effect in effects {
            self.post(&effect.mailbox.clone(), BEGUN, Work::Effect(effect));
        }
        for run in runs {
            self.post(&run.mailbox, BEGUN, Work::Run(run.id));
        }
        for event in events {
            self.post(&event.mailbox.clone(), event.sent_ms, Work::Event(event));
        }
        Ok(())
    }
}

async fn all_effects(store: &dyn Store) -> Result<Vec<EffectRecord>, StoreError> {
    let mut effects = Vec::new();
    loop {
        let page = store.effects(effects.len(), PAGE).await?;
        if page.is_empty() {
            return Ok(effects);
        }
        effects.extend(page);
    }
}

async fn all_ready_runs(store: &dyn Store) -> Result<Vec<RunRecord>, StoreError> {
    let mut runs: Vec<RunRecord> = Vec::new();
    loop {
        let after = runs.last().map(|run| run.id.clone());
        let page = store.ready_runs(after, PAGE).await?;
        if page.is_empty() {
            return Ok(runs);
        }
        runs.extend(page);
    }
}

async fn all_events(store: &dyn Store) -> Result<Vec<EventRecord>, StoreError> {
    let (mut events, mut after) = (Vec::new(), None);
    loop {
        let page = store.mailboxes(after.take(), PAGE).await?;
        let Some(last) = page.last() else { return Ok(events) };
        after = Some(last.clone());
        for mailbox in page {
            events.extend(store.events(mailbox, limits::CONVERSATION_EVENTS_MAX).await?);
        }
    }
}

//! The start: what was under way when the process ended is taken up again.

use super::codec::{decode, effect_key};
use super::core::{Core, Work};
use super::going::Going;
use super::mailbox::BEGUN;
use super::repeated;
use super::store::{Commit, EffectKey, EffectRecord, EventRecord, RunRecord, Store, StoreError};
use crate::base::limits;
use crate::value::Effect;
use crate::vm::{EffectId, Run, RunId};
use smol_str::SmolStr;
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
        let mut goings = Vec::new();
        for record in effects {
            let mailbox = record.mailbox.clone();
            match self.read_going(record).await {
                Ok(going) => goings.push((mailbox, going)),
                Err(error) => {
                    tracing::error!(code = "run/store", "a stored effect stays where it is: {error}");
                }
            }
        }
        if !(goings.is_empty() && runs.is_empty() && events.is_empty()) {
            let (effects, runs, events) = (goings.len(), runs.len(), events.len());
            tracing::info!(effects, runs, events, "taking up what was under way");
        }
        for record in &runs {
            self.keep_card(&decode(&record.body)?);
        }
        self.tell_repeated(&mut goings).await?;
        for (mailbox, going) in goings {
            self.post(&mailbox, BEGUN, Work::Effect(Box::new(going)));
        }
        for run in runs {
            self.post(&run.mailbox, BEGUN, Work::Run(run.id));
        }
        for event in events {
            self.post(&event.mailbox.clone(), event.sent_ms, Work::Event(event, None));
        }
        Ok(())
    }

    /// A stored effect with its place: what was committed first goes out first.
    async fn read_going(&self, record: EffectRecord) -> Result<Going, StoreError> {
        let effect: Effect = decode(&record.body)?;
        let EffectKey { run, sequence } = record.key;
        let stored = self.store.run(run.clone()).await?;
        let stored: Option<Run> = stored.map(|stored| decode(&stored.body)).transpose()?;
        if let Some(stored) = &stored {
            self.keep_card(stored);
        }
        let id = EffectId { run: RunId(run), sequence };
        Ok(self.going_again(stored.as_ref(), id, effect, (record.lane, record.begun)))
    }

    /// Tells of what may be seen twice, once for each time that it was tried: what is told of counts as not tried
    /// from here on. What must not be done twice stays as it is.
    async fn tell_repeated(&self, goings: &mut [(SmolStr, Going)]) -> Result<(), StoreError> {
        let mut begun = Vec::new();
        for (_, going) in goings.iter_mut().filter(|(_, going)| going.is_begun()) {
            repeated::tell(going);
            if repeated::done_again(&going.effect).is_ok() {
                going.begins_anew();
                begun.push((effect_key(&going.id), false));
            }
        }
        if begun.is_empty() { Ok(()) } else { self.store.commit(Commit { begun, ..Commit::default() }).await }
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

//! Takes runs from segment to segment until they are over.

use super::active::Active;
use super::codec::{decode, effect_key};
use super::core::{Core, Work};
use super::failure;
use super::flight::{Flight, Turn};
use super::going::Going;
use super::hook::HookResponse;
use super::hurry;
use super::mailbox::BEGUN;
use super::observer::{Happening, RunEnd};
use super::repeated::done_again;
use super::store::{Change, Commit, RunRecord, StoreError};
use super::vitals::outcome;
use crate::value::Effect;
use crate::vm::{Run, Waiting};
use crate::webex::queue::{Class, Urgency};
use smol_str::SmolStr;
use std::sync::Arc;
use tracing::Instrument;

impl Core {
    /// Drives a run until it is over or waits. Returns whether it did not fail.
    pub(super) async fn drive(self: &Arc<Self>, mut flight: Flight) -> bool {
        let span = span(&flight);
        // Boxed: what a run may do is a large state, and many wait for it.
        Box::pin(self.drive_on(&mut flight).instrument(span)).await
    }

    async fn drive_on(self: &Arc<Self>, flight: &mut Flight) -> bool {
        let id = flight.run.id.clone();
        let _guard = self.begin_run(&id.0);
        let driven = self.drive_to_end(flight).await;
        self.send_after(flight).await;
        if let Err(error) = &driven {
            match error {
                StoreError::Conflict { .. } => tracing::debug!(run = %id, "somebody else takes the run on"),
                error => {
                    let handler = flight.active.handler_name(flight.run.handler);
                    tracing::error!(code = "run/store", run = %id, %handler, "{error}; the run waits for a restart");
                }
            }
            let failed = crate::vm::End::Failed(failure::internal("the store failed"));
            self.responders.answer(&id.0, failure::response(&flight.run, &failed));
        }
        driven.unwrap_or(false)
    }

    async fn drive_to_end(self: &Arc<Self>, flight: &mut Flight) -> Result<bool, StoreError> {
        loop {
            let reads = hurry::of_reads(&flight.run, self.awaited(&flight.run, &flight.mailbox));
            match Urgency::new(reads).scope(flight.segment(self)).await? {
                Turn::Effect(going) => {
                    let responds = matches!(going.effect, Effect::Respond { .. });
                    if self.ask(flight, going).await? {
                        self.waits(flight);
                        return Ok(true);
                    }
                    if responds && self.held_after_answer(flight).await? {
                        return Ok(true);
                    }
                }
                Turn::Began(run, mailbox) => {
                    if !run.is_empty() {
                        self.post(&mailbox, BEGUN, Work::Run(run));
                    }
                }
                Turn::Parked => {
                    self.waits(flight);
                    return Ok(true);
                }
                Turn::Failed(end, run, mailbox) => {
                    let how = failure::log(&flight.active, &flight.run, &end);
                    self.responders.answer(&flight.run.id.0, failure::response(&flight.run, &end));
                    self.ended(flight, how);
                    self.post(&mailbox, BEGUN, Work::Run(run));
                    return Ok(false);
                }
                Turn::Over(end) => {
                    let how = failure::log(&flight.active, &flight.run, &end);
                    self.responders.answer(&flight.run.id.0, failure::response(&flight.run, &end));
                    self.send_after(flight).await;
                    self.ended(flight, how);
                    return Ok(!matches!(end, crate::vm::End::Failed(_)));
                }
            }
        }
    }

    /// Does an effect of a run. Returns whether it was a question that the run waits on now; whoever is
    /// asked somewhere else is not listened to before.
    pub(super) async fn ask(&self, flight: &mut Flight, mut going: Going) -> Result<bool, StoreError> {
        if self.mailboxes.goes_out(&flight.mailbox, (going.urgency(), going.places())) {
            // Somebody may have come between its commit and now.
            self.lanes.hurry(&going.urgency(), &going.places(), Class::Read);
        }
        let outcome = self.dispatch(&flight.active, &mut going).await?;
        flight.resolve(&going.id, outcome);
        let waits = flight.run.waiting == Waiting::Answer;
        if waits {
            flight.run.was_put(self.clock.now_ms(), self.chance.id());
            flight.park(self).await?;
        }
        Ok(waits)
    }

    /// A run that has answered its caller has told what somebody waited for: the rest of it is held back while
    /// the queue is deep, as that of others is. Returns whether it is.
    async fn held_after_answer(&self, flight: &mut Flight) -> Result<bool, StoreError> {
        if !self.queue().depth().deep {
            return Ok(false);
        }
        flight.keep_outcome(self).await?;
        tracing::Span::current().record("outcome", "waiting");
        self.hold_back(&flight.mailbox, Work::Run(flight.run.id.0.clone()));
        Ok(true)
    }

    /// Sends what the last commit left to go out of the engine's own.
    pub(super) async fn send_after(&self, flight: &mut Flight) {
        for going in std::mem::take(&mut flight.after) {
            if let Err(error) = self.send_last(&flight.active, going).await {
                tracing::error!(code = "run/store", run = %flight.run.id, "{error}; a message goes out at the next start");
            }
        }
    }

    /// A run is over.
    fn ended(&self, flight: &Flight, how: RunEnd) {
        let handler = flight.active.handler_name(flight.run.handler);
        self.vitals.meter.run_ended(handler, &how);
        tracing::Span::current().record("outcome", outcome(&how));
        self.observer.observe(&Happening::Ended { run: flight.run.id.0.clone(), how });
    }

    /// The run waits: who called the webhook that started it need not.
    fn waits(&self, flight: &Flight) {
        tracing::Span::current().record("outcome", "waiting");
        self.responders.answer(&flight.run.id.0, HookResponse::empty(200));
    }

    /// Dispatches an effect that no run waits for.
    pub(super) async fn send_last(&self, active: &Active, mut going: Going) -> Result<(), StoreError> {
        if let Err(fault) = self.dispatch(active, &mut going).await? {
            tracing::warn!(
                code = fault.kind.code(),
                "a message of the bot could not be sent: {}",
                fault.plain()
            );
        }
        let effects = vec![Change::Remove(effect_key(&going.id))];
        self.store.commit(Commit { effects, ..Commit::default() }).await
    }

    /// Goes on with a run that was under way when the process ended, at the effect that it waits for.
    pub(super) async fn resume_effect(self: &Arc<Self>, going: Going) -> Result<(), StoreError> {
        let _card = self.card_of(&going.id.run.0);
        let stored = self.store.run(going.id.run.0.clone()).await?;
        let waits = |run: &Run| run.effect_id().is_some_and(|waiting| waiting == going.id);
        let flight = match stored {
            Some(stored) => self.flight(stored).await?.filter(|flight| waits(&flight.run)),
            None => None,
        };
        let Some(mut flight) = flight else {
            return self.send_last(&self.active.load_full(), going).await;
        };
        match done_again(&going.effect) {
            Err(fault) if going.is_begun() => flight.resolve(&going.id, Err(fault)),
            Ok(()) | Err(_) => return self.finish_asking(flight, going).await,
        }
        drop(going);
        self.drive(flight).await;
        Ok(())
    }

    /// Goes on with a run that waited for nothing when the process ended.
    pub(super) async fn resume_run(self: &Arc<Self>, id: SmolStr) -> Result<(), StoreError> {
        let _card = self.card_of(&id);
        let Some(stored) = self.store.run(id).await? else { return Ok(()) };
        let is_ready = |run: &Run| matches!(run.waiting, Waiting::Ready | Waiting::Raised(_));
        if let Some(flight) = self.flight(stored).await?.filter(|flight| is_ready(&flight.run)) {
            self.drive(flight).await;
        }
        Ok(())
    }

    /// A stored run with its program. A run whose program is gone cannot go on: it is dropped with a
    /// log line. One that cannot be read stays, for a `wbot` that can.
    pub(super) async fn flight(&self, stored: RunRecord) -> Result<Option<Flight>, StoreError> {
        let run: Run = decode(&stored.body)?;
        let Some(active) = self.program_of(&run).await? else {
            tracing::error!(code = "run/program", run = %run.id, "the program of a stored run is gone, the run is dropped");
            let runs = vec![Change::Remove(stored.id)];
            self.store.commit(Commit { runs, ..Commit::default() }).await?;
            return Ok(None);
        };
        let (version, mailbox) = (stored.version, stored.mailbox);
        Ok(Some(Flight { active, run, version, mailbox, along: Commit::default(), after: Vec::new() }))
    }

    pub(super) fn abandoned(&self, run: &SmolStr) {
        self.observer.observe(&Happening::Ended { run: run.clone(), how: RunEnd::Abandoned });
    }

    /// A run for its first segment: nothing of it is stored yet.
    pub(super) fn new_flight(active: &Arc<Active>, run: Run, mailbox: &SmolStr, along: Commit) -> Flight {
        let (active, mailbox) = (Arc::clone(active), mailbox.clone());
        Flight { active, run, version: 0, mailbox, along, after: Vec::new() }
    }
}

/// What the log and traces know a run by: no text, no person, no room. It lasts while the run is on its way, so
/// a run that waits in between has several.
fn span(flight: &Flight) -> tracing::Span {
    let room = flight.run.context.room.as_ref();
    let mailbox = room.map_or("none", |room| if room.direct { "direct" } else { "group" });
    tracing::info_span!(
        "run",
        run = %flight.run.id,
        handler = %flight.active.handler_name(flight.run.handler),
        mailbox,
        program = %flight.active.id(),
        outcome = tracing::field::Empty,
    )
}

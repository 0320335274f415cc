//! One segment of a run: from where it waits to its next effect or its end, as one transaction.

use super::active::Active;
use super::card_closing;
use super::codec::{effect_key, run_record, state_name, state_value, state_write};
use super::core::Core;
use super::failure;
use super::going::{Going, Leaving};
use super::inbound::{is_own_mailbox, own_mailbox};
use super::observer::Happening;
use super::parking::park;
use super::store::{Change, Commit, StateWrite, StoreError};
use super::timers;
use super::vitals;
use crate::base::limits;
use crate::value::{Effect, Fault, FaultKind, Outcome, Type, Value, carry, conform};
use crate::vm::{
    self, EffectId, End, LogLine, Run, StateChange, StateKey, StateView, StepOutcome, Trace, Waiting,
};
use smol_str::SmolStr;
use std::sync::Arc;
use std::time::Duration;

/// A run on its way: as it was committed last, with what its next commit does besides.
pub(super) struct Flight {
    pub(super) active: Arc<Active>,
    pub(super) run: Run,
    /// Of the run in the store; 0 before its first commit.
    pub(super) version: u64,
    pub(super) mailbox: SmolStr,
    /// Rides along with the next commit: the event that is handled by it, the effect that is done.
    pub(super) along: Commit,
    /// What its last commit leaves to go out besides, of the engine's own.
    pub(super) after: Vec<Going>,
}

/// What a segment came to, after its commit.
pub(super) enum Turn {
    /// This effect is to go out; the run waits for it.
    Effect(Going),
    /// The run goes on; another one began, in this mailbox.
    Began(SmolStr, SmolStr),
    /// The run waits for an answer or a time.
    Parked,
    /// The run is over.
    Over(End),
    /// The run failed, and another one looks after that, in this mailbox.
    Failed(End, SmolStr, SmolStr),
}

/// The same before its commit.
enum Next {
    Effect,
    Began(SmolStr, SmolStr),
    Parked,
    Over(End),
    Failed(End, SmolStr, SmolStr),
}

/// What a segment commits.
struct Plan {
    commit: Commit,
    next: Next,
    /// What goes out then: of [`Next::Effect`] first its effect.
    leaving: Vec<Leaving>,
}

/// Where a segment stopped, before its commit.
struct Segment {
    run: Run,
    view: StateView,
    /// Of an older version: states as they are stored, of which it may not know everything.
    beyond: Vec<(StateKey, Value)>,
    logs: Vec<LogLine>,
    stop: Stop,
}

enum Stop {
    Effect(Effect),
    Parked,
    Ended(End),
}

impl Flight {
    /// The effect that the run waited for has this outcome. It is committed with the next segment.
    pub(super) fn resolve(&mut self, id: &EffectId, outcome: Outcome) {
        self.run.resolve(id.sequence, outcome);
        self.along.effects.push(Change::Remove(effect_key(id)));
    }

    /// Takes the run to its next effect or its end, and commits that. On a conflict the segment is done
    /// again with what others wrote.
    pub(super) async fn segment(&mut self, core: &Core) -> Result<Turn, StoreError> {
        for attempt in 0..limits::COMMIT_ATTEMPTS_MAX {
            let mut segment = self.compute(core).await?;
            let plan = self.prepare(core, &mut segment)?;
            match core.commit_leaving(plan.commit, plan.leaving).await {
                Ok(goings) => {
                    self.committed(segment.run);
                    vitals::segment_done(&core.vitals.meter);
                    core.tell_logs(&self.run.id.0, &segment.logs);
                    return Ok(self.turn(plan.next, goings));
                }
                Err(StoreError::Conflict { states, runs }) if runs.is_empty() => {
                    // Its place went too: whoever was first goes out first.
                    card_closing::forget_closed(&mut self.run, &states);
                    tracing::debug!(run = %self.run.id, ?states, "changed in between, the step is done again");
                    // Whoever was first goes on; the later, the longer one waits to try again.
                    core.clock.pause(Duration::from_millis(u64::from(attempt.min(50)))).await;
                }
                Err(other) => return Err(other),
            }
        }
        self.give_up(core).await
    }

    /// After an answer: where the run goes on asking the same, since more answers are awaited or this one is refused, that
    /// is one commit with `along`, so that whoever answers next finds the question. Nothing is done where it does not.
    ///
    /// # Errors
    /// When somebody else answered meanwhile, or the store fails.
    pub(super) async fn asks_on(&mut self, core: &Core, along: &Commit) -> Result<Option<Turn>, StoreError> {
        let mut segment = self.compute(core).await?;
        let number = |run: &Run| run.question.as_deref().map(|question| question.number);
        let asks = matches!(segment.run.waiting, Waiting::Answer | Waiting::Asking(_));
        if !asks || number(&segment.run) != number(&self.run) {
            return Ok(None);
        }
        self.along = along.clone();
        let plan = self.prepare(core, &mut segment)?;
        let goings = core.commit_leaving(plan.commit, plan.leaving).await?;
        self.committed(segment.run);
        vitals::segment_done(&core.vitals.meter);
        core.tell_logs(&self.run.id.0, &segment.logs);
        Ok(Some(self.turn(plan.next, goings)))
    }

    /// Steps until the run stops, answering what it needs on the way.
    async fn compute(&mut self, core: &Core) -> Result<Segment, StoreError> {
        let mut run = self.run.clone();
        let (mut view, mut beyond) = (StateView::new(), Vec::new());
        let mut world = self.active.world(core.clock.now_ms());
        let mut logs = Vec::new();
        let mut trace = core.options.trace.then(Trace::default);
        loop {
            let step = {
                let _turn = core.steps.acquire().await;
                vm::step_traced(&self.active.image, &mut run, &mut view, &world, trace.as_mut())
            };
            logs.extend(step.logs);
            let stop = match step.outcome {
                StepOutcome::NeedState(key) => {
                    beyond.extend(load(core, &self.active, &mut view, key).await?);
                    continue;
                }
                StepOutcome::NeedRead(read) => {
                    let answer = match core.reads.get(&read, core.clock.now_ms()) {
                        Some(answer) => Ok(answer),
                        None => {
                            self.keep_outcome(core).await?;
                            core.read(&read).await
                        }
                    };
                    world.reads.insert(read, answer);
                    continue;
                }
                StepOutcome::Effect(effect) => Stop::Effect(effect),
                StepOutcome::Parked => Stop::Parked,
                StepOutcome::Ended(end) => Stop::Ended(end),
            };
            if let Some(trace) = trace.take() {
                core.observer.observe(&Happening::Traced { program: self.active.id(), trace });
            }
            return Ok(Segment { run, view, beyond, logs, stop });
        }
    }

    /// What came of the last effect is kept before anything that may take long: a crash must not do
    /// the effect again that is known to be done.
    pub(super) async fn keep_outcome(&mut self, core: &Core) -> Result<(), StoreError> {
        if self.along.effects.is_empty() {
            return Ok(());
        }
        let record = run_record(&self.run, &self.mailbox, self.version)?;
        let mut commit = self.along.clone();
        commit.runs.push(Change::Put(record));
        core.store.commit(commit).await?;
        self.committed(self.run.clone());
        Ok(())
    }

    /// Commits the run as it is now, with what goes along.
    pub(super) async fn commit_with(
        &mut self,
        core: &Core,
        along: Commit,
        leaving: Vec<Leaving>,
    ) -> Result<Vec<Going>, StoreError> {
        let mut commit = along;
        commit.runs.push(Change::Put(run_record(&self.run, &self.mailbox, self.version)?));
        let goings = core.commit_leaving(commit, leaving).await?;
        self.committed(self.run.clone());
        Ok(goings)
    }

    fn committed(&mut self, run: Run) {
        self.run = run;
        self.version += 1;
        self.along = Commit::default();
    }

    fn turn(&mut self, next: Next, mut goings: Vec<Going>) -> Turn {
        let effect = matches!(next, Next::Effect).then(|| (!goings.is_empty()).then(|| goings.remove(0)));
        self.after = goings;
        match (next, effect.flatten()) {
            (Next::Effect, Some(going)) => Turn::Effect(going),
            // There is one: it was planned.
            (Next::Effect | Next::Parked, _) => Turn::Parked,
            (Next::Began(run, mailbox), _) => Turn::Began(run, mailbox),
            (Next::Over(end), _) => Turn::Over(end),
            (Next::Failed(end, run, mailbox), _) => Turn::Failed(end, run, mailbox),
        }
    }

    fn prepare(&self, core: &Core, segment: &mut Segment) -> Result<Plan, StoreError> {
        let mut commit = self.along.clone();
        let mut leaving = Vec::new();
        let end = match &segment.stop {
            Stop::Effect(effect) => {
                let id =
                    segment.run.effect_id().unwrap_or(EffectId { run: segment.run.id.clone(), sequence: 0 });
                commit.states.extend(writes(core, &self.active, (&segment.view, &segment.beyond))?);
                let began = self.begin(core, &segment.run, effect, &mut commit)?;
                if began.is_some() {
                    segment.run.resolve(id.sequence, Ok(Value::None));
                }
                commit.runs.push(Change::Put(run_record(&segment.run, &self.mailbox, self.version)?));
                if let Some((run, mailbox)) = began {
                    return Ok(Plan { commit, next: Next::Began(run, mailbox), leaving });
                }
                leaving.push(core.leaving_of(&segment.run, &self.mailbox, id, effect.clone())?);
                return Ok(Plan { commit, next: Next::Effect, leaving });
            }
            Stop::Parked => {
                commit.states.extend(writes(core, &self.active, (&segment.view, &segment.beyond))?);
                card_closing::close(core, &mut segment.run, (&self.mailbox, &mut commit, &mut leaving))?;
                park(&segment.run, &self.mailbox, &mut commit)?;
                commit.runs.push(Change::Put(run_record(&segment.run, &self.mailbox, self.version)?));
                return Ok(Plan { commit, next: Next::Parked, leaving });
            }
            Stop::Ended(end) => end,
        };
        let keeps = match end {
            End::Finished(_) | End::Stopped | End::GaveUp => true,
            End::Failed(fault) => matches!(fault.kind, FaultKind::Fail | FaultKind::Timeout),
        };
        if keeps {
            commit.states.extend(writes(core, &self.active, (&segment.view, &segment.beyond))?);
        }
        if self.version > 0 {
            commit.runs.push(Change::Remove(self.run.id.0.clone()));
        }
        if let Some((run, mailbox)) = self.look_after(core, &segment.run, end, &mut commit)? {
            return Ok(Plan { commit, next: Next::Failed(end.clone(), run, mailbox), leaving });
        }
        if let Some(effect) = failure::message(&segment.run, end) {
            let id = EffectId { run: segment.run.id.clone(), sequence: segment.run.effects };
            leaving.push(Leaving::of_engine(&segment.run.context, id, &self.mailbox, effect)?);
        }
        if !matches!(end, End::Failed(_)) {
            card_closing::close(core, &mut segment.run, (&self.mailbox, &mut commit, &mut leaving))?;
        }
        Ok(Plan { commit, next: Next::Over(end.clone()), leaving })
    }

    /// `later` and `start`: the run that begins goes into the commit. Gives it with its mailbox; nothing
    /// for any other effect.
    fn begin(
        &self,
        core: &Core,
        parent: &Run,
        effect: &Effect,
        commit: &mut Commit,
    ) -> Result<Option<(SmolStr, SmolStr)>, StoreError> {
        let (Effect::Later { function, args, .. } | Effect::Start { function, args }) = effect else {
            return Ok(None);
        };
        let id = core.chance.id();
        let mut run = parent.offspring(id.clone(), core.chance.seed());
        self.active.enter(&mut run, *function, args.clone());
        let mailbox = if is_own_mailbox(&self.mailbox) { own_mailbox(&id) } else { self.mailbox.clone() };
        if let Effect::Later { due_ms, .. } = effect {
            run.deferred = true;
            commit.timers.push(Change::Put(timers::later(&run, &mailbox, *due_ms)?));
            // It begins when the timer says so, not now.
            return Ok(Some((SmolStr::default(), mailbox)));
        }
        commit.runs.push(Change::Put(run_record(&run, &mailbox, 0)?));
        Ok(Some((id, mailbox)))
    }

    /// `on error`: the run that looks after a failure goes into the commit. Not after `fail`, which is no
    /// bug, and not after a failure of its own.
    fn look_after(
        &self,
        core: &Core,
        failed: &Run,
        end: &End,
        commit: &mut Commit,
    ) -> Result<Option<(SmolStr, SmolStr)>, StoreError> {
        let End::Failed(fault) = end else { return Ok(None) };
        if matches!(fault.kind, FaultKind::Fail | FaultKind::Timeout) {
            return Ok(None);
        }
        let Some((handler, function)) = self.active.on_error() else { return Ok(None) };
        if failed.handler == handler {
            return Ok(None);
        }
        let id = core.chance.id();
        let mut run = failed.offspring(id.clone(), core.chance.seed());
        run.handler = handler;
        self.active.enter(&mut run, function, vec![fault.to_value()]);
        let mailbox = if is_own_mailbox(&self.mailbox) { own_mailbox(&id) } else { self.mailbox.clone() };
        commit.runs.push(Change::Put(run_record(&run, &mailbox, 0)?));
        Ok(Some((id, mailbox)))
    }

    /// The question of the run is put: from now on it waits for the answer.
    pub(super) async fn park(&mut self, core: &Core) -> Result<(), StoreError> {
        let (mut commit, mut leaving) = (self.along.clone(), Vec::new());
        card_closing::close(core, &mut self.run, (&self.mailbox, &mut commit, &mut leaving))?;
        park(&self.run, &self.mailbox, &mut commit)?;
        self.after = self.commit_with(core, commit, leaving).await?;
        Ok(())
    }

    /// Takes the run to its end without any effect: what an expression of a test gives. What it writes is
    /// kept.
    pub(super) async fn evaluate(&mut self, core: &Core) -> Result<Outcome, StoreError> {
        let segment = self.compute(core).await?;
        let value = match segment.stop {
            Stop::Ended(End::Finished(value)) => value,
            Stop::Ended(End::Stopped | End::GaveUp) => Value::None,
            Stop::Ended(End::Failed(fault)) => return Ok(Err(fault)),
            Stop::Effect(_) | Stop::Parked => {
                let message = "an expression of a test can look and compute, but not say or call anything";
                return Ok(Err(Fault::new(FaultKind::Builtin, message)));
            }
        };
        if segment.view.is_written() {
            core.store
                .commit(Commit {
                    states: writes(core, &self.active, (&segment.view, &segment.beyond))?,
                    ..Commit::default()
                })
                .await?;
        }
        Ok(Ok(value))
    }

    /// Others were faster each time: that ends the run, as any failure would.
    async fn give_up(&mut self, core: &Core) -> Result<Turn, StoreError> {
        let fault = Fault::new(
            FaultKind::Limit,
            "the state that this run reads was changed by others each time before it could write it",
        );
        let stop = Stop::Ended(End::Failed(fault));
        let mut segment = Segment {
            run: self.run.clone(),
            view: StateView::new(),
            beyond: Vec::new(),
            logs: Vec::new(),
            stop,
        };
        let plan = self.prepare(core, &mut segment)?;
        let goings = core.commit_leaving(plan.commit, plan.leaving).await?;
        self.committed(segment.run);
        Ok(self.turn(plan.next, goings))
    }
}

/// What a segment wrote, with what is stored of it beyond what the program knows.
fn writes(
    core: &Core,
    active: &Active,
    (view, beyond): (&StateView, &[(StateKey, Value)]),
) -> Result<Vec<StateWrite>, StoreError> {
    let changes = view.changes().into_iter().map(|change| {
        let stored = beyond.iter().find(|(key, _)| *key == change.key);
        let value = match (change.value, stored, type_of(active, &change.key)) {
            (Some(value), Some((_, stored)), Some(ty)) => Some(carry(value, stored, ty)),
            (value, _, _) => value,
        };
        StateChange { key: core.addresses.kept(&change.key), value, ..change }
    });
    changes.map(|change| state_write(&change)).collect()
}

/// Loads a state. Gives it as it is stored where a later version may know more of it; what the version in service does not
/// know was taken out of the script, and goes.
async fn load(
    core: &Core,
    active: &Active,
    view: &mut StateView,
    key: StateKey,
) -> Result<Option<(StateKey, Value)>, StoreError> {
    let stored = core.store.states(vec![state_name(&core.addresses.kept(&key))]).await?;
    let (version, value) = state_value(stored.first().and_then(Option::as_ref))?;
    let is_older = core.active.load().id() != active.id();
    let beyond = value.clone().filter(|_| is_older).map(|value| (key.clone(), value));
    let known = value.map(|value| grown(active, &key, value));
    view.load(key, version, known);
    Ok(beyond)
}

fn type_of<'a>(active: &'a Active, key: &StateKey) -> Option<&'a Type> {
    active.program().states.iter().find(|state| state.name == key.state).map(|state| &state.ty)
}

/// The value as the state's type in this program has it: fields that came with a later version have
/// their defaults. A value that only a later version could write stays as it is.
fn grown(active: &Active, key: &StateKey, value: Value) -> Value {
    type_of(active, key).and_then(|ty| conform(&value, ty).ok()).unwrap_or(value)
}

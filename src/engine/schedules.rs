//! Schedules, and what runs when the bot starts.

use super::access::{Admitted, is_other_use};
use super::core::{Core, Work};
use super::inbound::own_mailbox;
use super::mailbox::BEGUN;
use super::observer::Happening;
use super::route::{Around, Start};
use super::store::{Change, Commit, Seen, StoreError, TimerRecord};
use super::timers::{Due, Timer, row};
use crate::base::limits;
use crate::vm::RunContext;
use smol_str::{SmolStr, format_smolstr};
use std::sync::Arc;

/// What becomes of the timers that are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Planning {
    /// They stay: a tick that was missed is made up for.
    Keep,
    /// They go: the clock was set.
    Afresh,
}

impl Core {
    /// Makes sure that each schedule of the program in service has a timer. Timers of schedules that are
    /// gone fall due once, find nothing, and go.
    pub(super) async fn plan(&self, planning: Planning) -> Result<(), StoreError> {
        let active = self.active.load_full();
        let now_ms = self.clock.now_ms();
        let mut timers = Vec::new();
        for scheduled in active.schedules() {
            if planning == Planning::Keep && self.store.timer(scheduled.timer.clone()).await?.is_some() {
                continue;
            }
            let Some(due_ms) = scheduled.schedule.next_after(now_ms, &active.settings.zone) else { continue };
            timers.push(Change::Put(tick_row(scheduled.timer, due_ms)?));
        }
        if timers.is_empty() { Ok(()) } else { self.commit(Commit { timers, ..Commit::default() }).await }
    }

    /// A tick: plans the next one and runs the handler. With many replicas the first one to commit does.
    pub(super) async fn tick(self: &Arc<Self>, due: &TimerRecord, timer: &Timer) -> Result<(), StoreError> {
        let active = self.active.load_full();
        let now_ms = self.clock.now_ms();
        let schedules = active.schedules();
        let Some(scheduled) = schedules.iter().find(|known| known.timer == due.id) else {
            let timers = vec![Change::Remove(due.id.clone())];
            return self.store.commit(Commit { timers, ..Commit::default() }).await;
        };
        let zone = &active.settings.zone;
        let next = match scheduled.schedule.next_tick(due.due_ms, now_ms, zone) {
            Some(next_ms) => Change::Put(tick_row(due.id.clone(), next_ms)?),
            None => Change::Remove(due.id.clone()),
        };
        let seen = Some(Seen { key: format_smolstr!("{} {}", due.id, due.due_ms), at_ms: now_ms });
        let along = Commit { seen, timers: vec![next], ..Commit::default() };
        let context = RunContext { bot: self.me.clone(), ..RunContext::default() };
        let id = self.chance.id();
        // Another replica may have counted a use since it was read: who takes the tick is decided by the same
        // commit that counts it.
        for _ in 0..limits::COMMIT_ATTEMPTS_MAX {
            let (mut commit, mut uses) = (along.clone(), Vec::new());
            let admitted = match self.admit(&active, scheduled.handler, &context).await? {
                Admitted::Yes(states) => {
                    let start = Start {
                        handler: scheduled.handler,
                        function: scheduled.function,
                        args: Vec::new(),
                        around: Around::Nothing,
                    };
                    let run = self.new_run(&active, id.clone(), context.clone(), start);
                    commit.runs.push(Change::Put(super::codec::run_record(&run, &timer.mailbox, 0)?));
                    commit.states.clone_from(&states);
                    uses = states;
                    true
                }
                Admitted::No(_) => false,
            };
            match self.commit(commit).await {
                Ok(()) if admitted => {
                    self.observer.observe(&Happening::Routed {
                        run: id.clone(),
                        text: SmolStr::default(),
                        handler: active.handler_name(scheduled.handler),
                        why: vec!["its time has come".to_owned()],
                    });
                    return self.resume_run(id).await;
                }
                Ok(()) | Err(StoreError::Duplicate) => return Ok(()),
                Err(error) if is_other_use(&error, &uses) => {}
                Err(other) => return Err(other),
            }
        }
        Err(StoreError::Failed("the uses of a schedule change too often".to_owned()))
    }

    /// Runs each `on start`.
    pub(super) async fn run_starters(self: &Arc<Self>) -> Result<(), StoreError> {
        let active = self.active.load_full();
        for (handler, function) in active.starters().collect::<Vec<_>>() {
            let id = self.chance.id();
            let mailbox = own_mailbox(&id);
            let context = RunContext { bot: self.me.clone(), ..RunContext::default() };
            let start = Start { handler, function, args: Vec::new(), around: Around::Nothing };
            let run = self.new_run(&active, id.clone(), context, start);
            let runs = vec![Change::Put(super::codec::run_record(&run, &mailbox, 0)?)];
            self.commit(Commit { runs, ..Commit::default() }).await?;
            self.observer.observe(&Happening::Routed {
                run: id.clone(),
                text: SmolStr::default(),
                handler: active.handler_name(handler),
                why: vec!["the bot starts".to_owned()],
            });
            self.post(&mailbox, BEGUN, Work::Run(id));
        }
        Ok(())
    }
}

fn tick_row(id: SmolStr, due_ms: i64) -> Result<TimerRecord, StoreError> {
    let mailbox = own_mailbox(&id);
    row(id, due_ms, &Timer { mailbox, what: Due::Tick })
}

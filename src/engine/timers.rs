//! What is to be done at a time. A timer is a row in the store; when it is due it becomes work in a
//! mailbox, and its row goes with the commit that does the work: it fires once, late if nobody was there.

use super::codec::{decode, encode, program_key};
use super::core::{Core, Work};
use super::inbound::room_of;
use super::parking::unpark;
use super::store::{Change, Commit, StoreError, TimerRecord};
use crate::base::limits;
use crate::vm::{Question, Run, Waiting};
use serde::{Deserialize, Serialize};
use smol_str::{SmolStr, format_smolstr};
use std::sync::Arc;

/// What a timer row holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Timer {
    /// The mailbox in whose order it is handled.
    pub(super) mailbox: SmolStr,
    /// What happens.
    pub(super) what: Due,
}

/// What happens when the time has come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Due {
    /// Nobody waits for the answer to a question any more.
    Expire {
        /// The run that asked.
        run: SmolStr,
        /// Which of its questions.
        question: u32,
    },
    /// A `wait` is over.
    Wake {
        /// The run that waits.
        run: SmolStr,
    },
    /// A schedule runs.
    Tick,
    /// A `later` begins.
    Begin {
        /// The run at its beginning.
        run: Box<Run>,
    },
}

impl Due {
    /// Whether nobody waits for it, so that it may be late.
    fn can_wait(&self) -> bool {
        match self {
            Self::Tick | Self::Begin { .. } => true,
            Self::Expire { .. } | Self::Wake { .. } => false,
        }
    }
}

/// What became of a timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Done {
    /// There is nothing left to be done.
    Over,
    /// Something comes before it.
    Waits,
}

/// Timers that are looked at together.
const PAGE: usize = 200;

pub(super) fn expiry_id(run: &Run, question: &Question) -> SmolStr {
    format_smolstr!("answer {} {}", run.id, question.number)
}

pub(super) fn expiry(run: &Run, question: &Question, mailbox: &SmolStr) -> Result<TimerRecord, StoreError> {
    let what = Due::Expire { run: run.id.0.clone(), question: question.number };
    row(expiry_id(run, question), question.due_ms, &Timer { mailbox: mailbox.clone(), what })
}

pub(super) fn wake_id(run: &Run) -> SmolStr {
    format_smolstr!("wait {} {}", run.id, run.effects)
}

pub(super) fn wake(run: &Run, due_ms: i64, mailbox: &SmolStr) -> Result<TimerRecord, StoreError> {
    row(wake_id(run), due_ms, &Timer { mailbox: mailbox.clone(), what: Due::Wake { run: run.id.0.clone() } })
}

pub(super) fn later(run: &Run, mailbox: &SmolStr, due_ms: i64) -> Result<TimerRecord, StoreError> {
    let what = Due::Begin { run: Box::new(run.clone()) };
    let mut row =
        row(format_smolstr!("later {}", run.id), due_ms, &Timer { mailbox: mailbox.clone(), what })?;
    row.program = Some(program_key(run.program));
    Ok(row)
}

pub(super) fn row(id: SmolStr, due_ms: i64, timer: &Timer) -> Result<TimerRecord, StoreError> {
    Ok(TimerRecord { id, due_ms, can_wait: timer.what.can_wait(), program: None, body: encode(timer)? })
}

impl Core {
    /// Fires timers as they fall due, for ever.
    pub(super) async fn keep_time(self: Arc<Self>) {
        loop {
            let changed = self.timers_changed.notified();
            if let Err(error) = self.fire_due(PAGE).await {
                tracing::error!(code = "run/store", "timers cannot be read: {error}");
            }
            let until_ms =
                self.next_look().await.min(self.clock.now_ms().saturating_add(limits::TIMER_LOOK_MS));
            tokio::select! {
                () = changed => {}
                () = self.clock.sleep_until(until_ms) => {}
            }
        }
    }

    /// When timers are looked at next, unless one is done before or a new one comes.
    async fn next_look(&self) -> i64 {
        let (now_ms, deep) = (self.clock.now_ms(), self.queue().depth().deep);
        let mut next_ms = self.hearing.look_ms(now_ms).unwrap_or(i64::MAX);
        for can_wait in [false, true] {
            let at_ms = if self.firing.is_enough(can_wait) {
                // Each that is done says so.
                continue;
            } else if deep && can_wait {
                now_ms.saturating_add(limits::DEEP_LOOK_MS)
            } else {
                let next = self.next_of(can_wait).await.unwrap_or_default();
                next.unwrap_or(i64::MAX).max(now_ms.saturating_add(1))
            };
            next_ms = next_ms.min(at_ms);
        }
        next_ms
    }

    /// Posts timers that are due into their mailboxes, so many at most. Returns whether there were any.
    pub(super) async fn fire_due(self: &Arc<Self>, most: usize) -> Result<bool, StoreError> {
        if self.closing.is_cancelled() {
            return Ok(false);
        }
        let _busy = self.activity.begin();
        let mut fired = false;
        // A question whose answer cannot come in does not run out.
        let ends_until_ms = self.hearing.ends_until_ms(self.clock.now_ms());
        self.firing.release(ends_until_ms);
        for timer in self.due(most).await? {
            if !self.firing.begin(&timer) {
                continue;
            }
            match decode::<Timer>(&timer.body) {
                Ok(found) if timer.due_ms > ends_until_ms && matches!(found.what, Due::Expire { .. }) => {
                    self.firing.hold(&timer);
                    self.hearing.ask(timer.due_ms);
                }
                Ok(Timer { mailbox, what: Due::Expire { run, question } })
                    if self.hearing.needs_look(timer.due_ms) =>
                {
                    fired = true;
                    self.end_after_a_look(mailbox, timer, (run, question));
                }
                Ok(found) => {
                    fired = true;
                    self.post(&found.mailbox, timer.due_ms, Work::Timer(timer));
                }
                Err(error) => {
                    tracing::error!(code = "run/store", "a stored timer is dropped: {error}");
                    let timers = vec![Change::Remove(timer.id.clone())];
                    self.store.commit(Commit { timers, ..Commit::default() }).await?;
                    self.firing.done(&timer);
                }
            }
        }
        Ok(fired)
    }

    /// Timers that are due, so many at most, earliest first. Those that can wait are left out while the queue is
    /// deep; however many they are, the others are found.
    async fn due(&self, most: usize) -> Result<Vec<TimerRecord>, StoreError> {
        let (now_ms, deep) = (self.clock.now_ms(), self.queue().depth().deep);
        let mut due = Vec::new();
        for can_wait in [false, true] {
            if self.firing.is_enough(can_wait) || (deep && can_wait) {
                continue;
            }
            let firing = self.firing.len(can_wait);
            let rows = self.store.timers_due(can_wait, now_ms, firing.saturating_add(most)).await?;
            due.extend(rows.into_iter().filter(|row| !self.firing.has(row)));
        }
        due.sort_by(|a, b| (a.due_ms, &a.id).cmp(&(b.due_ms, &b.id)));
        due.truncate(most);
        Ok(due)
    }

    /// When the next timer is due that is not being handled.
    pub(super) async fn next_timer(&self) -> Result<Option<i64>, StoreError> {
        let (prompt, late) = (self.next_of(false).await?, self.next_of(true).await?);
        Ok(prompt.into_iter().chain(late).min())
    }

    async fn next_of(&self, can_wait: bool) -> Result<Option<i64>, StoreError> {
        let firing = self.firing.len(can_wait);
        if firing == 0 {
            return self.store.next_timer(can_wait).await;
        }
        let rows = self.store.timers_due(can_wait, i64::MAX, firing.saturating_add(1)).await?;
        Ok(rows.iter().find(|row| !self.firing.has(row)).map(|row| row.due_ms))
    }

    /// Does what a timer says.
    pub(super) async fn handle_timer(self: &Arc<Self>, row: TimerRecord) -> Result<(), StoreError> {
        let done = self.do_timer(&row).await;
        if matches!(done, Ok(Done::Waits)) {
            return Ok(());
        }
        self.firing.done(&row);
        self.timers_changed.notify_one();
        done.map(drop)
    }

    /// Ends of questions that stood behind an event are tried again.
    pub(super) fn try_again(self: &Arc<Self>, timers: Vec<TimerRecord>) {
        for row in timers {
            // It was read before.
            if let Ok(timer) = decode::<Timer>(&row.body) {
                self.post(&timer.mailbox, row.due_ms, Work::Timer(row));
            }
        }
    }

    async fn do_timer(self: &Arc<Self>, row: &TimerRecord) -> Result<Done, StoreError> {
        let timer: Timer = decode(&row.body)?;
        let along = Commit { timers: vec![Change::Remove(row.id.clone())], ..Commit::default() };
        match timer.what {
            Due::Begin { run } => {
                let Some(active) = self.program_of(&run).await? else {
                    tracing::error!(code = "run/program", run = %run.id, "the program of a `later` is gone, it is dropped");
                    return self.store.commit(along).await.map(|()| Done::Over);
                };
                self.drive(Self::new_flight(&active, *run, &timer.mailbox, along)).await;
                Ok(Done::Over)
            }
            Due::Tick => self.tick(row, &timer).await.map(|()| Done::Over),
            Due::Wake { run } => self.go_on(&run, along, (None, Run::wake)).await,
            Due::Expire { run, question } => self.expire(&run, question, along, Some(row)).await,
        }
    }

    /// Lets a question run out, unless somebody was faster, or what they wrote waits to be handled: then it is tried
    /// again after that, where the timer is given.
    pub(super) async fn expire(
        self: &Arc<Self>,
        run: &SmolStr,
        question: u32,
        along: Commit,
        timer: Option<&TimerRecord>,
    ) -> Result<Done, StoreError> {
        let is_open = |run: &Run| run.open_question().is_some_and(|open| open.number == question);
        self.go_on(run, along, (timer, |run: &mut Run| is_open(run) && run.expire())).await
    }

    /// Goes on with a run whose time has come, unless somebody was faster.
    async fn go_on(
        self: &Arc<Self>,
        id: &SmolStr,
        along: Commit,
        (timer, change): (Option<&TimerRecord>, impl Fn(&mut Run) -> bool),
    ) -> Result<Done, StoreError> {
        for _ in 0..limits::COMMIT_ATTEMPTS_MAX {
            let Some(stored) = self.store.run(id.clone()).await? else { break };
            let Some(mut flight) = self.flight(stored).await? else { break };
            let (asked, before) = (flight.run.open_question().cloned(), flight.run.clone());
            if !change(&mut flight.run) {
                break;
            }
            let mut commit = along.clone();
            if before.waiting == Waiting::Answer {
                unpark(&before, &mut commit);
                commit.silence = asked.as_ref().and_then(|asked| self.silence_of(&before, asked));
            }
            // Before it is asked for: what is handled meanwhile is no longer in the way, and tells nobody.
            let room = commit.silence.as_ref().map(|silence| SmolStr::new(room_of(&silence.from)));
            if let (Some(room), Some(timer)) = (&room, timer) {
                self.firing.stands_behind(room, timer);
            }
            let open = match &asked {
                Some(asked) => self.open_beside(&before, asked).await?,
                None => Vec::new(),
            };
            let committed = flight.commit_with(self, commit, Vec::new()).await;
            if let (Some(room), Some(timer)) = (&room, timer)
                && !matches!(committed, Err(StoreError::Heard))
            {
                self.firing.goes_ahead(room, timer);
            }
            match committed {
                Ok(_) => {}
                Err(StoreError::Heard) => return Ok(Done::Waits),
                Err(StoreError::Conflict { .. }) => continue,
                Err(error) => return Err(error),
            }
            self.drive(flight).await;
            if let Some(asked) = asked {
                self.put_after(&before, &asked, &open).await?;
            }
            return Ok(Done::Over);
        }
        self.store.commit(along).await.map(|()| Done::Over)
    }
}

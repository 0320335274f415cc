//! The queue itself: turns, pauses, and a word in the log when it gets long.

use super::depth::{Depth, Failing};
use super::errand::Errand;
use super::line::{Line, Room};
use super::urgency::Urgency;
use crate::base::limits;
use crate::net::Pause;
use std::collections::BTreeMap;
use std::fmt;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, oneshot, watch};

/// The answer to a call that is one too many.
const TOO_MANY: u16 = 429;

/// The outgoing queue of a token. Clones are the same one.
#[derive(Clone)]
pub struct Queue {
    inner: Arc<Inner>,
}

struct Inner {
    pause: Arc<dyn Pause>,
    state: Mutex<State>,
    /// A pause has begun.
    paused: Notify,
    /// It is deep no more.
    shallow: Notify,
    /// Webex cannot be reached.
    away: watch::Sender<bool>,
}

struct State {
    /// Numbers that were given.
    count: u64,
    line: Line<oneshot::Sender<()>>,
    /// What waits behind others in its room: since when, by number.
    behind: BTreeMap<u64, u64>,
    in_flight: usize,
    /// Calls that may be under way.
    window: usize,
    not_before_ms: u64,
    /// Answers that came: to calls that ask, and to those that say or change something.
    answers: [u64; 2],
    /// What came of the calls since, of either kind.
    failed: [Option<Failed>; 2],
    /// What time it was at Webex, in milliseconds since 1970, and when that was said.
    time: Option<(i64, u64)>,
    /// Since when Webex cannot be reached.
    away_since_ms: Option<u64>,
    /// How many waited at most since it got deep.
    deepest: Option<usize>,
}

/// Attempts that failed, one after another, with none between them that got through.
#[derive(Clone, Copy, Debug)]
struct Failed {
    since_ms: u64,
    last_ms: u64,
    times: u32,
    status: Option<u16>,
}

/// The place of a call over all its attempts.
#[derive(Debug)]
pub struct Ticket {
    number: u64,
    since_ms: u64,
    urgency: Urgency,
}

/// A turn, until it is dropped.
#[derive(Debug)]
pub struct Slot {
    queue: Queue,
}

/// Something that will be a call when what is before it in its room is done. Counted until it is dropped.
pub struct Behind {
    queue: Queue,
    number: u64,
}

/// Who waits for a turn.
struct Waiting<'q> {
    queue: &'q Queue,
    number: u64,
    has_turn: bool,
}

impl Queue {
    /// An empty one; time is that of `pause`.
    #[must_use]
    pub fn new(pause: Arc<dyn Pause>) -> Self {
        let state = State {
            count: 0,
            line: Line::new(),
            behind: BTreeMap::new(),
            in_flight: 0,
            window: limits::CALLS_MAX,
            not_before_ms: 0,
            answers: [0; 2],
            failed: [None; 2],
            time: None,
            away_since_ms: None,
            deepest: None,
        };
        let (paused, shallow, away) = (Notify::new(), Notify::new(), watch::Sender::new(false));
        Self { inner: Arc::new(Inner { pause, state: Mutex::new(state), paused, shallow, away }) }
    }

    /// How long it is.
    #[must_use]
    pub fn depth(&self) -> Depth {
        let now_ms = self.inner.pause.elapsed_ms();
        let state = self.state();
        Depth {
            waiting: state.waiting(),
            oldest_ms: state.oldest_ms(now_ms),
            in_flight: state.in_flight,
            paused_ms: state.paused_ms(now_ms),
            away_ms: state.away_since_ms.map(|since_ms| now_ms.saturating_sub(since_ms)),
            failing: state.failing(now_ms),
            deep: state.deepest.is_some(),
        }
    }

    /// An answer says what time it is at Webex, in milliseconds since 1970.
    pub fn saw_time(&self, webex_ms: i64) {
        let now_ms = self.inner.pause.elapsed_ms();
        self.state().time = Some((webex_ms, now_ms));
    }

    /// What time it is at Webex, in milliseconds since 1970, as far as it said so: to the second.
    #[must_use]
    pub fn webex_ms(&self) -> Option<i64> {
        let (webex_ms, then_ms) = self.state().time?;
        let since_ms = self.inner.pause.elapsed_ms().saturating_sub(then_ms);
        Some(webex_ms.saturating_add_unsigned(since_ms))
    }

    /// Whether Webex cannot be reached, and when that changes.
    #[must_use]
    pub fn away(&self) -> watch::Receiver<bool> {
        self.inner.away.subscribe()
    }

    /// Waits until it is not deep.
    pub async fn shallow(&self) {
        loop {
            let mut shallow = pin!(self.inner.shallow.notified());
            shallow.as_mut().enable();
            if self.state().deepest.is_none() {
                return;
            }
            shallow.await;
        }
    }

    /// Counts something that waits for what is before it in its room.
    #[must_use]
    pub fn behind(&self) -> Behind {
        let now_ms = self.inner.pause.elapsed_ms();
        let mut state = self.state();
        let number = state.number();
        state.behind.insert(number, now_ms);
        self.look(&mut state, now_ms);
        Behind { queue: self.clone(), number }
    }

    /// A place for a call, as urgent as what is being done.
    #[must_use]
    pub fn ticket(&self) -> Ticket {
        let since_ms = self.inner.pause.elapsed_ms();
        Ticket { number: self.state().number(), since_ms, urgency: Urgency::now() }
    }

    /// A turn, if there is one right now.
    #[must_use]
    pub fn slot_now(&self, urgency: &Urgency) -> Option<Slot> {
        let (turn, _hears) = oneshot::channel();
        let now_ms = self.inner.pause.elapsed_ms();
        let mut state = self.state();
        let number = state.number();
        state.line.enter(number, urgency.clone(), now_ms, turn);
        state.give_turns(now_ms);
        let still_waits = state.line.leave(number);
        drop(state);
        (!still_waits).then(|| Slot { queue: self.clone() })
    }

    /// Waits for a turn, unless what is being done has one ([`Errand`]).
    pub async fn slot(&self, ticket: &Ticket) -> Slot {
        let mut own = Errand::turn(self);
        loop {
            let slot = match own.take() {
                Some(slot) => slot,
                None => self.turn(ticket).await,
            };
            // A pause may have begun since the turn was given.
            if self.state().paused_ms(self.inner.pause.elapsed_ms()) == 0 {
                return slot;
            }
        }
    }

    async fn turn(&self, ticket: &Ticket) -> Slot {
        let (mut hears, mut waiting) = self.enter(ticket);
        loop {
            let mut paused = pin!(self.inner.paused.notified());
            paused.as_mut().enable();
            let left_ms = self.go_on();
            let over = async {
                match left_ms {
                    0 => std::future::pending().await,
                    left_ms => self.inner.pause.sleep(Duration::from_millis(left_ms)).await,
                }
            };
            tokio::select! {
                biased;
                _ = &mut hears => break,
                () = paused => {}
                () = over => {}
            }
        }
        waiting.has_turn = true;
        Slot { queue: self.clone() }
    }

    fn enter(&self, ticket: &Ticket) -> (oneshot::Receiver<()>, Waiting<'_>) {
        let (turn, hears) = oneshot::channel();
        let now_ms = self.inner.pause.elapsed_ms();
        let mut state = self.state();
        state.line.enter(ticket.number, ticket.urgency.clone(), ticket.since_ms, turn);
        state.give_turns(now_ms);
        self.look(&mut state, now_ms);
        (hears, Waiting { queue: self, number: ticket.number, has_turn: false })
    }

    /// Webex asks for a pause. A longer one stays.
    pub fn close_for(&self, time: Duration) {
        let ms = u64::try_from(time.as_millis()).unwrap_or(u64::MAX).min(limits::RETRY_AFTER_MS_MAX);
        let now_ms = self.inner.pause.elapsed_ms();
        let state = self.state();
        if state.not_before_ms <= now_ms {
            let depth = state.waiting();
            tracing::warn!(
                code = "run/webex",
                wait_ms = ms,
                depth,
                "Webex asks the bot to wait: no call goes out for {:.1} s, the queue is {depth} deep",
                seconds(ms)
            );
        }
        self.shut(state, now_ms, ms);
    }

    /// No call gets through, because of this: all wait before the next one tries. Said once each time.
    pub fn away_for(&self, time: Duration, why: &dyn fmt::Display) {
        let ms = u64::try_from(time.as_millis()).unwrap_or(u64::MAX).min(limits::RETRY_AFTER_MS_MAX);
        let now_ms = self.inner.pause.elapsed_ms();
        let mut state = self.state();
        if state.away_since_ms.is_none() {
            state.away_since_ms = Some(now_ms);
            self.inner.away.send_replace(true);
            tracing::error!(code = "run/webex", "{why}; trying again until Webex can be reached");
        }
        self.shut(state, now_ms, ms);
    }

    fn shut(&self, mut state: MutexGuard<'_, State>, now_ms: u64, ms: u64) {
        state.not_before_ms = state.not_before_ms.max(now_ms.saturating_add(ms));
        // Those that waited together would be refused together.
        state.window = (state.window / 2).max(1);
        drop(state);
        self.inner.paused.notify_waiters();
    }

    /// Webex answered a call, whatever it said, and neither that it is out of order nor that the call was one too many;
    /// `acts`: one that says or changes something.
    pub fn answered(&self, acts: bool) {
        *of_kind(&mut self.state().failed, acts) = None;
        self.turned_away(acts);
    }

    /// Webex answered a call that it does not accept the token: it is there, and nothing gets through.
    pub fn turned_away(&self, acts: bool) {
        *of_kind(&mut self.state().answers, acts) += 1;
        self.reached();
    }

    /// There is a way to Webex.
    pub fn reached(&self) {
        let now_ms = self.inner.pause.elapsed_ms();
        let mut state = self.state();
        if let Some(since_ms) = state.away_since_ms.take() {
            self.inner.away.send_replace(false);
            let s = seconds(now_ms.saturating_sub(since_ms));
            tracing::warn!(code = "run/webex", "Webex can be reached again, after {s:.0} s");
        }
    }

    /// An attempt of a call failed, and not because of what it is about: with this status, or without an answer.
    pub fn failed(&self, acts: bool, status: Option<u16>) {
        let now_ms = self.inner.pause.elapsed_ms();
        let mut state = self.state();
        let paused_ms = state.not_before_ms;
        let failed = of_kind(&mut state.failed, acts);
        let before = failed.filter(|before| before.is_of(now_ms, paused_ms));
        let (since_ms, times) = before.map_or((now_ms, 0), |before| (before.since_ms, before.times));
        // Of those that are one too many, many may be under way together.
        let times = if status == Some(TOO_MANY) { times } else { times.saturating_add(1) };
        *failed = Some(Failed { since_ms, last_ms: now_ms, times, status });
    }

    /// How many answers came so far, to calls of a kind: Webex may be out of order for one of them.
    #[must_use]
    pub fn answers(&self, acts: bool) -> u64 {
        *of_kind(&mut self.state().answers, acts)
    }

    /// A call was answered: one more may be under way than before.
    pub fn widen(&self) {
        let mut state = self.state();
        state.window = state.window.saturating_add(1).min(limits::CALLS_MAX);
    }

    /// Lets go who may. How long the pause is still, in milliseconds.
    fn go_on(&self) -> u64 {
        let now_ms = self.inner.pause.elapsed_ms();
        let mut state = self.state();
        state.give_turns(now_ms);
        self.look(&mut state, now_ms);
        state.paused_ms(now_ms)
    }

    /// Says so, once each time, when it gets deep and when that is over.
    fn look(&self, state: &mut State, now_ms: u64) {
        let waiting = state.waiting();
        match state.deepest {
            None if waiting >= limits::QUEUE_DEEP => {
                state.deepest = Some(waiting);
                tracing::warn!(
                    code = "run/queue",
                    depth = waiting,
                    "the queue to Webex is {waiting} deep, the oldest waits {:.1} s: answers go first, what nobody waits for is held back",
                    seconds(state.oldest_ms(now_ms))
                );
            }
            Some(most) if waiting <= limits::QUEUE_DEEP / 4 => {
                state.deepest = None;
                tracing::info!(
                    depth = waiting,
                    most,
                    "the queue to Webex is short again, it was {most} deep"
                );
                self.inner.shallow.notify_waiters();
            }
            Some(most) => state.deepest = Some(most.max(waiting)),
            None => {}
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.inner.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Failed {
    /// Whether it still says something: where nobody called for long though they might, nobody knows.
    fn is_of(&self, now_ms: u64, paused_until_ms: u64) -> bool {
        now_ms.saturating_sub(self.last_ms.max(paused_until_ms)) < limits::FAILING_KEPT_MS
    }

    /// Whether it was often enough, or long enough.
    fn counts(&self, now_ms: u64) -> bool {
        let limited_ms = if self.status == Some(TOO_MANY) { now_ms.saturating_sub(self.since_ms) } else { 0 };
        self.times >= limits::RETRY_ATTEMPTS_MAX || limited_ms >= limits::LIMITED_MS
    }
}

/// What belongs to calls that ask, or to those that say or change something.
fn of_kind<T>([asks, does]: &mut [T; 2], acts: bool) -> &mut T {
    if acts { does } else { asks }
}

impl State {
    fn failing(&self, now_ms: u64) -> Option<Failing> {
        let kinds = [true, false].into_iter().zip(self.failed.iter().rev());
        let mut failing = kinds.filter_map(|(acts, failed)| {
            let failed = failed.filter(|it| it.counts(now_ms) && it.is_of(now_ms, self.not_before_ms))?;
            Some(Failing { acts, for_ms: now_ms.saturating_sub(failed.since_ms), status: failed.status })
        });
        failing.next()
    }

    fn number(&mut self) -> u64 {
        self.count += 1;
        self.count
    }

    fn waiting(&self) -> usize {
        self.line.len() + self.behind.len()
    }

    fn paused_ms(&self, now_ms: u64) -> u64 {
        self.not_before_ms.saturating_sub(now_ms)
    }

    fn oldest_ms(&self, now_ms: u64) -> u64 {
        let behind = self.behind.first_key_value().map(|(_, since_ms)| *since_ms);
        let oldest = behind.into_iter().chain(self.line.oldest_ms()).min();
        oldest.map_or(0, |since_ms| now_ms.saturating_sub(since_ms))
    }

    fn give_turns(&mut self, now_ms: u64) {
        while self.not_before_ms <= now_ms {
            let room = Room { in_flight: self.in_flight, window: self.window };
            let Some(turn) = self.line.next(room) else { return };
            self.in_flight += 1;
            // Whoever gave up meanwhile gives its turn back, since it is not in the line any more.
            let _ = turn.send(());
        }
    }
}

impl Slot {
    pub(super) fn is_of(&self, queue: &Queue) -> bool {
        Arc::ptr_eq(&self.queue.inner, &queue.inner)
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.queue.state().in_flight -= 1;
        self.queue.go_on();
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if self.has_turn {
            return;
        }
        let mut state = self.queue.state();
        if !state.line.leave(self.number) {
            state.in_flight -= 1;
        }
        drop(state);
        self.queue.go_on();
    }
}

impl Drop for Behind {
    fn drop(&mut self) {
        self.queue.state().behind.remove(&self.number);
        self.queue.go_on();
    }
}

impl fmt::Debug for Queue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Queue({:?})", self.depth())
    }
}

impl fmt::Debug for Behind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Behind({})", self.number)
    }
}

#[expect(clippy::cast_precision_loss, reason = "for the eye")]
fn seconds(ms: u64) -> f64 {
    ms as f64 / 1000.0
}

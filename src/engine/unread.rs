//! Events that could not be read when their turn came. They are kept and read again, and what was sent after them in
//! their conversation waits behind them, so that it is handled in order; not for ever, since one message that can
//! never be read must not silence who wrote it.

use super::core::{Core, Work};
use super::observer::Happening;
use super::store::EventRecord;
use super::vitals::Arrival;
use crate::base::limits;
use crate::webex::WebexError;
use smol_str::SmolStr;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What is kept, by mailbox.
#[derive(Debug, Default)]
pub(super) struct Unread {
    boxes: Mutex<HashMap<SmolStr, Held>>,
}

#[derive(Debug, Default)]
struct Held {
    kept: Vec<Kept>,
    /// What waits until they are read.
    behind: Vec<Waiting>,
    /// When they are read again.
    again_ms: Option<i64>,
}

#[derive(Debug)]
struct Kept {
    record: EventRecord,
    since_ms: i64,
    /// How often it could not be read.
    times: usize,
    /// It is in its mailbox again, to be read.
    tried: bool,
}

/// An event that waits, with when it came.
pub(super) type Waiting = (EventRecord, Option<Arrival>);

/// What becomes of an event that could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Plan {
    again_ms: i64,
    /// Somebody has to look then: nobody does so sooner.
    needs_alarm: bool,
}

impl Unread {
    /// How much waits behind events of `mailbox` that could not be read.
    pub(super) fn len(&self, mailbox: &SmolStr) -> usize {
        self.boxes().get(mailbox).map_or(0, |held| held.behind.len())
    }

    /// `record` could not be read.
    fn keep(&self, record: &EventRecord, now_ms: i64) -> Plan {
        let mut boxes = self.boxes();
        let held = boxes.entry(record.mailbox.clone()).or_default();
        let at = held.kept.iter().position(|it| it.record.id == record.id);
        let mut kept = at.map_or_else(
            || Kept { record: record.clone(), since_ms: now_ms, times: 0, tried: false },
            |at| held.kept.remove(at),
        );
        (kept.times, kept.tried) = (kept.times + 1, false);
        let soon_ms = kept.times.checked_sub(1).and_then(|at| limits::READ_AGAIN_SOON_MS.get(at));
        let planned_ms = now_ms.saturating_add(soon_ms.copied().unwrap_or(limits::READ_AGAIN_MS));
        let after = held.kept.iter().rposition(|it| it.record.sent_ms <= record.sent_ms);
        held.kept.insert(after.map_or(0, |at| at + 1), kept);
        // All of a mailbox are read again together, in order.
        let again_ms = held.again_ms.map_or(planned_ms, |other_ms| other_ms.min(planned_ms));
        let needs_alarm = held.again_ms.replace(again_ms) != Some(again_ms);
        Plan { again_ms, needs_alarm }
    }

    /// What is to be read again now, in order.
    fn due(&self, mailbox: &SmolStr, now_ms: i64) -> Vec<EventRecord> {
        let mut boxes = self.boxes();
        let Some(held) = boxes.get_mut(mailbox) else { return Vec::new() };
        if held.again_ms.is_none_or(|again_ms| again_ms > now_ms) {
            return Vec::new();
        }
        held.again_ms = None;
        let untried = held.kept.iter_mut().filter(|it| !it.tried);
        untried
            .map(|it| {
                it.tried = true;
                it.record.clone()
            })
            .collect()
    }

    /// Has an event wait whose turn has come, if it has to; else it is handed back.
    pub(super) fn hold(&self, (record, arrival): Waiting, now_ms: i64) -> Option<Waiting> {
        match self.boxes().get_mut(&record.mailbox) {
            Some(held) if held.holds(&record, now_ms) => {
                held.behind.push((record, arrival));
                None
            }
            _ => Some((record, arrival)),
        }
    }

    /// An event was handled, or kept. Returns what has to wait no longer.
    pub(super) fn done(&self, mailbox: &SmolStr, id: &SmolStr, now_ms: i64) -> Vec<Waiting> {
        let mut boxes = self.boxes();
        let Some(held) = boxes.get_mut(mailbox) else { return Vec::new() };
        held.kept.retain(|it| it.record.id != *id || !it.tried);
        let waited = std::mem::take(&mut held.behind);
        let (behind, free) = waited.into_iter().partition(|(record, _)| held.holds(record, now_ms));
        held.behind = behind;
        if held.kept.is_empty() {
            boxes.remove(mailbox);
        }
        free
    }

    fn boxes(&self) -> MutexGuard<'_, HashMap<SmolStr, Held>> {
        self.boxes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    /// Whether `record` waits for one that was sent before it.
    fn holds(&self, record: &EventRecord, now_ms: i64) -> bool {
        self.kept.iter().any(|kept| {
            kept.record.id != record.id
                && kept.record.sent_ms <= record.sent_ms
                && now_ms.saturating_sub(kept.since_ms) < limits::READ_HOLDS_MS
        })
    }
}

impl Core {
    /// What cannot be read now stays in the store: it is read again soon, or after the next start.
    pub(super) fn keep_for_later(
        self: &Arc<Self>,
        record: &EventRecord,
        what: &'static str,
        error: &WebexError,
    ) {
        let now_ms = self.clock.now_ms();
        let Plan { again_ms, needs_alarm } = self.unread.keep(record, now_ms);
        tracing::error!(
            code = "run/webex",
            what,
            "an event could not be read, it is kept and read again in {} s: {error}",
            again_ms.saturating_sub(now_ms) / 1000
        );
        self.observer.observe(&Happening::Kept { what: what.into(), why: error.to_string().into() });
        if !needs_alarm {
            return;
        }
        let (core, mailbox) = (Arc::clone(self), record.mailbox.clone());
        tokio::spawn(async move {
            let later = core.clock.sleep_until(again_ms);
            if core.closing.run_until_cancelled(later).await.is_some() {
                for record in core.unread.due(&mailbox, core.clock.now_ms()) {
                    core.post(&mailbox, record.sent_ms, Work::Event(record, None));
                }
            }
        });
    }

    /// After an event of a mailbox was handled: what waited behind it goes on.
    pub(super) fn lets_go(self: &Arc<Self>, mailbox: &SmolStr, id: &SmolStr) {
        for (record, arrival) in self.unread.done(mailbox, id, self.clock.now_ms()) {
            self.post(mailbox, record.sent_ms, Work::Event(record, arrival));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Plan, Unread};
    use crate::base::limits;
    use crate::engine::store::EventRecord;
    use smol_str::SmolStr;

    fn event(id: &str, sent_ms: i64) -> EventRecord {
        EventRecord { id: id.into(), mailbox: "alice".into(), sent_ms, body: Vec::new() }
    }

    fn held(unread: &Unread, id: &str, sent_ms: i64, now_ms: i64) -> bool {
        unread.hold((event(id, sent_ms), None), now_ms).is_none()
    }

    fn done(unread: &Unread, id: &str, now_ms: i64) -> Vec<SmolStr> {
        let free = unread.done(&"alice".into(), &id.into(), now_ms);
        free.into_iter().map(|(record, _)| record.id).collect()
    }

    fn due(unread: &Unread, now_ms: i64) -> Vec<SmolStr> {
        unread.due(&"alice".into(), now_ms).into_iter().map(|record| record.id).collect()
    }

    #[test]
    fn what_was_sent_later_waits_and_what_was_sent_before_does_not() {
        let unread = Unread::default();
        assert_eq!(unread.keep(&event("b", 20), 0), Plan { again_ms: 2_000, needs_alarm: true });
        assert!(done(&unread, "b", 0).is_empty());
        assert!(!held(&unread, "a", 10, 0) && held(&unread, "c", 20, 0) && held(&unread, "d", 30, 0));
        let bob = EventRecord { mailbox: "bob".into(), ..event("e", 30) };
        assert!(unread.hold((bob, None), 0).is_some(), "another conversation");
        // One from before cannot be read either: it joins the same round, in its place.
        assert_eq!(unread.keep(&event("a", 10), 500), Plan { again_ms: 2_000, needs_alarm: false });
        assert!(due(&unread, 1_999).is_empty());
        assert_eq!(due(&unread, 2_000), ["a", "b"]);
        assert!(due(&unread, 2_000).is_empty(), "once");
        assert_eq!(unread.len(&"alice".into()), 2);
        assert!(done(&unread, "a", 2_000).is_empty());
        assert_eq!(done(&unread, "b", 2_000), ["c", "d"]);
        assert!(!held(&unread, "f", 40, 2_000) && unread.boxes().is_empty());
    }

    #[test]
    fn it_is_read_again_soon_at_first_and_lets_the_others_go_in_the_end() {
        let (unread, mut now_ms, mut waits) = (Unread::default(), 0, Vec::new());
        let mut free = Vec::new();
        while free.is_empty() {
            let Plan { again_ms, needs_alarm } = unread.keep(&event("a", 1), now_ms);
            assert!(needs_alarm);
            free = done(&unread, "a", now_ms);
            if now_ms == 0 {
                assert!(held(&unread, "b", 2, 0));
            }
            waits.push((again_ms - now_ms) / 1000);
            now_ms = again_ms;
            assert_eq!(due(&unread, now_ms), ["a"]);
        }
        assert_eq!(waits.get(..5), Some(&[2, 5, 15, 60, 60][..]));
        assert_eq!(free, ["b"]);
        let kept_ms = now_ms - limits::READ_AGAIN_MS;
        assert!((limits::READ_HOLDS_MS..limits::READ_HOLDS_MS + limits::READ_AGAIN_MS).contains(&kept_ms));
    }
}

//! Mailboxes: what waits for its turn, one queue for each conversation. Each queue that is not empty
//! has one worker, so a conversation does one thing at a time and conversations run side by side.

use crate::webex::queue::Urgency;
use smol_str::SmolStr;
use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// All queues that are not empty or have a worker.
#[derive(Debug)]
pub(super) struct Mailboxes<T> {
    boxes: Mutex<HashMap<SmolStr, Mailbox<T>>>,
}

#[derive(Debug)]
struct Mailbox<T> {
    items: VecDeque<Item<T>>,
    /// How many of them somebody waits for.
    awaited: usize,
    /// What its worker waits for Webex to take.
    going_out: Option<Ahead>,
}

/// What is in the way of who waits in a mailbox: an effect, with its places in lanes.
pub(super) type Ahead = (Urgency, Vec<(SmolStr, u64)>);

/// What becomes of what was pushed.
#[derive(Debug)]
pub(super) enum Pushed {
    /// The mailbox needs a worker: the caller must start one.
    NeedsWorker,
    /// It waits for its turn, behind this.
    Waits(Option<Ahead>),
}

#[derive(Debug)]
struct Item<T> {
    /// What is begun comes before what was sent.
    sent_ms: i64,
    /// Whether somebody waits for it.
    awaited: bool,
    work: T,
}

/// What was sent at no time in particular comes first: it was begun before.
pub(super) const BEGUN: i64 = i64::MIN;

impl<T> Default for Mailboxes<T> {
    fn default() -> Self {
        Self { boxes: Mutex::new(HashMap::new()) }
    }
}

impl<T> Mailboxes<T> {
    /// How much waits in `mailbox`.
    pub(super) fn len(&self, mailbox: &SmolStr) -> usize {
        self.boxes().get(mailbox).map_or(0, |it| it.items.len())
    }

    /// How many mailboxes have something to do, and how much waits in them.
    pub(super) fn depth(&self) -> (usize, usize) {
        let boxes = self.boxes();
        (boxes.len(), boxes.values().map(|it| it.items.len()).sum())
    }

    /// Puts `work` in its place by the time it was sent, after equals.
    pub(super) fn push(&self, mailbox: &SmolStr, sent_ms: i64, awaited: bool, work: T) -> Pushed {
        let mut boxes = self.boxes();
        let item = Item { sent_ms, awaited, work };
        match boxes.get_mut(mailbox) {
            Some(Mailbox { items, awaited: count, going_out }) => {
                *count += usize::from(awaited);
                let after = items.iter().rposition(|other| other.sent_ms <= sent_ms).map_or(0, |at| at + 1);
                items.insert(after, item);
                Pushed::Waits(going_out.clone())
            }
            None => {
                let (items, awaited) = (VecDeque::from([item]), usize::from(awaited));
                boxes.insert(mailbox.clone(), Mailbox { items, awaited, going_out: None });
                Pushed::NeedsWorker
            }
        }
    }

    /// The next thing for the worker of `mailbox`. At `None` the mailbox is gone and so must the worker.
    pub(super) fn next(&self, mailbox: &SmolStr) -> Option<T> {
        let mut boxes = self.boxes();
        let next = boxes.get_mut(mailbox).and_then(|it| {
            it.going_out = None;
            let item = it.items.pop_front()?;
            it.awaited -= usize::from(item.awaited);
            Some(item)
        });
        if next.is_none() {
            boxes.remove(mailbox);
        }
        next.map(|item| item.work)
    }

    /// Whether what is next in `mailbox` is such a thing.
    pub(super) fn next_is(&self, mailbox: &SmolStr, such: impl Fn(&T) -> bool) -> bool {
        self.boxes().get(mailbox).and_then(|it| it.items.front()).is_some_and(|item| such(&item.work))
    }

    /// The worker of `mailbox` waits for this now. Returns whether somebody waits behind it.
    pub(super) fn goes_out(&self, mailbox: &SmolStr, ahead: Ahead) -> bool {
        let mut boxes = self.boxes();
        let Some(found) = boxes.get_mut(mailbox) else { return false };
        found.going_out = Some(ahead);
        found.awaited > 0
    }

    /// Whether somebody waits for something in `mailbox`.
    pub(super) fn is_awaited(&self, mailbox: &SmolStr) -> bool {
        self.boxes().get(mailbox).is_some_and(|it| it.awaited > 0)
    }

    fn boxes(&self) -> MutexGuard<'_, HashMap<SmolStr, Mailbox<T>>> {
        self.boxes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::{BEGUN, Mailboxes, Pushed};
    use crate::webex::queue::{Class, Urgency};

    #[test]
    fn what_waits_together_is_ordered_by_the_time_it_was_sent() {
        let boxes = Mailboxes::default();
        let alice = "alice".into();
        let needs = |pushed| matches!(pushed, Pushed::NeedsWorker);
        assert!(needs(boxes.push(&alice, 30, false, "late")), "the first one needs a worker");
        for (sent_ms, work) in [(10, "early"), (30, "late too"), (BEGUN, "begun"), (20, "between")] {
            assert!(!needs(boxes.push(&alice, sent_ms, false, work)));
        }
        assert_eq!((boxes.len(&alice), boxes.depth()), (5, (1, 5)));
        let order: Vec<&str> = std::iter::from_fn(|| boxes.next(&alice)).collect();
        assert_eq!(order, ["begun", "early", "between", "late", "late too"]);
        assert!(needs(boxes.push(&alice, 1, false, "again")), "an empty mailbox has no worker");
    }

    #[test]
    fn who_comes_learns_what_is_in_the_way() {
        let (boxes, alice, ahead) = (Mailboxes::default(), "alice".into(), Urgency::new(Class::Notice));
        boxes.push(&alice, 1, true, "first");
        assert_eq!(boxes.next(&alice), Some("first"));
        assert!(!boxes.goes_out(&alice, (ahead.clone(), Vec::new())));
        let Pushed::Waits(Some((found, _))) = boxes.push(&alice, 2, true, "next") else { panic!("it waits") };
        found.raise(Class::Answer);
        assert_eq!(ahead.class(), Class::Answer);
        assert!(boxes.is_awaited(&alice) && boxes.goes_out(&alice, (ahead, Vec::new())));
        assert_eq!(boxes.next(&alice), Some("next"));
        assert!(!boxes.is_awaited(&alice));
        assert!(matches!(boxes.push(&alice, 3, false, "last"), Pushed::Waits(None)), "that is done");
    }
}

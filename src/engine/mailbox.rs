//! Mailboxes: what waits for its turn, one queue for each conversation. Each queue that is not empty
//! has one worker, so a conversation does one thing at a time and conversations run side by side.

use smol_str::SmolStr;
use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// All queues that are not empty or have a worker.
#[derive(Debug)]
pub(super) struct Mailboxes<T> {
    boxes: Mutex<HashMap<SmolStr, VecDeque<Item<T>>>>,
}

#[derive(Debug)]
struct Item<T> {
    /// What is begun comes before what was sent.
    sent_ms: i64,
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
        self.boxes().get(mailbox).map_or(0, VecDeque::len)
    }

    /// How many mailboxes have something to do, and how much waits in them.
    pub(super) fn depth(&self) -> (usize, usize) {
        let boxes = self.boxes();
        (boxes.len(), boxes.values().map(VecDeque::len).sum())
    }

    /// Puts `work` in its place by the time it was sent, after equals. Returns whether the mailbox needs
    /// a worker: the caller must start one then.
    pub(super) fn push(&self, mailbox: &SmolStr, sent_ms: i64, work: T) -> bool {
        let mut boxes = self.boxes();
        let item = Item { sent_ms, work };
        match boxes.get_mut(mailbox) {
            Some(queue) => {
                let after = queue.iter().rposition(|other| other.sent_ms <= sent_ms).map_or(0, |at| at + 1);
                queue.insert(after, item);
                false
            }
            None => {
                boxes.insert(mailbox.clone(), VecDeque::from([item]));
                true
            }
        }
    }

    /// The next thing for the worker of `mailbox`. At `None` the mailbox is gone and so must the worker.
    pub(super) fn next(&self, mailbox: &SmolStr) -> Option<T> {
        let mut boxes = self.boxes();
        let next = boxes.get_mut(mailbox).and_then(VecDeque::pop_front);
        if next.is_none() {
            boxes.remove(mailbox);
        }
        next.map(|item| item.work)
    }

    fn boxes(&self) -> MutexGuard<'_, HashMap<SmolStr, VecDeque<Item<T>>>> {
        self.boxes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::{BEGUN, Mailboxes};

    #[test]
    fn what_waits_together_is_ordered_by_the_time_it_was_sent() {
        let boxes = Mailboxes::default();
        let alice = "alice".into();
        assert!(boxes.push(&alice, 30, "late"), "the first one needs a worker");
        for (sent_ms, work) in [(10, "early"), (30, "late too"), (BEGUN, "begun"), (20, "between")] {
            assert!(!boxes.push(&alice, sent_ms, work));
        }
        assert_eq!((boxes.len(&alice), boxes.depth()), (5, (1, 5)));
        let order: Vec<&str> = std::iter::from_fn(|| boxes.next(&alice)).collect();
        assert_eq!(order, ["begun", "early", "between", "late", "late too"]);
        assert!(boxes.push(&alice, 1, "again"), "an empty mailbox has no worker");
    }
}

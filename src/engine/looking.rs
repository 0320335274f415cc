//! Which rooms are being looked through for what was missed. What came in meanwhile waits in their conversations, so
//! that the mailbox puts it behind; all others go on. Nobody waits for long, since somebody may be waiting.

use super::Clock;
use crate::base::limits;
use std::collections::HashMap;
use tokio::sync::watch;

/// What is looked for now.
#[derive(Debug)]
pub(super) struct Looking(watch::Sender<State>);

#[derive(Debug)]
struct State {
    /// Looks for something that was missed for sure, counted.
    turn: u64,
    where_: Where,
}

/// Times in milliseconds since 1970.
#[derive(Debug)]
enum Where {
    Nowhere,
    /// It is not known yet where something was missed.
    Anywhere {
        until_ms: i64,
    },
    /// By their keys; whether a conversation waits there.
    Rooms {
        rooms: HashMap<String, bool>,
        until_ms: i64,
    },
}

impl Looking {
    pub(super) fn nowhere() -> Self {
        Self(watch::Sender::new(State { turn: 0, where_: Where::Nowhere }))
    }

    /// Something was missed. Until it is looked for, nothing that comes in goes before it.
    pub(super) fn begins(&self, now_ms: i64) {
        let until_ms = now_ms.saturating_add(limits::LOOK_BACK_FIRST_MS_MAX);
        self.0.send_modify(|state| {
            *state = State { turn: state.turn + 1, where_: Where::Anywhere { until_ms } };
        });
    }

    /// What is looked for from now on: what began until now.
    pub(super) fn turn(&self) -> u64 {
        self.0.borrow().turn
    }

    /// Waits until something else was missed.
    pub(super) async fn is_outdated(&self, turn: u64) {
        // The sender is here.
        let _ = self.0.subscribe().wait_for(|state| state.turn > turn).await;
    }

    /// It is looked for in these rooms, by their keys.
    pub(super) fn narrows(&self, turn: u64, rooms: impl IntoIterator<Item = String>, now_ms: i64) {
        self.0.send_if_modified(|state| {
            let narrows = state.turn == turn && matches!(state.where_, Where::Anywhere { .. });
            if narrows {
                let until_ms = now_ms.saturating_add(limits::LOOK_BACK_ROOM_MS_MAX);
                let rooms = rooms.into_iter().map(|room| (room, false)).collect();
                state.where_ = Where::Rooms { rooms, until_ms };
            }
            narrows
        });
    }

    /// This room was looked through, or could not be.
    pub(super) fn done(&self, turn: u64, room: &str) {
        self.0.send_if_modified(|state| match &mut state.where_ {
            Where::Rooms { rooms, .. } if state.turn == turn => rooms.remove(room).is_some(),
            Where::Rooms { .. } | Where::Anywhere { .. } | Where::Nowhere => false,
        });
    }

    /// It is over.
    pub(super) fn ends(&self, turn: u64) {
        self.0.send_if_modified(|state| {
            let ends = state.turn == turn;
            if ends {
                state.where_ = Where::Nowhere;
            }
            ends
        });
    }

    /// Whether a conversation waits in this room.
    pub(super) fn is_waited_for(&self, room: &str) -> bool {
        matches!(&self.0.borrow().where_, Where::Rooms { rooms, .. } if rooms.get(room) == Some(&true))
    }

    /// Waits until what was missed in this room has come in, or nobody can wait for it any longer.
    pub(super) async fn is_over(&self, room: &str, clock: &dyn Clock) {
        let mut changes = self.0.subscribe();
        loop {
            changes.mark_unchanged();
            let Some(until_ms) = self.waits_until_ms(room).filter(|until_ms| clock.now_ms() < *until_ms)
            else {
                return;
            };
            tokio::select! {
                // The sender is here.
                _ = changes.changed() => {}
                () = clock.sleep_until(until_ms) => {}
            }
        }
    }

    fn waits_until_ms(&self, room: &str) -> Option<i64> {
        let mut until_ms = None;
        self.0.send_if_modified(|state| {
            until_ms = match &mut state.where_ {
                Where::Nowhere => None,
                Where::Anywhere { until_ms } => Some(*until_ms),
                Where::Rooms { rooms, until_ms } => rooms.get_mut(room).map(|waited| {
                    *waited = true;
                    *until_ms
                }),
            };
            false
        });
        until_ms
    }
}

#[cfg(test)]
mod tests {
    use super::Looking;
    use crate::base::limits;
    use crate::engine::VirtualClock;
    use futures_util::FutureExt;

    #[tokio::test]
    async fn only_rooms_that_are_looked_through_wait() {
        let (looking, clock) = (Looking::nowhere(), VirtualClock::new(0));
        let waits = |room| looking.is_over(room, &clock).now_or_never().is_none();
        assert!(!waits("a"));
        looking.begins(0);
        let first = looking.turn();
        assert!(waits("a") && waits("b"));
        looking.narrows(first, ["a".to_owned(), "c".to_owned()], 0);
        assert!(!looking.is_waited_for("a"));
        assert!(waits("a") && !waits("b"));
        assert!(looking.is_waited_for("a") && !looking.is_waited_for("c"));
        looking.done(first, "a");
        assert!(!waits("a") && waits("c"));
        // The look before says nothing about what was missed since.
        assert!(looking.is_outdated(first).now_or_never().is_none());
        looking.begins(0);
        assert!(looking.is_outdated(first).now_or_never().is_some());
        looking.narrows(first, ["a".to_owned()], 0);
        looking.ends(first);
        assert!(waits("b"));
        looking.narrows(looking.turn(), ["c".to_owned()], 0);
        clock.set(limits::LOOK_BACK_ROOM_MS_MAX - 1);
        assert!(waits("c"));
        clock.set(limits::LOOK_BACK_ROOM_MS_MAX);
        assert!(!waits("c"), "somebody waits");
        looking.begins(limits::LOOK_BACK_ROOM_MS_MAX);
        clock.set(limits::LOOK_BACK_ROOM_MS_MAX + limits::LOOK_BACK_FIRST_MS_MAX);
        assert!(!waits("c"), "however long it takes to know where");
        looking.ends(looking.turn());
        assert!(!waits("c"));
    }
}

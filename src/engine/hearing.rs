//! Whether what is said to the bot reaches it. While it does not, no question runs out: the answer may have been given
//! in time, and comes in when what was missed is looked up.
//!
//! A websocket can look open and be none. So where the bot hears over one, a question runs out only after a sign of life
//! that is later than its time: it is asked for when it is needed. Of webhooks nothing tells whether they would come: there
//! it is looked for the answer itself (`last_look.rs`).

use crate::base::limits;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// What the bot knows of it.
#[derive(Debug)]
pub(super) struct Hearing {
    state: Mutex<State>,
    /// A sign of life is needed.
    asked: Notify,
}

/// Times in milliseconds since 1970.
#[derive(Debug)]
struct State {
    ear: Ear,
    /// Of a way in that can look open and be none.
    signs: Option<Signs>,
    /// Of a way in that cannot be seen to be open: until when it was looked for what did not come over it.
    looked_ms: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ear {
    /// What is said comes in.
    Hears,
    /// It comes in again, and what was said before is yet to come.
    LooksBack { since_ms: i64 },
    /// Nothing comes in.
    Deaf { since_ms: i64 },
}

#[derive(Clone, Copy, Debug)]
struct Signs {
    /// What was said until then has come in.
    until_ms: i64,
    /// A later sign is asked for, from this time at least.
    wanted_ms: i64,
}

/// How soon a sign of life that did not come is asked for again, in milliseconds.
const ASK_AGAIN_MS: i64 = 60_000;

impl Hearing {
    /// From the start, as in tests that have no way in.
    pub(super) fn at_once() -> Self {
        Self::new(Ear::Hears)
    }

    /// When what was missed before the start has come in.
    pub(super) fn after_looking_back(now_ms: i64) -> Self {
        Self::new(Ear::LooksBack { since_ms: now_ms })
    }

    fn new(ear: Ear) -> Self {
        Self { state: Mutex::new(State { ear, signs: None, looked_ms: None }), asked: Notify::new() }
    }

    /// From now on the way in is one that can look open and be none.
    pub(super) fn needs_signs(&self) {
        self.state().signs = Some(Signs { until_ms: i64::MIN, wanted_ms: i64::MIN });
    }

    /// From now on nobody knows whether the way in is open: it is looked for answers before a question ends.
    pub(super) fn needs_looks(&self) {
        self.state().looked_ms = Some(i64::MIN);
    }

    /// Whether it is to be looked for the answer to a question whose time was up then.
    pub(super) fn needs_look(&self, due_ms: i64) -> bool {
        self.state().looked_ms.is_some_and(|looked_ms| looked_ms < due_ms)
    }

    /// Nothing will come in over it any more.
    pub(super) fn needs_no_signs(&self) {
        self.state().signs = None;
    }

    /// The way in is gone.
    pub(super) fn lost(&self, now_ms: i64) {
        let mut state = self.state();
        if !matches!(state.ear, Ear::Deaf { .. }) {
            state.ear = Ear::Deaf { since_ms: now_ms };
        }
    }

    /// The way in is there again.
    pub(super) fn regained(&self, now_ms: i64) {
        let mut state = self.state();
        if matches!(state.ear, Ear::Deaf { .. }) {
            state.ear = Ear::LooksBack { since_ms: now_ms };
        }
    }

    /// What was missed until `until_ms` has come in.
    pub(super) fn caught_up(&self, until_ms: i64) {
        let mut state = self.state();
        if matches!(state.ear, Ear::LooksBack { since_ms } if since_ms <= until_ms) {
            state.ear = Ear::Hears;
        }
        state.lives(until_ms);
        if let Some(looked_ms) = &mut state.looked_ms {
            *looked_ms = until_ms.max(*looked_ms);
        }
    }

    /// The way in was open at `at_ms`, and what came over it before has come in.
    pub(super) fn lived(&self, at_ms: i64) {
        self.state().lives(at_ms);
    }

    /// A sign of life is needed that is as late as this.
    pub(super) fn ask(&self, at_ms: i64) {
        if let Some(signs) = &mut self.state().signs {
            signs.wanted_ms = signs.wanted_ms.max(at_ms);
        }
        self.asked.notify_one();
    }

    /// Waits until a sign of life is asked for.
    pub(super) async fn asked(&self) {
        self.asked.notified().await;
    }

    /// How late a sign of life has to be that is asked for.
    pub(super) fn wanted_ms(&self) -> i64 {
        self.state().signs.map_or(i64::MIN, |signs| signs.wanted_ms)
    }

    /// Until when questions do not run out at the latest; nothing while they do. A way in may never come back, and it
    /// may never be known what was missed.
    pub(super) fn waits_until_ms(&self, now_ms: i64) -> Option<i64> {
        let outage_ms = i64::try_from(limits::OUTAGE_MS_MAX).unwrap_or(i64::MAX);
        let until_ms = match self.state().ear {
            Ear::Hears => return None,
            Ear::LooksBack { since_ms } => since_ms.saturating_add(limits::CATCH_UP_FIRST_MS_MAX),
            Ear::Deaf { since_ms } => since_ms.saturating_add(outage_ms),
        };
        Some(until_ms).filter(|until_ms| now_ms < *until_ms)
    }

    /// Questions run out whose time was up by then.
    pub(super) fn ends_until_ms(&self, now_ms: i64) -> i64 {
        if self.waits_until_ms(now_ms).is_some() {
            return i64::MIN;
        }
        // A sign may never come.
        let at_least_ms = now_ms.saturating_sub(limits::CATCH_UP_FIRST_MS_MAX);
        self.state().signs.map_or(i64::MAX, |signs| signs.until_ms.max(at_least_ms))
    }

    /// When it is looked again whether questions that wait for this may run out.
    pub(super) fn look_ms(&self, now_ms: i64) -> Option<i64> {
        let signs = self.state().signs;
        let asked = signs.is_some_and(|signs| signs.wanted_ms > signs.until_ms);
        self.waits_until_ms(now_ms).or_else(|| asked.then(|| now_ms.saturating_add(ASK_AGAIN_MS)))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn lives(&mut self, at_ms: i64) {
        if let Some(signs) = &mut self.signs {
            signs.until_ms = signs.until_ms.max(at_ms);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Hearing;
    use crate::base::limits;

    #[test]
    fn it_waits_while_it_is_deaf_and_until_it_looked_back() {
        let hearing = Hearing::after_looking_back(0);
        assert_eq!(hearing.waits_until_ms(1), Some(limits::CATCH_UP_FIRST_MS_MAX));
        assert_eq!(hearing.waits_until_ms(limits::CATCH_UP_FIRST_MS_MAX), None, "it is not known, ever");
        hearing.caught_up(0);
        assert_eq!(hearing.waits_until_ms(1), None);
        hearing.lost(10);
        hearing.lost(20);
        let at_most_ms = 10 + i64::try_from(limits::OUTAGE_MS_MAX).expect("fits");
        assert_eq!(hearing.waits_until_ms(30), Some(at_most_ms));
        hearing.caught_up(30);
        assert_eq!(hearing.waits_until_ms(30), Some(at_most_ms), "a look from before it was lost");
        hearing.regained(40);
        hearing.caught_up(30);
        assert_eq!(
            hearing.waits_until_ms(40),
            Some(40 + limits::CATCH_UP_FIRST_MS_MAX),
            "from before it came back"
        );
        hearing.caught_up(40);
        assert_eq!(hearing.waits_until_ms(40), None);
        assert_eq!(Hearing::at_once().waits_until_ms(0), None);
    }

    #[test]
    fn it_is_looked_for_an_answer_once() {
        let hearing = Hearing::at_once();
        assert!(!hearing.needs_look(5), "a way in that is always there");
        hearing.needs_looks();
        assert!(hearing.needs_look(5));
        hearing.caught_up(5);
        hearing.caught_up(3);
        assert!(!hearing.needs_look(5) && hearing.needs_look(6));
    }

    #[test]
    fn a_question_runs_out_after_a_later_sign_of_life() {
        let hearing = Hearing::after_looking_back(0);
        assert_eq!(hearing.ends_until_ms(10), i64::MIN);
        hearing.caught_up(0);
        assert_eq!(hearing.ends_until_ms(10), i64::MAX, "it cannot look open and be none");
        let most_ms = limits::CATCH_UP_FIRST_MS_MAX;
        hearing.needs_signs();
        assert_eq!((hearing.ends_until_ms(10), hearing.look_ms(10)), (10 - most_ms, None));
        hearing.ask(9);
        assert_eq!((hearing.wanted_ms(), hearing.look_ms(10)), (9, Some(10 + super::ASK_AGAIN_MS)));
        hearing.lived(8);
        assert_eq!((hearing.ends_until_ms(10), hearing.look_ms(10).is_some()), (8, true));
        hearing.lived(12);
        hearing.lived(11);
        assert_eq!((hearing.ends_until_ms(20), hearing.look_ms(20)), (12, None));
        assert_eq!(hearing.ends_until_ms(20 + most_ms), 20, "it may never come");
        hearing.lost(30);
        hearing.regained(40);
        assert_eq!(hearing.ends_until_ms(40), i64::MIN);
        hearing.caught_up(40);
        assert_eq!(hearing.ends_until_ms(50), 40, "what was looked up has come in");
        hearing.needs_no_signs();
        assert_eq!(hearing.ends_until_ms(50), i64::MAX);
    }
}

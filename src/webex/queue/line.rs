//! Who is next: no time, no waiting, only the order.

use super::urgency::{Class, Raised, Urgency};
use crate::base::limits;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Those who wait, by number: who came first has the smallest.
#[derive(Debug)]
pub(super) struct Line<T> {
    waiting: BTreeMap<u64, Waiter<T>>,
    /// The numbers of each class, so that nobody is passed by in search of the first one.
    of_class: [BTreeSet<u64>; Class::ALL.len()],
    /// Who was raised since `of_class` was put right.
    raised: Arc<Raised>,
    /// How often the first of each class saw a more urgent one go.
    passed: [u32; Class::ALL.len()],
}

#[derive(Debug)]
struct Waiter<T> {
    urgency: Urgency,
    /// Under which class it is found.
    class: Class,
    since_ms: u64,
    hears: T,
}

/// How many may be under way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    pub(super) in_flight: usize,
    pub(super) window: usize,
}

impl Room {
    /// Whether one more of `class` may go. A part is left to those for whom somebody waits: calls can take
    /// long. Who was passed over often enough need not leave it.
    fn is_for(self, class: Class, overdue: bool) -> bool {
        let reserved = match class {
            Class::Answer | Class::Read => 0,
            Class::Notice => self.window / 4,
            Class::Housekeeping => self.window / 2,
        };
        self.in_flight < if overdue { self.window } else { self.window - reserved }
    }
}

impl<T> Line<T> {
    pub(super) fn new() -> Self {
        Self {
            waiting: BTreeMap::new(),
            of_class: Default::default(),
            raised: Arc::default(),
            passed: [0; Class::ALL.len()],
        }
    }

    pub(super) fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Since when the longest waiting one has waited.
    pub(super) fn oldest_ms(&self) -> Option<u64> {
        self.waiting.first_key_value().map(|(_, waiter)| waiter.since_ms)
    }

    pub(super) fn enter(&mut self, number: u64, urgency: Urgency, since_ms: u64, hears: T) {
        // In this order: whoever raises it in between is heard.
        urgency.tells(&self.raised, number);
        let class = urgency.class();
        self.numbers(class).insert(number);
        self.waiting.insert(number, Waiter { urgency, class, since_ms, hears });
    }

    /// Whether it was there.
    pub(super) fn leave(&mut self, number: u64) -> bool {
        self.take(number).is_some()
    }

    fn take(&mut self, number: u64) -> Option<T> {
        let Waiter { urgency, class, hears, .. } = self.waiting.remove(&number)?;
        urgency.tells_no_more(&self.raised, number);
        self.numbers(class).remove(&number);
        Some(hears)
    }

    fn numbers(&mut self, class: Class) -> &mut BTreeSet<u64> {
        let [answer, read, notice, housekeeping] = &mut self.of_class;
        match class {
            Class::Answer => answer,
            Class::Read => read,
            Class::Notice => notice,
            Class::Housekeeping => housekeeping,
        }
    }

    /// Puts those who were raised where they are found now.
    fn hear_of_raised(&mut self) {
        for number in self.raised.take() {
            let Some(waiter) = self.waiting.get_mut(&number) else { continue };
            let (before, class) = (waiter.class, waiter.urgency.class());
            waiter.class = class;
            self.numbers(before).remove(&number);
            self.numbers(class).insert(number);
        }
    }

    /// Takes out who goes next, if anybody may.
    pub(super) fn next(&mut self, room: Room) -> Option<T> {
        if room.in_flight >= room.window {
            return None;
        }
        self.hear_of_raised();
        let first = Class::ALL.map(|class| self.numbers(class).first().copied());
        let heads = || Class::ALL.into_iter().zip(first).filter_map(|(class, first)| Some((class, first?)));
        let may = heads().filter(|(class, _)| room.is_for(*class, self.is_overdue(*class)));
        // Of those who were passed over too often the one who was most often, else the most urgent one.
        let rank = |class: Class| if self.is_overdue(class) { self.passed_of(class) } else { 0 };
        let (class, number) =
            may.min_by_key(|(class, _)| (std::cmp::Reverse(rank(*class)), *class as usize))?;
        for (other, _) in heads().filter(|(other, _)| *other > class) {
            if let Some(passed) = self.passed.get_mut(other as usize) {
                *passed = passed.saturating_add(1);
            }
        }
        if let Some(passed) = self.passed.get_mut(class as usize) {
            *passed = 0;
        }
        self.take(number)
    }

    fn passed_of(&self, class: Class) -> u32 {
        self.passed.get(class as usize).copied().unwrap_or(0)
    }

    fn is_overdue(&self, class: Class) -> bool {
        self.passed_of(class) >= limits::CALLS_PASSED_OVER_MAX
    }
}

#[cfg(test)]
mod tests {
    use super::{Line, Room};
    use crate::base::limits;
    use crate::webex::queue::{Class, Urgency, looks};
    use proptest::collection::vec;
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    const ONE: Room = Room { in_flight: 0, window: 1 };

    fn line(classes: &[Class]) -> Line<u64> {
        let mut line = Line::new();
        for (number, class) in (0..).zip(classes) {
            line.enter(number, Urgency::new(*class), number, number);
        }
        line
    }

    fn all(line: &mut Line<u64>) -> Vec<u64> {
        std::iter::from_fn(|| line.next(ONE)).collect()
    }

    #[test]
    fn the_urgent_go_first_and_equals_in_order() {
        use Class::{Answer, Housekeeping, Notice, Read};
        let mut line = line(&[Housekeeping, Notice, Answer, Read, Answer, Notice]);
        assert_eq!(line.oldest_ms(), Some(0));
        assert_eq!(all(&mut line), [2, 4, 3, 1, 5, 0]);
    }

    #[test]
    fn who_is_hurried_goes_with_the_urgent() {
        let (slow, hurried) = (Urgency::new(Class::Notice), Urgency::new(Class::Notice));
        let mut line = Line::new();
        line.enter(0, slow, 0, 0);
        line.enter(1, hurried.clone(), 0, 1);
        line.enter(2, Urgency::new(Class::Answer), 0, 2);
        hurried.raise(Class::Answer);
        hurried.raise(Class::Housekeeping);
        assert_eq!(all(&mut line), [1, 2, 0]);
    }

    #[test]
    fn a_part_is_left_to_the_urgent() {
        let mut line = line(&[Class::Housekeeping, Class::Notice, Class::Answer]);
        let room = |in_flight| Room { in_flight, window: 8 };
        assert_eq!((line.next(room(8)), line.next(room(7)), line.next(room(6))), (None, Some(2), None));
        assert_eq!((line.next(room(5)), line.next(room(4)), line.next(room(3))), (Some(1), None, Some(0)));
    }

    #[test]
    fn a_turn_costs_the_same_however_many_wait() {
        const WAITERS: u64 = 10_000;
        let mut line = Line::new();
        let urgencies: Vec<Urgency> = (0..WAITERS).map(|_| Urgency::new(Class::Notice)).collect();
        for (number, urgency) in (0..).zip(&urgencies) {
            line.enter(number, urgency.clone(), 0, number);
        }
        // The last ones are hurried, the very last one first.
        urgencies.iter().rev().take(100).for_each(|urgency| urgency.raise(Class::Answer));
        looks::taken();
        let went = all(&mut line);
        assert_eq!(looks::taken(), 100, "only who was raised is looked at again");
        assert_eq!(went.len(), urgencies.len());
        // One in nine goes to those who were there first.
        let hurried = went.iter().take(112).filter(|number| **number >= WAITERS - 100).count();
        assert_eq!(hurried, 100);
        assert!(line.of_class.iter().all(std::collections::BTreeSet::is_empty));
    }

    #[test]
    fn who_left_is_raised_in_vain() {
        let (urgency, mut line) = (Urgency::new(Class::Notice), Line::new());
        for number in 0..3 {
            line.enter(number, urgency.clone(), 0, number);
        }
        assert!(line.leave(1));
        urgency.raise(Class::Read);
        assert!(line.leave(0) && !line.leave(0));
        assert_eq!(all(&mut line), [2]);
        drop(line);
        urgency.raise(Class::Answer);
        assert_eq!(urgency.class(), Class::Answer);
    }

    proptest! {
        /// However many urgent ones keep coming, the first of each class goes after a bounded number.
        #[test]
        fn nobody_starves(comers in vec(0..4_usize, 50..400), window in 1..40_usize) {
            let most = limits::CALLS_PASSED_OVER_MAX as usize + Class::ALL.len();
            let mut line = Line::new();
            for (number, class) in (0..4).zip(Class::ALL) {
                line.enter(number, Urgency::new(class), 0, (number, class));
            }
            let mut waited = [0_usize; 4];
            for (number, comer) in (4..).zip(comers) {
                // An endless stream of answers, and others now and then.
                line.enter(number, Urgency::new(Class::Answer), 0, (number, Class::Answer));
                let class = Class::ALL[comer];
                line.enter(1000 + number, Urgency::new(class), 0, (1000 + number, class));
                let (_, went) = line.next(Room { in_flight: window - 1, window }).expect("somebody may go");
                for (at, waited) in waited.iter_mut().enumerate() {
                    let waits = line.waiting.values().any(|waiter| waiter.urgency.class() as usize == at);
                    *waited = if went as usize == at || !waits { 0 } else { *waited + 1 };
                    prop_assert!(at == 0 || *waited <= most + 1, "{at} waits for {waited}");
                }
            }
        }

        /// What has come goes once, equals in the order in which they came.
        #[test]
        fn nothing_is_lost_and_equals_keep_their_order(comers in vec(0..4_usize, 0..200)) {
            let classes: Vec<Class> = comers.iter().map(|at| Class::ALL[*at]).collect();
            let went = all(&mut line(&classes));
            prop_assert_eq!(went.len(), classes.len());
            for class in Class::ALL {
                let of_class: Vec<u64> =
                    went.iter().copied().filter(|number| classes[usize::try_from(*number).unwrap()] == class).collect();
                prop_assert!(of_class.is_sorted());
            }
        }
    }
}

//! Lanes: what goes to one room goes out in order, what goes to different rooms side by side. Whoever is in
//! a hurry and stands behind others makes them hurry.

use crate::webex::queue::{Class, Urgency};
use smol_str::SmolStr;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::sync::oneshot::error::TryRecvError;

/// All lanes that are in use.
#[derive(Clone, Debug, Default)]
pub(super) struct Lanes {
    tails: Arc<Mutex<Tails>>,
}

#[derive(Debug, Default)]
struct Tails {
    count: u64,
    lanes: HashMap<SmolStr, Lane>,
    /// All places of those who have several, by the number of each.
    together: HashMap<u64, Arc<[(SmolStr, u64)]>>,
}

/// A lane that is in use.
#[derive(Debug)]
struct Lane {
    /// The last place: its number, and what tells when it is left.
    last: (u64, oneshot::Receiver<()>),
    /// Everybody in it, by number. Nobody is less urgent than who stands behind.
    present: BTreeMap<u64, Urgency>,
}

/// A place in a lane, taken at once; who holds it may go once [`turn`](Self::turn) is there. Dropping it
/// lets the next one go.
#[derive(Debug)]
pub(super) struct Place {
    lanes: Lanes,
    lane: SmolStr,
    number: u64,
    before: Option<oneshot::Receiver<()>>,
    left: Option<oneshot::Sender<()>>,
}

impl Lanes {
    /// Takes the next place in `lane`. The empty lane has no order.
    pub(super) fn enter(&self, lane: &SmolStr, urgency: &Urgency) -> Place {
        self.enter_with(&mut self.tails(), lane, urgency)
    }

    /// Takes the next place in each of `lanes`, which differ, at the same time: of two who want the same
    /// lanes one is before the other in all of them, so they never wait for each other.
    pub(super) fn enter_all(&self, lanes: &[SmolStr], urgency: &Urgency) -> Vec<Place> {
        let mut tails = self.tails();
        let places: Vec<Place> =
            lanes.iter().map(|lane| self.enter_with(&mut tails, lane, urgency)).collect();
        let all: Vec<_> = places.iter().filter(|place| place.number > 0).map(Place::name).collect();
        if all.len() > 1 {
            let all: Arc<[_]> = all.into();
            tails.together.extend(all.iter().map(|(_, number)| (*number, Arc::clone(&all))));
        }
        places
    }

    fn enter_with(&self, tails: &mut Tails, lane: &SmolStr, urgency: &Urgency) -> Place {
        if lane.is_empty() {
            return Place { lanes: self.clone(), lane: lane.clone(), number: 0, before: None, left: None };
        }
        let (left, next) = oneshot::channel();
        tails.count += 1;
        let number = tails.count;
        tails.hurry(lane, number, urgency.class());
        let before = match tails.lanes.get_mut(lane) {
            Some(lane) => {
                lane.present.insert(number, urgency.clone());
                Some(std::mem::replace(&mut lane.last, (number, next)).1)
            }
            None => {
                let present = BTreeMap::from([(number, urgency.clone())]);
                tails.lanes.insert(lane.clone(), Lane { last: (number, next), present });
                None
            }
        };
        Place { lanes: self.clone(), lane: lane.clone(), number, before, left: Some(left) }
    }

    /// Waits until all who have a place in `lane` now have left; they hurry.
    pub(super) async fn empty(&self, lane: &SmolStr) {
        // Mostly nobody is there, and a place costs more than to look.
        if self.tails().lanes.contains_key(lane) {
            self.enter(lane, &Urgency::new(Class::Answer)).turn().await;
        }
    }

    /// Makes what has these places as urgent as `class`, and what is before it.
    pub(super) fn hurry(&self, urgency: &Urgency, places: &[(SmolStr, u64)], class: Class) {
        let tails = self.tails();
        urgency.raise(class);
        for (lane, number) in places {
            tails.hurry(lane, *number, class);
        }
    }

    fn tails(&self) -> MutexGuard<'_, Tails> {
        self.tails.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tails {
    /// Makes those before `number` in `lane` as urgent as `class`, and those before them where they stand
    /// besides. The first one that is as urgent already has hurried those before it.
    fn hurry(&self, lane: &SmolStr, number: u64, class: Class) {
        let mut places = vec![(lane.clone(), number)];
        while let Some((lane, number)) = places.pop() {
            let Some(lane) = self.lanes.get(&lane) else { continue };
            for (before, urgency) in lane.present.range(..number).rev() {
                if urgency.class() <= class {
                    break;
                }
                urgency.raise(class);
                let together = self.together.get(before).into_iter().flat_map(|places| places.iter());
                places.extend(together.filter(|(_, other)| other != before).cloned());
            }
        }
    }

    /// A lane that nobody came to after `number` is not in use any more.
    fn forget(&mut self, lane: &SmolStr, number: u64) {
        if self.lanes.get(lane).is_some_and(|lane| lane.last.0 == number) {
            self.lanes.remove(lane);
        }
    }
}

impl Place {
    pub(super) fn name(&self) -> (SmolStr, u64) {
        (self.lane.clone(), self.number)
    }

    /// Whether somebody who has not left was before.
    pub(super) fn is_behind(&mut self) -> bool {
        if let Some(before) = &mut self.before
            && before.try_recv() != Err(TryRecvError::Empty)
        {
            self.before = None;
        }
        self.before.is_some()
    }

    /// Waits until all who took a place before have left.
    pub(super) async fn turn(&mut self) {
        if let Some(before) = &mut self.before {
            // Leaving drops the sender: the error is the signal.
            let _ = before.await;
        }
        self.before = None;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let behind = self.is_behind();
        let mut tails = self.lanes.tails();
        tails.together.remove(&self.number);
        if let Some(lane) = tails.lanes.get_mut(&self.lane) {
            lane.present.remove(&self.number);
        }
        // A place that is given up before its turn must not let the next one overtake those before it: until
        // they have left it stays, for nobody.
        if let (true, Some(before), Some(left)) = (behind, self.before.take(), self.left.take())
            && let Ok(runtime) = Handle::try_current()
        {
            let (lanes, lane, number) = (self.lanes.clone(), self.lane.clone(), self.number);
            runtime.spawn(async move {
                let _ = before.await;
                drop(left);
                lanes.tails().forget(&lane, number);
            });
            return;
        }
        tails.forget(&self.lane, self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::Lanes;
    use crate::webex::queue::{Class, Urgency, looks};
    use smol_str::SmolStr;
    use std::sync::{Arc, Mutex};

    fn slow() -> Urgency {
        Urgency::new(Class::Notice)
    }

    #[test]
    fn who_is_in_a_hurry_hurries_those_before() {
        let lanes = Lanes::default();
        let lane = SmolStr::new("a");
        let [one, other, quick, elsewhere] = [slow(), slow(), Urgency::new(Class::Answer), slow()];
        let mut places = vec![lanes.enter(&lane, &one), lanes.enter(&SmolStr::new("b"), &elsewhere)];
        places.push(lanes.enter(&lane, &quick));
        places.push(lanes.enter(&lane, &other));
        let classes = |them: &[&Urgency]| them.iter().map(|it| it.class()).collect::<Vec<_>>();
        let (answer, notice) = (Class::Answer, Class::Notice);
        assert_eq!(classes(&[&one, &quick, &other, &elsewhere]), [answer, answer, notice, notice]);
        let read = lanes.enter(&lane, &Urgency::new(Class::Read));
        assert_eq!(classes(&[&one, &other, &elsewhere]), [answer, Class::Read, notice]);
        assert!(places.iter_mut().map(super::Place::is_behind).eq([false, false, true, true]));
        drop(read);
    }

    #[test]
    fn who_is_hurried_hurries_those_before_in_all_its_lanes() {
        let lanes = Lanes::default();
        let [a, b] = [SmolStr::new("a"), SmolStr::new("b")];
        let [first, both, last, behind] = [slow(), slow(), Urgency::new(Class::Answer), slow()];
        let mut places = vec![lanes.enter(&a, &first)];
        places.extend(lanes.enter_all(&[a.clone(), b.clone()], &both));
        places.push(lanes.enter(&a, &behind));
        places.push(lanes.enter(&b, &last));
        assert_eq!([&first, &both, &last].map(Urgency::class), [Class::Answer; 3]);
        assert_eq!(behind.class(), Class::Notice, "who stands behind gains nothing");
        drop(places);
        assert!(lanes.tails().together.is_empty() && lanes.tails().lanes.is_empty());
    }

    #[test]
    fn a_place_costs_the_same_however_many_stand_there() {
        const PLACES: usize = 10_000;
        let (lanes, lane) = (Lanes::default(), SmolStr::new("a"));
        looks::taken();
        let places: Vec<_> = (0..PLACES)
            .map(|at| lanes.enter(&lane, &if at % 2 == 0 { slow() } else { Urgency::new(Class::Answer) }))
            .collect();
        assert!(looks::taken() <= 4 * PLACES, "each is hurried once in a class");
        drop(places);
    }

    #[tokio::test]
    async fn a_lane_keeps_its_order_and_others_go_ahead() {
        let lanes = Lanes::default();
        let gone = Arc::new(Mutex::new(Vec::new()));
        let mut tasks = Vec::new();
        for (lane, name, steps) in [
            ("a", "a1", 5),
            ("a", "a2", 0),
            ("a", "a3", 1),
            ("b", "b1", 0),
            ("", "free", 0),
            ("", "free too", 1),
        ] {
            let mut place = lanes.enter(&SmolStr::new(lane), &slow());
            let gone = Arc::clone(&gone);
            tasks.push(async move {
                place.turn().await;
                for _ in 0..steps {
                    tokio::task::yield_now().await;
                }
                gone.lock().unwrap().push(name);
            });
        }
        tasks.reverse();
        futures_util::future::join_all(tasks).await;
        let gone = gone.lock().unwrap().clone();
        let at = |name| gone.iter().position(|other| *other == name).unwrap();
        assert!(at("a1") < at("a2") && at("a2") < at("a3"), "{gone:?}");
        assert!(at("b1") < at("a1") && at("free") < at("a1"), "{gone:?}");
        assert!(lanes.tails().lanes.is_empty(), "nothing stays behind");
    }

    #[tokio::test]
    async fn who_wants_several_lanes_has_the_same_place_in_all() {
        let lanes = Lanes::default();
        let (there, back) = ([SmolStr::new("a"), SmolStr::new("b")], [SmolStr::new("b"), SmolStr::new("a")]);
        let (mut first, mut second) = (lanes.enter_all(&there, &slow()), lanes.enter_all(&back, &slow()));
        let both = async {
            let later = async {
                for place in &mut second {
                    place.turn().await;
                }
            };
            let sooner = async {
                for mut place in first.drain(..) {
                    place.turn().await;
                }
            };
            tokio::join!(later, sooner);
        };
        both.await;
    }

    #[tokio::test]
    async fn a_place_that_is_given_up_lets_nobody_overtake() {
        let lanes = Lanes::default();
        let lane = SmolStr::new("a");
        let (first, second) = (lanes.enter(&lane, &slow()), lanes.enter(&lane, &slow()));
        let mut third = lanes.enter(&lane, &slow());
        drop(second);
        let waiting = tokio::spawn(async move { third.turn().await });
        for _ in 0..5 {
            tokio::task::yield_now().await;
        }
        assert!(!waiting.is_finished(), "the first one is still there");
        drop(first);
        waiting.await.unwrap();
        assert!(lanes.tails().lanes.is_empty(), "nothing stays behind");
    }

    #[tokio::test]
    async fn the_last_place_that_is_given_up_does_not_open_the_lane() {
        let lanes = Lanes::default();
        let lane = SmolStr::new("a");
        let (first, last) = (lanes.enter(&lane, &slow()), lanes.enter(&lane, &slow()));
        drop(last);
        let mut next = lanes.enter(&lane, &slow());
        assert!(next.is_behind(), "the first one is still there");
        drop(first);
        next.turn().await;
    }
}

//! Lanes: what goes to one room goes out in order, what goes to different rooms side by side.

use smol_str::SmolStr;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::runtime::Handle;
use tokio::sync::oneshot;

/// All lanes that are in use.
#[derive(Clone, Debug, Default)]
pub(super) struct Lanes {
    tails: Arc<Mutex<Tails>>,
}

#[derive(Debug, Default)]
struct Tails {
    count: u64,
    /// The last place in each lane: its number, and what tells when it is left.
    last: HashMap<SmolStr, (u64, oneshot::Receiver<()>)>,
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
    pub(super) fn enter(&self, lane: &SmolStr) -> Place {
        self.enter_with(&mut self.tails(), lane)
    }

    /// Takes the next place in each of `lanes`, which differ, at the same time: of two who want the same
    /// lanes one is before the other in all of them, so they never wait for each other.
    pub(super) fn enter_all(&self, lanes: &[SmolStr]) -> Vec<Place> {
        let mut tails = self.tails();
        lanes.iter().map(|lane| self.enter_with(&mut tails, lane)).collect()
    }

    fn enter_with(&self, tails: &mut Tails, lane: &SmolStr) -> Place {
        if lane.is_empty() {
            return Place { lanes: self.clone(), lane: lane.clone(), number: 0, before: None, left: None };
        }
        let (left, next) = oneshot::channel();
        tails.count += 1;
        let number = tails.count;
        let before = tails.last.insert(lane.clone(), (number, next)).map(|(_, before)| before);
        Place { lanes: self.clone(), lane: lane.clone(), number, before, left: Some(left) }
    }

    fn tails(&self) -> MutexGuard<'_, Tails> {
        self.tails.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
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
        let mut tails = self.lanes.tails();
        if tails.last.get(&self.lane).is_some_and(|(number, _)| *number == self.number) {
            tails.last.remove(&self.lane);
        }
        // A place that is given up before its turn must not let the next one overtake those before it.
        if let (Some(before), Some(left)) = (self.before.take(), self.left.take()) {
            drop(tails);
            if let Ok(runtime) = Handle::try_current() {
                runtime.spawn(async move {
                    let _ = before.await;
                    drop(left);
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Lanes;
    use smol_str::SmolStr;
    use std::sync::{Arc, Mutex};

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
            let mut place = lanes.enter(&SmolStr::new(lane));
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
        assert!(lanes.tails().last.is_empty(), "nothing stays behind");
    }

    #[tokio::test]
    async fn who_wants_several_lanes_has_the_same_place_in_all() {
        let lanes = Lanes::default();
        let (there, back) = ([SmolStr::new("a"), SmolStr::new("b")], [SmolStr::new("b"), SmolStr::new("a")]);
        let (mut first, mut second) = (lanes.enter_all(&there), lanes.enter_all(&back));
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
        let (first, second) = (lanes.enter(&lane), lanes.enter(&lane));
        let mut third = lanes.enter(&lane);
        drop(second);
        let waiting = tokio::spawn(async move { third.turn().await });
        for _ in 0..5 {
            tokio::task::yield_now().await;
        }
        assert!(!waiting.is_finished(), "the first one is still there");
        drop(first);
        waiting.await.unwrap();
    }
}

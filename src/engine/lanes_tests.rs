//! Lanes and the queue to Webex together: whatever comes in whatever order, a room hears it in its order.
use super::lanes::Lanes;
use crate::net::RealPause;
use crate::webex::queue::{Class, Queue, Urgency};
use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, Strategy, any, prop, prop_assert, proptest};
use smol_str::format_smolstr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The time of the paused clock.
fn now() -> tokio::time::Instant {
    tokio::time::sleep(Duration::ZERO).deadline()
}

/// A message on its way to a room.
#[derive(Clone, Debug)]
struct Sent {
    room: u8,
    class: usize,
    /// Before the next one takes its place.
    then_ms: u64,
    takes_ms: u64,
    /// Pauses that Webex asks for before it takes it.
    pauses_ms: Vec<u64>,
    /// Whether it is refused for good in the end.
    fails: bool,
    /// Whether it is given up after so long, as by a conflict.
    given_up_ms: Option<u64>,
}

fn sent() -> impl Strategy<Value = Sent> {
    let given_up = prop::option::weighted(0.1, 0..500_u64);
    let pauses = vec(1..3000_u64, 0..3);
    (0..5_u8, 0..4_usize, 0..100_u64, 0..200_u64, pauses, any::<bool>(), given_up).prop_map(
        |(room, class, then_ms, takes_ms, pauses_ms, fails, given_up_ms)| Sent {
            room,
            class,
            then_ms,
            takes_ms,
            pauses_ms,
            fails,
            given_up_ms,
        },
    )
}

async fn attempts(queue: &Queue, sent: &Sent) {
    let ticket = queue.ticket();
    for pause_ms in &sent.pauses_ms {
        let slot = queue.slot(&ticket).await;
        tokio::time::sleep(Duration::from_millis(sent.takes_ms)).await;
        queue.close_for(Duration::from_millis(*pause_ms));
        drop(slot);
    }
    let _slot = queue.slot(&ticket).await;
    tokio::time::sleep(Duration::from_millis(sent.takes_ms)).await;
    if !sent.fails {
        queue.widen();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_room_hears_in_order_and_nothing_is_lost(all in vec(sent(), 1..80)) {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        let done = runtime.block_on(async {
            let (lanes, queue) = (Lanes::default(), Queue::new(Arc::new(RealPause::new())));
            let done = Arc::new(Mutex::new(Vec::new()));
            let mut tasks = Vec::new();
            for (at, sent) in all.iter().cloned().enumerate() {
                let urgency = Urgency::new(Class::ALL[sent.class]);
                let mut place = lanes.enter(&format_smolstr!("room {}", sent.room), &urgency);
                let behind = place.is_behind().then(|| queue.behind());
                let (queue, done, then_ms) = (queue.clone(), Arc::clone(&done), sent.then_ms);
                tasks.push(tokio::spawn(async move {
                    let given_up_ms = sent.given_up_ms;
                    let goes = async {
                        place.turn().await;
                        drop(behind);
                        urgency.scope(attempts(&queue, &sent)).await;
                        done.lock().unwrap().push(at);
                        drop(place);
                    };
                    match given_up_ms {
                        None => goes.await,
                        Some(ms) => drop(tokio::time::timeout(Duration::from_millis(ms), goes).await),
                    }
                }));
                tokio::time::sleep(Duration::from_millis(then_ms)).await;
            }
            for task in tasks {
                tokio::time::timeout(Duration::from_hours(5), task).await.expect("all go").unwrap();
            }
            let depth = queue.depth();
            assert_eq!((depth.waiting, depth.in_flight), (0, 0));
            done.lock().unwrap().clone()
        });
        let certain = all.iter().enumerate().filter(|(_, sent)| sent.given_up_ms.is_none());
        for (at, sent) in certain {
            prop_assert!(done.contains(&at), "{at} went: {sent:?}");
        }
        for room in 0..5 {
            let of_room: Vec<usize> = done.iter().copied().filter(|at| all[*at].room == room).collect();
            prop_assert!(of_room.is_sorted(), "room {room} heard {of_room:?}");
        }
    }
}

/// A thousand notices wait, at three calls a second; somebody asks something every few seconds and is answered
/// at once, though one room has notices before its answer; and the notices go on.
#[tokio::test(start_paused = true)]
async fn answers_go_before_broadcasts() {
    let (lanes, queue) = (Lanes::default(), Queue::new(Arc::new(RealPause::new())));
    let start = now();
    // Webex lets three calls a second through: one window of one call, a third of a second each.
    for _ in 0..10 {
        queue.close_for(Duration::ZERO);
    }
    let spawn = |room: String, class: Class| {
        let urgency = Urgency::new(class);
        let mut place = lanes.enter(&format_smolstr!("{room}"), &urgency);
        let queue = queue.clone();
        tokio::spawn(async move {
            let asked = now();
            place.turn().await;
            let call = async {
                let ticket = queue.ticket();
                let _slot = queue.slot(&ticket).await;
                tokio::time::sleep(Duration::from_millis(333)).await;
            };
            urgency.scope(call).await;
            asked.elapsed()
        })
    };
    let notices: Vec<_> = (0..1000).map(|at| spawn(format!("notice {}", at % 300), Class::Notice)).collect();
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(queue.depth().deep);
    for at in 0..50 {
        // Every other one in a room that still has notices to come.
        let room = if at % 2 == 0 { format!("notice {}", 299 - at) } else { format!("talk {at}") };
        let took = spawn(room, Class::Answer).await.unwrap();
        // In a room with notices before it, those go first, three at most; what has the only turn ends, and
        // while a room passes its turn on, another call takes it.
        let most = if at % 2 == 0 { 9 * 333 } else { 3 * 333 };
        assert!(took <= Duration::from_millis(most), "answer {at} took {took:?}");
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
    for notice in notices {
        notice.await.unwrap();
    }
    assert!(start.elapsed() < Duration::from_mins(6), "the notices went on: {:?}", start.elapsed());
}

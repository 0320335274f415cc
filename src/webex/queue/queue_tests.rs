use super::{Class, Errand, Failing, Queue, Urgency};
use crate::base::limits;
use crate::net::{Pause, RealPause};
use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, Strategy, prop, proptest};
use std::sync::{Arc, Mutex};
use std::time::Duration;

fn queue() -> (Queue, Arc<RealPause>) {
    let pause = Arc::new(RealPause::new());
    (Queue::new(pause.clone()), pause)
}

/// A call of so many milliseconds; `went` gets its name, and when it went.
async fn call(queue: &Queue, class: Class, ms: u64, went: impl FnOnce()) {
    let call = async {
        let ticket = queue.ticket();
        let slot = queue.slot(&ticket).await;
        went();
        tokio::time::sleep(Duration::from_millis(ms)).await;
        drop(slot);
    };
    Urgency::new(class).scope(call).await;
}

#[tokio::test(start_paused = true)]
async fn so_many_calls_are_under_way_at_most() {
    let (queue, pause) = queue();
    let most = Mutex::new(0);
    let calls = (0..100).map(|_| {
        call(&queue, Class::Answer, 100, || {
            let mut most = most.lock().unwrap();
            *most = queue.depth().in_flight.max(*most);
        })
    });
    futures_util::future::join_all(calls).await;
    assert_eq!(*most.lock().unwrap(), limits::CALLS_MAX);
    assert_eq!(pause.elapsed_ms(), 400, "four rounds of 32");
    let depth = queue.depth();
    assert_eq!((depth.waiting, depth.in_flight, depth.oldest_ms), (0, 0, 0));
}

#[tokio::test(start_paused = true)]
async fn a_pause_holds_everybody_and_then_they_come_one_by_one() {
    let (queue, pause) = queue();
    let went = Mutex::new(Vec::new());
    let slots = futures_util::future::join_all((0..6).map(|_| async {
        let ticket = queue.ticket();
        queue.slot(&ticket).await
    }))
    .await;
    // All six that were under way are refused.
    for slot in slots {
        queue.close_for(Duration::from_secs(7));
        drop(slot);
    }
    let calls = (0..8).map(|at| {
        let class = if at % 2 == 0 { Class::Housekeeping } else { Class::Answer };
        let (queue, went, pause) = (&queue, &went, &pause);
        async move {
            call(queue, class, 100, || went.lock().unwrap().push((class, pause.elapsed_ms()))).await;
            queue.widen();
        }
    });
    let look = async {
        tokio::time::sleep(Duration::from_secs(3)).await;
        let depth = queue.depth();
        assert_eq!((depth.waiting, depth.oldest_ms, depth.paused_ms), (8, 3000, 4000));
        // A shorter pause changes nothing.
        queue.close_for(Duration::from_secs(1));
    };
    tokio::join!(futures_util::future::join_all(calls), look);
    let went = went.into_inner().unwrap();
    assert!(went.iter().all(|(_, at_ms)| *at_ms >= 7000), "{went:?}");
    assert!(went.iter().filter(|(_, at_ms)| *at_ms == 7000).count() == 1, "one tries first: {went:?}");
    let answers: Vec<Class> = went.iter().map(|(class, _)| *class).take(4).collect();
    assert_eq!(answers, [Class::Answer; 4], "{went:?}");
}

#[tokio::test(start_paused = true)]
async fn a_turn_that_is_given_up_goes_to_the_next() {
    let (queue, _) = queue();
    for _ in 0..10 {
        queue.close_for(Duration::ZERO);
    }
    tokio::time::sleep(Duration::from_millis(1)).await;
    let first = queue.ticket();
    let slot = queue.slot(&first).await;
    // Waits, gets the turn, and is dropped without ever having looked at it.
    let ticket = queue.ticket();
    let mut given_up = Box::pin(queue.slot(&ticket));
    assert!(futures_util::poll!(&mut given_up).is_pending());
    assert_eq!(queue.depth().waiting, 1);
    drop(slot);
    drop(given_up);
    assert_eq!((queue.depth().waiting, queue.depth().in_flight), (0, 0));
    call(&queue, Class::Notice, 1, || {}).await;
}

#[tokio::test(start_paused = true)]
async fn a_turn_is_taken_before_the_call_and_used_by_its_first_attempt() {
    let (queue, pause) = queue();
    let urgency = Urgency::new(Class::Notice);
    // A quarter is left to others.
    let most = limits::CALLS_MAX - limits::CALLS_MAX / 4;
    let mut slots: Vec<_> = std::iter::from_fn(|| queue.slot_now(&urgency)).collect();
    assert_eq!((slots.len(), queue.depth().in_flight, queue.depth().waiting), (most, most, 0));
    assert!(queue.slot_now(&Urgency::new(Class::Answer)).is_some());
    let first = Errand::new("first".into(), slots.pop());
    let calls = first.scope(async {
        assert_eq!(Errand::name().as_deref(), Some("first"));
        let ticket = queue.ticket();
        let slot = queue.slot(&ticket).await;
        assert_eq!(queue.depth().in_flight, most, "no second turn is taken");
        drop(slot);
        drop(queue.slot(&ticket).await);
    });
    calls.await;
    assert_eq!(queue.depth().in_flight, most - 1);
    // What is not used is given back; a pause holds also who has a turn.
    Errand::new("second".into(), slots.pop()).scope(async {}).await;
    assert_eq!(queue.depth().in_flight, most - 2);
    queue.close_for(Duration::from_secs(5));
    assert!(queue.slot_now(&Urgency::new(Class::Answer)).is_none());
    let held = Errand::new("third".into(), slots.pop());
    slots.clear();
    held.scope(async { drop(queue.slot(&queue.ticket()).await) }).await;
    assert_eq!((pause.elapsed_ms(), queue.depth().in_flight), (5000, 0));
}

#[tokio::test(start_paused = true)]
async fn it_is_deep_from_many_until_few_wait() {
    let (queue, _) = queue();
    queue.shallow().await;
    let mut behind: Vec<_> = (0..limits::QUEUE_DEEP - 1).map(|_| queue.behind()).collect();
    assert!(!queue.depth().deep);
    behind.push(queue.behind());
    assert!(queue.depth().deep);
    let waits = tokio::spawn({
        let queue = queue.clone();
        async move { queue.shallow().await }
    });
    behind.truncate(limits::QUEUE_DEEP / 2);
    tokio::time::sleep(Duration::from_millis(10)).await;
    assert!(queue.depth().deep && !waits.is_finished(), "it does not flicker");
    behind.truncate(limits::QUEUE_DEEP / 4);
    waits.await.unwrap();
    assert_eq!(queue.depth().oldest_ms, 10);
}

/// One thing that happens to the queue.
#[derive(Clone, Debug)]
struct Comer {
    class: usize,
    after_ms: u64,
    takes_ms: u64,
    /// How often Webex refuses it, with this pause.
    refused: u32,
    pause_ms: u64,
    /// Who asked goes away after so long.
    gives_up_ms: Option<u64>,
}

fn comer() -> impl Strategy<Value = Comer> {
    let gives_up = prop::option::weighted(0.15, 0..3000_u64);
    (0..4_usize, 0..200_u64, 0..300_u64, 0..3_u32, 1..4000_u64, gives_up).prop_map(
        |(class, after_ms, takes_ms, refused, pause_ms, gives_up_ms)| Comer {
            class,
            after_ms,
            takes_ms,
            refused: refused.saturating_sub(1),
            pause_ms,
            gives_up_ms,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Whatever comes, is refused or goes away: all others go, no call goes during a pause, never more
    /// than may are under way, and nothing is left.
    #[test]
    fn nothing_is_lost(comers in vec(comer(), 1..120)) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap();
        runtime.block_on(async {
            let (queue, _) = queue();
            let mut at_ms = 0;
            let calls: Vec<_> = comers
                .iter()
                .map(|comer| {
                    at_ms += comer.after_ms;
                    go(queue.clone(), comer.clone(), at_ms)
                })
                .collect();
            let done = tokio::time::timeout(Duration::from_hours(10), futures_util::future::join_all(calls)).await;
            for (comer, done) in comers.iter().zip(done.expect("all go")) {
                assert!(done || comer.gives_up_ms.is_some(), "{comer:?}");
            }
            let depth = queue.depth();
            assert_eq!((depth.waiting, depth.in_flight), (0, 0));
        });
    }
}

/// Whether the call was made.
async fn go(queue: Queue, comer: Comer, at_ms: u64) -> bool {
    tokio::time::sleep(Duration::from_millis(at_ms)).await;
    let call = async {
        let ticket = queue.ticket();
        let mut refused = comer.refused;
        loop {
            let slot = queue.slot(&ticket).await;
            let depth = queue.depth();
            assert_eq!(depth.paused_ms, 0, "no call goes during a pause");
            assert!(depth.in_flight <= limits::CALLS_MAX);
            tokio::time::sleep(Duration::from_millis(comer.takes_ms)).await;
            if refused == 0 {
                queue.widen();
                return;
            }
            refused -= 1;
            queue.close_for(Duration::from_millis(comer.pause_ms));
            drop(slot);
        }
    };
    let call = Urgency::new(Class::ALL[comer.class]).scope(call);
    match comer.gives_up_ms {
        None => call.await,
        Some(ms) => return tokio::time::timeout(Duration::from_millis(ms), call).await.is_ok(),
    }
    true
}

#[tokio::test(start_paused = true)]
async fn calls_of_a_kind_that_all_fail_are_told_of() {
    let (queue, _) = queue();
    let failing = || queue.depth().failing;
    let wait = async |s| tokio::time::sleep(Duration::from_secs(s)).await;
    for times in 1..limits::RETRY_ATTEMPTS_MAX {
        queue.failed(true, Some(503));
        queue.answered(false);
        assert_eq!(failing(), None, "after {times}");
        wait(10).await;
    }
    queue.failed(true, Some(500));
    let want = |acts, for_s: u64, status| Some(Failing { acts, for_ms: for_s * 1000, status });
    assert_eq!(failing(), want(true, 50, Some(500)), "what others ask is of another kind");
    (0..limits::RETRY_ATTEMPTS_MAX).for_each(|_| queue.failed(false, None));
    queue.answered(true);
    assert_eq!(failing(), want(false, 0, None));
    queue.answered(false);
    assert_eq!(failing(), None);
    // One that got through begins it anew, and so does a time in which nobody called.
    queue.failed(true, Some(503));
    assert_eq!(failing(), None);
    (1..limits::RETRY_ATTEMPTS_MAX).for_each(|_| queue.failed(true, Some(503)));
    wait(limits::FAILING_KEPT_MS / 1000 - 1).await;
    assert!(failing().is_some());
    wait(1).await;
    assert_eq!(failing(), None, "nobody knows any more");
    queue.failed(true, Some(503));
    assert_eq!(failing(), None);
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_told_of_until_a_call_gets_through() {
    let (queue, _) = queue();
    for _ in 0..limits::RETRY_ATTEMPTS_MAX {
        assert_eq!(queue.depth().failing, None);
        queue.turned_away(false);
        queue.failed(false, Some(401));
    }
    assert_eq!(queue.depth().failing.and_then(|it| it.status), Some(401));
    assert_eq!(queue.answers(false), u64::from(limits::RETRY_ATTEMPTS_MAX), "Webex is there");
    queue.answered(false);
    assert_eq!(queue.depth().failing, None);
}

#[tokio::test(start_paused = true)]
async fn calls_that_are_all_too_many_are_told_of_when_that_lasts() {
    let (queue, _) = queue();
    let failing_s = || queue.depth().failing.map(|it| (it.for_ms / 1000, it.status));
    let wait = async |s| tokio::time::sleep(Duration::from_secs(s)).await;
    // A burst is refused together.
    (0..limits::CALLS_MAX).for_each(|_| queue.failed(true, Some(429)));
    queue.close_for(Duration::from_secs(59));
    assert_eq!(failing_s(), None);
    wait(59).await;
    assert_eq!(failing_s(), None);
    queue.failed(true, Some(429));
    queue.close_for(Duration::from_mins(50));
    wait(1).await;
    assert_eq!(failing_s(), Some((60, Some(429))));
    wait(2999).await;
    assert_eq!(failing_s(), Some((3059, Some(429))), "nobody may call meanwhile");
    queue.failed(true, Some(429));
    wait(limits::FAILING_KEPT_MS / 1000 - 1).await;
    assert!(failing_s().is_some());
    queue.answered(true);
    assert_eq!(failing_s(), None);
}

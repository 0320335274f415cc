//! What every store must do. A store is tested by handing a factory of empty stores to [`check`].

use futures_util::future::join_all;
use smol_str::SmolStr;
use std::sync::Arc;
use wbot::engine::store::{
    Backlog, Change, Commit, EffectKey, EffectRecord, EventRecord, MemoryStore, ProgramRecord, ProgramUse,
    RunRecord, Seen, Silence, SqliteStore, StateName, StateWrite, Store, StoreError, StoredState,
    TimerRecord, WaitRecord,
};

const DAY_MS: i64 = 24 * 3_600_000;

#[test]
fn the_memory_store_conforms() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(check(|| Arc::new(MemoryStore::new())));
}

#[test]
fn the_sqlite_store_conforms() {
    let folder = tempfile::tempdir().unwrap();
    let files = std::sync::atomic::AtomicU32::new(0);
    let fresh = || -> Arc<dyn Store> {
        let file = files.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        Arc::new(SqliteStore::open(&folder.path().join(format!("{file}.db"))).unwrap())
    };
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(check(fresh));
}

/// Runs the whole suite, each part on a store of its own.
pub async fn check(fresh: impl Fn() -> Arc<dyn Store>) {
    deliveries_are_seen_once(&*fresh()).await;
    states_are_versioned(&*fresh()).await;
    a_conflict_changes_nothing(&*fresh()).await;
    runs_are_versioned(&*fresh()).await;
    ready_runs_are_listed_in_pages(&*fresh()).await;
    events_wait_in_the_order_they_were_sent(&*fresh()).await;
    a_commit_may_ask_for_silence(&*fresh()).await;
    effects_wait_in_the_order_of_their_commits(&*fresh()).await;
    timers_come_by_time(&*fresh()).await;
    waits_come_newest_first(&*fresh()).await;
    programs_stay_while_they_are_named(&*fresh()).await;
    states_can_be_looked_through_and_cleared(&*fresh()).await;
    what_waits_is_counted(&*fresh()).await;
    commits_that_are_asked_for_together_are_judged_one_by_one(fresh()).await;
    counting_from_many_tasks_loses_nothing(fresh()).await;
}

fn name(state: &str, owner: &str) -> StateName {
    StateName { state: state.into(), owner: owner.into() }
}

fn write(state: &str, version: u64, value: &[u8]) -> StateWrite {
    StateWrite { name: name(state, ""), version, value: Some(value.to_vec()) }
}

fn seen(key: &str, at_ms: i64) -> Commit {
    Commit { seen: Some(Seen { key: key.into(), at_ms }), ..Commit::default() }
}

fn run(id: &str, version: u64) -> RunRecord {
    RunRecord {
        id: id.into(),
        program: "p1".into(),
        mailbox: "alice".into(),
        ready: false,
        version,
        body: vec![1, 2, 3],
    }
}

fn event(id: &str, mailbox: &str, sent_ms: i64) -> EventRecord {
    EventRecord { id: id.into(), mailbox: mailbox.into(), sent_ms, body: id.as_bytes().to_vec() }
}

fn effect(run: &str, sequence: u32, lane: &str) -> EffectRecord {
    let key = EffectKey { run: run.into(), sequence };
    EffectRecord { key, mailbox: "alice".into(), lane: lane.into(), begun: false, body: vec![7] }
}

fn timer(id: &str, due_ms: i64) -> TimerRecord {
    TimerRecord { id: id.into(), due_ms, can_wait: false, program: None, body: vec![] }
}

fn wait(run: &str, place: &str) -> WaitRecord {
    WaitRecord { run: run.into(), place: place.into(), body: vec![9] }
}

fn program(id: &str, kept_ms: i64) -> ProgramRecord {
    ProgramRecord { id: id.into(), kept_ms, body: id.as_bytes().to_vec() }
}

fn put<R: Clone, K>(records: &[R]) -> Vec<Change<R, K>> {
    records.iter().cloned().map(Change::Put).collect()
}

fn remove<R, K: From<&'static str>>(key: &'static str) -> Vec<Change<R, K>> {
    vec![Change::Remove(key.into())]
}

fn ids<'a>(ids: impl IntoIterator<Item = &'a SmolStr>) -> Vec<&'a str> {
    ids.into_iter().map(SmolStr::as_str).collect()
}

async fn deliveries_are_seen_once(store: &dyn Store) {
    let at = 1_000 * DAY_MS;
    store.commit(seen("a", at)).await.unwrap();
    store.commit(seen("b", at)).await.unwrap();
    let with_state = Commit { states: vec![write("n", 0, b"1")], ..seen("a", at + DAY_MS) };
    assert_eq!(store.commit(with_state).await, Err(StoreError::Duplicate));
    assert_eq!(store.states(vec![name("n", "")]).await.unwrap(), [None], "a duplicate changes nothing");
    let late = seen("a", at + 8 * DAY_MS);
    store.commit(late).await.expect("after a week it is a new one");
    assert_eq!(
        store.commit(seen("a", at + 9 * DAY_MS)).await,
        Err(StoreError::Duplicate),
        "the time was renewed"
    );
    assert!(store.seen("b".into()).await.unwrap() && !store.seen("never".into()).await.unwrap());
    assert_eq!(store.forget_seen(at + DAY_MS).await.unwrap(), 1, "b goes, a was renewed");
    store.commit(seen("b", at + DAY_MS)).await.expect("what is forgotten is new");
}

async fn states_are_versioned(store: &dyn Store) {
    let get = || store.states(vec![name("n", ""), name("n", "room:1")]);
    assert_eq!(get().await.unwrap(), [None, None]);
    let commit = |states| store.commit(Commit { states, ..Commit::default() });
    commit(vec![write("n", 0, b"one")]).await.unwrap();
    assert_eq!(get().await.unwrap(), [Some(StoredState { version: 1, value: b"one".to_vec() }), None]);
    commit(vec![write("n", 1, b"two")]).await.unwrap();
    let conflict = Err(StoreError::Conflict { states: vec![name("n", "")], runs: vec![] });
    assert_eq!(commit(vec![write("n", 1, b"late")]).await, conflict);
    assert_eq!(commit(vec![write("n", 0, b"new")]).await, conflict);
    let read = |version| StateWrite { name: name("n", ""), version, value: None };
    assert_eq!(commit(vec![read(1)]).await, conflict, "what was only read must be unchanged too");
    commit(vec![read(2)]).await.unwrap();
    let absent = StateWrite { name: name("n", "room:1"), version: 0, value: None };
    commit(vec![absent]).await.expect("absent as it was read");
    let now = get().await.unwrap();
    assert_eq!(
        now,
        [Some(StoredState { version: 2, value: b"two".to_vec() }), None],
        "reading writes nothing"
    );
}

async fn a_conflict_changes_nothing(store: &dyn Store) {
    let first = Commit {
        states: vec![write("n", 0, b"1")],
        runs: put(&[run("r1", 0)]),
        events: put(&[event("e1", "alice", 1)]),
        ..Commit::default()
    };
    store.commit(first).await.unwrap();
    let stale = Commit {
        silence: None,
        seen: Some(Seen { key: "k".into(), at_ms: 5 }),
        events: remove("e1"),
        runs: put(&[run("r1", 7), run("r2", 0)]),
        states: vec![write("n", 9, b"x"), write("m", 0, b"y")],
        effects: put(&[effect("r1", 0, "room")]),
        begun: vec![(EffectKey { run: "r1".into(), sequence: 1 }, true)],
        timers: put(&[timer("t", 1)]),
        waits: put(&[wait("r1", "alice")]),
    };
    let conflict = StoreError::Conflict { states: vec![name("n", "")], runs: vec!["r1".into()] };
    assert_eq!(store.commit(stale).await, Err(conflict));
    assert_eq!(store.events("alice".into(), 9).await.unwrap().len(), 1);
    assert_eq!(store.run("r2".into()).await.unwrap(), None);
    assert_eq!(store.states(vec![name("m", "")]).await.unwrap(), [None]);
    assert!(store.effects(0, 9).await.unwrap().is_empty());
    assert_eq!(store.next_timer(false).await.unwrap(), None);
    assert!(store.waits(vec!["alice".into()]).await.unwrap().is_empty());
    store.commit(seen("k", 5)).await.expect("the delivery was not marked as seen");
}

async fn runs_are_versioned(store: &dyn Store) {
    let commit = |runs| store.commit(Commit { runs, ..Commit::default() });
    commit(put(&[run("r1", 0)])).await.unwrap();
    assert_eq!(store.run("r1".into()).await.unwrap(), Some(run("r1", 1)));
    let taken = Err(StoreError::Conflict { states: vec![], runs: vec!["r1".into()] });
    assert_eq!(commit(put(&[run("r1", 0)])).await, taken, "two workers, one run");
    commit(put(&[run("r1", 1)])).await.unwrap();
    assert_eq!(store.run("r1".into()).await.unwrap(), Some(run("r1", 2)));
    commit(remove("r1")).await.unwrap();
    commit(remove("r1")).await.expect("gone is gone");
    assert_eq!(store.run("r1".into()).await.unwrap(), None);
}

async fn ready_runs_are_listed_in_pages(store: &dyn Store) {
    let ready = |id, version| RunRecord { ready: true, ..run(id, version) };
    let runs = put(&[ready("c", 0), ready("a", 0), run("b", 0), ready("d", 0)]);
    store.commit(Commit { runs, ..Commit::default() }).await.unwrap();
    let page = store.ready_runs(None, 2).await.unwrap();
    assert_eq!(ids(page.iter().map(|run| &run.id)), ["a", "c"]);
    let page = store.ready_runs(Some("c".into()), 2).await.unwrap();
    assert_eq!(ids(page.iter().map(|run| &run.id)), ["d"]);
    store.commit(Commit { runs: put(&[run("a", 1)]), ..Commit::default() }).await.unwrap();
    let page = store.ready_runs(None, 9).await.unwrap();
    assert_eq!(ids(page.iter().map(|run| &run.id)), ["c", "d"], "a waits by now");
}

async fn events_wait_in_the_order_they_were_sent(store: &dyn Store) {
    let waiting = [
        event("late", "alice", 30),
        event("early", "alice", 10),
        event("first of equals", "alice", 20),
        event("second of equals", "alice", 20),
        event("other", "bob", 1),
        event("third", "alicia", 5),
    ];
    for event in waiting {
        store.commit(Commit { events: put(&[event]), ..Commit::default() }).await.unwrap();
    }
    let events = store.events("alice".into(), 9).await.unwrap();
    let order = ["early", "first of equals", "second of equals", "late"];
    assert_eq!(ids(events.iter().map(|event| &event.id)), order);
    assert_eq!(events.first(), Some(&event("early", "alice", 10)), "whole records come back");
    assert_eq!(store.events("alice".into(), 2).await.unwrap().len(), 2);
    let mailboxes = store.mailboxes(None, 2).await.unwrap();
    assert_eq!(ids(&mailboxes), ["alice", "alicia"]);
    assert_eq!(ids(&store.mailboxes(Some("alicia".into()), 2).await.unwrap()), ["bob"]);
    store.commit(Commit { events: remove("other"), ..Commit::default() }).await.unwrap();
    assert_eq!(
        ids(&store.mailboxes(None, 9).await.unwrap()),
        ["alice", "alicia"],
        "an empty mailbox is none"
    );
}

async fn a_commit_may_ask_for_silence(store: &dyn Store) {
    let of_room = |until_ms| Silence { from: "in r with ".into(), to: "in r with!".into(), until_ms };
    let of_bob = |until_ms| Silence { from: "in r with bob".into(), to: "in r with bob\0".into(), until_ms };
    let ends = |silence, run_version| Commit {
        silence: Some(silence),
        runs: vec![Change::Put(run("asks", run_version))],
        ..Commit::default()
    };
    for (version, end) in (0..).zip([of_room(100), of_bob(100)]) {
        store.commit(ends(end, version)).await.expect("nothing waits");
    }
    let elsewhere = [event("1", "in q with bob", 1), event("2", "in r", 1), event("3", "in r without", 1)];
    let alice = [event("4", "in r with alice", 50), event("5", "in r with bobby", 50)];
    let events = put(&[&elsewhere[..], &alice[..]].concat());
    store.commit(Commit { events, ..Commit::default() }).await.unwrap();
    assert_eq!(store.commit(ends(of_room(50), 2)).await, Err(StoreError::Heard));
    let conflict = StoreError::Conflict { states: vec![], runs: vec!["asks".into()] };
    assert_eq!(store.commit(ends(of_room(50), 1)).await, Err(conflict), "that comes first");
    assert_eq!(
        store.run("asks".into()).await.unwrap().map(|run| run.version),
        Some(2),
        "nothing was changed"
    );
    store.commit(ends(of_room(49), 2)).await.expect("they were sent later");
    store.commit(ends(of_bob(50), 3)).await.expect("they are of others");
    let events = put(&[event("6", "in r with bob", 60), event("7", "in r with bob", 40)]);
    store.commit(Commit { events, ..Commit::default() }).await.unwrap();
    assert_eq!(store.commit(ends(of_bob(40), 4)).await, Err(StoreError::Heard));
    let handled = Commit { events: remove("7"), ..ends(of_bob(40), 4) };
    assert_eq!(store.commit(handled).await, Err(StoreError::Heard), "what was there before counts");
    store.commit(Commit { events: remove("7"), ..Commit::default() }).await.unwrap();
    store.commit(ends(of_bob(40), 4)).await.expect("all is handled");
}

async fn effects_wait_in_the_order_of_their_commits(store: &dyn Store) {
    for (run, sequence, lane) in [("r2", 0, "ops"), ("r1", 0, "dev"), ("r1", 1, "ops"), ("r3", 0, "")] {
        let effects = put(&[effect(run, sequence, lane)]);
        store.commit(Commit { effects, ..Commit::default() }).await.unwrap();
    }
    let keys = |effects: Vec<EffectRecord>| -> Vec<(String, u32)> {
        effects.into_iter().map(|effect| (effect.key.run.to_string(), effect.key.sequence)).collect()
    };
    let pairs = |pairs: &[(&str, u32)]| -> Vec<(String, u32)> {
        pairs.iter().map(|(run, sequence)| ((*run).to_owned(), *sequence)).collect()
    };
    let all = pairs(&[("r2", 0), ("r1", 0), ("r1", 1), ("r3", 0)]);
    assert_eq!(keys(store.effects(0, 9).await.unwrap()), all);
    assert_eq!(keys(store.effects(1, 2).await.unwrap()), all[1..3]);
    assert_eq!(keys(store.effects_of_lane("ops".into()).await.unwrap()), pairs(&[("r2", 0), ("r1", 1)]));
    let again = put(&[effect("r2", 0, "ops")]);
    store.commit(Commit { effects: again, ..Commit::default() }).await.unwrap();
    assert_eq!(keys(store.effects(0, 9).await.unwrap()), all, "one key is one effect, at its first place");
    let done = vec![Change::Remove(EffectKey { run: "r2".into(), sequence: 0 })];
    store.commit(Commit { effects: done, ..Commit::default() }).await.unwrap();
    assert_eq!(keys(store.effects_of_lane("ops".into()).await.unwrap()), pairs(&[("r1", 1)]));
    assert_eq!(store.effects(0, 1).await.unwrap(), [effect("r1", 0, "dev")], "whole records come back");
    let key = |run: &str, sequence| EffectKey { run: run.into(), sequence };
    let begun = vec![(key("r1", 0), true), (key("nobody", 0), true)];
    store.commit(Commit { begun, ..Commit::default() }).await.unwrap();
    let found: Vec<bool> = store.effects(0, 9).await.unwrap().iter().map(|effect| effect.begun).collect();
    assert!(found[0] && found[1..].iter().all(|begun| !begun), "{found:?}");
    let again = put(&[effect("r1", 0, "dev")]);
    store.commit(Commit { effects: again, ..Commit::default() }).await.unwrap();
    assert!(store.effects(0, 1).await.unwrap()[0].begun, "put again it stays as it is");
    store.commit(Commit { begun: vec![(key("r1", 0), false)], ..Commit::default() }).await.unwrap();
    assert!(!store.effects(0, 1).await.unwrap()[0].begun);
}

async fn timers_come_by_time(store: &dyn Store) {
    let timers = put(&[timer("c", 300), timer("a", 100), timer("b", 200)]);
    store.commit(Commit { timers, ..Commit::default() }).await.unwrap();
    assert_eq!(store.next_timer(false).await.unwrap(), Some(100));
    assert_eq!(store.timer("a".into()).await.unwrap(), Some(timer("a", 100)));
    assert_eq!(store.timer("nobody".into()).await.unwrap(), None);
    assert!(store.timers_due(false, 99, 9).await.unwrap().is_empty());
    let due = store.timers_due(false, 250, 9).await.unwrap();
    assert_eq!(ids(due.iter().map(|timer| &timer.id)), ["a", "b"]);
    assert_eq!(store.timers_due(false, 250, 1).await.unwrap(), [timer("a", 100)]);
    let timers = put(&[timer("a", 400)]);
    store.commit(Commit { timers, ..Commit::default() }).await.unwrap();
    assert_eq!(store.next_timer(false).await.unwrap(), Some(200), "a was put off");
    store.commit(Commit { timers: remove("b"), ..Commit::default() }).await.unwrap();
    let due = store.timers_due(false, i64::MAX, 9).await.unwrap();
    assert_eq!(ids(due.iter().map(|timer| &timer.id)), ["c", "a"]);
    // Those that can wait are apart.
    assert_eq!(store.next_timer(true).await.unwrap(), None);
    let late = |id, due_ms| TimerRecord { can_wait: true, ..timer(id, due_ms) };
    let timers = put(&[late("e", 2), late("d", 1), late("c", 3)]);
    store.commit(Commit { timers, ..Commit::default() }).await.unwrap();
    assert_eq!(store.next_timer(true).await.unwrap(), Some(1));
    assert_eq!(store.timers_due(true, 2, 9).await.unwrap(), [late("d", 1), late("e", 2)]);
    assert_eq!(store.timers_due(false, i64::MAX, 9).await.unwrap(), [timer("a", 400)], "c can wait by now");
}

async fn waits_come_newest_first(store: &dyn Store) {
    for (run, place) in [("r1", "alice"), ("r2", "alice"), ("r3", "bob"), ("r3", "alice")] {
        store.commit(Commit { waits: put(&[wait(run, place)]), ..Commit::default() }).await.unwrap();
    }
    let waits = store.waits(vec!["alice".into()]).await.unwrap();
    assert_eq!(ids(waits.iter().map(|wait| &wait.run)), ["r3", "r2", "r1"]);
    store.commit(Commit { waits: remove("r3"), ..Commit::default() }).await.unwrap();
    assert!(store.waits(vec!["bob".into()]).await.unwrap().is_empty(), "all places of a run go at once");
    assert_eq!(store.waits(vec!["alice".into()]).await.unwrap(), [wait("r2", "alice"), wait("r1", "alice")]);
    store.commit(Commit { waits: put(&[wait("r4", "carol")]), ..Commit::default() }).await.unwrap();
    let both = store.waits(vec!["carol".into(), "nowhere".into(), "alice".into()]).await.unwrap();
    assert_eq!(ids(both.iter().map(|wait| &wait.run)), ["r4", "r2", "r1"], "place by place");
    let again = WaitRecord { body: vec![8], ..wait("r1", "alice") };
    let waits = put(std::slice::from_ref(&again));
    store.commit(Commit { waits, ..Commit::default() }).await.unwrap();
    let waits = store.waits(vec!["alice".into()]).await.unwrap();
    assert_eq!(waits, [again, wait("r2", "alice")], "put again it is the newest, and one");
}

async fn programs_stay_while_they_are_named(store: &dyn Store) {
    for id in ["p1", "p2", "p3", "p4"] {
        store.put_program(program(id, 5)).await.unwrap();
    }
    store.put_program(program("p1", 6)).await.expect("again is fine");
    let timer = TimerRecord { program: Some("p2".into()), ..timer("t", 1) };
    let runs = put(&[run("r1", 0), RunRecord { program: "p2".into(), ..run("r0", 0) }, run("r2", 0)]);
    store.commit(Commit { runs, timers: put(&[timer]), ..Commit::default() }).await.unwrap();
    let needed = |id: &str, runs, timers| ProgramUse { id: id.into(), kept_ms: 5, runs, timers };
    assert_eq!(
        store.program_uses().await.unwrap(),
        [needed("p1", 2, 0), needed("p2", 1, 1), needed("p3", 0, 0), needed("p4", 0, 0)]
    );
    let page = store.runs_of("p1".into(), None, 1).await.unwrap();
    assert_eq!(page, [run("r1", 1)]);
    let page = store.runs_of("p1".into(), Some("r1".into()), 9).await.unwrap();
    assert_eq!(ids(page.iter().map(|run| &run.id)), ["r2"]);
    assert_eq!(ids(&store.drop_unused_programs(vec!["p3".into()]).await.unwrap()), ["p4"]);
    let kept = store.program("p2".into()).await.unwrap();
    assert_eq!(kept, Some(program("p2", 5)));
    assert_eq!(store.program("p4".into()).await.unwrap(), None);
    for run in ["r0", "r1", "r2"] {
        let over = Commit { runs: remove(run), timers: remove("t"), ..Commit::default() };
        store.commit(over).await.unwrap();
    }
    assert_eq!(ids(&store.drop_unused_programs(vec![]).await.unwrap()), ["p1", "p2", "p3"]);
}

async fn what_waits_is_counted(store: &dyn Store) {
    assert_eq!(store.backlog().await.unwrap(), Backlog::default());
    let ready = RunRecord { ready: true, ..run("r3", 0) };
    let commit = Commit {
        runs: put(&[run("r1", 0), run("r2", 0), ready]),
        effects: put(&[effect("r1", 0, "room")]),
        events: put(&[event("e1", "alice", 1), event("e2", "bob", 1), event("e3", "bob", 2)]),
        ..Commit::default()
    };
    store.commit(commit).await.unwrap();
    assert_eq!(store.backlog().await.unwrap(), Backlog { waiting: 2, outgoing: 1, events: 3 });
    store.commit(Commit { runs: remove("r2"), events: remove("e1"), ..Commit::default() }).await.unwrap();
    assert_eq!(store.backlog().await.unwrap(), Backlog { waiting: 1, outgoing: 1, events: 2 });
}

async fn states_can_be_looked_through_and_cleared(store: &dyn Store) {
    let value =
        |state: &str, owner: &str| StateWrite { name: name(state, owner), version: 0, value: Some(vec![1]) };
    let states =
        vec![value("n", "room:2"), value("n", "room:1"), value("n", ""), value("n2", ""), value("m", "")];
    store.commit(Commit { states, ..Commit::default() }).await.unwrap();
    let page = store.values_of("n".into(), None, 2).await.unwrap();
    assert_eq!(ids(page.iter().map(|(name, _)| &name.owner)), ["", "room:1"]);
    let page = store.values_of("n".into(), Some("room:1".into()), 9).await.unwrap();
    assert_eq!(page, [(name("n", "room:2"), StoredState { version: 1, value: vec![1] })]);
    store.clear_states().await.unwrap();
    assert!(store.values_of("n".into(), None, 9).await.unwrap().is_empty());
}

/// They may share a transaction; each still gets its own verdict, in order.
async fn commits_that_are_asked_for_together_are_judged_one_by_one(store: Arc<dyn Store>) {
    let commits = [
        seen("a", 1),
        Commit { states: vec![write("n", 0, b"1")], ..seen("b", 1) },
        seen("a", 2),
        Commit { states: vec![write("n", 1, b"2")], ..Commit::default() },
        Commit { states: vec![write("n", 1, b"lost")], ..seen("c", 1) },
        seen("c", 2),
    ];
    let verdicts = join_all(commits.into_iter().map(|commit| store.commit(commit))).await;
    let conflict = Err(StoreError::Conflict { states: vec![name("n", "")], runs: vec![] });
    assert_eq!(verdicts, [Ok(()), Ok(()), Err(StoreError::Duplicate), Ok(()), conflict, Ok(())]);
    let now = store.states(vec![name("n", "")]).await.unwrap();
    assert_eq!(now, [Some(StoredState { version: 2, value: b"2".to_vec() })]);
}

/// Each task adds one to the same number until all have added all of theirs.
async fn counting_from_many_tasks_loses_nothing(store: Arc<dyn Store>) {
    const TASKS: u32 = 8;
    const EACH: u32 = 25;
    let mut tasks = Vec::new();
    for _ in 0..TASKS {
        let store = Arc::clone(&store);
        tasks.push(async move {
            for _ in 0..EACH {
                while !add_one(&*store).await {
                    tokio::task::yield_now().await;
                }
            }
        });
    }
    join_all(tasks).await;
    let stored = store.states(vec![name("n", "")]).await.unwrap();
    let total = (TASKS * EACH).to_be_bytes().to_vec();
    assert_eq!(stored, [Some(StoredState { version: u64::from(TASKS * EACH), value: total })]);
}

async fn add_one(store: &dyn Store) -> bool {
    let stored = store.states(vec![name("n", "")]).await.unwrap().remove(0);
    let (version, n) = stored.map_or((0, 0), |stored| {
        (stored.version, u32::from_be_bytes(stored.value.as_slice().try_into().unwrap()))
    });
    tokio::task::yield_now().await;
    let states = vec![write("n", version, &(n + 1).to_be_bytes())];
    match store.commit(Commit { states, ..Commit::default() }).await {
        Ok(()) => true,
        Err(StoreError::Conflict { .. }) => false,
        Err(other) => panic!("{other}"),
    }
}

//! The file of a store: who may have it, what is refused, what is there the next time.

use rusqlite::Connection;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use wbot::engine::store::{Change, Commit, EventRecord, OpenError, SqliteStore, Store};

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

fn event(id: &str) -> Commit {
    let event = EventRecord { id: id.into(), mailbox: "alice".into(), sent_ms: 1, body: vec![1] };
    Commit { events: vec![Change::Put(event)], ..Commit::default() }
}

fn refused(path: &Path) -> String {
    SqliteStore::open(path).map(|_| ()).unwrap_err().to_string()
}

#[test]
fn what_was_committed_is_there_the_next_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wbot.db");
    let store = SqliteStore::open(&path).unwrap();
    block_on(store.commit(event("e1"))).unwrap();
    // What nobody waits for any more is written all the same.
    drop(store.commit(event("e2")));
    drop(store);
    assert!(!folder.path().join("wbot.db-wal").exists(), "the log is folded into the file at the end");
    let store = SqliteStore::open(&path).unwrap();
    let events = block_on(store.events("alice".into(), 9)).unwrap();
    assert_eq!(events.iter().map(|event| event.id.as_str()).collect::<Vec<_>>(), ["e1", "e2"]);
}

#[test]
fn one_at_a_time_has_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wbot.db");
    let store = SqliteStore::open(&path).unwrap();
    let message = refused(&path);
    let pid = format!("(pid {})", std::process::id());
    assert!(message.contains("in use by another process") && message.contains(&pid), "{message}");
    drop(store);
    SqliteStore::open(&path).expect("it is free again");
}

#[cfg(unix)]
#[test]
fn a_store_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wbot.db");
    let store = SqliteStore::open(&path).unwrap();
    for name in ["wbot.db", "wbot.db-wal", "wbot.db-shm"] {
        let mode = fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    drop(store);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    drop(SqliteStore::open(&path).unwrap());
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640, "what somebody chose stays");
}

#[test]
fn a_file_of_a_newer_wbot_is_refused_with_both_versions() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wbot.db");
    drop(SqliteStore::open(&path).unwrap());
    let file = Connection::open(&path).unwrap();
    let version =
        |file: &Connection| -> i64 { file.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap() };
    let ours = version(&file);
    file.execute_batch("UPDATE about SET value = '9.8.7' WHERE name = 'wbot'; PRAGMA user_version = 99")
        .unwrap();
    drop(file);
    let message = refused(&path);
    assert!(message.contains("wbot 9.8.7 (format 99)"), "{message}");
    assert!(message.contains(concat!("this is wbot ", env!("CARGO_PKG_VERSION"))), "{message}");
    let file = Connection::open(&path).unwrap();
    assert_eq!(version(&file), 99, "it is left as it was");
    file.pragma_update(None, "user_version", ours).unwrap();
    assert!(
        refused(&path).contains(&format!("wbot 9.8.7 (format {ours})")),
        "a newer release may store more in the same tables"
    );
    let patch = concat!(env!("CARGO_PKG_VERSION_MAJOR"), ".", env!("CARGO_PKG_VERSION_MINOR"), ".999");
    file.execute("UPDATE about SET value = ?1 WHERE name = 'wbot'", [patch]).unwrap();
    drop(file);
    SqliteStore::open(&path).expect("a patch stores the same");
}

#[test]
fn other_files_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let notes = folder.path().join("notes.txt");
    let words = "these are notes, and no store of any kind, whatever anybody may say about it ".repeat(20);
    fs::write(&notes, &words).unwrap();
    assert!(matches!(SqliteStore::open(&notes), Err(OpenError::NotOurs { .. })));
    assert_eq!(fs::read_to_string(&notes).unwrap(), words);
    let other = folder.path().join("other.db");
    Connection::open(&other).unwrap().execute_batch("CREATE TABLE mine (x)").unwrap();
    assert!(refused(&other).contains("is no store of wbot"), "{}", refused(&other));
    let nowhere = folder.path().join("no/such/folder/wbot.db");
    assert!(refused(&nowhere).contains("cannot be opened"), "{}", refused(&nowhere));
}

#[test]
fn many_writers_share_transactions_and_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wbot.db");
    let store = Arc::new(SqliteStore::open(&path).unwrap());
    let threads: Vec<_> = (0..4)
        .map(|thread| {
            let store = Arc::clone(&store);
            std::thread::spawn(move || {
                for n in 0..50 {
                    block_on(store.commit(event(&format!("{thread} {n}")))).unwrap();
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    assert_eq!(block_on(store.events("alice".into(), 999)).unwrap().len(), 200);
}

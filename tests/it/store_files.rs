//! The file of a store: who may have it, what is refused, what is there the next time.

use crate::wbot::Wbot;
use rusqlite::Connection;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use wbot::engine::archive;
#[cfg(unix)]
use wbot::engine::store::Holder;
use wbot::engine::store::{Change, Commit, EventRecord, OpenError, SqliteStore, Store, StoreFile};

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

#[cfg(unix)]
#[test]
fn a_link_does_not_lead_past_the_lock() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let [path, link, hard] = ["wbot.db", "link.db", "hard.db"].map(|name| folder.path().join(name));
    symlink(&path, &link).unwrap();
    let store = SqliteStore::open(&link).expect("what it leads to is made");
    assert!(path.is_file());
    for name in [&path, &link] {
        assert!(matches!(SqliteStore::open(name), Err(OpenError::InUse { .. })), "{}", name.display());
        assert_eq!(StoreFile::holder(name), Holder::Somebody(Some(std::process::id())));
    }
    drop(store);
    assert_eq!(StoreFile::holder(&link), Holder::Nobody);
    fs::hard_link(&path, &hard).unwrap();
    for name in [&path, &link, &hard] {
        assert!(refused(name).contains("more than one name (hard links)"), "{}", name.display());
    }
    fs::remove_file(&hard).unwrap();
    drop(SqliteStore::open(&path).expect("it has one name again"));
}

#[test]
fn what_is_no_file_is_no_store_and_gets_no_lock() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data");
    fs::create_dir(&path).unwrap();
    assert!(refused(&path).contains("data is a folder"), "{}", refused(&path));
    assert!(matches!(archive::check(&path), Err(OpenError::NoFile { .. })));
    assert!(!folder.path().join("data.lock").exists());
}

/// The names of a folder, with what is in its files.
fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let files = fs::read_dir(folder).unwrap().map(|it| it.unwrap());
    let mut files: Vec<_> = files
        .map(|it| (it.file_name().into_string().unwrap(), fs::read(it.path()).unwrap_or_default()))
        .collect();
    files.sort();
    files
}

#[test]
fn who_looks_leaves_nothing_behind() {
    let look = |path: &Path| {
        StoreFile::try_to_write(path).unwrap();
        let file = StoreFile::open(path).unwrap();
        assert_eq!(file.counts().unwrap().events, 20);
        StoreFile::try_to_write(path).unwrap();
        assert!(!archive::check(path).unwrap().is_empty());
    };
    let wbot = sound();
    let (path, folder) = (wbot.path("wbot.db"), wbot.path(""));
    let before = contents(&folder);
    assert_eq!(before.len(), 2, "the store and its lock");
    look(&path);
    assert!(before == contents(&folder), "it was closed");
    let killed = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(&path).unwrap();
    block_on(store.commit(Commit::default())).unwrap();
    for name in ["wbot.db", "wbot.db-wal"] {
        fs::copy(wbot.path(name), killed.path().join(name)).unwrap();
    }
    look(&path);
    assert!(wbot.path("wbot.db-wal").exists(), "a bot has it");
    let before = contents(killed.path());
    look(&killed.path().join("wbot.db"));
    let after: Vec<_> =
        contents(killed.path()).into_iter().filter(|(name, _)| !name.ends_with("-shm")).collect();
    assert!(before == after, "what a bot left that was killed is its own");
}

#[cfg(unix)]
#[test]
fn who_may_only_read_looks_too() {
    use std::os::unix::fs::PermissionsExt;
    let wbot = sound();
    let set = |mode: u32| fs::set_permissions(wbot.path(""), fs::Permissions::from_mode(mode)).unwrap();
    fs::rename(wbot.path("wbot.db"), wbot.path("what? %41#.db")).unwrap();
    let mut command = wbot.command_of_user();
    fs::set_permissions(wbot.path("what? %41#.db"), fs::Permissions::from_mode(0o444)).unwrap();
    set(0o555);
    let done = command.args(["store", "inspect", "what? %41#.db"]).output().unwrap();
    set(0o755);
    let text = [done.stdout, done.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    assert_eq!(done.status.code(), Some(0), "{text}");
    assert!(text.contains("20 events"), "{text}");
}

/// A sound store with something in it, in a folder of its own.
fn sound() -> Wbot {
    let wbot = Wbot::new();
    let store = SqliteStore::open(&wbot.path("wbot.db")).unwrap();
    for n in 0..20 {
        block_on(store.commit(event(&n.to_string()))).unwrap();
    }
    drop(store);
    wbot
}

/// What `wbot store check` prints, with its exit code.
fn checked(wbot: &Wbot) -> (String, Option<i32>) {
    let done = wbot.command().args(["store", "check"]).output().unwrap();
    let text = [done.stdout, done.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    (text, done.status.code())
}

#[test]
fn damage_is_found_wherever_it_is() {
    const PAGE: usize = 4096;
    let wbot = sound();
    let path = wbot.path("wbot.db");
    let bytes = fs::read(&path).unwrap();
    assert!(archive::check(&path).unwrap().iter().all(|flaw| flaw.what.starts_with("event ")));
    for page in 0..bytes.len() / PAGE {
        let mut damaged = bytes.clone();
        damaged[page * PAGE..(page + 1) * PAGE].fill(0xff);
        fs::write(&path, &damaged).unwrap();
        let flaws = archive::check(&path).unwrap_or_else(|error| panic!("page {page}: {error}"));
        assert!(flaws.iter().any(|flaw| !flaw.what.starts_with("event ")), "page {page}: {flaws:?}");
    }
    let (text, code) = {
        fs::write(&path, [&[0xff; PAGE], &bytes[PAGE..]].concat()).unwrap();
        checked(&wbot)
    };
    assert_eq!((text.as_str(), code), ("file: file is not a database\n", Some(1)), "its beginning is gone");
    fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    let (text, code) = checked(&wbot);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("file: ") && text.contains("malformed"), "{text}");
    assert!(refused(&path).contains("is damaged"), "{}", refused(&path));
}

#[test]
fn what_is_no_store_of_this_wbot_is_not_called_damaged() {
    let wbot = Wbot::new();
    let (text, code) = checked(&wbot);
    assert_eq!((text.as_str(), code), ("wbot: there is no store at wbot.db\n", Some(2)));
    let wbot = wbot.file("wbot.db", "notes, and no store of any kind ".repeat(40));
    let (text, code) = checked(&wbot);
    assert!(code == Some(2) && text.contains("is no store of wbot"), "{code:?} {text}");
    let wbot = sound();
    Connection::open(wbot.path("wbot.db")).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let (text, code) = checked(&wbot);
    assert!(code == Some(2) && text.contains("(format 99)"), "{code:?} {text}");
}

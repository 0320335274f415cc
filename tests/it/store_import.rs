//! `wbot store import`: a store that is there whole or not at all, where it was asked for, for whom it is.

use crate::wbot::Wbot;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;
use wbot::engine::store::{Change, Commit, EventRecord, SqliteStore, Store};

/// A folder with `copy.jsonl`, an export of some rows; and that export.
fn scene() -> (Wbot, String) {
    let wbot = Wbot::new();
    let store = SqliteStore::open(&wbot.path("old.db")).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    for n in 0..7 {
        let event =
            EventRecord { id: format!("e{n}").into(), mailbox: "alice".into(), sent_ms: n, body: vec![1] };
        let commit = Commit { events: vec![Change::Put(event)], ..Commit::default() };
        runtime.block_on(store.commit(commit)).unwrap();
    }
    drop(store);
    let lines = tool(&wbot, &["export", "old.db"]).0;
    (wbot.file("copy.jsonl", &lines), lines)
}

/// What `wbot store ...` prints, with its exit code.
fn tool(wbot: &Wbot, args: &[&str]) -> (String, Option<i32>) {
    let done = wbot.command().arg("store").args(args).output().unwrap();
    let text = [done.stdout, done.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    (text, done.status.code())
}

#[track_caller]
fn imports(wbot: &Wbot, store: &str, lines: &str) {
    assert_eq!(tool(wbot, &["import", store, "copy.jsonl"]), (format!("7 rows in {store}\n"), Some(0)));
    assert_eq!(tool(wbot, &["export", store]).0, lines);
}

#[track_caller]
fn refuses(wbot: &Wbot, store: &str, file: &str, part: &str) {
    let (text, code) = tool(wbot, &["import", store, file]);
    assert!(code == Some(2) && text.contains(part), "{code:?} {text}");
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[cfg(unix)]
#[test]
fn over_a_link_the_store_is_made_where_it_leads() {
    use std::os::unix::fs::symlink;
    let (wbot, lines) = scene();
    for folder in ["data", "else"] {
        fs::create_dir(wbot.path(folder)).unwrap();
    }
    // An empty store of a bot that was killed: its tables are in its log.
    let killed = SqliteStore::open(&wbot.path("else/real.db")).unwrap();
    for name in ["real.db", "real.db-wal"] {
        fs::copy(wbot.path(&format!("else/{name}")), wbot.path(&format!("data/{name}"))).unwrap();
    }
    drop(killed);
    symlink("data/real.db", wbot.path("link.db")).unwrap();
    symlink("data/new.db", wbot.path("dangling.db")).unwrap();
    for name in ["link.db", "dangling.db"] {
        imports(&wbot, name, &lines);
        assert!(fs::symlink_metadata(wbot.path(name)).unwrap().is_symlink(), "{name}");
    }
    assert_eq!(names(&wbot.path("data")), ["new.db", "new.db.lock", "real.db", "real.db.lock"]);
    // Another file system, where there is one.
    if let Ok(other) = tempfile::tempdir_in("/dev/shm") {
        symlink(other.path().join("far.db"), wbot.path("far.db")).unwrap();
        imports(&wbot, "far.db", &lines);
        assert!(other.path().join("far.db").is_file());
    }
    refuses(&wbot, "link.db", "copy.jsonl", "link.db is not empty");
}

#[test]
fn only_what_imports_left_is_taken_away() {
    let (wbot, lines) = scene();
    let id = "01940000-0000-7000-8000-000000000000";
    let left = format!(".r.db.import-4711-{id}");
    let wbot = wbot.file(&left, "half").file(&format!("{left}-wal"), "half").file("r.db.new", "mine");
    let wbot = wbot.file(".r.db.import-notes", "mine").file(&format!(".other.db.import-1-{id}"), "mine");
    let held = format!(".r.db.import-4712-{id}");
    let bot = SqliteStore::open(&wbot.path(&held)).unwrap();
    imports(&wbot, "r.db", &lines);
    drop(bot);
    let mut expected = vec![
        format!(".other.db.import-1-{id}"),
        held.clone(),
        format!("{held}.lock"),
        ".r.db.import-notes".to_owned(),
    ];
    expected
        .extend(["copy.jsonl", "old.db", "old.db.lock", "r.db", "r.db.lock", "r.db.new"].map(String::from));
    assert_eq!(names(&wbot.path("")), expected);
    assert_eq!(wbot.text("r.db.new"), "mine");
}

#[cfg(unix)]
#[test]
fn a_store_stays_its_owners() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    const NOBODY: u32 = 65_534;
    let (wbot, lines) = scene();
    drop(SqliteStore::open(&wbot.path("r.db")).unwrap());
    fs::set_permissions(wbot.path("r.db"), fs::Permissions::from_mode(0o640)).unwrap();
    fs::remove_file(wbot.path("r.db.lock")).unwrap();
    // Only the administrator may give files away.
    let given = std::os::unix::fs::chown(wbot.path("r.db"), Some(NOBODY), Some(NOBODY)).is_ok();
    let before = fs::metadata(wbot.path("r.db")).unwrap();
    imports(&wbot, "r.db", &lines);
    let after = fs::metadata(wbot.path("r.db")).unwrap();
    let about = |it: &fs::Metadata| (it.uid(), it.gid(), it.mode() & 0o777);
    assert_eq!((about(&after), after.mode() & 0o777), (about(&before), 0o640));
    assert_eq!(fs::metadata(wbot.path("r.db.lock")).unwrap().uid(), before.uid(), "their bot takes it");
    imports(&wbot, "new.db", &lines);
    assert_eq!(fs::metadata(wbot.path("new.db")).unwrap().mode() & 0o777, 0o600);
    if given {
        let mut command = wbot.command_of_user();
        drop(SqliteStore::open(&wbot.path("root.db")).unwrap());
        fs::remove_file(wbot.path("root.db.lock")).unwrap();
        fs::set_permissions(wbot.path("root.db"), fs::Permissions::from_mode(0o666)).unwrap();
        let done = command.args(["store", "import", "root.db", "copy.jsonl"]).output().unwrap();
        let text = String::from_utf8(done.stderr).unwrap();
        assert!(done.status.code() == Some(2) && text.contains("belongs to user 0 and group 0"), "{text}");
        assert!(!names(&wbot.path("")).iter().any(|name| name.contains("import")), "nothing is left");
    }
}

#[test]
fn lines_that_are_not_all_there_make_no_store() {
    let (wbot, lines) = scene();
    let all: Vec<&str> = lines.lines().collect();
    assert_eq!(all.last(), Some(&"{\"end\":true,\"rows\":7}"));
    let with = |lines: &[&str]| lines.join("\n") + "\n";
    let mut wbot = wbot;
    for count in 1..all.len() {
        wbot = wbot.file("cut.jsonl", with(&all[..count]));
        refuses(&wbot, "r.db", "cut.jsonl", "cut.jsonl: the export is cut off");
    }
    let (head, end) = (all[0], all[all.len() - 1]);
    let wbot = wbot
        .file("none.jsonl", "")
        .file("few.jsonl", with(&[head, all[1], all[3], end]))
        .file("behind.jsonl", with(&[head, end, all[1]]))
        .file("twice.jsonl", with(&[&all[..], &all[..]].concat()))
        .file("bare.jsonl", with(&[head, "{\"end\":true}"]));
    refuses(&wbot, "r.db", "none.jsonl", "this is no export of a store");
    refuses(&wbot, "r.db", "few.jsonl", "it has 7 rows, and there are 2: where you took some out");
    refuses(&wbot, "r.db", "behind.jsonl", "line 3: there is something behind the end");
    refuses(&wbot, "r.db", "twice.jsonl", "line 10: there is something behind the end");
    refuses(&wbot, "r.db", "bare.jsonl", "line 2: it does not say how many rows there are");
    assert!(!wbot.path("r.db").exists());
    // Exports of before have no such line.
    let old = with(&all[1..all.len() - 1]);
    let wbot = wbot.file("copy.jsonl", format!("{{\"wbot store\":1,\"wbot\":\"0.1.0\"}}\n{old}"));
    imports(&wbot, "r.db", &lines);
}

#[test]
fn what_is_no_place_for_a_store_is_told_and_left_as_it_is() {
    let (wbot, lines) = scene();
    fs::create_dir(wbot.path("data")).unwrap();
    refuses(&wbot, "data", "copy.jsonl", "data is a folder, and a store is a file");
    assert!(!wbot.path("data.lock").exists());
    let bot = SqliteStore::open(&wbot.path("bot.db")).unwrap();
    refuses(&wbot, "bot.db", "copy.jsonl", &format!("(pid {})", std::process::id()));
    refuses(&wbot, "bot.db", "copy.jsonl", "end that one, or name another file");
    drop(bot);
    imports(&wbot, "bot.db", &lines);
}

#[test]
fn the_lines_may_come_from_standard_input() {
    let (wbot, lines) = scene();
    let mut import = wbot.command();
    import.args(["store", "import", "r.db", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut import = import.spawn().unwrap();
    import.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let done = import.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(done.stdout).unwrap(), "7 rows in r.db\n");
    assert_eq!(tool(&wbot, &["export", "r.db"]).0, lines);
    let mut empty = wbot.command();
    let empty = empty.args(["store", "import", "s.db", "-"]).output().unwrap();
    assert!(String::from_utf8(empty.stderr).unwrap().contains("standard input: this is no export"));
}

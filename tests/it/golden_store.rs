//! What earlier releases stored is read, and goes on: `tests/data/store/` has a folder for each release.
//!
//! `bot.wbot` is the script, `store.db` the store that the release's `wbot run` left when it was killed in
//! the middle of it, `rows.jsonl` its export. A release that is out is never written again; the folder of
//! the one to come is, by `WBOT_WRITE_GOLDEN=1 cargo test golden`, when a test here says that what is stored
//! has changed.

use crate::source_tree::root;
use crate::support::bot_process::{BotProcess, How, webex};
use crate::support::talk;
use rusqlite::Connection;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use wbot::emulator::{CallFault, Emulator, Fault};

const WBOT: &str = env!("CARGO_BIN_EXE_wbot");

const SCRIPT: &str = r#"bot "Bot" { about "What a release leaves behind." }

type Booking = { day: text, seats: int, at: time }

state count: int = 0
state bookings: list<Booking> = [] per person
state last: duration? per room

command "ping" { say "pong" }

command "book" {
  let day = ask "Which day?" within 1000w
  let seats = ask "How many seats?" as int within 1000w else { stop }
  count += 1
  last = 90s
  bookings.push({ day: day, seats: seats, at: now })
  say "Booked {seats} for {day}, number {count}"
}

command "nap" {
  wait 1000w
  say "good morning"
}

command "remind" {
  later 1000w { say "much later" }
  later 3s { say "late, not lost" }
  say "I will"
}

every day at 09:00 { log info "a new day" }
"#;

/// Alice writes to the bot before it is there: her room has the same id each time.
async fn world() -> (Emulator, String) {
    let webex = webex("Bot").await;
    let alice = talk::alice(&webex);
    webex.say_direct(&alice, "hello").unwrap();
    (webex, alice)
}

fn tool(args: &[&str], path: &Path) -> String {
    let done = Command::new(WBOT).arg("store").args(args).arg(path).output().unwrap();
    String::from_utf8([done.stdout, done.stderr].concat()).unwrap()
}

/// The rows of an export, without the lines that name the release and the end.
fn rows(lines: &str) -> Vec<&str> {
    lines.lines().skip(1).filter(|line| !line.starts_with("{\"end\":")).collect()
}

fn releases() -> Vec<PathBuf> {
    let folders = fs::read_dir(root().join("tests/data/store")).unwrap();
    folders.map(|folder| folder.unwrap().path()).filter(|path| path.is_dir()).collect()
}

/// A copy of a release's store, with a script that is newer than the one in it.
fn copy(release: &Path, to: &Path) -> (PathBuf, PathBuf) {
    let script = fs::read_to_string(release.join("bot.wbot")).unwrap();
    let (bot, store) = (to.join("bot.wbot"), to.join("wbot.db"));
    fs::write(&bot, script.replace("Booked", "Newly booked")).unwrap();
    fs::copy(release.join("store.db"), &store).unwrap();
    (bot, store)
}

#[tokio::test(flavor = "multi_thread")]
async fn conversations_of_every_release_go_on() {
    if std::env::var_os("WBOT_WRITE_GOLDEN").is_some() {
        write().await;
    }
    for release in releases() {
        let folder = tempfile::tempdir().unwrap();
        let (script, _) = copy(&release, folder.path());
        let (webex, alice) = world().await;
        // The ids of these messages were used up in the release's world.
        for n in 0..50 {
            webex.say_direct(&alice, &format!("filler {n}")).unwrap();
        }
        let mut bot = BotProcess::start_as(&How::of(WBOT, &script), &webex).await;
        talk::hears(&webex, "pong", 1, String::new).await;
        assert!(bot.log().contains("run/repeated"), "it may have been said before: {}", bot.log());
        talk::hears(&webex, "late, not lost", 1, String::new).await;
        webex.say_direct(&alice, "Monday").unwrap();
        talk::hears(&webex, "How many seats?", 1, String::new).await;
        webex.say_direct(&alice, "3").unwrap();
        talk::hears(&webex, "Booked 3 for Monday, number 2", 1, String::new).await;
        webex.say_direct(&alice, "book").unwrap();
        talk::hears(&webex, "Which day?", 1, String::new).await;
        assert_eq!(bot.terminate(), Some(0), "{}", bot.log());
        let store = folder.path().join("wbot.db");
        assert!(tool(&["check"], &store).contains("is sound"), "{}", tool(&["check"], &store));
        let left = tool(&["inspect"], &store);
        for part in ["command \"nap\"", "a `later` begins", "every day", "Tuesday", "Monday"] {
            assert!(left.contains(part), "{part:?} is not in\n{left}");
        }
    }
}

#[test]
fn every_row_of_every_release_is_read() {
    for release in releases() {
        let folder = tempfile::tempdir().unwrap();
        let (_, store) = copy(&release, folder.path());
        assert!(tool(&["check"], &store).contains("is sound"), "{}", tool(&["check"], &store));
        let golden = fs::read_to_string(release.join("rows.jsonl")).unwrap();
        assert_eq!(rows(&tool(&["export"], &store)), rows(&golden), "{}", release.display());
        let (new, lines) = (folder.path().join("new.db"), release.join("rows.jsonl"));
        let import = Command::new(WBOT).args(["store", "import"]).args([&new, &lines]).output().unwrap();
        assert!(import.status.success(), "{}", String::from_utf8_lossy(&import.stderr));
        assert_eq!(rows(&tool(&["export"], &new)), rows(&golden), "{}", release.display());
        for kind in ["state", "program", "run", "wait", "timer", "effect", "seen"] {
            assert!(golden.contains(&format!("{{\"{kind}\":")), "there is a {kind}");
        }
    }
}

/// The store of the release to come.
async fn write() {
    let version = concat!(env!("CARGO_PKG_VERSION_MAJOR"), ".", env!("CARGO_PKG_VERSION_MINOR"));
    let target = root().join("tests/data/store").join(version);
    fs::create_dir_all(&target).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (script, store) = (folder.path().join("bot.wbot"), folder.path().join("wbot.db"));
    fs::write(&script, SCRIPT).unwrap();
    let (webex, alice) = world().await;
    let bot = BotProcess::start_as(&How::of(WBOT, &script), &webex).await;
    let steps = [
        ("book", "Which day?", 1),
        ("Tuesday", "How many seats?", 1),
        ("2", "Booked 2 for Tuesday, number 1", 1),
        ("nap", "", 0),
        ("book", "Which day?", 2),
        ("remind", "I will", 1),
    ];
    for (text, answer, times) in steps {
        webex.say_direct(&alice, text).unwrap();
        talk::hears(&webex, answer, times, String::new).await;
    }
    talk::hears(&webex, "Which day?", 3, String::new).await;
    webex.inject(Fault::call("POST", "/messages", CallFault::Latency { ms: 60_000 }));
    webex.say_direct(&alice, "ping").unwrap();
    while !tool(&["inspect"], &store).contains("under way: 1 effects") {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    bot.kill();
    // All of it into the one file.
    let file = Connection::open(&store).unwrap();
    file.query_row("PRAGMA wal_checkpoint(truncate)", [], |_| Ok(())).unwrap();
    drop(file);
    fs::copy(&store, target.join("store.db")).unwrap();
    fs::write(target.join("bot.wbot"), SCRIPT).unwrap();
    fs::write(target.join("rows.jsonl"), tool(&["export"], &store)).unwrap();
}

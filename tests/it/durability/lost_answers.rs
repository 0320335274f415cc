//! The answer to a call that says something gets lost: it is looked whether the message is there, where a bot may look.

use crate::support::bot_process::TOKEN;
use crate::support::scene::{Over, Scene};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use std::time::Duration;
use wbot::emulator::{BotAccount, CallFault, Clock, Emulator, EmulatorConfig, Fault, SystemClock};

const SCRIPT: &str = r#"bot "Echo"
state count: int = 0
card pick(n: int) { text "Number {n}" }
command "hello {n: int}" { count += 1; say "hello {n}, {count}" }
command "same" { say "the same" }
command "twice" { say "as always"; say "as always" }
command "card {n: int}" { let m = say "Pick" card pick(n); delete m; say "gone {n}" }
command "mail" { say to person("alice@example.com") "by address" }
"#;

async fn scene() -> Scene {
    Scene::new("Echo", SCRIPT, Over::Webhooks).await
}

/// What the bot says next goes wrong.
fn next(scene: &Scene, fault: CallFault) {
    scene.webex.inject(Fault::call("POST", "/messages", fault));
}

/// Alice says something whose answer is lost; the bot is heard to have said this so many times in the end.
async fn loses(scene: &Scene, fault: CallFault, said: &str, (heard, times): (&str, usize)) {
    next(scene, fault);
    scene.says(said);
    scene.hears(heard, times).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_private_each_message_is_there_once() {
    let scene = scene().await;
    let status = |status| CallFault::Status { status, retry_after_s: None };
    let faults = [CallFault::DropAfter, CallFault::DropBefore, status(500), status(504)];
    for (n, fault) in (1..).zip(faults) {
        loses(&scene, fault, &format!("hello {n}"), (&format!("hello {n}, {n}"), 1)).await;
    }
    // What was said before in the same words is not taken for it.
    scene.says("same");
    scene.hears("the same", 1).await;
    for (fault, said, heard) in [
        (CallFault::DropBefore, "same", ("the same", 2)),
        (CallFault::DropAfter, "same", ("the same", 3)),
        (CallFault::DropAfter, "twice", ("as always", 2)),
        // What was found is the message: the script can go on with it.
        (CallFault::DropAfter, "card 7", ("gone 7", 1)),
        (CallFault::DropAfter, "mail", ("by address", 1)),
    ] {
        loses(&scene, fault, said, heard).await;
    }
    scene.says("hello 5");
    scene.hears("hello 5, 5", 1).await;
    let mut said = scene.said();
    assert!(!said.iter().any(|text| text.contains("Number 7")), "its message was deleted: {said:?}");
    said.retain(|text| !text.is_empty());
    assert_eq!(said.len(), 4 + 3 + 2 + 1 + 1 + 1, "{said:?}\n{}", scene.bot.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_group_too_where_nobody_else_writes() {
    let scene = scene().await;
    let room = scene.group("Team");
    let status = |status| CallFault::Status { status, retry_after_s: None };
    let after = |status| CallFault::StatusAfter { status };
    let faults =
        [CallFault::DropAfter, CallFault::DropBefore, status(500), after(500), status(502), after(502)];
    let count = faults.len();
    for (n, fault) in (1..).zip(faults) {
        next(&scene, fault);
        scene.says_in(&room, &format!("@Echo hello {n}"));
        scene.hears(&format!("hello {n}, {n}"), 1).await;
    }
    scene.webex.idle().await;
    assert_eq!(scene.said().len(), count, "{:?}\n{}", scene.said(), scene.bot.log());
    assert!(!scene.bot.log().contains("run/repeated"), "{}", scene.bot.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_busy_group_it_is_told_of() {
    let scene = scene().await;
    let room = scene.group("Team");
    // Alice goes on to write before the bot says anything.
    let slow = Fault::call("GET", "/messages/", CallFault::Latency { ms: 1000 });
    scene.webex.inject(slow);
    next(&scene, CallFault::DropBefore);
    scene.says_in(&room, "@Echo hello 1");
    // Not in the same millisecond: what is written then is taken to be known.
    tokio::time::sleep(Duration::from_millis(20)).await;
    scene.says_in(&room, "by the way");
    let apology = scene.webex.until(|world| {
        let mut said = world.messages_in(&room).map(|it| it.text.clone());
        said.any(|text| text.starts_with("Sorry, something went wrong.")).then_some(())
    });
    tokio::time::timeout(Duration::from_mins(1), apology).await.unwrap();
    assert_eq!(scene.said().len(), 1, "{:?}", scene.said());
    scene.bot.until_logged("the connection").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_earlier_process_said_is_not_taken_for_it() {
    let mut scene = scene().await;
    scene.says("same");
    scene.hears("the same", 1).await;
    // Not killed: it would be said again.
    assert_eq!(scene.bot.terminate(), Some(0), "{}", scene.bot.log());
    scene.starts_again().await;
    loses(&scene, CallFault::DropBefore, "same", ("the same", 2)).await;
}

/// The clock of a Webex that is so far from this machine's.
struct Off(SignedDuration);

impl Clock for Off {
    fn now(&self) -> Timestamp {
        SystemClock.now().saturating_add(self.0).unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn clocks_may_differ() {
    let check = async |off_s| {
        let clock = Arc::new(Off(SignedDuration::from_secs(off_s)));
        let bot = BotAccount { display_name: "Echo".into(), email: None, token: TOKEN.into() };
        let webex =
            Emulator::start(EmulatorConfig { bot, clock, ..EmulatorConfig::default() }).await.unwrap();
        let scene = Scene::beside(webex, SCRIPT, Over::Webhooks).await;
        for (n, fault) in [(1, CallFault::DropAfter), (2, CallFault::DropBefore)] {
            loses(&scene, fault, &format!("hello {n}"), (&format!("hello {n}, {n}"), 1)).await;
        }
        let room = scene.group("Team");
        for (n, fault) in [(3, CallFault::DropAfter), (4, CallFault::DropBefore)] {
            next(&scene, fault);
            scene.says_in(&room, &format!("@Echo hello {n}"));
            scene.hears(&format!("hello {n}, {n}"), 1).await;
        }
        scene.says("hello 5");
        scene.hears("hello 5, 5", 1).await;
        let said = ["hello 1, 1", "hello 2, 2", "hello 3, 3", "hello 4, 4", "hello 5, 5"];
        assert_eq!(scene.said(), said, "{off_s} s: {}", scene.bot.log());
        assert!(!scene.bot.log().contains("run/repeated"), "{off_s} s: {}", scene.bot.log());
    };
    tokio::join!(check(45), check(-45));
}

//! The answer to a call that says something gets lost: it is looked whether the message is there, where a bot may look.

use crate::support::bot_process::{BotProcess, webex};
use crate::support::talk;
use std::path::{Path, PathBuf};
use wbot::emulator::{CallFault, Emulator, Fault};

const SCRIPT: &str = r#"bot "Echo"
state count: int = 0
card pick(n: int) { text "Number {n}" }
command "hello {n: int}" { count += 1; say "hello {n}, {count}" }
command "same" { say "the same" }
command "twice" { say "as always"; say "as always" }
command "card {n: int}" { let m = say "Pick" card pick(n); delete m; say "gone {n}" }
command "mail" { say to person("alice@example.com") "by address" }
"#;

struct Scene {
    webex: Emulator,
    bot: BotProcess,
    alice: String,
    script: PathBuf,
    _folder: tempfile::TempDir,
}

impl Scene {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let script = folder.path().join("bot.wbot");
        std::fs::write(&script, SCRIPT).unwrap();
        let webex = webex("Echo").await;
        let alice = talk::alice(&webex);
        let bot = Self::start(&script, &webex).await;
        Self { webex, bot, alice, script, _folder: folder }
    }

    async fn start(script: &Path, webex: &Emulator) -> BotProcess {
        BotProcess::start(env!("CARGO_BIN_EXE_wbot"), script, webex, &[]).await
    }

    fn says(&self, text: &str) {
        self.webex.say_direct(&self.alice, text).unwrap();
    }

    /// Says something whose answer is lost; the bot is heard to have said this so many times in the end.
    async fn loses(&self, fault: CallFault, said: &str, (heard, times): (&str, usize)) {
        self.next(fault);
        self.says(said);
        self.hears(heard, times).await;
    }

    fn next(&self, fault: CallFault) {
        self.webex.inject(Fault::call("POST", "/messages", fault));
    }

    async fn hears(&self, text: &str, times: usize) {
        talk::hears(&self.webex, text, times, || self.bot.log()).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn in_private_each_message_is_there_once() {
    let scene = Scene::new().await;
    let status = |status| CallFault::Status { status, retry_after_s: None };
    let faults = [CallFault::DropAfter, CallFault::DropBefore, status(500), status(504)];
    for (n, fault) in (1..).zip(faults) {
        scene.loses(fault, &format!("hello {n}"), (&format!("hello {n}, {n}"), 1)).await;
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
        scene.loses(fault, said, heard).await;
    }
    scene.says("hello 5");
    scene.hears("hello 5, 5", 1).await;
    let mut said = talk::said(&scene.webex);
    assert!(!said.iter().any(|text| text.contains("Number 7")), "its message was deleted: {said:?}");
    said.retain(|text| !text.is_empty());
    assert_eq!(said.len(), 4 + 3 + 2 + 1 + 1 + 1, "{said:?}\n{}", scene.bot.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_group_too_where_nobody_else_writes() {
    let scene = Scene::new().await;
    let room = scene.webex.create_room(&scene.alice, "Team", &[&scene.webex.bot().id]).unwrap().id;
    let status = |status| CallFault::Status { status, retry_after_s: None };
    let after = |status| CallFault::StatusAfter { status };
    let faults =
        [CallFault::DropAfter, CallFault::DropBefore, status(500), after(500), status(502), after(502)];
    let count = faults.len();
    for (n, fault) in (1..).zip(faults) {
        scene.next(fault);
        scene.webex.say_in(&scene.alice, &room, &format!("@Echo hello {n}")).unwrap();
        scene.hears(&format!("hello {n}, {n}"), 1).await;
    }
    scene.webex.idle().await;
    assert_eq!(talk::said(&scene.webex).len(), count, "{:?}\n{}", talk::said(&scene.webex), scene.bot.log());
    assert!(!scene.bot.log().contains("run/repeated"), "{}", scene.bot.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_busy_group_it_is_told_of() {
    let scene = Scene::new().await;
    let room = scene.webex.create_room(&scene.alice, "Team", &[&scene.webex.bot().id]).unwrap().id;
    // Alice goes on to write before the bot says anything.
    let slow = Fault::call("GET", "/messages/", CallFault::Latency { ms: 1000 });
    scene.webex.inject(slow);
    scene.next(CallFault::DropBefore);
    scene.webex.say_in(&scene.alice, &room, "@Echo hello 1").unwrap();
    // Not in the same millisecond: what is written then is taken to be known.
    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    scene.webex.say_in(&scene.alice, &room, "by the way").unwrap();
    let apology = scene.webex.until(|world| {
        let mut said = world.messages_in(&room).map(|it| it.text.clone());
        said.any(|text| text.starts_with("Sorry, something went wrong.")).then_some(())
    });
    tokio::time::timeout(std::time::Duration::from_mins(1), apology).await.unwrap();
    assert_eq!(talk::said(&scene.webex).len(), 1, "{:?}", talk::said(&scene.webex));
    scene.bot.until_logged("the connection").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_earlier_process_said_is_not_taken_for_it() {
    let mut scene = Scene::new().await;
    scene.says("same");
    scene.hears("the same", 1).await;
    scene.webex.idle().await;
    scene.bot.kill();
    scene.bot = Scene::start(&scene.script, &scene.webex).await;
    scene.loses(CallFault::DropBefore, "same", ("the same", 2)).await;
}

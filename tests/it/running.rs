//! `wbot run` and `wbot dev` as separate processes: messages in, answers out, reload, shutdown.

use crate::support::bot_process::{BotProcess, TOKEN, webex};
use crate::wbot::Wbot;
use std::time::Duration;
use wbot::emulator::Emulator;

/// Longer than anything takes, so that a hang fails the test.
const PATIENCE: Duration = Duration::from_mins(1);

/// Alice says `text`; the bot's next answer to her.
async fn ask(emulator: &Emulator, text: &str) -> String {
    let alice =
        emulator.read(|world| Some(world.people().find(|one| one.display_name == "Alice")?.id.clone()));
    let alice = alice.expect("Alice is there from the start");
    let said = emulator.say_direct(&alice, text).expect("Alice may speak");
    let bot = emulator.bot().id;
    let answer = emulator.until(|world| {
        let mut later = world.messages_in(&said.room_id).skip_while(|message| message.id != said.id);
        later.find(|message| message.person_id == bot).map(|message| message.text.clone())
    });
    tokio::time::timeout(PATIENCE, answer).await.expect("the bot answers")
}

fn script(answer: &str) -> String {
    format!("bot \"Tester\"\n\ncommand \"hello\" {{\n  say \"{answer}\"\n}}\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_answers_reloads_and_ends() {
    let emulator = webex("Tester").await;
    let wbot = Wbot::new()
        .file("bot.wbot", script("first"))
        .file(".env", format!("WEBEX_TOKEN={TOKEN}\n"))
        .args(["run", "bot.wbot", "--api-url", emulator.api_url(), "--listen", "127.0.0.1:0"]);
    let mut running = BotProcess::spawn(wbot.command());
    running.connected(&emulator).await;
    assert_eq!(ask(&emulator, "hello").await, "first");

    let wbot = wbot.file("bot.wbot", script("second"));
    until_answered(&emulator, "second").await;

    let wbot = wbot.file("bot.wbot", "command \"hello\" {");
    assert_eq!(ask(&emulator, "hello").await, "second", "what does not check changes nothing");
    let code = running.terminate();
    let log = running.log();
    assert_eq!(code, Some(0), "{log}");
    assert!(!log.contains(TOKEN), "{log}");
    drop(wbot);
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_are_read_again_and_a_deleted_script_is_told_of() {
    let emulator = webex("Tester").await;
    let says = "config greeting: text = \"first\"\n\ncommand \"hello\" {\n  say greeting\n}\n";
    let wbot = Wbot::new().file("bot.wbot", says).file(".env", format!("WEBEX_TOKEN={TOKEN}\n"));
    let wbot = wbot.args(["run", "bot.wbot", "--api-url", emulator.api_url(), "--listen", "127.0.0.1:0"]);
    let mut running = BotProcess::spawn(wbot.command());
    running.connected(&emulator).await;
    assert_eq!(ask(&emulator, "hello").await, "first");
    let wbot = wbot.file("wbot.toml", "greeting = \"second\"\n");
    until_answered(&emulator, "second").await;
    let wbot = wbot.file(".env", format!("WEBEX_TOKEN={TOKEN}\nWBOT_GREETING=third\n"));
    until_answered(&emulator, "third").await;
    let wbot = wbot.without("bot.wbot");
    running.until_logged("file/not-found").await;
    assert_eq!(ask(&emulator, "hello").await, "third", "the version before goes on");
    let wbot = wbot.file("bot.wbot", script("back"));
    until_answered(&emulator, "back").await;
    assert_eq!(running.terminate(), Some(0), "{}", running.log());
    drop(wbot);
}

/// A save is noticed in its own time; a message before that is answered by the old version.
async fn until_answered(emulator: &Emulator, wanted: &str) {
    for _ in 0..600 {
        if ask(emulator, "hello").await == wanted {
            return;
        }
    }
    panic!("nothing answers `{wanted}`");
}

#[test]
fn run_says_all_that_is_missing_and_points_to_dev() {
    let wbot = Wbot::new().file("bot.wbot", script("x")).args(["run", "bot.wbot"]);
    wbot.run().code(2).stdout("").stderr_has("there is no WEBEX_TOKEN").stderr_has("wbot dev bot.wbot");
    let wbot = wbot.file("bot.wbot", "secret CI_TOKEN\nsecret OTHER\nconfig ops_room: text\n");
    wbot.run()
        .code(2)
        .stderr_has("CI_TOKEN")
        .stderr_has("OTHER")
        .stderr_has("--set ops_room=...")
        .stderr_has("there is no WEBEX_TOKEN");
    let wbot = wbot.env("WEBEX_TOKEN", TOKEN);
    let wbot = wbot.file("bot.wbot", "command \"hello\" {");
    wbot.run().code(2).stderr_has("syntax/unclosed-bracket");
    let wbot = wbot.args(["run", "gone.wbot", "--public-url", "bots.example.com:8080"]);
    wbot.run().code(2).stderr_has("it has no scheme; write `https://bots.example.com:8080`");
    wbot.args(["run", "gone.wbot"]).run().code(2).stderr_has("gone.wbot");
}

#[tokio::test(flavor = "multi_thread")]
async fn dev_prints_the_address_of_its_page() {
    let bot = format!("secret CI_TOKEN\n{}", script("x"));
    let wbot = Wbot::new().file("bot.wbot", bot).args(["dev", "bot.wbot"]);
    let mut running = BotProcess::spawn(wbot.command());
    running.until_logged("bot.wbot is running: open http://127.0.0.1:").await;
    let code = running.terminate();
    let log = running.log();
    assert_eq!(code, Some(0), "{log}");
    assert!(log.contains("CI_TOKEN"), "the dummy is mentioned: {log}");
}

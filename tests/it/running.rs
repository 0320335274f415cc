//! `wbot run` and `wbot dev` as separate processes: messages in, answers out, reload, shutdown.

use crate::wbot::Wbot;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;
use wbot::emulator::{Emulator, EmulatorConfig};

/// Longer than anything takes, so that a hang fails the test.
const PATIENCE: Duration = Duration::from_mins(1);

const TOKEN: &str = "the-token-of-this-test";

/// A process that is ended with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Running {
    fn start(wbot: &Wbot) -> Self {
        let mut command = wbot.command();
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        Self(command.spawn().expect("the program starts"))
    }

    /// Asks it to end, and gives its exit code and what it logged.
    fn terminate(mut self) -> (Option<i32>, String) {
        let sent = Command::new("kill").args(["-TERM", &self.0.id().to_string()]).status();
        assert!(sent.expect("`kill` is there").success());
        let mut log = String::new();
        self.0.stderr.take().expect("stderr is a pipe").read_to_string(&mut log).expect("the log is UTF-8");
        (self.0.wait().expect("the process ends").code(), log)
    }
}

async fn emulator() -> Emulator {
    let mut config = EmulatorConfig::default();
    TOKEN.clone_into(&mut config.bot.token);
    Emulator::start(config).await.expect("a port is free")
}

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

/// Waits until the process hears Webex over its websocket.
async fn connected(emulator: &Emulator) {
    let ready = async {
        while emulator.sockets() == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(PATIENCE, ready).await.expect("the bot opens its websocket");
}

fn script(answer: &str) -> String {
    format!("bot \"Tester\"\n\ncommand \"hello\" {{\n  say \"{answer}\"\n}}\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_answers_reloads_and_ends() {
    let emulator = emulator().await;
    let wbot = Wbot::new()
        .file("bot.wbot", script("first"))
        .file(".env", format!("WEBEX_TOKEN={TOKEN}\n"))
        .args(["run", "bot.wbot", "--api-url", emulator.api_url(), "--listen", "127.0.0.1:0"]);
    let running = Running::start(&wbot);
    connected(&emulator).await;
    assert_eq!(ask(&emulator, "hello").await, "first");

    let wbot = wbot.file("bot.wbot", script("second"));
    let mut answer = String::new();
    // The save is noticed in its own time; a message before that is answered by the old version.
    for _ in 0..600 {
        answer = ask(&emulator, "hello").await;
        if answer == "second" {
            break;
        }
        assert_eq!(answer, "first");
    }
    assert_eq!(answer, "second");

    let wbot = wbot.file("bot.wbot", "command \"hello\" {");
    assert_eq!(ask(&emulator, "hello").await, "second", "what does not check changes nothing");
    let (code, log) = running.terminate();
    assert_eq!(code, Some(0), "{log}");
    assert!(!log.contains(TOKEN), "{log}");
    drop(wbot);
}

#[test]
fn run_says_what_is_missing_and_points_to_dev() {
    let wbot = Wbot::new().file("bot.wbot", script("x")).args(["run", "bot.wbot"]);
    wbot.run().code(2).stdout("").stderr_has("there is no WEBEX_TOKEN").stderr_has("wbot dev bot.wbot");
    let wbot = wbot.env("WEBEX_TOKEN", TOKEN);
    let wbot = wbot.file("bot.wbot", "secret CI_TOKEN\nconfig ops_room: text\n");
    wbot.run().code(2).stderr_has("CI_TOKEN").stderr_has("--set ops_room=...");
    let wbot = wbot.file("bot.wbot", "command \"hello\" {");
    wbot.run().code(2).stderr_has("syntax/unclosed-bracket");
    wbot.args(["run", "gone.wbot"]).run().code(2).stderr_has("gone.wbot");
}

#[test]
fn dev_prints_the_address_of_its_page() {
    let wbot =
        Wbot::new().file("bot.wbot", format!("secret CI_TOKEN\n{}", script("x"))).args(["dev", "bot.wbot"]);
    let mut running = Running::start(&wbot);
    let stdout = running.0.stdout.take().expect("stdout is a pipe");
    let (send, receive) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            let _ = send.send(line);
        }
    });
    let line = receive.recv_timeout(PATIENCE).expect("the address is printed");
    assert!(line.starts_with("bot.wbot is running: open http://127.0.0.1:"), "{line}");
    let (code, log) = running.terminate();
    assert_eq!(code, Some(0), "{log}");
    assert!(log.contains("CI_TOKEN"), "the dummy is mentioned: {log}");
}

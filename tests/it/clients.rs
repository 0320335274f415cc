//! Bots on frameworks that nobody here wrote, against the emulator: what they rely on is what the
//! platform does. They run as they were published; only the addresses of the services are set.
//!
//! Needs python with `tests/clients/requirements.txt` in `target/clients`, and `npm ci` in
//! `tests/clients`. Where one is missing the test says so and passes, but not with `WBOT_CI=1`.
#![allow(clippy::print_stdout, reason = "a test that is skipped says so")]

use crate::support::bot_process::{TOKEN, free_port, webex};
use serde_json::{Map, Value};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use wbot::emulator::{Emulator, Person};

/// Nothing here takes longer, even on a busy machine; a test that waits this long has failed.
const PATIENCE: Duration = Duration::from_mins(2);

fn skip(reason: &str) {
    assert!(std::env::var_os("WBOT_CI").is_none_or(|value| value != "1"), "{reason}");
    println!("skipped: {reason}");
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients")
}

/// The python that has the clients.
fn python() -> Option<PathBuf> {
    let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/clients/bin/python");
    python.is_file().then_some(python)
}

/// A client, ended with the test.
struct Client(Child);

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Client {
    /// Starts one; where it says `ready` when it is, this waits for that.
    async fn start(command: &mut Command, says_ready: bool) -> Self {
        // A proxy of the environment does not know what runs on this machine.
        let command = command.env("NO_PROXY", "*").env("no_proxy", "*");
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("the client starts");
        let output = child.stdout.take().expect("it is piped");
        let client = Self(child);
        let (ready, until) = tokio::sync::oneshot::channel();
        std::thread::spawn(move || {
            let mut ready = Some(ready);
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if line == "ready" {
                    ready.take().map(|ready| ready.send(()));
                }
            }
        });
        if says_ready {
            let heard = tokio::time::timeout(PATIENCE, until).await;
            assert!(matches!(heard, Ok(Ok(()))), "the client did not get ready");
        }
        client
    }
}

struct Scene {
    webex: Emulator,
    alice: Person,
}

impl Scene {
    async fn new() -> Self {
        let webex = webex("Client").await;
        let alice = webex.read(|world| world.person_by_email("alice@example.com").cloned());
        Self { webex, alice: alice.expect("Alice is there from the start") }
    }

    fn says(&self, text: &str) {
        self.webex.say_direct(&self.alice.id, text).expect("Alice may write");
    }

    /// Waits for a message of the bot to Alice with this text, and gives its id.
    async fn answered(&self, text: &str) -> String {
        let (me, alice) = (self.webex.bot().id, self.alice.id.clone());
        let found = self.webex.until(move |world| {
            let room = world.direct_room(&me, &alice)?;
            let mut own = world.messages_in(&room.id).filter(|message| message.person_id == me);
            own.find(|message| message.text.contains(text)).map(|message| message.id.clone())
        });
        tokio::time::timeout(PATIENCE, found).await.unwrap_or_else(|_| panic!("`{text}` was not said"))
    }

    /// Presses the only button of a card.
    fn presses(&self, message: &str, word: &str) {
        let data = self.webex.read(|world| {
            let card = &world.message(message).expect("it is there").attachments[0].content;
            card["actions"][0]["data"].clone()
        });
        let mut inputs = data.as_object().cloned().unwrap_or_else(Map::new);
        inputs.insert("word".into(), Value::from(word));
        self.webex.click(&self.alice.id, message, inputs).expect("Alice may press");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn webexpythonsdk_over_webhooks() {
    let Some(python) = python() else {
        return skip("the Python clients are not installed in target/clients");
    };
    let scene = Scene::new().await;
    let mut command = Command::new(python);
    command.arg(folder().join("sdk_bot.py")).arg(format!("{}/", scene.webex.api_url()));
    let _client = Client::start(command.args([TOKEN, &free_port().to_string()]), true).await;
    scene.says("echo hi *there*");
    let id = scene.answered("hi there").await;
    let edited = scene.webex.until(|world| world.message(&id)?.updated.map(|_| ()));
    tokio::time::timeout(PATIENCE, edited).await.expect("the message is edited");
    let threaded = scene.webex.read(|world| world.message(&id).and_then(|message| message.parent_id.clone()));
    assert!(threaded.is_some(), "it answers in the thread");
    scene.says("card");
    scene.presses(&scene.answered("a card").await, "now");
    scene.answered("pong now").await;
    let room =
        scene.webex.create_room(&scene.alice.id, "Team", &[&scene.webex.bot().id]).expect("there is room");
    scene.says("rooms");
    scene.answered("2 rooms").await;
    scene.says("wrong");
    scene.answered("refused with 400").await;
    let heard = scene.webex.say_in(&scene.alice.id, &room.id, "echo unheard").expect("Alice may write");
    scene.webex.idle().await;
    assert_eq!(scene.webex.messages_of(&scene.alice.id, &heard.room_id).len(), 1, "nobody mentioned the bot");
}

#[tokio::test(flavor = "multi_thread")]
async fn webex_bot_over_the_websocket() {
    let Some(python) = python() else {
        return skip("the Python clients are not installed in target/clients");
    };
    let scene = Scene::new().await;
    let mut command = Command::new(python);
    command.arg(folder().join("websocket_bot.py")).arg(format!("{}/", scene.webex.api_url()));
    let _client = Client::start(command.args([&scene.webex.u2c_url(), TOKEN]), false).await;
    let connected = async {
        while scene.webex.sockets() == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(PATIENCE, connected).await.expect("the client opens its websocket");
    scene.says("echo hi there");
    scene.answered("heard hi there").await;
    scene.says("form");
    scene.presses(&scene.answered("render cards").await, "now");
    scene.answered("pong now").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn webex_node_bot_framework_over_webhooks() {
    if !folder().join("node_modules/webex-node-bot-framework").is_dir() {
        return skip("webex-node-bot-framework is not installed: run `npm ci` in tests/clients");
    }
    let scene = Scene::new().await;
    let mut command = Command::new("node");
    command.arg("framework_bot.mjs").args([TOKEN, &free_port().to_string()]).current_dir(folder());
    // It answers in rooms that it knows from its start, or was added to later; this one is there.
    scene.says("hello");
    let _client = Client::start(command.env("HYDRA_SERVICE_URL", scene.webex.api_url()), true).await;
    scene.says("echo hi there");
    scene.answered("heard hi there").await;
    scene.says("card");
    scene.presses(&scene.answered("a card").await, "now");
    scene.answered("pong now").await;
}

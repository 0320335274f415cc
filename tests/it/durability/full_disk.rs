//! The disk is full while the bot runs: the store's files may not grow, as the system's limit of file sizes has it.

use crate::support::bot_process::{BotProcess, TOKEN, free_port, webex_with};
use crate::support::talk;
use serde_json::Value;
use std::process::Command;
use std::time::Duration;
use wbot::emulator::{CallFault, DeliveryPolicy, Emulator, Fault};
use wbot::net::{ClientOptions, HttpBody, HttpClient, HttpRequest, Method};

/// Longer than anything takes, so that a hang fails the test.
const PATIENCE: Duration = Duration::from_mins(1);
const SCRIPT: &str = r#"bot "Full"
state count: int = 0
command "two" { count += 1; say "one"; count += 1; say "two, {count}" }
command "hello {n: int}" { count += 1; say "hello {n}" }
on webhook "/third" verify none as event { say to person("alice@example.com") "from a third party"; respond 201 }
"#;

struct Scene {
    webex: Emulator,
    alice: String,
    bot: BotProcess,
    client: HttpClient,
    admin: String,
    url: String,
}

impl Scene {
    async fn new(folder: &std::path::Path, delivery: DeliveryPolicy) -> Self {
        let script = folder.join("bot.wbot");
        std::fs::write(&script, SCRIPT).unwrap();
        let webex = webex_with("Full", delivery).await;
        let alice = talk::alice(&webex);
        let (port, admin) = (free_port(), free_port());
        let url = format!("http://127.0.0.1:{port}");
        // A write beyond the limit is an error then, not a signal.
        let line = format!(
            "trap '' XFSZ; exec {} run {} --api-url {} --listen 127.0.0.1:{port} --public-url {url} --admin {admin}",
            env!("CARGO_BIN_EXE_wbot"),
            script.display(),
            webex.api_url(),
        );
        let mut command = Command::new("sh");
        command.args(["-c", &line]).env("WEBEX_TOKEN", TOKEN);
        let bot = BotProcess::spawn(command);
        bot.until_logged(" is running").await;
        let client =
            HttpClient::new(&ClientOptions { system_proxy: false, ..ClientOptions::default() }).unwrap();
        Self { webex, alice, bot, client, admin: format!("http://127.0.0.1:{admin}"), url }
    }

    /// How large the bot's files may be from now on.
    fn limit(&self, bytes: &str) {
        let pid = self.bot.pid().to_string();
        let limit = format!("--fsize={bytes}:");
        let done = Command::new("prlimit").args(["--pid", &pid, &limit]).status().unwrap();
        assert!(done.success(), "prlimit is part of util-linux");
    }

    fn fill_the_disk(&self) {
        self.limit("1");
    }

    fn make_room(&self) {
        self.limit("unlimited");
    }

    fn says(&self, text: &str) {
        self.webex.say_direct(&self.alice, text).unwrap();
    }

    fn said(&self) -> Vec<String> {
        talk::said(&self.webex)
    }

    async fn hears(&self, text: &str) {
        talk::hears(&self.webex, text, 1, || self.bot.log()).await;
    }

    async fn call(&self, method: Method, url: &str) -> (u16, String) {
        let mut request = HttpRequest::new(method, url.parse().unwrap(), PATIENCE);
        request.body = HttpBody::Bytes("{}".into());
        let answer = self.client.send(request).await.unwrap();
        (answer.status, String::from_utf8(answer.body.to_vec()).unwrap())
    }

    /// What `/readyz` says of the store.
    async fn store(&self) -> (u16, Value) {
        let (status, body) = self.call(Method::GET, &format!("{}/readyz", self.admin)).await;
        let body: Value = serde_json::from_str(&body).unwrap();
        (status, body["parts"]["store"].clone())
    }

    async fn until_store(&self, ok: bool) {
        let became = async {
            while self.store().await.1["ok"] != ok {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        assert!(tokio::time::timeout(PATIENCE, became).await.is_ok(), "{}", self.bot.log());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_taken_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let patient = DeliveryPolicy {
        attempts_max: 1000,
        pause_ms_max: 400,
        failures_max: 10_000,
        ..DeliveryPolicy::default()
    };
    let mut scene = Scene::new(folder.path(), patient).await;
    scene.until_store(true).await;
    // A message is on its way when the disk gets full: what came of it cannot be kept.
    scene.webex.note_calls();
    scene.webex.inject(Fault::call("POST", "/messages", CallFault::Latency { ms: 400 }));
    scene.says("two");
    let under_way = async {
        while !scene.webex.faults().iter().any(|fault| fault.fired > 0) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(PATIENCE, under_way).await.unwrap();
    scene.fill_the_disk();
    scene.hears("one").await;
    scene.bot.until_logged("the store cannot be written").await;
    let (status, store) = scene.store().await;
    assert_eq!((status, &store["ok"]), (503, &Value::Bool(false)), "{store}");
    assert_eq!(
        scene.call(Method::POST, &format!("{}/third", scene.url)).await.0,
        503,
        "no delivery is taken"
    );
    scene.says("hello 1");
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(scene.said(), ["one"], "nobody is answered before it is stored");
    scene.make_room();
    scene.hears("two, 2").await;
    scene.hears("hello 1").await;
    scene.until_store(true).await;
    assert_eq!(scene.store().await.0, 200);
    assert_eq!(scene.call(Method::POST, &format!("{}/third", scene.url)).await.0, 201, "it comes again");
    scene.webex.idle().await;
    let log = scene.bot.log();
    assert!(log.contains("the store can be written again"), "{log}");
    assert_eq!(scene.said(), ["one", "two, 2", "hello 1", "from a third party"], "once each, and in order");
    assert_eq!(scene.bot.terminate(), Some(0), "{}", scene.bot.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_webex_gave_up_to_deliver_is_looked_for() {
    let folder = tempfile::tempdir().unwrap();
    let once = DeliveryPolicy { attempts_max: 1, failures_max: 10_000, ..DeliveryPolicy::default() };
    let mut scene = Scene::new(folder.path(), once).await;
    scene.says("hello 0");
    scene.hears("hello 0").await;
    scene.fill_the_disk();
    for n in 1..4 {
        scene.says(&format!("hello {n}"));
    }
    scene.webex.idle().await;
    scene.until_store(false).await;
    scene.make_room();
    scene.hears("hello 3").await;
    assert_eq!(scene.said(), ["hello 0", "hello 1", "hello 2", "hello 3"]);
    assert_eq!(scene.bot.terminate(), Some(0), "{}", scene.bot.log());
}

//! `wbot run` as whoever runs it sees it: health, readiness, numbers, log lines, the end.

use crate::support::bot_process::{BotProcess, How, TOKEN, free_port, webex};
use crate::support::talk;
use serde_json::Value;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use wbot::emulator::{CallFault, DeliveryFault, Emulator, Fault};
use wbot::net::{ClientOptions, HttpClient, HttpRequest, Method};

const WBOT: &str = env!("CARGO_BIN_EXE_wbot");
/// Longer than anything takes, so that a hang fails the test.
const PATIENCE: Duration = Duration::from_mins(1);
const SCRIPT: &str = r#"bot "Watched"
secret HOOK_KEY

command "hello {name}" { say "hello {name}" }
command "name" { let n = ask "Which name?"; say "named {n}" }
command "boom" { fail "nothing goes" }
on webhook "/ci" verify github(HOOK_KEY) { log info "a delivery" }
"#;

/// A bot on its emulated Webex, with an address for who runs it.
struct Scene {
    folder: TempDir,
    script: PathBuf,
    webex: Emulator,
    admin: String,
    port: u16,
    alice: String,
}

impl Scene {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let script = folder.path().join("bot.wbot");
        fs::write(&script, SCRIPT).unwrap();
        let webex = webex("Watched").await;
        let alice = talk::alice(&webex);
        let admin = free_port().to_string();
        Self { folder, script, webex, admin, port: free_port(), alice }
    }

    /// Starts the bot, which hears Webex by webhooks.
    async fn start(&self, args: &[&str]) -> BotProcess {
        let args = [&["--admin", &self.admin], args].concat();
        let env = &[("HOOK_KEY", "the-key-of-the-hook")];
        let how = How { port: self.port, args: &args, env, ..How::of(WBOT, &self.script) };
        BotProcess::start_as(&how, &self.webex).await
    }

    /// `GET` of what is served for who runs the bot.
    async fn get(&self, path: &str) -> (u16, String) {
        get(&format!("http://127.0.0.1:{}{path}", self.admin)).await.expect("it answers")
    }

    async fn ready(&self) -> (u16, Value) {
        let (status, body) = self.get("/readyz").await;
        (status, serde_json::from_str(&body).expect("it is JSON"))
    }

    /// Waits until readiness is as wanted.
    async fn until_ready(&self, wanted: bool) -> Value {
        let became = async {
            loop {
                let (_, body) = self.ready().await;
                if body["ready"] == wanted {
                    return body;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(PATIENCE, became).await.expect("readiness changes")
    }

    /// Waits until a line is among the numbers.
    async fn until_counted(&self, line: &str) -> String {
        let found = async {
            loop {
                let (_, page) = self.get("/metrics").await;
                if page.lines().any(|it| it == line) {
                    return page;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        match tokio::time::timeout(PATIENCE, found).await {
            Ok(page) => page,
            Err(late) => panic!("{late}: {line:?} is not in\n{}", self.get("/metrics").await.1),
        }
    }

    fn says(&self, text: &str) {
        self.webex.say_direct(&self.alice, text).unwrap();
    }

    /// Says something whose answer Webex takes this long for; waits until that is on its way.
    async fn says_slowly(&self, text: &str, ms: u64) {
        let rule = self.webex.inject(Fault::call("POST", "/messages", CallFault::Latency { ms }));
        self.says(text);
        let there = async {
            while !self.webex.faults().iter().any(|it| it.id == rule && it.fired > 0) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(PATIENCE, there).await.expect("the answer is on its way");
        self.until_counted("wbot_outgoing 1").await;
    }

    fn heard(&self) -> Vec<String> {
        talk::said(&self.webex)
    }

    async fn hears(&self, text: &str) {
        talk::hears(&self.webex, text, 1, String::new).await;
    }
}

async fn get(url: &str) -> Option<(u16, String)> {
    let options = ClientOptions { system_proxy: false, ..ClientOptions::default() };
    let request = HttpRequest::new(Method::GET, url.parse().unwrap(), Duration::from_secs(20));
    let answer = HttpClient::new(&options).unwrap().send(request).await.ok()?;
    Some((answer.status, String::from_utf8(answer.body.to_vec()).unwrap()))
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_tell_what_happened_and_no_more() {
    let scene = Scene::new().await;
    let mut bot = scene.start(&["--verbose"]).await;
    assert_eq!(scene.get("/healthz").await, (200, "ok\n".to_owned()));
    let ready = scene.until_ready(true).await;
    assert!(ready["parts"]["program"]["id"].as_str().is_some_and(|id| id.len() >= 8), "{ready}");
    let twice = Fault::delivery_of("messages", "created", DeliveryFault::Duplicate);
    scene.webex.inject(twice);
    scene.says("hello Wonderland");
    scene.hears("hello Wonderland").await;
    scene.says("name");
    scene.hears("Which name?").await;
    scene.says("boom");
    scene.hears("nothing goes").await;
    // What was heard is counted a little later.
    for counted in [
        r#"wbot_runs_total{handler="command \"boom\"",outcome="fail"} 1"#,
        r#"wbot_event_first_answer_seconds_count{resource="messages"} 3"#,
    ] {
        scene.until_counted(counted).await;
    }
    let page = scene.until_counted(r#"wbot_events_total{resource="messages",outcome="duplicate"} 1"#).await;
    for line in [
        "wbot_ready 1",
        r#"wbot_events_total{resource="messages",outcome="new"} 3"#,
        r#"wbot_runs_total{handler="command \"hello {name}\"",outcome="done"} 1"#,
        r#"wbot_runs_total{handler="command \"boom\"",outcome="fail"} 1"#,
        r#"wbot_event_first_segment_seconds_count{resource="messages"} 3"#,
        r#"wbot_event_first_answer_seconds_count{resource="messages"} 3"#,
        r#"wbot_webex_calls_total{method="GET",route="/people/me",status="200"} 1"#,
        r#"wbot_webex_calls_total{method="POST",route="/webhooks",status="200"} 4"#,
        r#"wbot_webex_calls_total{method="GET",route="/messages/{id}",status="200"} 3"#,
        r#"wbot_store_transactions_total{outcome="done"}"#,
        "wbot_runs_waiting",
        "wbot_outgoing",
        "wbot_mailboxes",
    ] {
        assert!(page.lines().any(|it| it.starts_with(line)), "{line:?} is not in\n{page}");
    }
    scene.until_counted("wbot_runs_waiting 1").await;
    for secret in ["Wonderland", "alice", TOKEN, "the-key-of-the-hook", "Y2lz", scene.alice.as_str()] {
        assert!(!page.contains(secret), "{secret:?} is in\n{page}");
    }
    let hook = scene.webex.bot().id;
    let refused = get(&format!("http://127.0.0.1:{}/ci?token=query-secret&x={hook}", scene.port)).await;
    assert_eq!(refused.map(|(status, _)| status), Some(405));
    scene.until_counted(r#"wbot_events_total{resource="webhook",outcome="refused"} 1"#).await;
    let unknown = get(&format!("http://127.0.0.1:{}/path-secret/metrics", scene.port)).await;
    assert_eq!(unknown.map(|(status, _)| status), Some(404), "the public address serves no numbers");
    assert_eq!(bot.terminate(), Some(0), "{}", bot.log());
    let log = bot.log();
    for secret in [TOKEN, "Wonderland", "query-secret", "path-secret", "the-key-of-the-hook", "alice@"] {
        assert!(!log.contains(secret), "{secret:?} is in the log:\n{log}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_without_its_websocket_is_not_ready() {
    let scene = Scene::new().await;
    let args = ["--admin", &scene.admin, "--store", "wbot.db"];
    let mut command = Command::new(WBOT);
    command
        .args(["run", "bot.wbot", "--api-url", scene.webex.api_url(), "--listen", "127.0.0.1:0"])
        .args(args)
        .current_dir(scene.folder.path())
        .env("WEBEX_TOKEN", TOKEN)
        .env("HOOK_KEY", "key");
    let mut bot = BotProcess::spawn(command);
    bot.connected(&scene.webex).await;
    scene.until_ready(true).await;
    // It finds no service meanwhile.
    let gone = CallFault::Status { status: 503, retry_after_s: None };
    scene.webex.inject(Fault::call("GET", "/u2c", gone).always());
    scene.webex.close_sockets(1001, "the server goes");
    let not = scene.until_ready(false).await;
    let why = not["parts"]["webex"]["why"].as_str().unwrap_or_default();
    assert!(why.contains("websocket: it was closed (code 1001: the server goes)"), "{not}");
    assert_eq!(not["parts"]["store"]["ok"], true, "{not}");
    assert_eq!(scene.ready().await.0, 503);
    assert_eq!(scene.get("/healthz").await.0, 200);
    scene.webex.clear_faults();
    scene.until_ready(true).await;
    assert_eq!(bot.terminate(), Some(0), "{}", bot.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_whose_calls_all_fail_is_not_ready() {
    let scene = Scene::new().await;
    let mut bot = scene.start(&[]).await;
    scene.until_ready(true).await;
    let fails = CallFault::Status { status: 503, retry_after_s: None };
    for (method, kind, text) in [("POST", "says or changes", "hello one"), ("GET", "asks for", "hello two")] {
        scene.webex.inject(Fault::call(method, "/messages", fails.clone()).always());
        // Together they try as often as one would in a while.
        scene.says(text);
        for person in ["bob", "carol"] {
            let id = scene.webex.read(|world| {
                world.person_by_email(&format!("{person}@example.com")).map(|it| it.id.clone()).unwrap()
            });
            scene.webex.say_direct(&id, text).unwrap();
        }
        let not = scene.until_ready(false).await;
        let why = not["parts"]["webex"]["why"].as_str().unwrap_or_default();
        let begins = format!("no call that {kind} something has got through to Webex for ");
        assert!(why.starts_with(&begins) && why.ends_with(" s: it answers 503"), "{not}");
        assert_eq!(scene.ready().await.0, 503);
        scene.webex.clear_faults();
        scene.until_ready(true).await;
        talk::hears(&scene.webex, text, 3, || bot.log()).await;
    }
    assert_eq!(bot.terminate(), Some(0), "{}", bot.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_whose_token_is_refused_is_not_ready() {
    let scene = Scene::new().await;
    let mut bot = scene.start(&[]).await;
    scene.until_ready(true).await;
    let refuses = CallFault::Status { status: 401, retry_after_s: None };
    scene.webex.inject(Fault::call("GET", "/messages", refuses).always());
    // Each is read again after two seconds, and after five.
    for person in ["bob", "carol"] {
        let id = scene.webex.read(|world| {
            world.person_by_email(&format!("{person}@example.com")).map(|it| it.id.clone()).unwrap()
        });
        scene.webex.say_direct(&id, "hello").unwrap();
    }
    scene.says("hello");
    let not = scene.until_ready(false).await;
    let why = not["parts"]["webex"]["why"].as_str().unwrap_or_default();
    assert!(why.starts_with("Webex does not accept the token (401): no call that asks"), "{not}");
    scene.webex.clear_faults();
    scene.until_ready(true).await;
    assert_eq!(bot.terminate(), Some(0), "{}", bot.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_is_said_on_standard_error_is_json() {
    let scene = Scene::new().await;
    let odd =
        format!("{SCRIPT}on webhook \"/open\" verify none as event {{ log info \"{{event.body}}\" }}\n");
    fs::write(&scene.script, &odd).unwrap();
    let lines = |log: &str| -> Vec<Value> {
        log.lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}\n{log}")))
            .collect()
    };
    let said = |log: &str, level: &str, part: &str| {
        let lines = lines(log);
        let line = lines.iter().find(|it| it["message"].as_str().is_some_and(|text| text.contains(part)));
        let line = line.unwrap_or_else(|| panic!("{part:?} is not said:\n{log}"));
        assert_eq!(line["level"], level, "{line}");
        assert!(line["timestamp"].as_str().is_some_and(|at| at.ends_with('Z')), "{line}");
    };
    let mut bot = scene.start(&["--log", "json"]).await;
    fs::write(&scene.script, odd.replace("\"boom\"", "\"boom")).unwrap();
    bot.until_logged("syntax/unclosed-string").await;
    assert_eq!(bot.terminate(), Some(0), "{}", bot.log());
    let log = bot.log();
    said(&log, "WARN", "verify none");
    said(&log, "WARN", "syntax/unclosed-string");
    let usual = lines(&log).iter().all(|it| matches!(it["level"].as_str(), Some("INFO" | "WARN" | "ERROR")));
    assert!(usual, "libraries say what goes wrong:\n{log}");
    // One that cannot start.
    let mut command = Command::new(WBOT);
    command
        .args(["run", "bot.wbot", "--log", "json"])
        .current_dir(scene.folder.path())
        .env_remove("WEBEX_TOKEN");
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    said(&String::from_utf8(output.stderr).unwrap(), "ERROR", "the bot cannot start");
}

#[tokio::test(flavor = "multi_thread")]
async fn log_lines_are_json_with_the_run_they_belong_to() {
    let scene = Scene::new().await;
    let mut bot = scene.start(&["--log", "json", "--verbose"]).await;
    scene.says("boom");
    scene.hears("nothing goes").await;
    scene.until_counted(r#"wbot_runs_total{handler="command \"boom\"",outcome="fail"} 1"#).await;
    assert_eq!(bot.terminate(), Some(0), "{}", bot.log());
    let log = bot.log();
    let lines: Vec<Value> =
        log.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"))).collect();
    let ended = lines.iter().find(|line| line["message"] == "a run ended with `fail`");
    let ended = ended.unwrap_or_else(|| panic!("the end is not told of:\n{log}"));
    let span = &ended["span"];
    assert_eq!((&ended["level"], &ended["code"]), (&"INFO".into(), &"run/fail".into()), "{ended}");
    assert_eq!(
        (&span["name"], &span["handler"], &span["mailbox"]),
        (&"run".into(), &"command \"boom\"".into(), &"direct".into()),
        "{ended}"
    );
    for field in ["run", "program"] {
        assert!(span[field].as_str().is_some_and(|id| !id.is_empty()), "{field}: {ended}");
    }
    assert!(ended["timestamp"].as_str().is_some_and(|at| at.ends_with('Z')), "{ended}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_that_is_asked_to_end_finishes_what_is_under_way() {
    let scene = Scene::new().await;
    let bot = scene.start(&[]).await;
    scene.until_ready(true).await;
    scene.says_slowly("hello there", 1_500).await;
    let ending = tokio::task::spawn_blocking(move || {
        let mut bot = bot;
        let code = bot.terminate();
        (code, bot.log())
    });
    let not = scene.until_ready(false).await;
    assert_eq!(not["parts"]["service"]["why"], "the bot ends", "{not}");
    assert_eq!(scene.get("/healthz").await.0, 200);
    let (code, log) = ending.await.unwrap();
    assert_eq!(code, Some(0), "{log}");
    assert_eq!(scene.heard(), ["hello there"], "{log}");
    let inspected =
        Command::new(WBOT).args(["store", "inspect"]).current_dir(scene.folder.path()).output().unwrap();
    let text = String::from_utf8(inspected.stdout).unwrap();
    assert!(text.contains("under way: 0 effects"), "what came of it is committed:\n{text}");
    let bot = scene.start(&[]).await;
    scene.says("hello again");
    scene.hears("hello again").await;
    assert_eq!(scene.heard(), ["hello there", "hello again"], "{}", bot.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_twice_does_not_wait() {
    let scene = Scene::new().await;
    let bot = scene.start(&[]).await;
    scene.says_slowly("hello there", 30_000).await;
    let pid = bot.pid().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    bot.until_logged("asked to end: runs may finish").await;
    let since = Instant::now();
    let (code, log) = tokio::task::spawn_blocking(move || {
        let mut bot = bot;
        let code = bot.terminate();
        (code, bot.log())
    })
    .await
    .unwrap();
    assert_eq!(code, Some(143), "{log}");
    assert!(log.contains("what was under way goes on at the next start"), "{log}");
    assert!(since.elapsed() < Duration::from_secs(8), "it waited for the grace time");
    scene.webex.clear_faults();
    let bot = scene.start(&[]).await;
    scene.hears("hello there").await;
    assert!(bot.log().contains("run/repeated"), "{}", bot.log());
}

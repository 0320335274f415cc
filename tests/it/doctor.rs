//! `wbot doctor` against the emulator: what is fine, and each thing that can be wrong.

use crate::support::bot_process::{BotProcess, How, TOKEN, free_port, webex};
use crate::support::talk;
use crate::wbot::Wbot;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;
use wbot::emulator::{
    BotAccount, CallFault, Emulator, EmulatorConfig, Fault, ManualClock, NewPerson, PersonKind,
};
use wbot::engine::socket::{SocketSource, Timing};
use wbot::engine::store::SqliteStore;
use wbot::engine::{SystemChance, SystemClock};
use wbot::net::RealPause;
use wbot::webex::WebexClient;
use wbot::webex::wire::WebhookCreate;

const WBOT: &str = env!("CARGO_BIN_EXE_wbot");
const SCRIPT: &str = "bot \"Patient\"\n\ncommand \"hello\" { say \"hello\" }\n";
/// Longer than anything takes, so that a hang fails the test.
const PATIENCE: Duration = Duration::from_mins(1);

fn folder() -> Wbot {
    Wbot::new().file("bot.wbot", SCRIPT).env("WEBEX_TOKEN", TOKEN)
}

/// What the doctor finds, with its exit code. It takes a while and asks an emulator of this process.
async fn examine(wbot: Wbot, emulator: &Emulator, args: &[&str]) -> (Wbot, Report) {
    let args = [&["doctor", "bot.wbot", "--json", "--api-url", emulator.api_url()], args].concat();
    let wbot = wbot.args(args.iter().copied());
    let (wbot, output) = tokio::task::spawn_blocking(move || {
        let output = wbot.command().output().unwrap();
        (wbot, output)
    })
    .await
    .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let json = serde_json::from_str(&text)
        .unwrap_or_else(|_| panic!("{text}\n{}", String::from_utf8_lossy(&output.stderr)));
    (wbot, Report { json, code: output.status.code() })
}

struct Report {
    json: Value,
    code: Option<i32>,
}

impl Report {
    /// The states of the checks, in order: `token ok`.
    fn states(&self) -> Vec<String> {
        let checks = self.json["checks"].as_array().unwrap().iter();
        checks
            .map(|it| format!("{} {}", it["check"].as_str().unwrap(), it["state"].as_str().unwrap()))
            .collect()
    }

    /// The check that is in this state has all of this to say, and what to do where it is not fine.
    #[track_caller]
    fn says(&self, state: &str, parts: &[&str]) {
        let (check, word) = state.split_once(' ').unwrap();
        let found = self.json["checks"]
            .as_array()
            .unwrap()
            .iter()
            .find(|it| it["check"] == check && it["state"] == word);
        let found = found.unwrap_or_else(|| panic!("there is no `{state}` in {:#}", self.json));
        let text =
            format!("{} -> {}", found["said"].as_str().unwrap(), found["todo"].as_str().unwrap_or_default());
        for part in parts {
            assert!(text.contains(part), "{part:?} is not in {text:?}");
        }
        assert_eq!(found["todo"].is_string(), word != "ok", "{text}");
        let fails = self.states().iter().any(|it| it.ends_with(" fail"));
        assert_eq!(self.code, Some(i32::from(fails)), "{:#}", self.json);
        assert_eq!(self.json["ok"], !fails);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_that_may_run_has_nothing_to_do() {
    let emulator = webex("Patient").await;
    let (wbot, report) = examine(folder(), &emulator, &[]).await;
    assert_eq!(
        report.states(),
        ["script ok", "store ok", "token ok", "identity ok", "clock ok", "webhooks ok", "websocket ok"],
        "{:#}",
        report.json
    );
    report.says("script ok", &["bot.wbot: 1 handler,"]);
    report.says("store ok", &["wbot.db will be made at the first start"]);
    report.says("identity ok", &["Patient (patient@webex.bot)"]);
    let api = emulator.api_url().to_owned();
    let wbot = wbot.args(["doctor", "bot.wbot", "--api-url", &api]);
    let printed = tokio::task::spawn_blocking(move || wbot.run()).await.unwrap();
    printed
        .code(0)
        .stderr("")
        .stdout_has("ok    websocket  it opens")
        .stdout_has("7 checks: 0 failed, 0 warned");
    assert_eq!(emulator.sockets(), 0, "it hung up");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_that_runs_is_not_disturbed() {
    let emulator = webex("Patient").await;
    let wbot = folder().args(["run", "bot.wbot", "--api-url", emulator.api_url()]);
    let mut bot = BotProcess::spawn(wbot.command());
    bot.connected(&emulator).await;
    bot.until_logged(" is running").await;
    let (_wbot, report) = examine(wbot, &emulator, &[]).await;
    report.says("store ok", &["wbot.db is sound, 0 runs", &format!("a bot that runs (pid {})", bot.pid())]);
    report.says("websocket ok", &[]);
    let alice = talk::alice(&emulator);
    emulator.say_direct(&alice, "hello").unwrap();
    let me = emulator.bot().id;
    let said = emulator.until(|world| world.messages().find(|it| it.person_id == me).map(|_| ()));
    tokio::time::timeout(PATIENCE, said).await.expect("the bot still hears");
    assert!(!bot.log().contains("took the websocket over"), "{}", bot.log());
    assert_eq!(bot.terminate(), Some(0), "{}", bot.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_missing_refused_or_a_persons() {
    let emulator = webex("Patient").await;
    let broken = Wbot::new().file("bot.wbot", "command \"hello\" {");
    let (_, report) = examine(broken, &emulator, &[]).await;
    assert_eq!(report.states(), ["script fail", "store ok", "token fail"]);
    report.says("script fail", &["syntax/unclosed-bracket", "wbot check bot.wbot"]);
    report.says("token fail", &["there is no WEBEX_TOKEN", "Make a bot at https://developer.webex.com"]);
    let (wbot, report) = examine(folder().env("WEBEX_TOKEN", "some-other-token"), &emulator, &[]).await;
    report.says("token fail", &["127.0.0.1 does not accept the token (401)", "regenerate its access token"]);
    assert!(!report.json.to_string().contains("some-other-token"));
    let person = NewPerson { token: Some("a-persons-token".into()), ..NewPerson::named("Dora") };
    emulator.create_person(person).unwrap();
    let (_, report) = examine(wbot.env("WEBEX_TOKEN", "a-persons-token"), &emulator, &[]).await;
    report.says("identity fail", &["no bot's but that of Dora (dora@example.com)", "/my-apps/new/bot"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_off_is_told_of() {
    let skewed = Timestamp::now() + SignedDuration::from_mins(10);
    let bot = BotAccount { display_name: "Patient".into(), email: None, token: TOKEN.into() };
    let clock = Arc::new(ManualClock::new(skewed));
    let config = EmulatorConfig { bot, clock, ..EmulatorConfig::default() };
    let emulator = Emulator::start(config).await.unwrap();
    let (_, report) = examine(folder(), &emulator, &[]).await;
    report.says("clock fail", &["s behind Webex", "NTP"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn webhooks_are_looked_at_and_the_address_must_lead_to_this_bot() {
    let emulator = webex("Patient").await;
    let port = free_port();
    let url = format!("http://127.0.0.1:{port}");
    let public = ["--public-url", url.as_str()];
    let (wbot, report) = examine(folder(), &emulator, &public).await;
    report.says("webhooks warn", &["messages/created is missing", "start the bot"]);
    report.says("address fail", &["127.0.0.1", "whether the bot runs"]);
    let script = wbot.path("bot.wbot");
    let running = BotProcess::start_as(&How { port, ..How::of(WBOT, &script) }, &emulator).await;
    let (wbot, report) = examine(wbot, &emulator, &public).await;
    report.says("webhooks ok", &["4 are registered and active"]);
    report.says("address ok", &["leads to this bot"]);
    let (wbot, report) = examine(wbot, &emulator, &[]).await;
    report.says("webhooks warn", &["4 are left over from a start with --public-url"]);
    let (wbot, report) = examine(wbot, &emulator, &["--public-url", emulator.page_url()]).await;
    report.says("address fail", &["is no bot (status 4"]);
    let other =
        NewPerson { kind: PersonKind::Bot, token: Some("another-bot".into()), ..NewPerson::named("Other") };
    emulator.create_person(other).unwrap();
    let (wbot, report) = examine(wbot.env("WEBEX_TOKEN", "another-bot"), &emulator, &public).await;
    report.says("address fail", &["one with another token", "--listen"]);
    running.kill();
    let client = WebexClient::new(emulator.api_url(), TOKEN.into(), Arc::new(RealPause::new())).unwrap();
    let hooks = client.webhooks().await.unwrap();
    emulator.act(|world, _| world.deactivate_webhook(&hooks[0].id));
    let foreign = WebhookCreate {
        name: "somebody's".into(),
        target_url: "http://127.0.0.1:9/secret-path".into(),
        resource: "messages".into(),
        event: "created".into(),
        ..WebhookCreate::default()
    };
    client.create_webhook(&foreign).await.unwrap();
    let (_, report) = examine(wbot.env("WEBEX_TOKEN", TOKEN), &emulator, &public).await;
    report.says("webhooks fail", &["Webex has switched 1 of them off", "switches them on again"]);
    report.says("webhooks warn", &["`somebody's` delivers to 127.0.0.1 ->"]);
    assert!(!report.json.to_string().contains("secret-path"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_websocket_that_does_not_open_is_told_of_by_its_step() {
    let emulator = webex("Patient").await;
    let refused = |status: u16| CallFault::Status { status, retry_after_s: None };
    emulator.inject(Fault::call("GET", "/u2c", refused(400)));
    let (wbot, report) = examine(folder(), &emulator, &[]).await;
    report.says("websocket fail", &["it fails where the services of Webex are listed", "--api-url"]);
    emulator.inject(Fault::call("POST", "/wdm", refused(403)).times(2));
    let (wbot, report) = examine(wbot, &emulator, &[]).await;
    report.says("websocket fail", &["it fails where a device is registered", "administers", "--public-url"]);
    let hosts = "*.wbx2.com";
    assert!(!report.json.to_string().contains(hosts), "the network is not to blame: {:#}", report.json);
    let nowhere = ["--u2c-url", "http://127.0.0.1:9/u2c/api/v1"];
    let (_, report) = examine(wbot, &emulator, &nowhere).await;
    report.says("websocket fail", &["it fails where the services of Webex are listed", hosts]);
}

#[tokio::test(flavor = "multi_thread")]
async fn webex_that_is_out_of_order_is_not_taken_for_the_network() {
    let emulator = webex("Patient").await;
    let no = |status: u16| CallFault::Status { status, retry_after_s: None };
    emulator.inject(Fault::call("GET", "/people/me", no(503)).times(100));
    let (_, report) = examine(folder(), &emulator, &[]).await;
    report.says("token fail", &["status.webex.com"]);
    assert!(!report.json.to_string().contains("firewall"), "{:#}", report.json);
}

#[tokio::test(flavor = "multi_thread")]
async fn that_webex_asks_to_wait_is_told_of_wherever_it_does() {
    let emulator = webex("Patient").await;
    let limited = || CallFault::Status { status: 429, retry_after_s: Some(3600) };
    let asks = ["Webex asks to wait 3", "s (429)", "too many calls"];
    emulator.inject(Fault::call("GET", "/people/me", limited()));
    let (wbot, report) = examine(folder(), &emulator, &[]).await;
    report.says("token fail", &asks);
    assert!(!report.json.to_string().contains("status.webex.com"), "{:#}", report.json);
    emulator.inject(Fault::call("GET", "/webhooks", limited()));
    let (wbot, report) = examine(wbot, &emulator, &[]).await;
    report.says("webhooks fail", &asks);
    report.says("websocket fail", &asks);
    emulator.inject(Fault::call("POST", "/wdm", limited()));
    let (_, report) = examine(wbot, &emulator, &[]).await;
    report.says("webhooks ok", &[]);
    report.says("websocket fail", &asks);
    report.says("websocket fail", &["it fails where a device is registered", "--public-url"]);
    assert!(!report.json.to_string().contains("wbx2.com"), "the network is not to blame: {:#}", report.json);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_websocket_hangs_is_known_and_the_device_given_back() {
    let emulator = webex("Patient").await;
    let client = WebexClient::new(emulator.api_url(), TOKEN.into(), Arc::new(RealPause::new())).unwrap();
    let u2c = emulator.u2c_url().parse().unwrap();
    let timing = Timing::default();
    let source = SocketSource { client, u2c, program: "bot".to_owned(), timing };
    let slow = |method: &str, path: &str| {
        emulator.inject(Fault::call(method, path, CallFault::Latency { ms: 60_000 }));
    };
    let patience = || tokio::time::sleep(Duration::from_millis(500));
    slow("POST", "/wdm");
    let failed = source.try_out(&SystemClock, &SystemChance, patience()).await.unwrap_err();
    assert_eq!((failed.step, failed.why), ("a device is registered", None));
    slow("GET", "/u2c");
    let failed = source.try_out(&SystemClock, &SystemChance, patience()).await.unwrap_err();
    assert_eq!((failed.step, failed.why), ("the services of Webex are listed", None));
    source.try_out(&SystemClock, &SystemChance, tokio::time::sleep(PATIENCE)).await.unwrap();
}

/// What the doctor says of the store; without a token it asks no Webex.
fn of_store(mut command: Command, store: &str) -> (String, String) {
    let output = command.args(["doctor", "bot.wbot", "--json", "--store", store]).output().unwrap();
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    let found = json["checks"].as_array().unwrap().iter().find(|it| it["check"] == "store").unwrap();
    let text = |name: &str| found[name].as_str().unwrap_or_default().to_owned();
    (text("state"), format!("{} -> {}", text("said"), text("todo")))
}

#[track_caller]
fn says_of_store(command: Command, store: &str, state: &str, part: &str) {
    let (found, text) = of_store(command, store);
    assert!(found == state && text.contains(part), "{store}: {found} {text}");
}

#[test]
fn a_store_that_a_bot_would_not_take_is_not_called_fine() {
    let wbot = Wbot::new().file("bot.wbot", SCRIPT).file("empty.db", "").file("data/notes", "");
    for name in ["a.db", "b.db"] {
        drop(SqliteStore::open(&wbot.path(name)).unwrap());
    }
    says_of_store(wbot.command(), "empty.db", "ok", "empty.db is empty");
    assert!(!wbot.path("empty.db.lock").exists());
    says_of_store(wbot.command(), "data", "fail", "data is a folder");
    std::fs::hard_link(wbot.path("a.db"), wbot.path("hard.db")).unwrap();
    says_of_store(wbot.command(), "a.db", "fail", "more than one name (hard links)");
    std::fs::remove_file(wbot.path("hard.db")).unwrap();
    says_of_store(wbot.command(), "a.db", "ok", "a.db is sound, 0 runs");
    for left in ["a.db-wal", "a.db-shm"] {
        assert!(!wbot.path(left).exists(), "{left}");
    }
    let _bot = SqliteStore::open(&wbot.path("a.db")).unwrap();
    says_of_store(wbot.command(), "a.db", "ok", "a bot that runs (pid");
}

#[cfg(unix)]
#[test]
fn whether_a_store_may_be_written_is_looked_at_where_it_lies() {
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::{PermissionsExt, symlink};
    let wbot = Wbot::new().file("bot.wbot", SCRIPT);
    drop(SqliteStore::open(&wbot.path("a.db")).unwrap());
    let mode =
        |name: &str, mode: u32| set_permissions(wbot.path(name), Permissions::from_mode(mode)).unwrap();
    mode("a.db", 0o444);
    says_of_store(wbot.command_of_user(), "a.db", "fail", "a.db may not be written by this user");
    mode("a.db", 0o600);
    says_of_store(wbot.command_of_user(), "a.db", "ok", "a.db is sound");
    mode("a.db.lock", 0o444);
    says_of_store(wbot.command_of_user(), "a.db", "fail", "a.db.lock may not be written by this user");
    symlink("gone/a.db", wbot.path("lost.db")).unwrap();
    says_of_store(wbot.command(), "lost.db", "fail", "gone: No such file");
    std::fs::create_dir(wbot.path("gone")).unwrap();
    says_of_store(wbot.command(), "lost.db", "ok", "lost.db will be made at the first start");
    mode("gone", 0o555);
    let user = wbot.command_of_user();
    says_of_store(user, "lost.db", "fail", "gone: Permission denied");
    mode("gone", 0o755);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_cannot_be_used_is_told_of() {
    let emulator = webex("Patient").await;
    let wbot = folder();
    drop(SqliteStore::open(&wbot.path("wbot.db")).unwrap());
    let edit = |sql: &str| {
        rusqlite::Connection::open(wbot.path("wbot.db")).unwrap().execute_batch(sql).unwrap();
    };
    edit("PRAGMA user_version = 99; UPDATE about SET value = '99.1.0' WHERE name = 'wbot'");
    let (wbot, report) = examine(wbot, &emulator, &[]).await;
    report.says("store fail", &["written by wbot 99.1.0 (format 99)", "install that wbot"]);
    let wbot =
        wbot.file("wbot.db", "these are notes, and no store at all; they are long enough to be a file");
    let (wbot, report) = examine(wbot, &emulator, &[]).await;
    report.says("store fail", &["is no store of wbot"]);
    let (wbot, report) = examine(wbot, &emulator, &["--store", "memory"]).await;
    report.says("store warn", &["gone at each restart"]);
    let (wbot, report) = examine(wbot, &emulator, &["--store", "gone/wbot.db"]).await;
    report.says("store fail", &["nothing can be written to gone"]);
    let bot = BotAccount { display_name: "Other".into(), email: None, token: TOKEN.into() };
    let other = EmulatorConfig { bot, seed: 7, ..EmulatorConfig::default() };
    let other = Emulator::start(other).await.expect("loopback has free ports");
    let args = ["run", "bot.wbot", "--store", "other.db", "--api-url", other.api_url()];
    let wbot = wbot.args(args);
    let mut running = BotProcess::spawn(wbot.command());
    running.until_logged(" is running").await;
    assert_eq!(running.terminate(), Some(0), "{}", running.log());
    let (wbot, report) = examine(wbot, &other, &["--store", "other.db"]).await;
    report.says("store ok", &["other.db is sound"]);
    let (_, report) = examine(wbot, &emulator, &["--store", "other.db"]).await;
    report.says("store fail", &["other.db belongs to another bot", "--store"]);
    assert_eq!(report.states().iter().filter(|it| it.starts_with("store")).count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_another_program_writes_is_told_of() {
    let emulator = webex("Patient").await;
    let wbot = folder();
    drop(SqliteStore::open(&wbot.path("wbot.db")).unwrap());
    let other = rusqlite::Connection::open(wbot.path("wbot.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let (wbot, report) = examine(wbot, &emulator, &[]).await;
    report.says("store fail", &["database is locked", "end the program that has the file"]);
    other.execute_batch("ROLLBACK").unwrap();
    let (_, report) = examine(wbot, &emulator, &[]).await;
    report.says("store ok", &["wbot.db is sound"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_port_that_others_have_is_told_of() {
    let emulator = webex("Patient").await;
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = taken.local_addr().unwrap().to_string();
    let (wbot, report) = examine(folder(), &emulator, &["--listen", &listen]).await;
    report.says("listen fail", &[&format!("another program listens at {listen}"), "another port"]);
    let (wbot, report) = examine(wbot, &emulator, &["--listen", "192.0.2.1:8080"]).await;
    report.says("listen fail", &["192.0.2.1:8080 cannot be listened at", "an address of this machine"]);
    let free = format!("127.0.0.1:{}", free_port());
    let (_, report) = examine(wbot, &emulator, &["--listen", &free]).await;
    report.says("listen ok", &[&format!("{free} is free")]);
}

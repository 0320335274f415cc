//! What `docs/operations.md` shows is what is printed: numbers, readiness, log lines, the doctor.

use crate::markdown::blocks;
use crate::source_tree::root;
use crate::support::bot_process::{BotProcess, How, TOKEN, free_port, webex};
use crate::support::talk;
use crate::wbot::Wbot;
use jiff::{SignedDuration, Timestamp};
use regex::Regex;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::Arc;
use std::time::Duration;
use wbot::emulator::{BotAccount, Emulator, EmulatorConfig, ManualClock, NewPerson, PersonKind};
use wbot::net::{ClientOptions, HttpClient, HttpRequest, Method};

const WBOT: &str = env!("CARGO_BIN_EXE_wbot");
/// Longer than anything takes, so that a hang fails the test.
const PATIENCE: Duration = Duration::from_mins(1);
/// The log sample is of its line 6.
const SCRIPT: &str = r#"bot "Build Bot"

command "name" { let n = ask "Which name?"; say "named {n}" }
command "hello" { say "hello" }

command "boom" { fail "nothing goes" }
otherwise { stop }
"#;

fn page() -> String {
    fs::read_to_string(root().join("docs/operations.md")).unwrap()
}

/// The block of `language` under `heading`.
fn sample(heading: &str, language: &str) -> String {
    let blocks = blocks(&page());
    let found = blocks.into_iter().find(|it| it.heading == heading && it.language() == language);
    found.unwrap_or_else(|| panic!("there is no block of {language} under {heading:?}")).text
}

async fn get(url: &str) -> String {
    let options = ClientOptions { system_proxy: false, ..ClientOptions::default() };
    let request = HttpRequest::new(Method::GET, url.parse().unwrap(), Duration::from_secs(20));
    let answer = HttpClient::new(&options).unwrap().send(request).await.unwrap();
    String::from_utf8(answer.body.to_vec()).unwrap()
}

async fn says(emulator: &Emulator, person: &str, text: &str, answer: &str) {
    emulator.say_direct(person, text).unwrap();
    let bot = emulator.bot().id;
    let there = emulator.until(|world| {
        let said = |it: &&wbot::emulator::Message| it.person_id == bot && it.text == answer;
        (world.messages().filter(said).count() > 0).then_some(())
    });
    tokio::time::timeout(PATIENCE, there).await.expect("it answers");
}

/// The words in code of a cell.
fn words(cell: &str) -> BTreeSet<String> {
    let code = Regex::new("`([^`]+)`").unwrap();
    code.captures_iter(cell).map(|found| found[1].to_owned()).collect()
}

/// The fields of an object and of those in it: `span.run`.
fn fields(value: &Value, before: &str, into: &mut BTreeSet<String>) {
    let Value::Object(map) = value else { return };
    for (name, value) in map {
        let name = format!("{before}{name}");
        fields(value, &format!("{name}."), into);
        into.insert(name);
    }
}

fn all_fields(value: &Value) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    fields(value, "", &mut all);
    all
}

/// A bot that answered, failed, and was asked how it is.
struct Looked {
    metrics: String,
    ready: Value,
    log: String,
}

async fn looked() -> Looked {
    let emulator = webex("Build Bot").await;
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("bot.wbot");
    fs::write(&script, SCRIPT).unwrap();
    let admin = free_port().to_string();
    let args = ["--admin", admin.as_str(), "--log", "json"];
    let mut bot = BotProcess::start_as(&How { args: &args, ..How::of(WBOT, &script) }, &emulator).await;
    let alice = talk::alice(&emulator);
    says(&emulator, &alice, "hello", "hello").await;
    says(&emulator, &alice, "boom", "nothing goes").await;
    bot.until_logged("a run ended with `fail`").await;
    // A reload, so that its numbers are there too.
    fs::write(&script, format!("{SCRIPT}\ncommand \"more\" {{ stop }}\n")).unwrap();
    let url = format!("http://127.0.0.1:{admin}");
    let reloaded = async {
        loop {
            let metrics = get(&format!("{url}/metrics")).await;
            if metrics.contains("wbot_reloads_total{") {
                return metrics;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let metrics = tokio::time::timeout(PATIENCE, reloaded).await.expect("it reloads");
    let ready = serde_json::from_str(&get(&format!("{url}/readyz")).await).unwrap();
    assert_eq!(bot.terminate(), Some(0), "{}", bot.log());
    Looked { metrics, ready, log: bot.log() }
}

/// Names with their labels as the table of the page has them.
fn documented() -> BTreeMap<String, BTreeSet<String>> {
    let page = page();
    let table = page.lines().filter_map(|line| line.strip_prefix("| `wbot_").map(|_| line));
    let mut names = BTreeMap::new();
    for line in table {
        let cells: Vec<&str> = line.split('|').collect();
        let [_, name, labels, ..] = cells[..] else { panic!("{line}") };
        let labels = words(labels);
        for name in words(name) {
            // Two stand in one row; the labels are those of the last.
            let labels = if name == "wbot_ready" { BTreeSet::new() } else { labels.clone() };
            assert_eq!(names.insert(name, labels), None, "a number stands twice: {line}");
        }
    }
    names
}

/// Names with their labels as the program gives them.
fn served(metrics: &str) -> BTreeMap<String, BTreeSet<String>> {
    let label = Regex::new(r#"([a-z]+)="(?:[^"\\]|\\.)*""#).unwrap();
    let mut names = BTreeMap::new();
    let mut under = String::new();
    for line in metrics.lines() {
        if let Some(typed) = line.strip_prefix("# TYPE ") {
            typed.split(' ').next().unwrap().clone_into(&mut under);
            names.insert(under.clone(), BTreeSet::new());
        } else if !line.starts_with('#') {
            assert!(line.starts_with(&under), "{line} is not of {under}");
            let labels = label.captures_iter(line).map(|found| found[1].to_owned());
            names.get_mut(&under).unwrap().extend(labels.filter(|it| it != "le"));
        }
    }
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_readiness_and_log_lines_are_as_the_page_shows_them() {
    let Looked { metrics, ready, log } = looked().await;
    assert_eq!(served(&metrics), documented(), "the table of numbers is not what is served");

    let shown: Value = serde_json::from_str(&sample("Health", "json")).unwrap();
    let mut expected = all_fields(&shown);
    // Why it is not ready is there while it is not.
    assert!(expected.remove("parts.webex.why"), "{shown}");
    assert_eq!(all_fields(&ready), expected);

    let shown: Value = serde_json::from_str(&sample("Log lines", "json")).unwrap();
    let lines = log.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let line = lines.into_iter().find(|line| line["message"] == shown["message"]);
    let mut line = line.unwrap_or_else(|| panic!("{} is not in\n{log}", shown["message"]));
    assert_eq!(all_fields(&line), all_fields(&shown), "{line}");
    for volatile in ["/timestamp", "/reference", "/span/run", "/span/program"] {
        let shown = shown.pointer(volatile).unwrap().clone();
        *line.pointer_mut(volatile).unwrap() = shown;
    }
    let at = line["at"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    line["at"] = at.into();
    assert_eq!(line, shown);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_says_what_the_page_shows() {
    let account = BotAccount {
        display_name: "Build Bot".into(),
        email: Some("build@webex.bot".into()),
        token: TOKEN.into(),
    };
    let clock = Arc::new(ManualClock::new(Timestamp::now()));
    let config = EmulatorConfig { bot: account, clock: Arc::clone(&clock) as _, ..EmulatorConfig::default() };
    let emulator = Emulator::start(config).await.unwrap();
    let public = format!("http://127.0.0.1:{}", free_port());
    let here = Wbot::new().file("bot.wbot", SCRIPT).env("WEBEX_TOKEN", TOKEN);
    let port = free_port();
    let listen = format!("0.0.0.0:{port}");
    let run = |wbot: Wbot, listen: &str| {
        let args = ["run", "bot.wbot", "--api-url", emulator.api_url(), "--public-url", &public];
        wbot.args([&args[..], &["--listen", listen]].concat())
    };
    // A conversation waits from before.
    let here = here.args(["run", "bot.wbot", "--api-url", emulator.api_url()]);
    let mut before = BotProcess::spawn(here.command());
    before.connected(&emulator).await;
    let alice = talk::alice(&emulator);
    says(&emulator, &alice, "name", "Which name?").await;
    assert_eq!(before.terminate(), Some(0), "{}", before.log());
    let here = run(here, &listen);
    let bot = BotProcess::spawn(here.command());
    bot.until_logged(" is running").await;
    // Another bot is where the public address leads.
    let other =
        NewPerson { kind: PersonKind::Bot, token: Some("another-bot".into()), ..NewPerson::named("Other") };
    emulator.create_person(other).unwrap();
    let there = Wbot::new().file("other.wbot", SCRIPT).env("WEBEX_TOKEN", "another-bot");
    let args = ["run", "other.wbot", "--api-url", emulator.api_url(), "--public-url", &public];
    let there = there.args([&args[..], &["--listen", public.trim_start_matches("http://")]].concat());
    let elsewhere = BotProcess::spawn(there.command());
    elsewhere.until_logged(" is running").await;

    // Half a second more, since looking takes time.
    clock.set(Timestamp::now() + SignedDuration::from_millis(45_500));
    let args = ["doctor", "bot.wbot", "--api-url", emulator.api_url(), "--public-url", &public];
    let here = here.args([&args[..], &["--listen", &listen]].concat());
    let printed = tokio::task::spawn_blocking(move || here.run()).await.unwrap();
    let shown = sample("The doctor", "");
    let (command, expected) = shown.split_once('\n').unwrap();
    assert_eq!(command, "$ wbot doctor bot.wbot --public-url https://bots.example.com --listen 0.0.0.0:8080");
    let clock = Regex::new(r"this machine is 4[45] s").unwrap();
    let printed = printed
        .code(1)
        .stdout
        .replace(&public, "https://bots.example.com")
        .replace(&listen, "0.0.0.0:8080")
        .replace("127.0.0.1 accepts", "webexapis.com accepts")
        .replace(&format!("pid {}", bot.pid()), "pid 4711");
    assert_eq!(clock.replace(&printed, "this machine is 45 s"), expected, "{}", bot.log());
}

//! The page of the emulator in a real browser: `tests/browser/page.test.mjs` against an emulator
//! with a small bot that is written here.
//!
//! Needs node, Chromium, and `npm ci` in `tests/browser`. Where one is missing the test says so and
//! passes, but not with `WBOT_CI=1`.
#![allow(clippy::print_stdout, reason = "a test that is skipped says so")]

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::routing::post;
use serde_json::{Value, json};
use wbot::emulator::{
    Banner, BannerKind, EmulatorConfig, HookPath, HookVerify, LogEntry, LogLevel, SystemClock,
};

use crate::emulator_support::Webex;

/// A reason to skip, unless this is the run that must not.
fn skip(reason: &str) {
    assert!(std::env::var_os("WBOT_CI").is_none_or(|value| value != "1"), "{reason}");
    println!("skipped: {reason}");
}

/// The first of these programs that is on the path.
fn program(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .flat_map(|folder| names.iter().map(move |name| folder.join(name)))
        .find(|file| file.is_file())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_works_in_a_browser() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let Some(node) = program(&["node"]) else { return skip("node is not installed") };
    let Some(chromium) = program(&["chromium", "chromium-browser", "google-chrome"]) else {
        return skip("Chromium is not installed");
    };
    if !folder.join("node_modules/playwright-core").is_dir() {
        return skip("playwright-core is not installed: run `npm ci` in tests/browser");
    }
    let webex = Arc::new(Webex::start_with(page_config).await);
    let bot = Bot::start(Arc::clone(&webex)).await;
    let output = tokio::process::Command::new(node)
        .arg("--test")
        .arg("page.test.mjs")
        .current_dir(&folder)
        .env("WBOT_PAGE", webex.emulator.page_url())
        .env("CHROMIUM", chromium)
        .stdin(Stdio::null())
        .output()
        .await
        .unwrap();
    drop(bot);
    let told =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{told}");
}

fn page_config(config: &mut EmulatorConfig) {
    config.clock = Arc::new(SystemClock);
    config.bot.display_name = "Jarvis".into();
}

/// The bot that the page talks to.
struct Bot {
    webex: Arc<Webex>,
}

impl Bot {
    async fn start(webex: Arc<Webex>) -> Arc<Self> {
        let bot = Arc::new(Self { webex });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new()
            .route("/webex", post(hear))
            .route("/pressed", post(pressed))
            .route("/github", post(github))
            .with_state(Arc::clone(&bot));
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        let hook = json!({
            "name": "bot", "targetUrl": format!("{url}/webex"), "resource": "messages", "event": "created",
        });
        assert_eq!(bot.webex.post("/webhooks", hook).await.status, 200);
        let hook = json!({
            "name": "cards", "targetUrl": format!("{url}/pressed"), "resource": "attachmentActions", "event": "created",
        });
        assert_eq!(bot.webex.post("/webhooks", hook).await.status, 200);
        let path = HookPath {
            path: "/github".into(),
            verify: HookVerify::Signed { scheme: wbot::signing::Scheme::Github, secret: "dummy".into() },
            sample: Some("{\n  \"ref\": \"refs/heads/main\"\n}".into()),
        };
        bot.webex.emulator.set_paths(reqwest::Url::parse(&url).ok(), vec![path]);
        bot
    }

    fn log(&self, level: LogLevel, text: &str, fields: &[(&str, &str)]) {
        let fields = fields.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        let time = jiff::Timestamp::now();
        self.webex.emulator.log(LogEntry { time, level, text: text.into(), fields });
    }

    async fn say_card(&self, to: &Value, card: Value) {
        let attachment = json!({ "contentType": "application/vnd.microsoft.card.adaptive", "content": card });
        let new = json!({ "roomId": to["roomId"], "text": "Approve?", "attachments": [attachment] });
        assert_eq!(self.webex.post("/messages", new).await.status, 200);
    }

    async fn say(&self, to: &Value, markdown: &str) -> Value {
        let body = json!({ "roomId": to["roomId"], "markdown": markdown, "parentId": to["parentId"] });
        self.webex.post("/messages", body).await.json
    }
}

const MARKDOWN: &str = "# Deploys\n\nService **web** went to *prod*:\n\n1. build `#4711`\n2. tests\n   - unit\n   \
                        - end to end\n\n> All green.\n\n```\n$ wbot run bot.wbot\nlistening on :8080\n```\n\n\
                        See [the run](https://ci.example.com/4711).";

async fn hear(State(bot): State<Arc<Bot>>, body: Bytes) {
    let envelope: Value = serde_json::from_slice(&body).unwrap();
    if envelope["data"]["personEmail"].as_str().unwrap().ends_with("@webex.bot") {
        return;
    }
    let id = envelope["data"]["id"].as_str().unwrap();
    let message = bot.webex.get(&format!("/messages/{id}")).await.json;
    let text = message["text"].as_str().unwrap_or_default();
    let text = text.trim_start_matches("Jarvis").trim();
    bot.log(
        LogLevel::Info,
        &format!("command `{text}` ran"),
        &[("why", "its words match"), ("took", "3 ms")],
    );
    match text {
        "edit" => {
            let sent = bot.say(&message, "Working ...").await;
            let path = format!("/messages/{}", sent["id"].as_str().unwrap());
            bot.webex.put(&path, json!({ "roomId": sent["roomId"], "markdown": "**Done.**" })).await;
        }
        "vanish" => {
            let sent = bot.say(&message, "soon gone").await;
            bot.webex.delete(&format!("/messages/{}", sent["id"].as_str().unwrap())).await;
        }
        "thread" => {
            let mut to = message.clone();
            to["parentId"] = message["id"].clone();
            bot.say(&to, "Here, in the thread.").await;
        }
        "card" => {
            let card = serde_json::from_str(include_str!("../browser/card.json")).unwrap();
            bot.say_card(&message, card).await;
        }
        "markdown" => drop(bot.say(&message, MARKDOWN).await),
        "evil card" => {
            let text = "<img src=x onerror=\"window.evil=1\"> [x](javascript:window.evil=1)";
            let facts = json!({ "type": "FactSet", "facts": [{ "title": text, "value": text }] });
            let choices = json!([{ "title": text, "value": "x" }]);
            let choice = json!({ "type": "Input.ChoiceSet", "id": "c", "label": text, "style": "expanded",
                "isMultiSelect": false, "choices": choices });
            let input = json!({ "type": "Input.Text", "id": "i", "label": text, "value": text });
            let body = json!([{ "type": "TextBlock", "text": text, "wrap": true }, facts, choice, input]);
            let actions = json!([{ "type": "Action.Submit", "title": text, "data": { "x": text } }]);
            let card = json!({ "type": "AdaptiveCard", "version": "1.3", "body": body, "actions": actions });
            bot.say_card(&message, card).await;
        }
        "evil" => {
            let text = "<img src=x onerror=\"window.evil=1\"> <script>window.evil=1</script>";
            bot.say(&message, &format!("{text} [x](javascript:window.evil=1)")).await;
            bot.log(LogLevel::Warn, text, &[(text, text)]);
        }
        "break" => {
            let details = "error[check/unknown-variable]: there is no variable `nmae` here\n  bot.wbot:7:14\n    help: did you mean `name`?";
            bot.webex.emulator.set_banner(Some(Banner {
                kind: BannerKind::Error,
                title: "bot.wbot does not check: the old version goes on".into(),
                details: details.into(),
            }));
            bot.log(LogLevel::Error, "the program was not reloaded", &[("diagnostics", details)]);
        }
        "mend" => bot.webex.emulator.set_banner(Some(Banner {
            kind: BannerKind::Ok,
            title: "bot.wbot was reloaded".into(),
            details: String::new(),
        })),
        _ => drop(bot.say(&message, &format!("Hello, **{text}**!")).await),
    }
}

/// A button of a card was pressed: what came with it is said.
async fn pressed(State(bot): State<Arc<Bot>>, body: Bytes) {
    let envelope: Value = serde_json::from_slice(&body).unwrap();
    let id = envelope["data"]["id"].as_str().unwrap();
    let action = bot.webex.get(&format!("/attachment/actions/{id}")).await.json;
    bot.say(&action, &format!("Pressed: `{}`", action["inputs"])).await;
}

async fn github(State(bot): State<Arc<Bot>>, headers: HeaderMap, body: Bytes) -> String {
    let signed = headers.contains_key("x-hub-signature-256");
    bot.log(LogLevel::Info, "on webhook /github ran", &[("signed", if signed { "yes" } else { "no" })]);
    format!("{} bytes, signed: {signed}", body.len())
}

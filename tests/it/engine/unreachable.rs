//! No websocket can be opened for long after a start, though Webex is there otherwise.

use super::programs::compiled;
use super::stage::{NOW_MS, Stage};
use crate::support::bot_process::{TOKEN, free_port};
use crate::support::logged::Logged;
use crate::support::talk;
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use url::Url;
use wbot::emulator::{BotAccount, Emulator, EmulatorConfig, ManualClock};
use wbot::engine::socket::{SocketSource, Timing};
use wbot::engine::{Engine, EngineConfig, EngineHandle, KeepTime, SeededChance, Source};
use wbot::net::{Pause, Pausing};
use wbot::webex::WebexClient;

/// Longer than anything takes, so that a hang fails the test.
const PATIENCE: Duration = Duration::from_secs(30);
const SCRIPT: &str = r#"bot "Asks"
command "ask" {
  let c = ask "Colour?" within 1m else { say "too late"; stop }
  say "got {c}"
}
"#;

/// Hardly any time passes while a call waits to be tried again.
#[derive(Debug, Default)]
struct Hasty(AtomicU64);

impl Pause for Hasty {
    fn sleep(&self, time: Duration) -> Pausing<'_> {
        self.0.fetch_add(u64::try_from(time.as_millis()).unwrap(), Ordering::Relaxed);
        Box::pin(tokio::time::sleep(Duration::from_millis(1)))
    }

    fn elapsed_ms(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    fn jitter(&self) -> f64 {
        0.5
    }
}

async fn engine(stage: &Stage, client: &WebexClient) -> EngineHandle {
    let config = EngineConfig {
        loaded: stage.loaded(compiled(SCRIPT)),
        options: stage.options.clone(),
        gateway: Arc::new(client.clone()),
        store: stage.store.clone(),
        clock: stage.clock.clone(),
        chance: Arc::new(SeededChance::new(7)),
        fetch: stage.calls.clone(),
        observer: stage.watcher.clone(),
        vitals: Arc::default(),
    };
    Engine::start(config).await.unwrap()
}

async fn until(what: &str, is_so: impl Fn() -> bool) {
    let waits = async {
        while !is_so() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    assert!(tokio::time::timeout(PATIENCE, waits).await.is_ok(), "{what}");
}

/// From now on whoever connects to this port is connected to `to`, and calls it by its name.
async fn forward(port: u16, to: String) {
    let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
    tokio::spawn(async move {
        while let Ok((from, _)) = listener.accept().await {
            tokio::spawn(carry(from, format!("127.0.0.1:{port}"), to.clone()));
        }
    });
}

async fn carry(from: TcpStream, name: String, to: String) -> std::io::Result<()> {
    let (mut asks, mut hears) = from.into_split();
    let (mut answers, mut told) = TcpStream::connect(&to).await?.into_split();
    tokio::spawn(async move { tokio::io::copy(&mut answers, &mut hears).await });
    let mut bytes = vec![0; 64 * 1024];
    loop {
        let count = asks.read(&mut bytes).await?;
        if count == 0 {
            return told.shutdown().await;
        }
        let asked = String::from_utf8_lossy(&bytes[..count]).replace(&name, &to);
        told.write_all(asked.as_bytes()).await?;
    }
}

/// In one thread, so that its log can be read.
#[tokio::test]
async fn a_question_does_not_run_out_before_the_first_websocket() {
    let logged = Logged::new();
    let clock = ManualClock::new(Timestamp::from_millisecond(NOW_MS).unwrap());
    let bot = BotAccount { display_name: "Asks".into(), email: None, token: TOKEN.into() };
    let config = EmulatorConfig { bot, clock: Arc::new(clock.clone()), ..EmulatorConfig::default() };
    let webex = Emulator::start(config).await.unwrap();
    let alice = talk::alice(&webex);
    let mut stage = Stage::new();
    stage.options.keep_time = KeepTime::AfterCatchUp;
    let client = WebexClient::new(webex.api_url(), TOKEN.into(), Arc::new(Hasty::default())).unwrap();
    let u2c: Url = webex.u2c_url().parse().unwrap();
    let source = |u2c: &Url| SocketSource {
        client: client.clone(),
        u2c: u2c.clone(),
        program: "asks".into(),
        timing: Timing::default(),
    };
    let first = engine(&stage, &client).await;
    let listening = source(&u2c).start(first.clone()).await.unwrap();
    webex.say_direct(&alice, "ask").unwrap();
    until("it asks", || talk::said(&webex) == ["Colour?"]).await;
    first.idle().await;
    listening.stop(Duration::from_secs(5)).await;
    first.kill().await;
    clock.advance(SignedDuration::from_secs(30));
    webex.say_direct(&alice, "blue").unwrap();
    // The next process cannot open one, and that lasts.
    let (mut closed, port) = (u2c.clone(), free_port());
    closed.set_port(Some(port)).unwrap();
    let second = engine(&stage, &client).await;
    let starting = tokio::spawn({
        let (source, second) = (source(&closed), second.clone());
        async move { source.start(second).await }
    });
    until("it tries", || logged.times("no websocket") > 0).await;
    let settle = async || tokio::time::sleep(Duration::from_millis(1)).await;
    stage.clock.advance(3 * 3_600_000, settle).await;
    second.idle().await;
    assert_eq!(talk::said(&webex), ["Colour?"], "{}", logged.text());
    forward(port, format!("127.0.0.1:{}", u2c.port().unwrap())).await;
    let open = tokio::time::timeout(PATIENCE, starting).await.unwrap().unwrap().unwrap();
    until("it answers", || talk::said(&webex).len() > 1).await;
    assert_eq!(talk::said(&webex), ["Colour?", "got blue"], "{}", logged.text());
    open.stop(Duration::from_secs(5)).await;
    second.shutdown().await;
}

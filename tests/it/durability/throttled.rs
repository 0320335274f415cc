//! Webex lets only few calls through: whoever called a webhook hears what the script says to them all the same.

use crate::support::bot_process::{BotProcess, How, webex};
use crate::support::talk;
use std::collections::BTreeSet;
use std::time::Duration;
use url::Url;
use wbot::base::limits;
use wbot::emulator::{CallFault, Emulator, Fault};
use wbot::net::{ClientOptions, HeaderName, HeaderValue, HttpBody, HttpClient, HttpRequest, Method};

/// Longer than anything takes, so that a hang fails the test.
const PATIENCE: Duration = Duration::from_mins(1);
const SCRIPT: &str = r#"bot "Builds"
secret KEY

command "hello" { say "Hello." }
on webhook "/build" verify token("X-Key", KEY) as event { say to room("Builds") "Built {event.json.n}." }
on webhook "/ask" verify token("X-Key", KEY) as event {
  respond 201 { "asked": event.json.n }
  say to room("Builds") "Asked for {event.json.n}."
}
on webhook "/ticket" verify token("X-Key", KEY) as event {
  say to room("Tickets") "A ticket for {event.json.n}."
  respond 201 { "ticket": event.json.n }
}
"#;

struct Caller {
    client: HttpClient,
    url: String,
}

impl Caller {
    fn new(url: &str) -> Self {
        let options = ClientOptions { system_proxy: false, ..ClientOptions::default() };
        Self { client: HttpClient::new(&options).unwrap(), url: url.to_owned() }
    }

    async fn calls(&self, path: &str, n: usize) -> (u16, String) {
        let url: Url = format!("{}{path}", self.url).parse().unwrap();
        let mut request = HttpRequest::new(Method::POST, url, PATIENCE);
        request.headers.insert(HeaderName::from_static("x-key"), HeaderValue::from_static("the-key"));
        request.body = HttpBody::Bytes(format!(r#"{{"n": {n}}}"#).into());
        let answer = self.client.send(request).await.unwrap();
        (answer.status, String::from_utf8(answer.body.to_vec()).unwrap())
    }
}

fn said(webex: &Emulator, room: &str) -> Vec<String> {
    let bot = webex.bot().id;
    webex.read(|world| {
        world.messages_in(room).filter(|it| it.person_id == bot).map(|it| it.text.clone()).collect()
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn callers_hear_and_nothing_is_lost() {
    const BUILDS: usize = limits::QUEUE_DEEP + 60;
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("bot.wbot");
    std::fs::write(&script, SCRIPT).unwrap();
    let webex = webex("Builds").await;
    let (alice, me) = (talk::alice(&webex), webex.bot().id);
    let [builds, tickets] =
        ["Builds", "Tickets"].map(|title| webex.create_room(&alice, title, &[&me]).unwrap().id);
    let env = &[("KEY", "the-key")];
    let mut bot =
        BotProcess::start_as(&How { env, ..How::of(env!("CARGO_BIN_EXE_wbot"), &script) }, &webex).await;
    let caller = Caller::new(&bot.url);
    // Two calls are refused and hold all, the others take long.
    let asks = CallFault::Status { status: 429, retry_after_s: Some(1) };
    webex.inject(Fault::call("POST", "/messages", asks).times(2));
    webex.inject(Fault::call("POST", "/messages", CallFault::Latency { ms: 300 }).always());
    let outcomes = tokio::spawn({
        let caller = Caller::new(&bot.url);
        async move { futures_util::future::join_all((0..BUILDS).map(|n| caller.calls("/build", n))).await }
    });
    bot.until_logged("run/queue").await;
    let (status, body) = caller.calls("/ask", 1).await;
    assert_eq!((status, body.as_str()), (201, r#"{"asked":1}"#));
    let (status, body) = caller.calls("/ticket", 2).await;
    assert_eq!((status, body.as_str()), (201, r#"{"ticket":2}"#));
    assert_eq!(said(&webex, &tickets), ["A ticket for 2."]);
    let so_far = said(&webex, &builds).len();
    assert!(so_far < BUILDS / 2, "callers did not wait for what nobody waits for: {so_far} were said");
    assert_eq!(caller.calls("/build", BUILDS).await.0, 202, "who is told nothing is told that it is stored");
    webex.clear_faults();
    let outcomes = tokio::time::timeout(PATIENCE, outcomes).await.unwrap().unwrap();
    assert!(outcomes.iter().all(|(status, _)| matches!(status, 200 | 202)), "{outcomes:?}");
    let all = webex.until(|world| {
        let said = world.messages_in(&builds).filter(|it| it.person_id == me).count();
        (said == BUILDS + 2).then_some(())
    });
    let all = tokio::time::timeout(PATIENCE, all).await;
    assert!(all.is_ok(), "{} were said\n{}", said(&webex, &builds).len(), bot.log());
    assert_eq!(bot.terminate(), Some(0), "{}", bot.log());
    let texts: BTreeSet<String> = said(&webex, &builds).into_iter().collect();
    assert_eq!(texts.len(), BUILDS + 2, "each is said once");
}

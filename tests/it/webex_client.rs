//! The client over real loopback connections, against doubles that misbehave.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use wbot::base::limits;
use wbot::net::{Pause, Pausing, RealPause, Server, ServerOptions};
use wbot::webex::queue::{Class, Urgency};
use wbot::webex::wire::{MembershipCreate, MessageEdit, WireTime};
use wbot::webex::{
    Destination, Gateway, MembershipFilter, MessageFilter, Outgoing, WebexClient, WebexError, WebexErrorKind,
};

/// Time that passes only by sleeping; remembers every sleep.
#[derive(Debug, Default)]
pub struct FakePause {
    slept_ms: Mutex<Vec<u64>>,
}

impl FakePause {
    pub fn slept_ms(&self) -> Vec<u64> {
        self.slept_ms.lock().expect("not poisoned").clone()
    }
}

impl Pause for FakePause {
    fn sleep(&self, time: Duration) -> Pausing<'_> {
        let ms = u64::try_from(time.as_millis()).expect("a short sleep");
        self.slept_ms.lock().expect("not poisoned").push(ms);
        Box::pin(std::future::ready(()))
    }

    fn elapsed_ms(&self) -> u64 {
        self.slept_ms().iter().sum()
    }

    fn jitter(&self) -> f64 {
        0.5
    }
}

const TOKEN: &str = "tok-SECRET-0123456789";

/// What the double answers, one after the other; the last one stays.
pub type Script = Vec<(u16, Vec<(&'static str, String)>, String)>;

#[derive(Clone, Default)]
struct Double {
    script: Arc<Mutex<Script>>,
    seen: Arc<Mutex<Vec<String>>>,
}

async fn answer(
    State(double): State<Double>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: String,
) -> Response {
    let token = headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or("-");
    let known = token == format!("Bearer {TOKEN}");
    let tracked =
        headers.get("trackingid").is_some_and(|id| id.to_str().is_ok_and(|id| id.starts_with("wbot_")));
    let line = format!("{method} {uri} {} {body}", if known && tracked { "auth" } else { token });
    double.seen.lock().expect("not poisoned").push(line.trim_end().to_owned());
    let mut script = double.script.lock().expect("not poisoned");
    let (status, headers, body) =
        if script.len() > 1 { script.remove(0) } else { script.first().cloned().unwrap_or_default() };
    let mut response = (StatusCode::from_u16(status).expect("a status"), body).into_response();
    for (name, value) in headers {
        response.headers_mut().insert(name, value.parse().expect("a header"));
    }
    response
}

pub struct Setup {
    pub server: Server,
    double: Double,
    pub pause: Arc<FakePause>,
    pub client: WebexClient,
}

pub async fn serve(router: Router) -> Server {
    Server::bind(SocketAddr::from(([127, 0, 0, 1], 0)), router, ServerOptions::default())
        .await
        .expect("binds")
}

pub fn client(address: SocketAddr, pause: Arc<FakePause>) -> WebexClient {
    WebexClient::with_timeout(&format!("http://{address}/v1"), TOKEN.into(), pause, Duration::from_secs(20))
        .expect("a client")
}

impl Setup {
    pub async fn new(script: Script) -> Self {
        let double = Double { script: Arc::new(Mutex::new(script)), ..Double::default() };
        let server = serve(Router::new().fallback(any(answer)).with_state(double.clone())).await;
        let pause = Arc::new(FakePause::default());
        let client = client(server.address(), pause.clone());
        Self { server, double, pause, client }
    }

    pub fn seen(&self) -> Vec<String> {
        self.double.seen.lock().expect("not poisoned").clone()
    }
}

fn ok(body: &Value) -> (u16, Vec<(&'static str, String)>, String) {
    (200, Vec::new(), body.to_string())
}

pub fn status(status: u16) -> (u16, Vec<(&'static str, String)>, String) {
    (status, vec![("trackingid", "NA_7".to_owned())], String::new())
}

pub fn after(code: u16, seconds: u32) -> (u16, Vec<(&'static str, String)>, String) {
    (code, vec![("Retry-After", seconds.to_string())], String::new())
}

pub fn hello() -> Outgoing {
    Outgoing::markdown(Destination::Room("room".into()), "**hi**")
}

#[tokio::test]
async fn calls_have_the_shape_of_the_api() {
    let setup = Setup::new(vec![ok(&json!({"id": "x", "roomId": "r", "personId": "p"}))]).await;
    let client: &dyn Gateway = &setup.client;
    client.me().await.expect("me");
    client.person("a/b?c").await.expect("a person");
    client.send(&Outgoing { parent_id: Some("root".into()), ..hello() }).await.expect("a message");
    let card = Outgoing {
        card: Some(json!({"type": "AdaptiveCard"})),
        markdown: None,
        text: Some("t".into()),
        ..hello()
    };
    client.send(&Outgoing { to: Destination::Email("a@b.c".into()), ..card }).await.expect("a message");
    let edit = MessageEdit { room_id: Some("r".into()), markdown: Some("m".into()), text: None };
    client.edit("m1", &edit).await.expect("a message");
    client.delete("m1").await.expect("done");
    client.action_after_event("a1").await.expect("an action");
    let card_body = r#"{"toPersonEmail":"a@b.c","text":"t","attachments":[{"contentType":"application/vnd.microsoft.card.adaptive","content":{"type":"AdaptiveCard"}}]}"#;
    assert_eq!(
        setup.seen(),
        [
            "GET /v1/people/me auth",
            "GET /v1/people/a%2Fb%3Fc auth",
            r#"POST /v1/messages auth {"roomId":"room","markdown":"**hi**","parentId":"root"}"#,
            &format!("POST /v1/messages auth {card_body}"),
            r#"PUT /v1/messages/m1 auth {"roomId":"r","markdown":"m"}"#,
            "DELETE /v1/messages/m1 auth",
            "GET /v1/attachment/actions/a1 auth",
        ]
    );
}

/// Runs a call against a script, and compares its outcome, the attempts and the sleeps.
async fn check_retry(script: Script, what: &str, want: (Result<(), WebexErrorKind>, usize, &[u64])) {
    let setup = Setup::new(script.clone()).await;
    let outcome = match what {
        "me" => setup.client.me().await.map(drop),
        "send" => setup.client.send_message(&hello()).await.map(drop),
        "delete" => setup.client.delete_message("m").await,
        "unhook" => setup.client.delete_webhook("w").await,
        "fresh" => setup.client.message_after_event("m").await.map(drop),
        "add" => setup.client.add_member(&MembershipCreate::default()).await.map(drop),
        other => panic!("{other}"),
    };
    let outcome = outcome.map_err(|error| error.kind);
    assert_eq!((outcome, setup.seen().len(), &*setup.pause.slept_ms()), want, "{what} {script:?}");
}

#[tokio::test]
async fn failures_that_may_pass_are_repeated() {
    let good = || ok(&json!({"id": "x", "roomId": "r", "personId": "p"}));
    // After a 429 the wait is the asked time and a spread; the gate then is open already.
    check_retry(vec![after(429, 3), good()], "me", (Ok(()), 2, &[3500])).await;
    check_retry(vec![after(429, 3), good()], "send", (Ok(()), 2, &[3500])).await;
    check_retry(vec![status(429), good()], "send", (Ok(()), 2, &[15_375])).await;
    check_retry(vec![after(429, 9999)], "send", (Err(WebexErrorKind::RateLimited), 1, &[])).await;
    check_retry(vec![status(503), status(502), good()], "me", (Ok(()), 3, &[375, 750])).await;
    // A message may be there after all: whoever sends looks before it goes out again.
    check_retry(vec![status(503), good()], "send", (Err(WebexErrorKind::Server), 1, &[])).await;
    check_retry(vec![after(503, 3), good()], "send", (Ok(()), 2, &[3500])).await;
    check_retry(vec![status(500), good()], "send", (Err(WebexErrorKind::Server), 1, &[])).await;
    check_retry(vec![status(500), status(504), good()], "me", (Ok(()), 3, &[375, 750])).await;
    check_retry(vec![status(500)], "me", (Err(WebexErrorKind::Server), 6, &[375, 750, 1500, 3000, 6000]))
        .await;
    check_retry(vec![status(401), good()], "me", (Err(WebexErrorKind::Unauthorized), 1, &[])).await;
    check_retry(vec![status(400), good()], "send", (Err(WebexErrorKind::Invalid), 1, &[])).await;
    check_retry(vec![status(502), good()], "add", (Err(WebexErrorKind::Server), 1, &[])).await;
}

/// A call that a run is on the way with.
async fn of_a_run<T>(call: impl Future<Output = T>) -> T {
    let call = Urgency::new(Class::Answer).scope(call);
    tokio::time::timeout(Duration::from_mins(1), call).await.expect("it ends")
}

#[tokio::test]
async fn what_a_run_says_waits_for_as_long_as_webex_cannot_be_reached() {
    const HOUR_MS: u64 = 3_600_000;
    let free = serve(Router::new()).await;
    let address = free.address();
    free.shutdown(Duration::ZERO).await;
    let pause = Arc::new(FakePause::default());
    let client = client(address, pause.clone());
    // Whoever only wants to know is told.
    assert_eq!(client.me().await.expect_err("nobody is there").kind, WebexErrorKind::Unreachable);
    let before_ms = pause.elapsed_ms();
    assert!(before_ms < 60_000, "{before_ms}");
    let double = Double::default();
    *double.script.lock().expect("not poisoned") =
        vec![after(503, 1), ok(&json!({"id": "x", "roomId": "r", "personId": "p"}))];
    let message = hello();
    let back = async {
        while pause.elapsed_ms() < before_ms + HOUR_MS {
            assert!(client.queue().depth().away_ms.is_some() || pause.elapsed_ms() == before_ms);
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        let router = Router::new().fallback(any(answer)).with_state(double.clone());
        Server::bind(address, router, ServerOptions::default()).await.expect("the port is still free")
    };
    let (sent, _server) = tokio::join!(of_a_run(client.send_message(&message)), back);
    assert_eq!(sent.expect("it is said").id, "x");
    assert_eq!(double.seen.lock().expect("not poisoned").len(), 2, "once, after a refusal");
    assert_eq!(client.queue().depth().away_ms, None);
}

#[tokio::test]
async fn a_call_that_fails_where_others_do_not_ends() {
    let setup = Setup::new(vec![status(503)]).await;
    // Others get through: as if each of them had been made in between.
    let others = async {
        loop {
            setup.client.queue().answered(true);
            tokio::task::yield_now().await;
        }
    };
    let message = hello();
    let failed = tokio::select! {
        failed = of_a_run(setup.client.send_message(&message)) => failed,
        () = others => unreachable!(),
    };
    assert_eq!(failed.expect_err("it is its own failure").kind, WebexErrorKind::Server);
    assert!(setup.seen().len() <= 7, "{}", setup.seen().len());
}

#[tokio::test]
async fn what_a_run_says_waits_for_as_long_as_there_are_too_many() {
    const DAY_MS: u64 = 24 * 3_600_000;
    let good = || ok(&json!({"id": "x", "roomId": "r", "personId": "p"}));
    // The last of them asks for more than an hour.
    for refused in [vec![status(429); 100], vec![after(429, 3); 100], vec![after(429, 9999); 3]] {
        let script = [refused.clone(), vec![good()]].concat();
        let setup = Setup::new(script).await;
        let others = async {
            // Others get through now and then.
            loop {
                setup.client.queue().answered(true);
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        let message = hello();
        let sent = tokio::select! {
            sent = of_a_run(setup.client.send_message(&message)) => sent,
            () = others => unreachable!(),
        };
        assert_eq!(sent.expect("it is said").id, "x");
        assert_eq!(setup.seen().len(), refused.len() + 1);
    }
    let setup = Setup::new(vec![after(429, 1800)]).await;
    let message = hello();
    let look = async {
        while setup.pause.elapsed_ms() < DAY_MS / 2 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        let failing = setup.client.queue().depth().failing.expect("nothing gets through");
        (failing.acts, failing.for_ms >= DAY_MS / 4, failing.status)
    };
    let (failed, looked) = tokio::join!(of_a_run(setup.client.send_message(&message)), look);
    assert_eq!(failed.expect_err("a day is over").kind, WebexErrorKind::RateLimited);
    assert!((DAY_MS..DAY_MS * 2).contains(&setup.pause.elapsed_ms()), "{}", setup.pause.elapsed_ms());
    assert_eq!(looked, (true, true, Some(429)));
}

#[tokio::test]
async fn not_found_is_read_in_its_context() {
    let good = || ok(&json!({"id": "x"}));
    check_retry(vec![status(404), status(404), good()], "fresh", (Ok(()), 3, &[300, 1000])).await;
    check_retry(vec![status(404)], "fresh", (Err(WebexErrorKind::NotFound), 4, &[300, 1000, 2000])).await;
    check_retry(vec![status(404)], "delete", (Err(WebexErrorKind::NotFound), 1, &[])).await;
    check_retry(vec![status(500), status(404)], "delete", (Ok(()), 2, &[375])).await;
    check_retry(vec![status(204)], "delete", (Ok(()), 1, &[])).await;
    check_retry(vec![status(404)], "unhook", (Ok(()), 1, &[])).await;
}

#[tokio::test]
async fn the_pause_of_a_429_holds_for_every_call_of_the_token() {
    let setup = Setup::new(vec![after(429, 9999), ok(&json!({"id": "x"}))]).await;
    let twin = setup.client.clone();
    setup.client.send_message(&hello()).await.expect_err("too long to wait");
    assert_eq!(twin.queue().depth().paused_ms, limits::RETRY_AFTER_MS_MAX);
    twin.me().await.expect("after the pause");
    assert_eq!(setup.pause.slept_ms(), [limits::RETRY_AFTER_MS_MAX]);
}

#[tokio::test]
async fn who_is_in_the_room_already_counts_as_added() {
    let membership = json!({"id": "ms", "roomId": "r", "personId": "p"});
    let setup = Setup::new(vec![status(409), ok(&json!({"items": [membership]}))]).await;
    let member = MembershipCreate {
        room_id: Some("r".into()),
        person_email: Some("a@b.c".into()),
        ..MembershipCreate::default()
    };
    assert_eq!(setup.client.add_member(&member).await.expect("there").id, "ms");
    assert_eq!(
        setup.seen().last().map(String::as_str),
        Some("GET /v1/memberships?roomId=r&personEmail=a%40b.c&max=100 auth")
    );
}

#[tokio::test]
async fn lists_go_over_their_pages() {
    let page = |ids: &[&str], link: Option<&str>| {
        let items: Vec<Value> =
            ids.iter().map(|id| json!({"id": id, "roomId": "r", "personId": "p"})).collect();
        let link = link.map(|path| ("Link", format!("<{path}>; rel=\"next\"")));
        (200, link.into_iter().collect(), json!({"items": items}).to_string())
    };
    let script = vec![
        page(&["1", "2"], Some("/v1/messages?after=a&max=null")),
        page(&[], Some("/v1/messages?after=b")),
        page(&["3"], None),
    ];
    let setup = Setup::new(script.clone()).await;
    let filter = MessageFilter { room_id: "r".into(), mentioning_me: true, ..MessageFilter::default() };
    let found = setup.client.messages(&filter, 100).await.expect("messages");
    assert_eq!(found.iter().map(|message| message.id.as_str()).collect::<Vec<_>>(), ["1", "2", "3"]);
    assert_eq!(
        setup.seen(),
        [
            "GET /v1/messages?roomId=r&mentionedPeople=me&max=100 auth",
            "GET /v1/messages?after=a&roomId=r&mentionedPeople=me&max=100 auth",
            "GET /v1/messages?after=b&roomId=r&mentionedPeople=me&max=100 auth",
        ]
    );
    let setup = Setup::new(script).await;
    assert_eq!(setup.client.messages(&filter, 1).await.expect("messages").len(), 1);
    assert_eq!(setup.seen().len(), 1);
    let timed = |times: &[u32], link: Option<&str>| {
        let items: Vec<Value> = times
            .iter()
            .map(|second| json!({"id": second.to_string(), "created": format!("2026-01-05T09:00:{second:02}Z")}))
            .collect();
        let link = link.map(|path| ("Link", format!("<{path}>; rel=\"next\"")));
        (200, link.into_iter().collect(), json!({"items": items}).to_string())
    };
    let pages =
        vec![timed(&[40, 30], Some("/v1/messages?after=a")), timed(&[20, 10], Some("/v1/messages?after=b"))];
    let setup = Setup::new(pages).await;
    let recent = MessageFilter { since: WireTime::parse("2026-01-05T09:00:20Z"), ..filter };
    let found = setup.client.messages(&recent, 100).await.expect("messages");
    assert_eq!(found.iter().map(|message| message.id.as_str()).collect::<Vec<_>>(), ["40", "30", "20"]);
    assert_eq!(setup.seen().len(), 2, "no page is asked for that is older as a whole");
    let setup = Setup::new(vec![page(&["1"], Some("https://evil.com/v1/rooms"))]).await;
    let error = setup.client.memberships(MembershipFilter::default(), 10).await.expect_err("another host");
    assert_eq!(error.kind, WebexErrorKind::Refused);
    let setup = Setup::new(vec![page(&["1"], Some("/v1/rooms?max=100"))]).await;
    assert_eq!(
        setup.client.rooms(1000).await.expect("rooms").len(),
        1,
        "a page that names itself ends the list"
    );
}

#[tokio::test]
async fn answers_that_make_no_sense_are_said_so() {
    for (script, part) in [
        (
            vec![(500, Vec::new(), "<html>oops</html>".to_owned())],
            "Webex answered 500: the service has a problem",
        ),
        (
            vec![(200, Vec::new(), "<html>login</html>".to_owned())],
            "Webex answered 200 with something unexpected",
        ),
        (
            vec![(302, vec![("Location", "https://evil.com/".to_owned())], String::new())],
            "Webex answered 302",
        ),
        (vec![(400, Vec::new(), json!({"message": format!("no {TOKEN}")}).to_string())], "no [secret]"),
    ] {
        let setup = Setup::new(script).await;
        let error = setup.client.me().await.expect_err(part).to_string();
        assert!(error.contains(part) && !error.contains(TOKEN), "{error}");
    }
}

#[tokio::test]
async fn a_message_whose_fate_is_unclear_is_not_sent_twice() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("binds");
    let address = listener.local_addr().expect("an address");
    let count = Arc::new(Mutex::new(0));
    let counter = count.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            *counter.lock().expect("not poisoned") += 1;
            let mut some = [0; 16];
            let _ = tokio::io::AsyncReadExt::read(&mut stream, &mut some).await;
        }
    });
    let client = client(address, Arc::new(FakePause::default()));
    let error = client.send_message(&hello()).await.expect_err("it drops");
    assert_eq!((error.kind, *count.lock().expect("not poisoned")), (WebexErrorKind::Unclear, 1));
    assert!(error.may_have_acted());
    client.me().await.expect_err("it drops");
    assert_eq!(*count.lock().expect("not poisoned"), 7, "a read is repeated");
}

#[tokio::test]
async fn silence_and_closed_doors_are_errors_in_words() {
    let server = serve(Router::new().fallback(any(std::future::pending::<()>))).await;
    let url = format!("http://{}/v1", server.address());
    let short = Duration::from_millis(60);
    let client = WebexClient::with_timeout(&url, TOKEN.into(), Arc::new(FakePause::default()), short)
        .expect("a client");
    let error = client.send_message(&hello()).await.expect_err("silence");
    assert_eq!(error.kind, WebexErrorKind::Unclear);
    assert!(error.to_string().ends_with("did not answer within 60ms"), "{error}");
    server.shutdown(Duration::ZERO).await;
    let error = client.send_message(&hello()).await.expect_err("closed");
    assert_eq!((error.kind, error.attempts), (WebexErrorKind::Unreachable, 6));
}

#[test]
fn the_token_is_never_shown_and_what_cannot_work_is_refused() {
    let make = |url: &str, token: &str| WebexClient::new(url, token.into(), Arc::new(RealPause::new()));
    let good = make("https://webexapis.com/v1/", TOKEN).expect("a client");
    assert_eq!(format!("{good:?}"), "WebexClient(webexapis.com)");
    for (url, token) in
        [("webexapis.com", TOKEN), ("ftp://x/", TOKEN), ("https://x", ""), ("https://x", "a\nb"), ("", TOKEN)]
    {
        let error: WebexError = make(url, token).expect_err(url);
        assert!(!format!("{error} {error:?}").contains("SECRET"), "{error:?}");
    }
}

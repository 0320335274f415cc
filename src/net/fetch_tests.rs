//! The script's calls over real loopback connections.

use super::{FetchBody, FetchError, FetchRequest, Fetcher, text_of};
use crate::hosts::AllowList;
use crate::net::pause::fake::FakePause;
use crate::net::{Bytes, Looking, Lookup, Server, ServerOptions};
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::any;
use serde_json::json;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Every `*.test` host is this machine.
#[derive(Debug)]
struct Loopback;

impl Lookup for Loopback {
    fn lookup(&self, host: String) -> Looking {
        Box::pin(async move {
            if host.contains(".test") {
                Ok(vec![SocketAddr::from(([127, 0, 0, 1], 0))])
            } else {
                Err(std::io::Error::other("no such host"))
            }
        })
    }
}

#[derive(Clone, Default)]
struct Seen {
    count: Arc<AtomicUsize>,
    calls: Arc<Mutex<Vec<String>>>,
}

/// A double: `/status/CODE/TIMES` answers so many times with the code, then 200; others as named.
async fn answer(
    State(seen): State<Seen>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: String,
) -> Response {
    let auth = headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or("-");
    let kind = headers.get("content-type").and_then(|value| value.to_str().ok()).unwrap_or("-");
    let key = headers.get("x-key").and_then(|value| value.to_str().ok()).unwrap_or("-");
    let line = format!("{method} {} auth={auth} key={key} type={kind} body={body}", uri.path());
    seen.calls.lock().expect("not poisoned").push(line.clone());
    let count = seen.count.fetch_add(1, Ordering::SeqCst);
    let path = uri.path().to_owned();
    let mut parts = path.trim_matches('/').split('/');
    match (parts.next(), parts.next(), parts.next()) {
        (Some("status"), Some(code), times) => {
            let code: u16 = code.parse().expect("a status");
            let times: usize = times.unwrap_or("999").parse().expect("a number");
            let code = if count < times { code } else { 200 };
            let status = StatusCode::from_u16(code).expect("a status");
            let after = uri.query().unwrap_or("7").to_owned();
            if after == "none" {
                status.into_response()
            } else {
                (status, [("retry-after", after)], "sorry").into_response()
            }
        }
        (Some("slow"), ..) => std::future::pending().await,
        (Some("away"), ..) => {
            let code: u16 = uri.path().rsplit('/').next().and_then(|code| code.parse().ok()).unwrap_or(302);
            let to = uri.query().expect("a target").to_owned();
            (StatusCode::from_u16(code).expect("a status"), [("location", to)]).into_response()
        }
        (Some("loop"), ..) => Redirect::temporary("/loop").into_response(),
        _ => line.into_response(),
    }
}

struct Double {
    server: Server,
    seen: Seen,
    pause: Arc<FakePause>,
}

impl Double {
    async fn start() -> Self {
        let seen = Seen::default();
        let router = Router::new().fallback(any(answer)).with_state(seen.clone());
        let address = SocketAddr::from(([127, 0, 0, 1], 0));
        let server = Server::bind(address, router, ServerOptions::default()).await.expect("binds");
        Self { server, seen, pause: Arc::new(FakePause::default()) }
    }

    fn url(&self, host: &str, path: &str) -> String {
        format!("http://{host}:{}{path}", self.server.address().port())
    }

    fn fetcher(&self, allow: &[&str]) -> Fetcher {
        let allow = AllowList::new(allow.iter().copied()).expect("patterns");
        Fetcher::with_lookup(allow, self.pause.clone(), Arc::new(Loopback)).expect("a client")
    }

    fn calls(&self) -> Vec<String> {
        self.seen.calls.lock().expect("not poisoned").clone()
    }
}

fn request(method: &str, url: &str) -> FetchRequest {
    FetchRequest::new(method, url)
}

#[tokio::test]
async fn bodies_and_headers_arrive() {
    let double = Double::start().await;
    let fetcher = double.fetcher(&["127.0.0.1"]);
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    for (body, header, want) in [
        (FetchBody::Empty, None, "auth=- key=- type=- body="),
        (FetchBody::Json(json!({"a": [1, "ü"]})), None, r#"type=application/json body={"a":[1,"ü"]}"#),
        (
            FetchBody::Form(vec![pair("a b", "c&d")]),
            None,
            "type=application/x-www-form-urlencoded body=a+b=c%26d",
        ),
        (FetchBody::Text("hi".into()), None, "type=text/plain; charset=utf-8 body=hi"),
        (FetchBody::Bytes(Bytes::from_static(b"raw")), None, "type=application/octet-stream body=raw"),
        (FetchBody::Text("<a/>".into()), Some(pair("Content-Type", "text/xml")), "type=text/xml body=<a/>"),
        (FetchBody::Empty, Some(pair("Authorization", "Bearer x")), "auth=Bearer x"),
    ] {
        let call = FetchRequest {
            body,
            headers: header.into_iter().collect(),
            ..request("post", &double.url("127.0.0.1", "/echo?q=1"))
        };
        let answer = fetcher.fetch(&call).await.expect("an answer");
        assert_eq!(answer.status, 200);
        assert!(answer.text().contains(want), "{} has not {want}", answer.text());
    }
}

/// Calls `method path`, and compares status or message, the attempts made and the sleeps between.
async fn check_retry(method: &str, path: &str, retry: Option<u32>, want: (Option<u16>, usize, &[u64])) {
    let double = Double::start().await;
    let call = FetchRequest { retry, ..request(method, &double.url("127.0.0.1", path)) };
    let outcome = double.fetcher(&["127.0.0.1"]).fetch(&call).await;
    let status = outcome.as_ref().map_or_else(|error| error.status, |answer| Some(answer.status));
    assert_eq!((status, double.calls().len(), &*double.pause.slept_ms()), want, "{method} {path} {retry:?}");
}

#[tokio::test]
async fn failures_that_may_pass_are_repeated() {
    check_retry("GET", "/status/429/1", Some(2), (Some(200), 2, &[7000])).await;
    check_retry("GET", "/status/503/2?none", Some(2), (Some(200), 3, &[375, 750])).await;
    check_retry("GET", "/status/503?0", Some(2), (Some(503), 3, &[375, 750])).await;
    check_retry("GET", "/status/502/1", Some(0), (Some(502), 1, &[])).await;
    check_retry("GET", "/status/503/1", None, (Some(503), 1, &[])).await;
    check_retry("DELETE", "/status/503/1", None, (Some(503), 1, &[])).await;
    check_retry("GET", "/status/500/1", Some(2), (Some(500), 1, &[])).await;
    check_retry("GET", "/status/404/1", Some(3), (Some(404), 1, &[])).await;
    check_retry("GET", "/status/429/1?3600", Some(2), (Some(429), 1, &[])).await;
    check_retry("POST", "/status/503/1", None, (Some(503), 1, &[])).await;
    check_retry("POST", "/status/429/1", Some(3), (Some(200), 2, &[7000])).await;
    check_retry("POST", "/status/504/2?none", Some(3), (Some(200), 3, &[375, 750])).await;
}

#[tokio::test]
async fn refusals_of_a_connection_are_repeated_for_any_method() {
    let double = Double::start().await;
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("binds");
    let port = closed.local_addr().expect("an address").port();
    drop(closed);
    let call =
        FetchRequest { retry: Some(1), ..request("POST", &format!("http://127.0.0.1:{port}/T0/secret?k=v")) };
    let error = double.fetcher(&["127.0.0.1"]).fetch(&call).await.expect_err("nobody listens");
    assert!(error.message.starts_with(&format!("no connection to 127.0.0.1:{port}: ")), "{error}");
    assert!(!error.message.contains("secret") && !error.message.contains("k=v"), "{error}");
    assert_eq!(double.pause.slept_ms().len(), 1);
}

/// Accepts connections and closes each after reading a little: the server may have acted.
async fn dropper() -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("binds");
    let address = listener.local_addr().expect("an address");
    let count = Arc::new(AtomicUsize::new(0));
    let counter = count.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counter.fetch_add(1, Ordering::SeqCst);
            let mut some = [0; 16];
            let _ = tokio::io::AsyncReadExt::read(&mut stream, &mut some).await;
        }
    });
    (address, count)
}

#[tokio::test]
async fn a_broken_connection_is_repeated_where_that_is_asked_for() {
    for (method, retry, want) in [
        ("GET", Some(2), 3),
        ("POST", Some(2), 3),
        ("PATCH", Some(1), 2),
        ("POST", None, 1),
        ("GET", None, 1),
    ] {
        let (address, count) = dropper().await;
        let double = Double::start().await;
        let call = FetchRequest { retry, ..request(method, &format!("http://{address}/")) };
        let error = double.fetcher(&["127.0.0.1"]).fetch(&call).await.expect_err("it drops");
        assert!(error.message.contains("broke"), "{error}");
        assert_eq!(count.load(Ordering::SeqCst), want, "{method} {retry:?}");
    }
}

#[tokio::test]
async fn silence_ends_with_the_timeout() {
    let double = Double::start().await;
    let timeout = Some(Duration::from_millis(60));
    for (calls, method) in [(2, "GET"), (4, "POST")] {
        let url = double.url("127.0.0.1", "/slow");
        let call = FetchRequest { timeout, retry: Some(1), ..request(method, &url) };
        let error = double.fetcher(&["127.0.0.1"]).fetch(&call).await.expect_err("too slow");
        assert!(error.message.ends_with("did not answer within 60ms"), "{error}");
        assert_eq!((error.status, double.calls().len()), (None, calls), "{method}");
    }
}

async fn redirect(double: &Double, allow: &[&str], method: &str, path: &str) -> Result<String, FetchError> {
    let secret = |name: &str| (name.to_owned(), "secret".to_owned());
    let call = FetchRequest {
        headers: vec![secret("Authorization"), secret("X-Key")],
        body: if method == "POST" { FetchBody::Text("b".into()) } else { FetchBody::Empty },
        ..request(method, &double.url("a.test", path))
    };
    double.fetcher(allow).fetch(&call).await.map(|answer| answer.text())
}

#[tokio::test]
async fn redirects_keep_secrets_with_their_origin() {
    let double = Double::start().await;
    let (same, other) = (double.url("a.test", "/end"), double.url("b.test", "/end"));
    let list = &["a.test", "b.test"][..];
    for (method, path, want) in [
        ("GET", format!("/away/302?{same}"), "GET /end auth=secret key=secret type=- body="),
        ("GET", "/away/301?/end".to_owned(), "GET /end auth=secret key=secret type=- body="),
        ("GET", format!("/away/302?{other}"), "GET /end auth=- key=- type=- body="),
        ("POST", format!("/away/302?{other}"), "GET /end auth=- key=- type=- body="),
        ("POST", format!("/away/303?{same}"), "GET /end auth=secret key=secret type=- body="),
        (
            "POST",
            format!("/away/307?{same}"),
            "POST /end auth=secret key=secret type=text/plain; charset=utf-8 body=b",
        ),
        (
            "POST",
            format!("/away/308?{other}"),
            "POST /end auth=- key=- type=text/plain; charset=utf-8 body=b",
        ),
    ] {
        assert_eq!(redirect(&double, list, method, &path).await.expect("an answer"), want, "{method} {path}");
    }
}

#[tokio::test]
async fn redirects_are_checked_and_bounded() {
    let double = Double::start().await;
    let list = &["a.test"][..];
    for (path, part) in [
        (format!("/away/302?{}", double.url("evil.test", "/")), "evil.test"),
        (format!("/away/302?{}", double.url("127.0.0.1", "/")), "not in the bot's `net` list"),
        ("/away/302?gopher://a.test/".to_owned(), "not `gopher`"),
        ("/away/302?http://".to_owned(), "no address"),
        ("/loop".to_owned(), "more than 5 redirects"),
    ] {
        let error = redirect(&double, list, "GET", &path).await.expect_err(&path);
        assert!(error.message.contains(part), "{error}");
    }
}

#[tokio::test]
async fn a_name_that_leads_inside_is_refused_unless_it_is_listed_itself() {
    let double = Double::start().await;
    for (allow, want) in [
        (&["*.test"][..], Some("inside a private network")),
        (&["*"], Some("inside a private network")),
        (&["in.test"], None),
        (&["*.test", "127.0.0.1"], None),
        (&["other.test"], Some("add `net \"in.test")),
        (&[], Some("add `net \"in.test")),
    ] {
        let outcome = double.fetcher(allow).fetch(&request("GET", &double.url("in.test", "/x"))).await;
        match want {
            None => assert_eq!(outcome.expect("an answer").status, 200),
            Some(part) => {
                let error = outcome.expect_err("refused");
                assert!(error.message.contains(part), "{error}");
            }
        }
    }
    assert!(double.pause.slept_ms().is_empty(), "a refusal is not repeated");
}

#[tokio::test]
async fn an_unknown_name_is_no_connection() {
    let double = Double::start().await;
    let error =
        double.fetcher(&["nowhere"]).fetch(&request("GET", "http://nowhere/")).await.expect_err("unknown");
    assert_eq!(error.message, "no connection to nowhere: no such host");
}

#[tokio::test]
async fn a_status_of_400_or_more_is_a_failure_with_its_body() {
    let double = Double::start().await;
    let error = double
        .fetcher(&["127.0.0.1"])
        .fetch(&request("GET", &double.url("127.0.0.1", "/status/404?token")))
        .await
        .expect_err("404");
    let port = double.server.address().port();
    assert_eq!(error.message, format!("127.0.0.1:{port} answered 404 Not Found"));
    assert_eq!((error.status, error.body.as_deref()), (Some(404), Some("sorry")));
}

#[tokio::test]
async fn what_cannot_be_sent_is_said_without_secrets() {
    let double = Double::start().await;
    let fetcher = double.fetcher(&["127.0.0.1"]);
    for (method, url, header, want) in [
        ("GET", "no address", ("A", "b"), "no address"),
        ("GET", "/relative", ("A", "b"), "no address"),
        ("G T", "http://127.0.0.1/", ("A", "b"), "no HTTP method"),
        ("GET", "http://127.0.0.1/", ("bad name", "b"), "`bad name`"),
        ("GET", "http://127.0.0.1/", ("Authorization", "hush\n"), "`Authorization`"),
        ("GET", "http://127.0.0.1/", ("Host", "hush.com"), "cannot be set"),
        ("GET", "http://127.0.0.1/", ("content-LENGTH", "9"), "cannot be set"),
    ] {
        let headers = vec![(header.0.to_owned(), header.1.to_owned())];
        let error = fetcher.fetch(&FetchRequest { headers, ..request(method, url) }).await.expect_err(want);
        assert!(error.message.contains(want) && !error.message.contains("hush"), "{error}");
    }
    let shown = format!("{:?}", FetchRequest { url: "https://a/secret".into(), ..request("GET", "") });
    assert_eq!(shown, "FetchRequest(GET)");
}

#[test]
fn text_is_read_by_its_charset() {
    for (bytes, kind, want) in [
        (&b"\xef\xbb\xbfhi"[..], "", "hi"),
        ("gr\u{fc}n".as_bytes(), "text/plain; charset=iso-8859-1", "gr\u{fc}n"),
        (b"gr\xfcn", "text/plain; charset=ISO-8859-1", "gr\u{fc}n"),
        (b"gr\xfcn", "text/plain", "gr\u{fffd}n"),
    ] {
        assert_eq!(text_of(bytes, kind), want);
    }
}

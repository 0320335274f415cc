//! The listener's bounds over real loopback connections.

use super::{Server, ServerOptions};
use crate::net::{Bytes, ClientOptions, HttpBody, HttpClient, HttpFault, HttpRequest, Method};
use axum::Router;
use axum::routing::{get, post};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Notify;
use url::Url;

const LONG: Duration = Duration::from_secs(20);

async fn bind(router: Router, options: ServerOptions) -> Server {
    Server::bind(SocketAddr::from(([127, 0, 0, 1], 0)), router, options).await.expect("binds")
}

fn request(server: &Server, path: &str) -> HttpRequest {
    let url = Url::parse(&format!("http://{}{path}", server.address())).expect("an address");
    HttpRequest::new(Method::GET, url, LONG)
}

fn client() -> HttpClient {
    HttpClient::new(&ClientOptions { system_proxy: false, ..ClientOptions::default() }).expect("a client")
}

#[tokio::test]
async fn bodies_and_time_are_bounded() {
    let router = Router::new()
        .route("/echo", post(|body: Bytes| async move { body }))
        .route("/slow", get(std::future::pending::<()>));
    let options = ServerOptions {
        body_bytes_max: 10,
        request_timeout: Duration::from_millis(50),
        ..ServerOptions::default()
    };
    let server = bind(router, options).await;
    let post = |body: &'static str| HttpRequest {
        method: Method::POST,
        body: HttpBody::Bytes(Bytes::from_static(body.as_bytes())),
        ..request(&server, "/echo")
    };
    let client = client();
    assert_eq!(client.send(post("0123456789")).await.expect("an answer").status, 200);
    assert_eq!(client.send(post("0123456789+")).await.expect("an answer").status, 413);
    assert_eq!(client.send(request(&server, "/slow")).await.expect("an answer").status, 408);
}

#[tokio::test]
async fn a_client_that_never_ends_its_head_is_cut() {
    let options = ServerOptions { head_timeout: Duration::from_millis(50), ..ServerOptions::default() };
    let server = bind(Router::new(), options).await;
    let mut stream = TcpStream::connect(server.address()).await.expect("connects");
    stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n").await.expect("writes");
    let mut rest = Vec::new();
    tokio::time::timeout(LONG, stream.read_to_end(&mut rest)).await.expect("is closed").expect("reads");
}

/// What a server says to bytes that are sent as they are, until it hangs up.
async fn said_to(server: &Server, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(server.address()).await.expect("connects");
    // It may hang up in the middle.
    let _ = stream.write_all(bytes).await;
    let mut said = Vec::new();
    let read = tokio::time::timeout(LONG, stream.read_to_end(&mut said)).await.expect("is closed");
    drop(read);
    String::from_utf8_lossy(&said).into_owned()
}

#[tokio::test]
async fn a_head_is_bounded() {
    let server = bind(Router::new().route("/", get(|| async { "hi" })), ServerOptions::default()).await;
    let head = |headers: &str| format!("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n");
    let fits = format!("X-Long: {}\r\n", "a".repeat(16 * 1024));
    assert!(said_to(&server, head(&fits).as_bytes()).await.starts_with("HTTP/1.1 200"));
    let long = format!("X-Long: {}\r\n", "a".repeat(256 * 1024));
    let many = "X-One: a\r\n".repeat(200);
    for (what, headers) in [("long", long), ("many", many)] {
        let said = said_to(&server, head(&headers).as_bytes()).await;
        assert!(said.is_empty() || said.starts_with("HTTP/1.1 431"), "{what}: {said}");
    }
}

#[tokio::test]
async fn a_client_that_never_ends_its_body_is_answered_and_cut() {
    let options = ServerOptions { request_timeout: Duration::from_millis(50), ..ServerOptions::default() };
    let server = bind(Router::new().route("/", post(|body: Bytes| async move { body })), options).await;
    let said = said_to(&server, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc").await;
    assert!(said.starts_with("HTTP/1.1 408"), "{said}");
}

#[tokio::test]
async fn connections_over_the_cap_wait_for_a_slot() {
    let options = ServerOptions {
        connections_max: 1,
        head_timeout: Duration::from_millis(80),
        ..ServerOptions::default()
    };
    let server = bind(Router::new().route("/", get(|| async { "hi" })), options).await;
    let _idle = TcpStream::connect(server.address()).await.expect("connects");
    // The idle one holds the only slot until its head is overdue; then this one is served.
    assert_eq!(client().send(request(&server, "/")).await.expect("an answer").status, 200);
}

#[tokio::test]
async fn shutdown_lets_requests_finish_and_refuses_new_ones() {
    let (entered, release) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (inside, gate) = (entered.clone(), release.clone());
    let handler = move || async move {
        inside.notify_one();
        gate.notified().await;
        "done"
    };
    let server = bind(Router::new().route("/", get(handler)), ServerOptions::default()).await;
    let (call, address) = (request(&server, "/"), server.address());
    let answering = tokio::spawn(async move { client().send(call).await });
    entered.notified().await;
    let closing = server.closing.clone();
    let stopping = tokio::spawn(server.shutdown(LONG));
    closing.cancelled().await;
    release.notify_one();
    assert_eq!(answering.await.expect("runs").expect("an answer").body, "done");
    assert_eq!(stopping.await.expect("runs"), 0);
    assert!(TcpStream::connect(address).await.is_err(), "nobody listens any more");
}

#[tokio::test]
async fn shutdown_cuts_what_outlives_the_grace() {
    let entered = Arc::new(Notify::new());
    let inside = entered.clone();
    let handler = move || async move {
        inside.notify_one();
        std::future::pending::<()>().await;
    };
    let server = bind(Router::new().route("/", get(handler)), ServerOptions::default()).await;
    let call = request(&server, "/");
    let answering = tokio::spawn(async move { client().send(call).await });
    entered.notified().await;
    assert_eq!(server.shutdown(Duration::from_millis(20)).await, 1);
    let error = answering.await.expect("runs").expect_err("cut");
    assert_eq!(error.fault, HttpFault::Dropped);
}

#[tokio::test]
async fn answers_are_read_up_to_the_bound() {
    let chunked = || async {
        let chunks = (0..100).map(|_| Ok::<_, std::io::Error>(Bytes::from_static(b"0123456789")));
        axum::body::Body::from_stream(futures_util::stream::iter(chunks))
    };
    let router = Router::new()
        .route("/whole", get(|| async { "0123456789".repeat(10) }))
        .route("/chunks", get(chunked));
    let server = bind(router, ServerOptions::default()).await;
    for (path, answer_bytes_max, want) in [
        ("/whole", 100, Ok(100)),
        ("/whole", 99, Err(HttpFault::TooLarge)),
        ("/chunks", 1000, Ok(1000)),
        ("/chunks", 999, Err(HttpFault::TooLarge)),
    ] {
        let call = HttpRequest { answer_bytes_max, ..request(&server, path) };
        let got = client().send(call).await.map(|answer| answer.body.len()).map_err(|error| error.fault);
        assert_eq!(got, want, "{path} {answer_bytes_max}");
    }
}

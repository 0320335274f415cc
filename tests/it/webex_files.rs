//! Files over real loopback connections: sent as a form, read from Webex alone.

use super::webex_client::{FakePause, Setup, after, client, hello, serve, status};
use axum::Router;
use axum::extract::Multipart;
use axum::http::HeaderMap;
use axum::routing::{get, post};
use serde_json::json;
use std::sync::Arc;
use wbot::net::Bytes;
use wbot::webex::{Outgoing, OutgoingFile, WebexErrorKind};

async fn upload(mut form: Multipart) -> String {
    let mut parts = Vec::new();
    while let Some(field) = form.next_field().await.expect("a field") {
        let (name, file) = (field.name().unwrap_or("-").to_owned(), field.file_name().map(str::to_owned));
        let kind = field.content_type().map(str::to_owned);
        parts.push(format!("{name}/{file:?}/{kind:?}={}", field.text().await.expect("text")));
    }
    json!({"id": "m", "roomId": "r", "text": parts.join(";")}).to_string()
}

#[tokio::test]
async fn files_are_uploaded_as_a_form() {
    let server = serve(Router::new().route("/v1/messages", post(upload))).await;
    let client = client(server.address(), Arc::new(FakePause::default()));
    let file = |name: &str| OutgoingFile::Upload {
        name: name.into(),
        content_type: None,
        bytes: Bytes::from_static(b"a,b"),
    };
    let message = Outgoing { file: Some(file("../grün \"1\"\r\n.csv")), ..hello() };
    let sent = client.send_message(&message).await.expect("a message");
    let want = r#"roomId/None/None=room;markdown/None/None=**hi**;files/Some("grün \"1\".csv")/Some("text/csv")=a,b"#;
    assert_eq!(sent.text.as_deref(), Some(want));
    let both = Outgoing { file: Some(file("a.csv")), card: Some(json!({})), ..hello() };
    assert_eq!(client.send_message(&both).await.expect_err("both").kind, WebexErrorKind::Refused);
}

#[tokio::test]
async fn files_are_downloaded_from_webex_alone() {
    let file = vec![
        ("Content-Disposition", "attachment; filename=\"report.csv\"".to_owned()),
        ("Content-Type", "text/csv".to_owned()),
    ];
    let setup = Setup::new(vec![after(423, 4), (200, file, "a,b".to_owned())]).await;
    let url = format!("http://{}/v1/contents/c", setup.server.address());
    let got = setup.client.download(&url, true).await.expect("a file");
    assert_eq!(
        (got.name.as_str(), got.content_type.as_str(), &*got.bytes),
        ("report.csv", "text/csv", &b"a,b"[..])
    );
    assert_eq!(setup.seen(), ["GET /v1/contents/c?allow=unscannable auth"; 2]);
    assert_eq!(setup.pause.slept_ms(), [4500]);
    for elsewhere in [
        "http://127.0.0.1:1/v1/contents/c",
        "https://api.ciscospark.com/v1/contents/c",
        "file.txt",
        "data:,x",
    ] {
        let error = setup.client.download(elsewhere, false).await.expect_err(elsewhere);
        assert_eq!(error.kind, WebexErrorKind::Refused, "{elsewhere}");
    }
    for (code, kind) in [(410, WebexErrorKind::Gone), (428, WebexErrorKind::Unscannable)] {
        let setup = Setup::new(vec![status(code)]).await;
        let url = format!("http://{}/v1/contents/c", setup.server.address());
        assert_eq!(setup.client.download(&url, false).await.expect_err("refused").kind, kind);
    }
}

#[tokio::test]
async fn a_file_that_lies_elsewhere_is_read_without_the_token() {
    let elsewhere = serve(Router::new().fallback(get(|headers: HeaderMap| async move {
        if headers.contains_key("authorization") { "with the token" } else { "without" }
    })))
    .await;
    let to = format!("http://{}/blob", elsewhere.address());
    let setup = Setup::new(vec![(302, vec![("Location", to)], String::new())]).await;
    let url = format!("http://{}/v1/contents/c", setup.server.address());
    assert_eq!(setup.client.download(&url, false).await.expect("a file").bytes, "without");
}

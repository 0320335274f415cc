//! What Webex refuses, over real HTTP: status and words. The form of every refusal is checked by `contract`.

mod lists;
mod messages;
mod rooms;

use reqwest::Method;
use serde_json::Value;
use wbot::webex::{HydraId, IdKind};

use crate::emulator_support::{Reply, Webex};

pub(super) const UUID: &str = "00000000-0000-4000-8000-000000000000";

/// An id of this kind that nothing has.
pub(super) fn nobody(kind: IdKind) -> String {
    HydraId::us(kind, UUID).encode()
}

/// A call is answered with this status; a refusal has these words.
pub(super) async fn check(webex: &Webex, call: (Method, &str, Value), (status, words): (u16, &str)) -> Value {
    let (method, path, body) = call;
    let request = webex.call(method.clone(), path);
    let request = if body.is_null() { request } else { request.json(&body) };
    let reply = Reply::of(request.send().await.unwrap()).await;
    assert_eq!(reply.status, status, "{method} {path} {body}: {}", reply.text);
    assert!(reply.text.contains(words), "{method} {path} {body}: {}", reply.text);
    reply.json
}

pub(super) fn post(path: &str, body: Value) -> (Method, &str, Value) {
    (Method::POST, path, body)
}

pub(super) fn put(path: &str, body: Value) -> (Method, &str, Value) {
    (Method::PUT, path, body)
}

pub(super) fn get(path: &str) -> (Method, &str, Value) {
    (Method::GET, path, Value::Null)
}

pub(super) fn delete(path: &str) -> (Method, &str, Value) {
    (Method::DELETE, path, Value::Null)
}

//! Notes calls and answers where somebody asks for it.

use std::sync::Arc;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, OriginalUri, Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::Response;

use crate::base::limits::EMULATOR_API_BODY_BYTES_MAX;
use crate::emulator::calls::Call;
use crate::emulator::http::listener::Gate;
use crate::emulator::shared::Shared;

/// Passes the call on as it is, and notes it with its answer.
pub(super) async fn calls(
    State(shared): State<Arc<Shared>>,
    OriginalUri(uri): OriginalUri,
    ConnectInfo(gate): ConnectInfo<Gate>,
    request: Request,
    next: Next,
) -> Response {
    if !shared.calls.are_noted() {
        return next.run(request).await;
    }
    let (head, body) = request.into_parts();
    let body = read(body).await;
    let (method, media_type) = (head.method.to_string(), header(&head.headers, "content-type"));
    let request = Request::from_parts(head, Body::from(body.clone()));
    let (head, answer) = next.run(request).await.into_parts();
    let answer = read(answer).await;
    shared.calls.note(Call {
        method,
        path: uri.to_string(),
        media_type,
        body: body.to_vec(),
        status: if gate.is_closed() { 0 } else { head.status.as_u16() },
        headers: head
            .headers
            .keys()
            .map(|name| (name.to_string(), header(&head.headers, name.as_str())))
            .collect(),
        answer: answer.to_vec(),
    });
    Response::from_parts(head, Body::from(answer))
}

/// A body as a whole. One that breaks off, or is larger than the service takes, is empty.
async fn read(body: Body) -> Bytes {
    to_bytes(body, EMULATOR_API_BODY_BYTES_MAX).await.unwrap_or_default()
}

fn header(headers: &HeaderMap, name: &str) -> String {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

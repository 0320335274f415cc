//! What the bot called, for tests in other processes.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;

use crate::emulator::shared::Shared;

/// A call and its answer. Bodies that are no text are left out.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CallView {
    method: String,
    path: String,
    body: Option<String>,
    status: u16,
    answer: Option<String>,
}

/// `GET /control/calls`: the calls of the REST API since `POST`, oldest first; the newest ones where they are many.
pub(super) async fn list(State(shared): State<Arc<Shared>>) -> Json<Vec<CallView>> {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).ok();
    let calls = shared.calls.list().into_iter().map(|call| CallView {
        method: call.method,
        path: call.path,
        body: text(call.body),
        status: call.status,
        answer: text(call.answer),
    });
    Json(calls.collect())
}

/// `POST /control/calls`: notes calls from now on.
pub(super) async fn start(State(shared): State<Arc<Shared>>) -> StatusCode {
    shared.calls.start();
    StatusCode::NO_CONTENT
}

/// `DELETE /control/calls`: notes no more and forgets.
pub(super) async fn stop(State(shared): State<Arc<Shared>>) -> StatusCode {
    shared.calls.stop();
    StatusCode::NO_CONTENT
}

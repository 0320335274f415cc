//! Ordering faults, and what else a test wants to happen between the bot and Webex.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Serialize;

use crate::base::limits::EMULATOR_FAULTS_MAX;
use crate::emulator::error::ApiError;
use crate::emulator::faults::{Fault, FaultRecord};
use crate::emulator::http::{JsonBody, QueryMap};
use crate::emulator::shared::Shared;

/// `GET /control/faults`: the rules, those that are spent too, and how often each matched and fired.
pub(super) async fn list(State(shared): State<Arc<Shared>>) -> Json<Vec<FaultRecord>> {
    Json(shared.faults().list())
}

/// `POST /control/faults`.
pub(super) async fn add(
    State(shared): State<Arc<Shared>>,
    JsonBody(fault): JsonBody<Fault>,
) -> Result<Json<FaultRecord>, ApiError> {
    let mut faults = shared.faults();
    if faults.count() >= EMULATOR_FAULTS_MAX {
        return Err(ApiError::new(409, "There are too many rules in force; take some back."));
    }
    let id = faults.add(fault.clone());
    Ok(Json(FaultRecord::new(id, fault)))
}

/// `DELETE /control/faults/{id}`.
pub(super) async fn remove(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<u64>,
) -> Result<StatusCode, ApiError> {
    if shared.faults().remove(id) {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ApiError::not_found("There is no such rule."))
    }
}

/// `DELETE /control/faults`.
pub(super) async fn clear(State(shared): State<Arc<Shared>>) -> StatusCode {
    shared.faults().clear();
    StatusCode::NO_CONTENT
}

/// Websockets that are open.
#[derive(Serialize)]
pub(super) struct SocketsView {
    open: usize,
}

/// `GET /control/sockets`.
pub(super) async fn sockets(State(shared): State<Arc<Shared>>) -> Json<SocketsView> {
    Json(SocketsView { open: shared.sockets.count() })
}

/// `DELETE /control/sockets?code=1001&reason=TEXT`: closes all of them; with 1005, 1006 or 1015 their connections end
/// without a word.
pub(super) async fn close_sockets(
    State(shared): State<Arc<Shared>>,
    query: QueryMap,
) -> Result<StatusCode, ApiError> {
    let code = match query.get("code") {
        None => 1001,
        Some(code) => code
            .parse()
            .ok()
            .filter(|code| (1000..=4999).contains(code))
            .ok_or_else(|| ApiError::bad_request("code is a number from 1000 to 4999"))?,
    };
    shared.sockets.close_all(code, query.get("reason").unwrap_or("going away"));
    Ok(StatusCode::NO_CONTENT)
}

/// `DELETE /control/devices`: the addresses of all websockets are 404 from then on.
pub(super) async fn forget_devices(State(shared): State<Arc<Shared>>) -> StatusCode {
    shared.sockets.forget();
    StatusCode::NO_CONTENT
}

/// `POST /control/redeliver`: makes the last delivery to a webhook again, with the same content.
pub(super) async fn redeliver(State(shared): State<Arc<Shared>>) -> Result<StatusCode, ApiError> {
    let last = shared.deliveries.last();
    if last.is_some_and(|delivery| shared.deliveries.push(&shared, delivery)) {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ApiError::not_found("Nothing was delivered yet."))
    }
}

//! Calling the bot's own webhooks.

use std::sync::{Arc, PoisonError};

use axum::Json;
use axum::extract::State;

use crate::emulator::error::ApiError;
use crate::emulator::hooks::{self, HookAnswer, HookCall};
use crate::emulator::http::JsonBody;
use crate::emulator::shared::Shared;

/// `POST /control/hook`: makes the call and shows the bot's answer, whatever its status.
pub(super) async fn call(
    State(shared): State<Arc<Shared>>,
    JsonBody(call): JsonBody<HookCall>,
) -> Result<Json<HookAnswer>, ApiError> {
    let delivery_id = shared.fresh_uuid();
    let request = {
        let hooks = shared.hooks.read().unwrap_or_else(PoisonError::into_inner);
        hooks.request(&call, (shared.clock.now().as_second(), &delivery_id)).map_err(ApiError::bad_request)?
    };
    let answer = hooks::send(&shared.client, request).await;
    answer.map(Json).map_err(|reason| ApiError::new(502, reason))
}

//! Starting over.

use std::sync::{Arc, PoisonError};

use axum::extract::State;
use axum::http::StatusCode;

use crate::emulator::error::ApiError;
use crate::emulator::feed::LogLevel;
use crate::emulator::shared::Shared;

/// `POST /control/reset`: the engine forgets the bot's state, then the conversations are forgotten.
/// People, rooms and webhooks stay.
pub(super) async fn reset(State(shared): State<Arc<Shared>>) -> Result<StatusCode, ApiError> {
    let callback = shared.on_reset.read().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some(callback) = callback {
        callback()
            .await
            .map_err(|reason| ApiError::new(500, format!("The state was not reset: {reason}")))?;
    }
    shared.act(|world, _| world.forget_conversations());
    shared.faults().clear();
    shared.feed.clear_log();
    shared.note(LogLevel::Info, "the state of the bot and all conversations were reset", &[]);
    Ok(StatusCode::NO_CONTENT)
}

/// `DELETE /control/banner`.
pub(super) async fn dismiss_banner(State(shared): State<Arc<Shared>>) -> StatusCode {
    shared.feed.set_banner(None);
    StatusCode::NO_CONTENT
}

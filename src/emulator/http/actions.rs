//! `/attachment/actions`.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};

use crate::emulator::error::ApiError;
use crate::emulator::http::extract::{Actor, JsonBody};
use crate::emulator::shared::Shared;
use crate::webex::wire::{AttachmentAction, AttachmentActionCreate};

pub(super) async fn create(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    JsonBody(new): JsonBody<AttachmentActionCreate>,
) -> Result<Json<AttachmentAction>, ApiError> {
    shared.act(|world, now| world.submit_card(&actor, new, now)).map(Json)
}

pub(super) async fn get(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    Path(id): Path<String>,
) -> Result<Json<AttachmentAction>, ApiError> {
    shared.read(|world| world.get_action(&actor, &id).cloned()).map(Json)
}

//! `/webhooks`.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::emulator::error::ApiError;
use crate::emulator::http::extract::{Actor, JsonBody, QueryMap};
use crate::emulator::http::paging::Paging;
use crate::emulator::shared::Shared;
use crate::webex::wire::{Webhook, WebhookCreate, WebhookUpdate};

pub(super) async fn list(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    query: QueryMap,
) -> Result<Response, ApiError> {
    if query.get("ownedBy") == Some("org") {
        return Err(ApiError::forbidden("Only an administrator may list the webhooks of an organization."));
    }
    let paging = Paging::of(&shared.api_url, "webhooks");
    shared.read(|world| {
        let hooks = world.list_webhooks(&actor);
        paging.answer(&query, &hooks, |hook| &hook.id, |hook| (*hook).clone())
    })
}

pub(super) async fn create(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    JsonBody(new): JsonBody<WebhookCreate>,
) -> Result<Json<Webhook>, ApiError> {
    shared.act(|world, now| world.create_webhook(&actor, new, now)).map(Json)
}

pub(super) async fn get(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    Path(id): Path<String>,
) -> Result<Json<Webhook>, ApiError> {
    shared.read(|world| world.get_webhook(&actor, &id).cloned()).map(Json)
}

pub(super) async fn update(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    Path(id): Path<String>,
    JsonBody(update): JsonBody<WebhookUpdate>,
) -> Result<Json<Webhook>, ApiError> {
    shared.act(|world, _| world.update_webhook(&actor, &id, update)).map(Json)
}

pub(super) async fn delete(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    shared.act(|world, _| world.delete_webhook(&actor, &id)).map(|()| StatusCode::NO_CONTENT)
}

//! `/room/tabs`.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::emulator::error::ApiError;
use crate::emulator::http::extract::{Actor, JsonBody, QueryMap};
use crate::emulator::http::paging::Paging;
use crate::emulator::shared::Shared;
use crate::webex::wire::{RoomTab, RoomTabCreate};

pub(super) async fn list(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    query: QueryMap,
) -> Result<Response, ApiError> {
    let paging = Paging::of(&shared.api_url, "room/tabs");
    shared.read(|world| {
        let tabs = world.list_tabs(&actor, query.get("roomId"))?;
        paging.answer(&query, &tabs, |tab| &tab.id, |tab| (*tab).clone())
    })
}

pub(super) async fn create(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    JsonBody(new): JsonBody<RoomTabCreate>,
) -> Result<Json<RoomTab>, ApiError> {
    shared.act(|world, now| world.create_tab(&actor, new, now)).map(Json)
}

pub(super) async fn get(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    Path(id): Path<String>,
) -> Result<Json<RoomTab>, ApiError> {
    shared.read(|world| world.get_tab(&actor, &id).cloned()).map(Json)
}

pub(super) async fn update(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    Path(id): Path<String>,
    JsonBody(update): JsonBody<RoomTabCreate>,
) -> Result<Json<RoomTab>, ApiError> {
    shared.act(|world, _| world.update_tab(&actor, &id, update)).map(Json)
}

pub(super) async fn delete(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    shared.act(|world, _| world.delete_tab(&actor, &id)).map(|()| StatusCode::NO_CONTENT)
}

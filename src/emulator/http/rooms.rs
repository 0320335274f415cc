//! `/rooms`.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::emulator::error::ApiError;
use crate::emulator::http::extract::{Actor, JsonBody, QueryMap};
use crate::emulator::http::paging::Paging;
use crate::emulator::shared::Shared;
use crate::webex::wire::{self, RoomCreate, RoomType, RoomUpdate};

pub(super) async fn list(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    query: QueryMap,
) -> Result<Response, ApiError> {
    let kind = match query.get("type") {
        None => None,
        Some("direct") => Some(RoomType::Direct),
        Some("group") => Some(RoomType::Group),
        Some(_) => return Err(ApiError::bad_request("type must be direct or group")),
    };
    shared.read(|world| {
        let mut rooms = world.list_rooms(&actor);
        rooms.retain(|room| kind.is_none_or(|kind| room.kind == kind));
        match query.get("sortBy") {
            Some("id") => rooms.sort_by(|one, other| one.id.cmp(&other.id)),
            Some("created") => rooms.sort_by_key(|room| std::cmp::Reverse(room.created)),
            _ => {}
        }
        let paging = Paging::of(&shared.api_url, "rooms");
        paging.answer(&query, &rooms, |room| &room.id, |room| world.wire_room(room, &actor))
    })
}

pub(super) async fn create(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    JsonBody(new): JsonBody<RoomCreate>,
) -> Result<Json<wire::Room>, ApiError> {
    shared.act(|world, now| {
        let room = world.create_room(&actor, new, now)?;
        Ok(Json(world.wire_room(&room, &actor)))
    })
}

pub(super) async fn get(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    Path(id): Path<String>,
) -> Result<Json<wire::Room>, ApiError> {
    shared.read(|world| Ok(Json(world.wire_room(world.get_room(&actor, &id)?, &actor))))
}

pub(super) async fn update(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    Path(id): Path<String>,
    JsonBody(update): JsonBody<RoomUpdate>,
) -> Result<Json<wire::Room>, ApiError> {
    shared.act(|world, _| {
        let room = world.rename_room(&actor, &id, &update.title)?;
        Ok(Json(world.wire_room(&room, &actor)))
    })
}

pub(super) async fn delete(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    shared.act(|world, _| world.delete_room(&actor, &id)).map(|()| StatusCode::NO_CONTENT)
}

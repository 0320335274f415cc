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
    let public = query.get("orgPublicSpaces") == Some("true");
    if public && ["teamId", "type", "sortBy"].iter().any(|key| query.get(key).is_some()) {
        return Err(ApiError::bad_request("orgPublicSpaces excludes teamId, type and sortBy"));
    }
    let (from, to) = (query.time("from")?, query.time("to")?);
    shared.read(|world| {
        let mut rooms = if public { world.list_public_rooms() } else { world.list_rooms(&actor) };
        rooms.retain(|room| kind.is_none_or(|kind| room.kind == kind));
        rooms.retain(|room| from.is_none_or(|from| room.made_public.is_some_and(|at| at > from)));
        rooms.retain(|room| to.is_none_or(|to| room.made_public.is_some_and(|at| at < to)));
        if let Some(team_id) = query.get("teamId") {
            let team_id = &world.get_team(&actor, team_id)?.id;
            rooms.retain(|room| room.team_id.as_ref() == Some(team_id));
        }
        match query.get("sortBy") {
            Some("id") => rooms.sort_by(|one, other| one.id.cmp(&other.id)),
            Some("created") => rooms.sort_by_key(|room| std::cmp::Reverse(room.created)),
            Some("lastactivity") | None => {}
            Some(_) => return Err(ApiError::bad_request("sortBy must be id, lastactivity or created")),
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
    shared.act(|world, now| {
        let room = world.update_room(&actor, &id, &update, now)?;
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

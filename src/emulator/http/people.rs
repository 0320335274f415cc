//! `/people`.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;

use crate::emulator::error::ApiError;
use crate::emulator::http::extract::{Actor, QueryMap};
use crate::emulator::http::paging::Paging;
use crate::emulator::shared::Shared;
use crate::webex::wire;

pub(super) async fn list(
    State(shared): State<Arc<Shared>>,
    Actor(_): Actor,
    query: QueryMap,
) -> Result<Response, ApiError> {
    let paging = Paging { cap: 100, ..Paging::of(&shared.api_url, "people") };
    shared.read(|world| {
        let found = world.find_people(query.get("email"), query.get("displayName"), query.get("id"))?;
        paging.answer(&query, &found, |person| &person.id, |person| world.wire_person(person))
    })
}

pub(super) async fn get(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    Path(id): Path<String>,
) -> Result<Json<wire::Person>, ApiError> {
    shared.read(|world| Ok(Json(world.wire_person(world.get_person(&actor, &id)?))))
}

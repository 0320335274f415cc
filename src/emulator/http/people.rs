//! `/people`.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::emulator::error::ApiError;
use crate::emulator::http::extract::{Actor, QueryMap};
use crate::emulator::http::paging::Paging;
use crate::emulator::shared::Shared;
use crate::webex::{same_id, wire};

pub(super) async fn list(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    query: QueryMap,
) -> Result<Response, ApiError> {
    let paging = Paging { cap: 100, ..Paging::of(&shared.api_url, "people") };
    if ["roles", "locationId", "orgId"].iter().any(|key| query.get(key).is_some()) {
        return Err(ApiError::forbidden("Only an administrator may search so."));
    }
    shared.read(|world| {
        let (email, name, ids) = (query.get("email"), query.get("displayName"), query.get("id"));
        let found = world.find_people(&actor, email, name, ids)?;
        let missing: Vec<&str> = ids
            .unwrap_or_default()
            .split(',')
            .map(str::trim)
            .filter(|id| !id.is_empty() && !found.iter().any(|person| same_id(&person.id, id)))
            .collect();
        if missing.is_empty() {
            return paging.answer(&query, &found, |person| &person.id, |person| world.wire_person(person));
        }
        let items: Vec<wire::Person> = found.iter().map(|person| world.wire_person(person)).collect();
        Ok(Json(json!({ "items": items, "notFoundIds": missing })).into_response())
    })
}

pub(super) async fn get(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    Path(id): Path<String>,
) -> Result<Json<wire::Person>, ApiError> {
    shared.read(|world| Ok(Json(world.wire_person(world.get_person(&actor, &id)?))))
}

//! `/memberships`.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::emulator::error::ApiError;
use crate::emulator::http::extract::{Actor, JsonBody, QueryMap};
use crate::emulator::http::paging::Paging;
use crate::emulator::shared::Shared;
use crate::webex::same_id;
use crate::webex::wire::{self, MembershipCreate, MembershipUpdate};

pub(super) async fn list(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    query: QueryMap,
) -> Result<Response, ApiError> {
    shared.read(|world| {
        let mut found = world.list_memberships(&actor, query.get("roomId"))?;
        if let Some(id) = query.get("personId") {
            found.retain(|member| same_id(&member.person_id, id));
        }
        if let Some(email) = query.get("personEmail") {
            let person = world.person_by_email(email).map(|person| person.id.clone());
            found.retain(|member| Some(&member.person_id) == person.as_ref());
        }
        let paging = Paging::of(&shared.api_url, "memberships");
        paging.answer(&query, &found, |member| &member.id, |member| world.wire_membership(member))
    })
}

pub(super) async fn create(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    JsonBody(new): JsonBody<MembershipCreate>,
) -> Result<Json<wire::Membership>, ApiError> {
    shared.act(|world, now| {
        let membership = world.add_member(&actor, &new, now)?;
        Ok(Json(world.wire_membership(&membership)))
    })
}

pub(super) async fn get(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    Path(id): Path<String>,
) -> Result<Json<wire::Membership>, ApiError> {
    shared.read(|world| Ok(Json(world.wire_membership(world.get_membership(&actor, &id)?))))
}

pub(super) async fn update(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    Path(id): Path<String>,
    JsonBody(update): JsonBody<MembershipUpdate>,
) -> Result<Json<wire::Membership>, ApiError> {
    shared.act(|world, _| {
        let membership = world.update_membership(&actor, &id, &update)?;
        Ok(Json(world.wire_membership(&membership)))
    })
}

pub(super) async fn delete(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    shared.act(|world, _| world.delete_membership(&actor, &id)).map(|()| StatusCode::NO_CONTENT)
}

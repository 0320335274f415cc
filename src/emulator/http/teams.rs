//! `/teams` and `/team/memberships`.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::emulator::error::ApiError;
use crate::emulator::http::extract::{Actor, JsonBody, QueryMap};
use crate::emulator::http::paging::Paging;
use crate::emulator::shared::Shared;
use crate::webex::wire::{Team, TeamCreate, TeamMembership, TeamMembershipCreate};

pub(super) async fn list(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    query: QueryMap,
) -> Result<Response, ApiError> {
    let paging = Paging::of(&shared.api_url, "teams");
    shared.read(|world| {
        let teams = world.list_teams(&actor);
        paging.answer(&query, &teams, |team| &team.id, |team| (*team).clone())
    })
}

pub(super) async fn create(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    JsonBody(new): JsonBody<TeamCreate>,
) -> Result<Json<Team>, ApiError> {
    shared.act(|world, now| world.create_team(&actor, new, now)).map(Json)
}

pub(super) async fn get(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    Path(id): Path<String>,
) -> Result<Json<Team>, ApiError> {
    shared.read(|world| world.get_team(&actor, &id).cloned()).map(Json)
}

pub(super) async fn update(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    Path(id): Path<String>,
    JsonBody(update): JsonBody<TeamCreate>,
) -> Result<Json<Team>, ApiError> {
    shared.act(|world, _| world.update_team(&actor, &id, update)).map(Json)
}

pub(super) async fn delete(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    shared.act(|world, _| world.delete_team(&actor, &id)).map(|()| StatusCode::NO_CONTENT)
}

pub(super) async fn list_members(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    query: QueryMap,
) -> Result<Response, ApiError> {
    let paging = Paging::of(&shared.api_url, "team/memberships");
    shared.read(|world| {
        let members = world.list_team_memberships(&actor, query.get("teamId"))?;
        paging.answer(&query, &members, |member| &member.id, |member| (*member).clone())
    })
}

pub(super) async fn add_member(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    JsonBody(new): JsonBody<TeamMembershipCreate>,
) -> Result<Json<TeamMembership>, ApiError> {
    shared.act(|world, now| world.add_team_member(&actor, &new, now)).map(Json)
}

pub(super) async fn get_member(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    Path(id): Path<String>,
) -> Result<Json<TeamMembership>, ApiError> {
    shared.read(|world| world.get_team_membership(&actor, &id).cloned()).map(Json)
}

pub(super) async fn update_member(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    Path(id): Path<String>,
    JsonBody(update): JsonBody<TeamMembershipCreate>,
) -> Result<Json<TeamMembership>, ApiError> {
    let Some(is_moderator) = update.is_moderator else {
        return Err(ApiError::bad_request("isModerator cannot be null"));
    };
    shared.act(|world, _| world.update_team_membership(&actor, &id, is_moderator)).map(Json)
}

pub(super) async fn delete_member(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    shared.act(|world, _| world.delete_team_membership(&actor, &id)).map(|()| StatusCode::NO_CONTENT)
}

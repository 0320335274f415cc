//! Making people and rooms, and who is in them.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;

use crate::emulator::control::view::{PersonView, find_person, person_view};
use crate::emulator::error::ApiError;
use crate::emulator::http::{JsonBody, QueryMap};
use crate::emulator::shared::Shared;
use crate::emulator::world::NewPerson;
use crate::webex::wire::{self, MembershipCreate, RoomCreate};

/// A human to make.
#[derive(Deserialize)]
pub(super) struct PersonBody {
    name: String,
    #[serde(default)]
    email: Option<String>,
}

/// `POST /control/people`.
pub(super) async fn create_person(
    State(shared): State<Arc<Shared>>,
    JsonBody(body): JsonBody<PersonBody>,
) -> Result<Json<PersonView>, ApiError> {
    let new = NewPerson {
        email: body.email.filter(|email| !email.trim().is_empty()),
        ..NewPerson::named(body.name)
    };
    shared.act(|world, now| world.create_person(new, now)).map(|person| Json(person_view(&person)))
}

/// A group to make, with its people by id or address.
#[derive(Deserialize)]
pub(super) struct RoomBody {
    person: String,
    title: String,
    #[serde(default)]
    members: Vec<String>,
}

/// `POST /control/rooms`.
pub(super) async fn create_room(
    State(shared): State<Arc<Shared>>,
    JsonBody(body): JsonBody<RoomBody>,
) -> Result<Json<wire::Room>, ApiError> {
    shared.act(|world, now| {
        let actor = find_person(world, &body.person)?.id.clone();
        let mut members = Vec::new();
        for member in &body.members {
            members.push(find_person(world, member)?.id.clone());
        }
        let new = RoomCreate { title: body.title, ..RoomCreate::default() };
        let room = world.create_room(&actor, new, now)?;
        for member in members.iter().filter(|member| **member != actor) {
            let new = MembershipCreate {
                room_id: Some(room.id.clone()),
                person_id: Some(member.clone()),
                ..MembershipCreate::default()
            };
            match world.add_member(&actor, &new, now) {
                Err(error) if error.status != 409 => return Err(error),
                _ => {}
            }
        }
        Ok(Json(world.wire_room(&room, &actor)))
    })
}

/// Somebody to add to a room.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MemberBody {
    person: String,
    room_id: String,
    /// Id or address.
    member: String,
}

/// `POST /control/memberships`.
pub(super) async fn add_member(
    State(shared): State<Arc<Shared>>,
    JsonBody(body): JsonBody<MemberBody>,
) -> Result<Json<wire::Membership>, ApiError> {
    shared.act(|world, now| {
        let actor = find_person(world, &body.person)?.id.clone();
        let member = find_person(world, &body.member)?.id.clone();
        let new = MembershipCreate {
            room_id: Some(body.room_id),
            person_id: Some(member),
            ..MembershipCreate::default()
        };
        let membership = world.add_member(&actor, &new, now)?;
        Ok(Json(world.wire_membership(&membership)))
    })
}

/// `DELETE /control/memberships?person=ID&roomId=ID&member=ID`.
pub(super) async fn remove_member(
    State(shared): State<Arc<Shared>>,
    query: QueryMap,
) -> Result<StatusCode, ApiError> {
    let given = |key: &str| query.get(key).unwrap_or_default().to_owned();
    shared.act(|world, _| {
        let actor = find_person(world, &given("person"))?.id.clone();
        let member = find_person(world, &given("member"))?.id.clone();
        let room = world.get_room(&actor, &given("roomId"))?.id.clone();
        let id = world
            .memberships_in(&room)
            .find(|membership| membership.person_id == member)
            .map(|membership| membership.id.clone())
            .ok_or_else(|| ApiError::not_found("User is not a participant of the room."))?;
        world.delete_membership(&actor, &id)?;
        Ok(StatusCode::NO_CONTENT)
    })
}

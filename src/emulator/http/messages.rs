//! `/messages`.

use std::sync::Arc;

use axum::Json;
use axum::extract::{FromRequest, Path, Request, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::emulator::error::ApiError;
use crate::emulator::http::extract::{Actor, JsonBody, QueryMap, media_type, unsupported};
use crate::emulator::http::form::read_form;
use crate::emulator::http::paging::Paging;
use crate::emulator::http::remote_file::fetch;
use crate::emulator::shared::Shared;
use crate::emulator::world::ListMessages;
use crate::webex::wire::{self, MessageEdit};

pub(super) async fn create(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    request: Request,
) -> Result<Json<wire::Message>, ApiError> {
    let to = |new: &wire::MessageCreate| (new.to_person_id.clone(), new.to_person_email.clone());
    let (mut new, mut upload) = match media_type(request.headers()).as_str() {
        "application/json" => (JsonBody::from_request(request, &()).await?.0, None),
        "multipart/form-data" => read_form(request).await?,
        other => return Err(unsupported(other)),
    };
    let (to_person_id, to_person_email) = to(&new);
    if let ([url], None) = (&new.files[..], &upload) {
        upload = Some(fetch(&shared, url).await?);
        new.files.clear();
    }
    shared.act(|world, now| {
        let message = world.post_message(&actor, new, upload, now)?;
        Ok(Json(wire::Message { to_person_id, to_person_email, ..world.wire_message(&message) }))
    })
}

pub(super) async fn list(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    query: QueryMap,
) -> Result<Response, ApiError> {
    let before = query.time("before")?;
    let owned = |key: &str| query.get(key).map(str::to_owned);
    let list = ListMessages {
        room_id: owned("roomId"),
        parent_id: owned("parentId"),
        mentioned_people: owned("mentionedPeople"),
        before,
        before_message: owned("beforeMessage"),
    };
    let cap = if list.mentioned_people.is_some() { 100 } else { 1000 };
    let paging =
        Paging { cursor: "beforeMessage", default_max: 50, cap, ..Paging::of(&shared.api_url, "messages") };
    shared.read(|world| {
        let found = world.list_messages(&actor, &list)?;
        paging.answer(&query, &found, |message| &message.id, |message| world.wire_message(message))
    })
}

pub(super) async fn list_direct(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    query: QueryMap,
) -> Result<Response, ApiError> {
    shared.read(|world| {
        let (id, email) = (query.get("personId"), query.get("personEmail"));
        let found = world.list_direct(&actor, id, email, query.get("parentId"))?;
        let paging = Paging { default_max: 50, ..Paging::of(&shared.api_url, "messages/direct") };
        paging.answer(&query, &found, |message| &message.id, |message| world.wire_message(message))
    })
}

pub(super) async fn get(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    Path(id): Path<String>,
) -> Result<Json<wire::Message>, ApiError> {
    shared.read(|world| Ok(Json(world.wire_message(world.get_message(&actor, &id)?))))
}

pub(super) async fn edit(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    Path(id): Path<String>,
    JsonBody(edit): JsonBody<MessageEdit>,
) -> Result<Json<wire::Message>, ApiError> {
    shared.act(|world, now| {
        let message = world.edit_message(&actor, &id, edit, now)?;
        Ok(Json(world.wire_message(&message)))
    })
}

pub(super) async fn delete(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    shared.act(|world, _| world.delete_message(&actor, &id)).map(|()| StatusCode::NO_CONTENT)
}

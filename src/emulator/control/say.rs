//! Acting as a person: saying, editing, deleting, pressing buttons of cards, taking files.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::emulator::control::view::{MessageView, find_person, message_view};
use crate::emulator::error::ApiError;
use crate::emulator::http::{JsonBody, QueryMap, download};
use crate::emulator::shared::Shared;
use crate::emulator::world::{Upload, button_data};
use crate::webex::wire::{AttachmentAction, AttachmentActionCreate, MessageCreate, MessageEdit};

/// A file from the page.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FileBody {
    name: String,
    #[serde(default)]
    media_type: String,
    base64: String,
}

/// Words of a person. `@Name` in `text` mentions a member of the room.
#[derive(Deserialize)]
pub(super) struct SayBody {
    /// Id or address of who speaks.
    person: String,
    #[serde(flatten)]
    message: MessageCreate,
    #[serde(default)]
    file: Option<FileBody>,
}

/// `POST /control/say`.
pub(super) async fn say(
    State(shared): State<Arc<Shared>>,
    JsonBody(body): JsonBody<SayBody>,
) -> Result<Json<MessageView>, ApiError> {
    let upload = match body.file {
        None => None,
        Some(file) => Some(Upload {
            bytes: STANDARD
                .decode(file.base64.as_bytes())
                .map_err(|_| ApiError::bad_request("The file is not valid Base64."))?,
            media_type: match file.media_type {
                kind if kind.is_empty() => "application/octet-stream".to_owned(),
                kind => kind,
            },
            name: file.name,
        }),
    };
    shared.act(|world, now| {
        let actor = find_person(world, &body.person)?.id.clone();
        let message = world.say(&actor, body.message, upload, now)?;
        Ok(Json(message_view(world, &message, &shared.bot_id)))
    })
}

/// New words for a message.
#[derive(Deserialize)]
pub(super) struct EditBody {
    person: String,
    #[serde(flatten)]
    edit: MessageEdit,
}

/// `PUT /control/messages/{id}`.
pub(super) async fn edit(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    JsonBody(body): JsonBody<EditBody>,
) -> Result<Json<MessageView>, ApiError> {
    shared.act(|world, now| {
        let actor = find_person(world, &body.person)?.id.clone();
        let room_id = world.get_message(&actor, &id)?.room_id.clone();
        let edit = MessageEdit { room_id: Some(room_id), ..body.edit };
        let message = world.edit_message(&actor, &id, edit, now)?;
        Ok(Json(message_view(world, &message, &shared.bot_id)))
    })
}

/// `DELETE /control/messages/{id}?person=ID`.
pub(super) async fn delete(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    query: QueryMap,
) -> Result<StatusCode, ApiError> {
    shared.act(|world, _| {
        let actor = find_person(world, query.get("person").unwrap_or_default())?.id.clone();
        world.delete_message(&actor, &id)?;
        Ok(StatusCode::NO_CONTENT)
    })
}

/// A button of a card, pressed.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ClickBody {
    person: String,
    message_id: String,
    /// Title of the button; its data goes with the inputs, as clients do it.
    button: Option<String>,
    #[serde(default)]
    inputs: Map<String, Value>,
}

/// `POST /control/click`.
pub(super) async fn click(
    State(shared): State<Arc<Shared>>,
    JsonBody(body): JsonBody<ClickBody>,
) -> Result<Json<AttachmentAction>, ApiError> {
    shared.act(|world, now| {
        let actor = find_person(world, &body.person)?.id.clone();
        let mut inputs = body.inputs;
        if let Some(title) = &body.button {
            let card = world.get_message(&actor, &body.message_id)?.attachments.first();
            let card = card.ok_or_else(|| ApiError::bad_request("The message has no card."))?;
            inputs.extend(button_data(&card.content, title)?);
        }
        let new =
            AttachmentActionCreate { action_type: "submit".to_owned(), message_id: body.message_id, inputs };
        world.submit_card(&actor, new, now).map(Json)
    })
}

/// `GET /control/contents/{id}?person=ID`: a file, as a download.
pub(super) async fn content(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    query: QueryMap,
) -> Result<Response, ApiError> {
    let content = shared.read(|world| {
        let actor = &find_person(world, query.get("person").unwrap_or_default())?.id;
        world.find_content(actor, &id).cloned()
    })?;
    Ok(download(&content))
}

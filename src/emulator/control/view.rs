//! The world as the page draws it for one person, and whole for tests.

use std::sync::{Arc, PoisonError};

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use serde_json::{Value, json};

use crate::base::limits::{EMULATOR_PREVIEW_CHARS_MAX, EMULATOR_VIEW_MESSAGES_MAX};
use crate::emulator::error::ApiError;
use crate::emulator::http::QueryMap;
use crate::emulator::shared::Shared;
use crate::emulator::world::{Message, Person, Room, World};
use crate::webex::wire::{RoomType, WireTime};

/// A person or bot.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PersonView {
    id: String,
    name: String,
    email: String,
    bot: bool,
}

/// A space in the list of the person who looks.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RoomView {
    id: String,
    title: String,
    kind: RoomType,
    members: Vec<String>,
    /// The newest message of somebody else, which is unread if it is newer than what was seen.
    last_heard: u64,
    last_activity: WireTime,
    preview: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FileView {
    id: String,
    name: String,
    media_type: String,
    bytes: usize,
}

/// A message, or what is left of it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MessageView {
    id: String,
    seq: u64,
    room_id: String,
    person_id: String,
    text: String,
    markdown: Option<String>,
    html: Option<String>,
    files: Vec<FileView>,
    card: Option<Value>,
    parent_id: Option<String>,
    created: WireTime,
    updated: Option<WireTime>,
    edits: usize,
    deleted: bool,
    mentioned_people: Vec<String>,
    mentions_all: bool,
    /// Whether the bot is told of it: what does not mention it in a group, it never sees.
    bot_sees: bool,
}

/// `GET /control/view?person=ID[&room=ID]`: everything that the page draws.
pub(super) async fn view(
    State(shared): State<Arc<Shared>>,
    query: QueryMap,
) -> Result<Json<Value>, ApiError> {
    // Taken before the world is read: the page may be told of a change twice, never too late.
    let version = *shared.version.borrow();
    let hooks = hooks(&shared);
    shared.read(|world| {
        let person = match query.get("person") {
            Some(id) => Some(find_person(world, id)?),
            None => world.people().find(|person| !person.is_bot()),
        };
        let rooms: Vec<RoomView> = person.map(|person| rooms_of(world, person)).unwrap_or_default();
        let room = match (query.get("room"), person) {
            (Some(id), Some(person)) => world.get_room(&person.id, id).ok(),
            _ => None,
        };
        let messages = room.map(|room| messages_of(world, room, &shared.bot_id)).unwrap_or_default();
        Ok(Json(json!({
            "version": version,
            "bot": world.person(&shared.bot_id).map(person_view),
            "person": person.map(person_view),
            "people": world.people().map(person_view).collect::<Vec<_>>(),
            "rooms": rooms,
            "room": room.map(|room| &room.id),
            "messages": messages,
            "hooks": hooks,
        })))
    })
}

/// `GET /control/world`: everything, whoever may see it.
pub(super) async fn world(State(shared): State<Arc<Shared>>) -> Json<Value> {
    let version = *shared.version.borrow();
    let (log, banner, _) = shared.feed.subscribe();
    let faults = shared.faults().list();
    let hooks = hooks(&shared);
    shared.read(|world| {
        let rooms: Vec<Value> = world
            .rooms()
            .map(|room| {
                let members: Vec<_> =
                    world.memberships_in(&room.id).map(|member| world.wire_membership(member)).collect();
                let messages: Vec<_> = world
                    .messages_in(&room.id)
                    .map(|message| message_view(world, message, &shared.bot_id))
                    .collect();
                json!({
                    "id": room.id, "title": room.title, "kind": room.kind, "created": WireTime(room.created),
                    "members": members, "messages": messages,
                })
            })
            .collect();
        let webhooks: Vec<Value> = world
            .webhooks()
            .map(|hook| {
                json!({
                    "id": hook.id, "name": hook.name, "targetUrl": hook.target_url, "resource": hook.resource,
                    "event": hook.event, "filter": hook.filter, "status": hook.status,
                    "signed": hook.secret.is_some(),
                })
            })
            .collect();
        Json(json!({
            "version": version,
            "bot": world.person(&shared.bot_id).map(person_view),
            "people": world.people().map(person_view).collect::<Vec<_>>(),
            "rooms": rooms,
            "webhooks": webhooks,
            "hooks": hooks,
            "faults": faults,
            "log": log,
            "banner": banner,
        }))
    })
}

/// A person by id or address.
///
/// # Errors
/// 404 for nobody.
pub(super) fn find_person<'w>(world: &'w World, id_or_email: &str) -> Result<&'w Person, ApiError> {
    world
        .person(id_or_email)
        .or_else(|| world.person_by_email(id_or_email))
        .ok_or_else(|| ApiError::not_found("Person not found."))
}

pub(super) fn person_view(person: &Person) -> PersonView {
    PersonView {
        id: person.id.clone(),
        name: person.display_name.clone(),
        email: person.email.clone(),
        bot: person.is_bot(),
    }
}

fn hooks(shared: &Shared) -> Value {
    let hooks = shared.hooks.read().unwrap_or_else(PoisonError::into_inner);
    let paths: Vec<Value> = hooks
        .paths
        .iter()
        .map(|hook| json!({ "path": hook.path, "verify": hook.verify.word(), "sample": hook.sample }))
        .collect();
    json!({ "listening": hooks.listener.is_some(), "paths": paths })
}

fn rooms_of(world: &World, person: &Person) -> Vec<RoomView> {
    world
        .list_rooms(&person.id)
        .into_iter()
        .map(|room| {
            let last = world.messages_in(&room.id).rev().find(|message| !message.deleted);
            let heard = world
                .messages_in(&room.id)
                .rev()
                .find(|message| !message.deleted && message.person_id != person.id);
            RoomView {
                id: room.id.clone(),
                title: world.title_for(room, &person.id),
                kind: room.kind,
                members: world.members(&room.id).map(|member| member.id.clone()).collect(),
                last_heard: heard.map_or(0, |message| message.seq),
                last_activity: room.last_activity.into(),
                preview: last
                    .map(|message| message.text.chars().take(EMULATOR_PREVIEW_CHARS_MAX).collect())
                    .unwrap_or_default(),
            }
        })
        .collect()
}

fn messages_of(world: &World, room: &Room, bot_id: &str) -> Vec<MessageView> {
    let mut messages: Vec<MessageView> = world
        .messages_in(&room.id)
        .rev()
        .take(EMULATOR_VIEW_MESSAGES_MAX)
        .map(|message| message_view(world, message, bot_id))
        .collect();
    messages.reverse();
    messages
}

pub(super) fn message_view(world: &World, message: &Message, bot_id: &str) -> MessageView {
    let files = message.files.iter().filter_map(|id| world.content(id)).map(|content| FileView {
        id: content.id.clone(),
        name: content.name.clone(),
        media_type: content.media_type.clone(),
        bytes: content.bytes.len(),
    });
    MessageView {
        id: message.id.clone(),
        seq: message.seq,
        room_id: message.room_id.clone(),
        person_id: message.person_id.clone(),
        text: message.text.clone(),
        markdown: message.markdown.clone(),
        html: message.html.clone(),
        files: files.collect(),
        card: message.attachments.first().map(|card| card.content.clone()),
        parent_id: message.parent_id.clone(),
        created: message.created.into(),
        updated: message.updated.map(Into::into),
        edits: message.edits,
        deleted: message.deleted,
        mentioned_people: message.mentioned_people.clone(),
        mentions_all: message.mentions_all,
        bot_sees: world.can_see(bot_id, message),
    }
}

//! What clients ask around the websocket: the catalogue of services, the devices, the REST ids.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, put};
use axum::{Json, Router};
use serde_json::{Map, Value, json};

use crate::emulator::error::ApiError;
use crate::emulator::http::extract::{Actor, JsonBody};
use crate::emulator::http::fault_layer::faults;
use crate::emulator::http::socket;
use crate::emulator::http::tracking::tracking;
use crate::emulator::shared::Shared;
use crate::webex::{self, CLUSTER_US, IdKind};

/// Of the `us` cluster, in full.
const US: &str = "urn:TEAM:us-east-2_a";

/// The services that a websocket client needs, each below a path of its own.
pub(in crate::emulator) fn mercury_router(shared: &Arc<Shared>) -> Router<Arc<Shared>> {
    Router::new()
        .route("/u2c/api/v1/catalog", get(catalog))
        .route("/wdm/api/v1/devices", get(list).post(register).delete(remove_all))
        .route("/wdm/api/v1/devices/{id}", put(refresh).delete(remove))
        .route("/mercury/v1/apps/wx2/registrations/{id}/messages", get(socket::open))
        .route("/conversation/api/v1/messages/{uuid}", get(message_id))
        .route("/conversation/api/v1/attachment/actions/{uuid}", get(action_id))
        .layer(from_fn_with_state(Arc::clone(shared), faults))
        .layer(from_fn_with_state(Arc::clone(shared), tracking))
}

fn origin(shared: &Shared) -> &str {
    shared.api_url.strip_suffix("/v1").unwrap_or(&shared.api_url)
}

async fn catalog(State(shared): State<Arc<Shared>>, Actor(_): Actor) -> Json<Value> {
    let cluster = shared.read(|world| world.cluster().to_owned());
    let cluster = if cluster == CLUSTER_US { US.to_owned() } else { cluster };
    let origin = origin(&shared);
    Json(json!({
        "serviceLinks": {
            "wdm": format!("{origin}/wdm/api/v1"),
            "conversation": format!("{origin}/conversation/api/v1"),
            "mercuryConnection": format!("{}/mercury/v1", origin.replacen("http", "ws", 1)),
        },
        "hostCatalog": {
            "127.0.0.1": [
                { "host": "127.0.0.1", "ttl": -1, "priority": 5, "id": format!("{cluster}:conversation") },
            ],
        },
    }))
}

async fn register(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    JsonBody(description): JsonBody<Map<String, Value>>,
) -> Result<Json<Value>, ApiError> {
    let id = shared.fresh_uuid();
    let description = Value::Object(description);
    let body = device(&shared, &actor, (&id, &description));
    shared.sockets.register(id, actor, description)?;
    Ok(Json(body))
}

async fn list(State(shared): State<Arc<Shared>>, Actor(actor): Actor) -> Result<Json<Value>, ApiError> {
    let own = shared.sockets.of_person(&actor, |id, entry| (id.to_owned(), entry.description.clone()));
    if own.is_empty() {
        return Err(ApiError::not_found("Device not found"));
    }
    let devices: Vec<Value> =
        own.iter().map(|(id, description)| device(&shared, &actor, (id, description))).collect();
    Ok(Json(json!({ "devices": devices })))
}

async fn refresh(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    Path(id): Path<String>,
) -> Result<Json<Value>, ApiError> {
    let own = shared.sockets.of_person(&actor, |own, entry| (own.to_owned(), entry.description.clone()));
    match own.into_iter().find(|(own, _)| *own == id) {
        Some((id, description)) => Ok(Json(device(&shared, &actor, (&id, &description)))),
        None => Err(ApiError::not_found("Device not found")),
    }
}

async fn remove(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    if shared.sockets.remove(&actor, Some(&id)) {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ApiError::not_found("Device not found"))
    }
}

async fn remove_all(State(shared): State<Arc<Shared>>, Actor(actor): Actor) -> StatusCode {
    shared.sockets.remove(&actor, None);
    StatusCode::NO_CONTENT
}

fn device(shared: &Shared, actor: &str, (id, description): (&str, &Value)) -> Value {
    let origin = origin(shared);
    let org =
        shared.read(|world| world.person(actor).map(|it| webex::id_key(&it.org_id)).unwrap_or_default());
    let mut device = json!({
        "url": format!("{origin}/wdm/api/v1/devices/{id}"),
        "webSocketUrl": format!(
            "{}/mercury/v1/apps/wx2/registrations/{id}/messages", origin.replacen("http", "ws", 1)
        ),
        "userId": webex::id_key(actor), "orgId": org,
        "services": { "conversationServiceUrl": format!("{origin}/conversation/api/v1") },
        "features": { "developer": [], "entitlement": [], "user": [] },
    });
    if let (Value::Object(device), Value::Object(description)) = (&mut device, description) {
        for (name, value) in description {
            device.entry(name).or_insert_with(|| value.clone());
        }
    }
    device
}

async fn message_id(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    Path(uuid): Path<String>,
) -> Result<Json<Value>, ApiError> {
    shared.read(|world| {
        let id = world.canonical_id(&uuid, IdKind::Message)?;
        let message = world.get_message(&actor, &id)?;
        Ok(Json(json!({ "id": message.id, "roomId": message.room_id })))
    })
}

async fn action_id(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    Path(uuid): Path<String>,
) -> Result<Json<Value>, ApiError> {
    shared.read(|world| {
        let id = world.canonical_id(&uuid, IdKind::AttachmentAction)?;
        let action = world.get_action(&actor, &id)?;
        Ok(Json(json!({ "id": action.id, "messageId": action.message_id })))
    })
}

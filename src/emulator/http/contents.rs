//! `/contents`: files of messages.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::HeaderValue;
use axum::response::Response;

use crate::emulator::error::ApiError;
use crate::emulator::http::extract::{Actor, QueryMap};
use crate::emulator::shared::Shared;
use crate::emulator::world::Content;

pub(super) async fn get(
    State(shared): State<Arc<Shared>>,
    Actor(actor): Actor,
    Path(id): Path<String>,
    query: QueryMap,
) -> Result<Response, ApiError> {
    let unscannable =
        query.get("allow").is_some_and(|list| list.split(',').any(|word| word == "unscannable"));
    let now = shared.clock.now();
    let content = shared.read(|world| world.get_content(&actor, &id, unscannable, now).cloned())?;
    Ok(download(&content))
}

/// A file as a download: never shown in place of a page.
pub(in crate::emulator) fn download(content: &Content) -> Response {
    let bytes = content.bytes.clone();
    let length = HeaderValue::from(bytes.len());
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert("content-length", length);
    let plain = HeaderValue::from_static("application/octet-stream");
    headers.insert("content-type", HeaderValue::from_str(&content.media_type).unwrap_or(plain));
    headers.insert("x-content-type-options", HeaderValue::from_static("nosniff"));
    let name: String = content
        .name
        .chars()
        .map(|letter| if letter.is_control() || matches!(letter, '"' | '\\') { '_' } else { letter })
        .collect();
    let disposition = HeaderValue::from_bytes(format!("attachment; filename=\"{name}\"").as_bytes())
        .unwrap_or_else(|_| HeaderValue::from_static("attachment"));
    headers.insert("content-disposition", disposition);
    response
}

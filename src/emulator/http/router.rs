//! The routes of the API.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

use crate::base::limits::EMULATOR_API_BODY_BYTES_MAX;
use crate::emulator::error::ApiError;
use crate::emulator::http::fault_layer::faults;
use crate::emulator::http::tracking::tracking;
use crate::emulator::http::{actions, contents, memberships, messages, people, rooms, webhooks};
use crate::emulator::shared::Shared;

/// Everything below `/v1`.
pub(in crate::emulator) fn router(shared: &Arc<Shared>) -> Router<Arc<Shared>> {
    // Clients of the JavaScript SDK write a slash at the end of some lists.
    Router::new()
        .route("/people", get(people::list))
        .route("/people/", get(people::list))
        .route("/people/{id}", get(people::get))
        .route("/rooms", get(rooms::list).post(rooms::create))
        .route("/rooms/", get(rooms::list).post(rooms::create))
        .route("/rooms/{id}", get(rooms::get).put(rooms::update).delete(rooms::delete))
        .route("/memberships", get(memberships::list).post(memberships::create))
        .route("/memberships/", get(memberships::list).post(memberships::create))
        .route(
            "/memberships/{id}",
            get(memberships::get).put(memberships::update).delete(memberships::delete),
        )
        .route("/messages", get(messages::list).post(messages::create))
        .route("/messages/", get(messages::list).post(messages::create))
        .route("/messages/direct", get(messages::list_direct))
        .route("/messages/{id}", get(messages::get).put(messages::edit).delete(messages::delete))
        .route("/webhooks", get(webhooks::list).post(webhooks::create))
        .route("/webhooks/", get(webhooks::list).post(webhooks::create))
        .route("/webhooks/{id}", get(webhooks::get).put(webhooks::update).delete(webhooks::delete))
        .route("/attachment/actions", post(actions::create))
        .route("/attachment/actions/", post(actions::create))
        .route("/attachment/actions/{id}", get(actions::get))
        .route("/contents/{id}", get(contents::get))
        .fallback(|| async { ApiError::not_found("The requested resource could not be found.") })
        .method_not_allowed_fallback(|| async { ApiError::new(405, "Request method is not supported.") })
        .layer(DefaultBodyLimit::max(EMULATOR_API_BODY_BYTES_MAX))
        .layer(from_fn_with_state(Arc::clone(shared), faults))
        .layer(from_fn_with_state(Arc::clone(shared), tracking))
}

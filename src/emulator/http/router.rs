//! The routes of the API.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

use crate::base::limits::EMULATOR_API_BODY_BYTES_MAX;
use crate::emulator::error::ApiError;
use crate::emulator::http::call_layer::calls;
use crate::emulator::http::fault_layer::faults;
use crate::emulator::http::tracking::tracking;
use crate::emulator::http::{
    actions, contents, denied, memberships, messages, people, rooms, tabs, teams, webhooks,
};
use crate::emulator::shared::Shared;

/// Everything below `/v1`.
pub(in crate::emulator) fn router(shared: &Arc<Shared>) -> Router<Arc<Shared>> {
    // Clients of the JavaScript SDK write a slash at the end of some lists.
    Router::new()
        .route("/people", get(people::list).post(denied::for_admins))
        .route("/people/", get(people::list).post(denied::for_admins))
        .route("/people/{id}", get(people::get).put(denied::for_admins).delete(denied::for_admins))
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
        .merge(groups())
        .merge(not_for_bots())
        .fallback(|| async { ApiError::not_found("The requested resource could not be found.") })
        .method_not_allowed_fallback(|| async { ApiError::new(405, "Request method is not supported.") })
        .layer(DefaultBodyLimit::max(EMULATOR_API_BODY_BYTES_MAX))
        .layer(from_fn_with_state(Arc::clone(shared), faults))
        .layer(from_fn_with_state(Arc::clone(shared), tracking))
        .layer(from_fn_with_state(Arc::clone(shared), calls))
}

/// Teams and the tabs of rooms.
fn groups() -> Router<Arc<Shared>> {
    Router::new()
        .route("/teams", get(teams::list).post(teams::create))
        .route("/teams/", get(teams::list).post(teams::create))
        .route("/teams/{id}", get(teams::get).put(teams::update).delete(teams::delete))
        .route("/team/memberships", get(teams::list_members).post(teams::add_member))
        .route("/team/memberships/", get(teams::list_members).post(teams::add_member))
        .route(
            "/team/memberships/{id}",
            get(teams::get_member).put(teams::update_member).delete(teams::delete_member),
        )
        .route("/room/tabs", get(tabs::list).post(tabs::create))
        .route("/room/tabs/", get(tabs::list).post(tabs::create))
        .route("/room/tabs/{id}", get(tabs::get).put(tabs::update).delete(tabs::delete))
}

/// What a bot's token does not open.
fn not_for_bots() -> Router<Arc<Shared>> {
    Router::new()
        .route("/events", get(denied::for_compliance))
        .route("/events/{id}", get(denied::for_compliance))
        .route("/hds/{*path}", get(denied::for_admins))
        .route("/room/linkedFolders", get(denied::for_people).post(denied::for_people))
        .route(
            "/room/linkedFolders/{id}",
            get(denied::for_people).put(denied::for_people).delete(denied::for_people),
        )
        .route("/rooms/{id}/meetingInfo", get(denied::retired))
}

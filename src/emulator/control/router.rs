//! The routes of the page.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{delete, get, post, put};

use crate::base::limits::EMULATOR_CONTROL_BODY_BYTES_MAX;
use crate::emulator::control::{calls, contents, events, faults, hook, page, people, reset, say, view};
use crate::emulator::error::ApiError;
use crate::emulator::http::tracking;
use crate::emulator::shared::Shared;

/// `/control` and the page at `/`.
pub(in crate::emulator) fn router(shared: &Arc<Shared>) -> Router<Arc<Shared>> {
    let control = Router::new()
        .route("/world", get(view::world))
        .route("/view", get(view::view))
        .route("/events", get(events::stream))
        .route("/people", post(people::create_person))
        .route("/rooms", post(people::create_room))
        .route("/memberships", post(people::add_member).delete(people::remove_member))
        .route("/say", post(say::say))
        .route("/messages/{id}", put(say::edit).delete(say::delete))
        .route("/click", post(say::click))
        .route("/contents/{id}", get(say::content).put(contents::scan))
        .route("/calls", get(calls::list).post(calls::start).delete(calls::stop))
        .route("/hook", post(hook::call))
        .route("/faults", get(faults::list).post(faults::add).delete(faults::clear))
        .route("/faults/{id}", delete(faults::remove))
        .route("/sockets", get(faults::sockets).delete(faults::close_sockets))
        .route("/devices", delete(faults::forget_devices))
        .route("/redeliver", post(faults::redeliver))
        .route("/banner", delete(reset::dismiss_banner))
        .route("/reset", post(reset::reset))
        .fallback(|| async { ApiError::not_found("There is no such control.") })
        .method_not_allowed_fallback(|| async { ApiError::new(405, "Request method is not supported.") })
        .layer(DefaultBodyLimit::max(EMULATOR_CONTROL_BODY_BYTES_MAX))
        .layer(from_fn_with_state(Arc::clone(shared), tracking));
    Router::new().nest("/control", control).merge(page::router())
}

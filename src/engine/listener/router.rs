//! Which request goes where.

use super::ping::answer;
use crate::base::limits;
use crate::engine::{Delivered, EngineHandle, HookRequest, HookResponse};
use crate::net::{Bytes, HeaderMap, header};
use crate::webex::{IncomingEvent, SIGNATURE_HEADER, verify};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use secrecy::{ExposeSecret, SecretString};
use std::sync::Arc;
use tokio::sync::{Semaphore, SemaphorePermit};
use tower_http::limit::RequestBodyLimitLayer;

/// The path that Webex delivers to.
pub const WEBEX_PATH: &str = "/webex";

struct Shared {
    engine: EngineHandle,
    /// What Webex signs with.
    secret: SecretString,
    /// Bytes of bodies of third parties that may come into memory.
    bodies: Semaphore,
}

/// Serves `engine`: [`WEBEX_PATH`] for deliveries that are signed with `secret`, every other path for
/// the webhooks of the script.
pub fn router(engine: EngineHandle, secret: SecretString) -> Router {
    let bodies = Semaphore::new(limits::WEBHOOK_BODIES_BYTES_MAX);
    let shared = Arc::new(Shared { engine, secret, bodies });
    let of_webex = post(of_webex).layer(RequestBodyLimitLayer::new(limits::WEBEX_BODY_BYTES_MAX));
    Router::new().route(WEBEX_PATH, of_webex).fallback(of_third_party).with_state(shared)
}

async fn of_webex(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> Response {
    let signature = headers.get(SIGNATURE_HEADER).and_then(|value| value.to_str().ok());
    if let Err(error) = verify(shared.secret.expose_secret().as_bytes(), &body, signature) {
        tracing::warn!(code = "run/webhook", path = WEBEX_PATH, "a delivery was turned away: {error}");
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let event = match IncomingEvent::parse(&body) {
        Ok(event) => event,
        Err(error) => {
            if let Some(pong) = answer(&shared.secret, &body) {
                return pong.into_response();
            }
            tracing::warn!(code = "run/webhook", path = WEBEX_PATH, "a delivery was turned away: {error}");
            return StatusCode::BAD_REQUEST.into_response();
        }
    };
    let status = match shared.engine.deliver(event).await {
        Ok(Delivered::Accepted | Delivered::Duplicate | Delivered::Own(_) | Delivered::Ignored(_)) => {
            StatusCode::OK
        }
        Err(error) => {
            tracing::warn!(code = "run/webhook", path = WEBEX_PATH, "a delivery was not taken: {error}");
            StatusCode::SERVICE_UNAVAILABLE
        }
    };
    status.into_response()
}

async fn of_third_party(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let (method, uri, headers) = (parts.method, parts.uri, parts.headers);
    // A body that nobody looks at is not read.
    let (body, place) = if method == Method::POST && shared.engine.hears_hook(uri.path()) {
        let Some(mut place) = place_for(&shared.bodies, &headers).await else {
            return StatusCode::PAYLOAD_TOO_LARGE.into_response();
        };
        // The listener bounds the body; here it is only read.
        match axum::body::to_bytes(body, usize::MAX).await {
            Ok(body) => {
                // One that did not say how long it is gives back what it did not need.
                drop(place.split(place.num_permits().saturating_sub(body.len())));
                (body, Some(place))
            }
            Err(error) => {
                tracing::debug!("the body of a delivery could not be read: {error}");
                return StatusCode::PAYLOAD_TOO_LARGE.into_response();
            }
        }
    } else {
        (Bytes::new(), None)
    };
    // What the delivery started goes on although the caller hangs up.
    let request = hook_request(&method, &uri, &headers, body);
    let engine = shared.engine.clone();
    let answer = tokio::spawn(async move { engine.hook(request).await }).await;
    drop(place);
    response(answer.unwrap_or_else(|_| HookResponse::empty(500)))
}

/// Waits until the body has a place in memory: as much as its head says, or as much as it may be. `None` for one
/// that is too large.
async fn place_for<'s>(bodies: &'s Semaphore, headers: &HeaderMap) -> Option<SemaphorePermit<'s>> {
    let length = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    let bytes: usize = length.unwrap_or(limits::WEBHOOK_BODY_BYTES_MAX);
    if bytes > limits::WEBHOOK_BODY_BYTES_MAX {
        return None;
    }
    bodies.acquire_many(u32::try_from(bytes).ok()?).await.ok()
}

fn hook_request(method: &Method, uri: &Uri, headers: &HeaderMap, body: Bytes) -> HookRequest {
    let query = url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    let headers = headers.iter().map(|(name, value)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    });
    HookRequest {
        method: method.as_str().to_owned(),
        path: uri.path().to_owned(),
        query: query.into_owned().collect(),
        headers: headers.collect(),
        body,
    }
}

fn response(answer: HookResponse) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = if answer.body.is_empty() {
        status.into_response()
    } else {
        (status, [(header::CONTENT_TYPE, "application/json")], answer.body).into_response()
    };
    if status == StatusCode::METHOD_NOT_ALLOWED {
        response.headers_mut().insert(header::ALLOW, header::HeaderValue::from_static("POST"));
    }
    response
}

//! Which request goes where.

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

/// The path that Webex delivers to.
pub const WEBEX_PATH: &str = "/webex";

struct Shared {
    engine: EngineHandle,
    /// What Webex signs with.
    secret: SecretString,
}

/// Serves `engine`: [`WEBEX_PATH`] for deliveries that are signed with `secret`, every other path for
/// the webhooks of the script.
pub fn router(engine: EngineHandle, secret: SecretString) -> Router {
    let shared = Arc::new(Shared { engine, secret });
    Router::new().route(WEBEX_PATH, post(of_webex)).fallback(of_third_party).with_state(shared)
}

async fn of_webex(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let signature = headers.get(SIGNATURE_HEADER).and_then(|value| value.to_str().ok());
    if let Err(error) = verify(shared.secret.expose_secret().as_bytes(), &body, signature) {
        tracing::warn!(code = "run/webhook", path = WEBEX_PATH, "a delivery was turned away: {error}");
        return StatusCode::UNAUTHORIZED;
    }
    let event = match IncomingEvent::parse(&body) {
        Ok(event) => event,
        Err(error) => {
            tracing::warn!(code = "run/webhook", path = WEBEX_PATH, "a delivery was turned away: {error}");
            return StatusCode::BAD_REQUEST;
        }
    };
    match shared.engine.deliver(event).await {
        Ok(Delivered::Accepted | Delivered::Duplicate | Delivered::Ignored(_)) => StatusCode::OK,
        Err(error) => {
            tracing::warn!(code = "run/webhook", path = WEBEX_PATH, "a delivery was not taken: {error}");
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}

async fn of_third_party(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let (method, uri, headers) = (parts.method, parts.uri, parts.headers);
    // The listener bounds the body; here it is only read.
    let body = match axum::body::to_bytes(body, usize::MAX).await {
        Ok(body) => body,
        Err(error) => {
            tracing::debug!(path = uri.path(), "the body of a delivery could not be read: {error}");
            return StatusCode::PAYLOAD_TOO_LARGE.into_response();
        }
    };
    // What the delivery started goes on although the caller hangs up.
    let request = hook_request(&method, &uri, &headers, body);
    let engine = shared.engine.clone();
    let answer = tokio::spawn(async move { engine.hook(request).await }).await;
    response(answer.unwrap_or_else(|_| HookResponse::empty(500)))
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

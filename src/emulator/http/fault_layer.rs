//! Carries out the faults that were ordered.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};

use crate::emulator::error::ApiError;
use crate::emulator::faults::CallFault;
use crate::emulator::http::listener::Gate;
use crate::emulator::shared::Shared;
use crate::webex::wire::Page;

/// Looks whether a fault is meant for this call, and lets it happen.
pub(super) async fn faults(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(gate): ConnectInfo<Gate>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path();
    let path = path.strip_prefix("/v1").unwrap_or(path);
    let fault = shared.faults().of_call(request.method().as_str(), path, shared.clock.now());
    match fault {
        // A limit that is reached comes as its status.
        None | Some(CallFault::Limit { .. }) => next.run(request).await,
        Some(CallFault::Status { status, retry_after_s }) => {
            ApiError { retry_after_s, ..refused(status) }.into_response()
        }
        Some(CallFault::StatusAfter { status }) => {
            let _answer = next.run(request).await;
            refused(status).into_response()
        }
        Some(CallFault::HtmlGateway) => {
            let page = "<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>";
            (StatusCode::BAD_GATEWAY, Html(page)).into_response()
        }
        Some(CallFault::EmptyPage) => empty_page(&shared, request.uri()),
        Some(CallFault::DropBefore) => {
            gate.close();
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
        Some(CallFault::DropAfter) => {
            let response = next.run(request).await;
            gate.close();
            response
        }
        Some(CallFault::Latency { ms }) => {
            tokio::time::sleep(Duration::from_millis(ms)).await;
            next.run(request).await
        }
    }
}

fn refused(status: u16) -> ApiError {
    let message = match status {
        429 => "Too many requests.",
        500..=599 => "The server is not able to handle the request.",
        _ => "The request was refused.",
    };
    ApiError::new(status, message)
}

/// No items, and the address of the same list as the next page, without what the platform loses.
fn empty_page(shared: &Shared, uri: &Uri) -> Response {
    let path = uri.path();
    let kept = url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes())
        .filter(|(name, _)| name != "mentionedPeople" && name != "max");
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(kept)
        .append_pair("max", "null")
        .finish();
    let next =
        format!("<{}{}?{query}>; rel=\"next\"", shared.api_url, path.strip_prefix("/v1").unwrap_or(path));
    let mut response = Json(Page::<()> { items: Vec::new() }).into_response();
    if let Ok(link) = HeaderValue::from_str(&next) {
        response.headers_mut().insert("link", link);
    }
    response
}

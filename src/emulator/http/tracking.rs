//! Refusals as the wire has them, and the tracking id that each answer carries.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::emulator::error::ApiError;
use crate::emulator::shared::Shared;
use crate::webex::wire::{AttachmentErrors, ErrorBody, Errors};

/// The header, on requests and answers.
const TRACKING_ID: &str = "trackingid";

/// An answer without a body yet: [`tracking`] writes it, since it knows the tracking id.
impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Gives each answer the time of this Webex and its tracking id, the caller's own where it sent one, and writes the bodies of
/// refusals.
pub(in crate::emulator) async fn tracking(
    State(shared): State<Arc<Shared>>,
    request: Request,
    next: Next,
) -> Response {
    let sent = request.headers().get(TRACKING_ID).cloned();
    let tracking_id = sent.unwrap_or_else(|| {
        HeaderValue::from_str(&format!("EMULATOR_{}", shared.fresh_uuid().to_uppercase()))
            .unwrap_or_else(|_| HeaderValue::from_static("EMULATOR"))
    });
    let mut response = next.run(request).await;
    if let Some(error) = response.extensions_mut().remove::<ApiError>() {
        response = refusal(&error, tracking_id.to_str().unwrap_or_default());
    }
    response.headers_mut().insert(TRACKING_ID, tracking_id);
    let date = shared.clock.now().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    if let Ok(date) = HeaderValue::from_str(&date) {
        response.headers_mut().insert(header::DATE, date);
    }
    response
}

fn refusal(error: &ApiError, tracking_id: &str) -> Response {
    let mut body = ErrorBody::new(error.message.clone(), tracking_id);
    if !error.attachment_errors.is_empty() {
        body.errors = Errors::Attachments {
            attachments: AttachmentErrors {
                code: "invalid_attachments".to_owned(),
                reason: "Invalid Adaptive Card Json".to_owned(),
                attachment_errors: error.attachment_errors.clone(),
            },
        };
    }
    let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, Json(body)).into_response();
    if let Some(seconds) = error.retry_after_s {
        response.headers_mut().insert("retry-after", HeaderValue::from(seconds));
    }
    response
}

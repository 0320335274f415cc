//! What the scan for malware finds in a file.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use jiff::SignedDuration;
use serde::Deserialize;

use crate::emulator::error::ApiError;
use crate::emulator::http::JsonBody;
use crate::emulator::shared::Shared;
use crate::emulator::world::Scan;

/// `{"scan": "clean" | "infected" | "unscannable"}` or `{"scan": "pending", "seconds": 5}`.
#[derive(Deserialize)]
#[serde(tag = "scan", rename_all = "camelCase")]
pub(super) enum ScanBody {
    Clean,
    Infected,
    Unscannable,
    Pending { seconds: u32 },
}

/// `PUT /control/contents/{id}`.
pub(super) async fn scan(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    JsonBody(body): JsonBody<ScanBody>,
) -> Result<StatusCode, ApiError> {
    let found = shared.act(|world, now| {
        let scan = match body {
            ScanBody::Clean => Scan::Clean,
            ScanBody::Infected => Scan::Infected,
            ScanBody::Unscannable => Scan::Unscannable,
            ScanBody::Pending { seconds } => Scan::Until(now + SignedDuration::from_secs(seconds.into())),
        };
        world.set_scan(&id, scan)
    });
    if found { Ok(StatusCode::NO_CONTENT) } else { Err(ApiError::not_found("There is no such file.")) }
}

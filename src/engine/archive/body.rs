//! Bodies as JSON. A body that would not come back the same is Base64.

use crate::engine::codec::{decode, encode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value as Json};

/// The field of a line that holds a body: its name and what stands there.
pub(super) fn field(bytes: &[u8]) -> (&'static str, Json) {
    match decode::<Json>(bytes) {
        Ok(json) if encode(&json).is_ok_and(|again| again == bytes) => ("body", json),
        _ => ("base64", Json::String(STANDARD.encode(bytes))),
    }
}

/// The same for bytes without a version in front: a program's.
pub(super) fn bare_field(bytes: &[u8]) -> (&'static str, Json) {
    match rmp_serde::from_slice::<Json>(bytes) {
        Ok(json) if rmp_serde::to_vec_named(&json).is_ok_and(|again| again == bytes) => ("body", json),
        _ => ("base64", Json::String(STANDARD.encode(bytes))),
    }
}

/// The body of a line; `None` where there is none.
pub(super) fn bytes(line: &Map<String, Json>) -> Option<Vec<u8>> {
    match line.get("body") {
        Some(json) => encode(json).ok(),
        None => base64_of(line),
    }
}

/// The body of a program's line.
pub(super) fn bare_bytes(line: &Map<String, Json>) -> Option<Vec<u8>> {
    match line.get("body") {
        Some(json) => rmp_serde::to_vec_named(json).ok(),
        None => base64_of(line),
    }
}

fn base64_of(line: &Map<String, Json>) -> Option<Vec<u8>> {
    STANDARD.decode(line.get("base64")?.as_str()?).ok()
}

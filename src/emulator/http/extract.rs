//! What handlers take from a request: who calls, the JSON body, the query.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, RawQuery, Request};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use jiff::Timestamp;
use serde::de::DeserializeOwned;

use crate::emulator::error::ApiError;
use crate::emulator::shared::Shared;
use crate::webex::wire::WireTime;

/// The `PEOPLE` id of the token of a call.
pub(super) struct Actor(pub(super) String);

impl FromRequestParts<Arc<Shared>> for Actor {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, ApiError> {
        let header = parts.headers.get("authorization").and_then(|value| value.to_str().ok());
        let token = header
            .and_then(|header| header.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| token.trim())
            .ok_or_else(ApiError::unauthorized)?;
        shared.read(|world| world.actor_of_token(token)).map(Actor)
    }
}

/// The body of a call, which must say that it is JSON.
pub(in crate::emulator) struct JsonBody<T>(pub(in crate::emulator) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for JsonBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let kind = media_type(request.headers());
        if kind != "application/json" {
            return Err(unsupported(&kind));
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| {
            ApiError::new(rejection.status().as_u16(), "The request payload is too big")
        })?;
        serde_json::from_slice(&bytes)
            .map(JsonBody)
            .map_err(|error| ApiError::bad_request(format!("The request body is not valid: {error}")))
    }
}

/// The media type of a body, without its parameters.
pub(super) fn media_type(headers: &HeaderMap) -> String {
    let header = headers.get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default();
    header.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// 415.
pub(super) fn unsupported(kind: &str) -> ApiError {
    ApiError::new(415, format!("Content type '{kind}' not supported"))
}

/// The query of a call, in its order.
#[derive(Clone, Debug, Default)]
pub(in crate::emulator) struct QueryMap(Vec<(String, String)>);

impl QueryMap {
    /// A value that is there and not empty.
    pub(in crate::emulator) fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(name, value)| name == key && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    /// A point in time.
    ///
    /// # Errors
    /// 400 for what is none.
    pub(super) fn time(&self, key: &str) -> Result<Option<Timestamp>, ApiError> {
        let wrong = || ApiError::bad_request(format!("{key} is not a valid time"));
        self.get(key).map(|text| WireTime::parse(text).map(|time| time.0).ok_or_else(wrong)).transpose()
    }

    /// The query with a key set to another value.
    pub(super) fn with(&self, key: &str, value: &str) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in self.0.iter().filter(|(name, _)| name != key) {
            query.append_pair(name, value);
        }
        query.append_pair(key, value).finish()
    }
}

impl<S: Send + Sync> FromRequestParts<S> for QueryMap {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let RawQuery(query) = RawQuery::from_request_parts(parts, state)
            .await
            .map_err(|_| ApiError::bad_request("The query is not valid."))?;
        let pairs = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes())
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        Ok(Self(pairs))
    }
}

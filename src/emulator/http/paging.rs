//! Lists in pages, with the address of the next one in the `Link` header.

use axum::Json;
use axum::http::HeaderValue;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::emulator::error::ApiError;
use crate::emulator::http::extract::QueryMap;
use crate::webex::wire::Page;

/// How a resource is paged.
pub(super) struct Paging {
    /// Address of the list, without a query.
    pub(super) url: String,
    /// Query parameter that says where a page begins.
    pub(super) cursor: &'static str,
    /// Page size where the caller names none.
    pub(super) default_max: usize,
    /// Larger sizes are cut to this, silently.
    pub(super) cap: usize,
}

impl Paging {
    /// The pages of most resources.
    pub(super) fn of(api_url: &str, path: &str) -> Self {
        Self { url: format!("{api_url}/{path}"), cursor: "cursor", default_max: 100, cap: 1000 }
    }

    /// Answers with one page of `items`. The query's cursor is the id after which it begins; where the
    /// list has applied it already, no item has that id.
    ///
    /// # Errors
    /// 400 for a size that is no number.
    pub(super) fn answer<T, W: Serialize>(
        &self,
        query: &QueryMap,
        items: &[T],
        id_of: impl Fn(&T) -> &str,
        wire: impl Fn(&T) -> W,
    ) -> Result<Response, ApiError> {
        let max = match query.get("max") {
            None | Some("null") => self.default_max,
            Some(max) => max
                .parse::<usize>()
                .ok()
                .filter(|max| *max > 0)
                .ok_or_else(|| ApiError::bad_request("max must be a positive number"))?
                .min(self.cap),
        };
        let after = query.get(self.cursor).and_then(|id| items.iter().position(|item| id_of(item) == id));
        let rest = items.get(after.map_or(0, |at| at + 1)..).unwrap_or_default();
        let page = rest.get(..max.min(rest.len())).unwrap_or_default();
        let body = Page { items: page.iter().map(wire).collect() };
        let mut response = Json(body).into_response();
        if page.len() < rest.len()
            && let Some(last) = page.last()
        {
            let next = format!("<{}?{}>; rel=\"next\"", self.url, query.with(self.cursor, id_of(last)));
            if let Ok(link) = HeaderValue::from_str(&next) {
                response.headers_mut().insert("link", link);
            }
        }
        Ok(response)
    }
}

//! Who may speak to this server at all: only pages and programs that name it as loopback.
//!
//! A page on the internet can make a browser call 127.0.0.1, under this server's address or under a
//! name that is made to point to it (DNS rebinding). The `Host` it sends gives the second away, the
//! `Origin` and `Sec-Fetch-Site` the first.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::emulator::shared::Shared;

/// Refuses what does not come from this machine by its own name.
pub(in crate::emulator) async fn guard(
    State(shared): State<Arc<Shared>>,
    request: Request,
    next: Next,
) -> Response {
    match refuse(request.headers(), &shared.hosts) {
        None => next.run(request).await,
        Some(reason) => (StatusCode::FORBIDDEN, reason).into_response(),
    }
}

fn refuse(headers: &HeaderMap, hosts: &[String]) -> Option<&'static str> {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    if !text("host").is_some_and(|host| hosts.iter().any(|own| own.eq_ignore_ascii_case(host))) {
        return Some("This server answers only to its loopback address.");
    }
    let own_origin = |origin: &str| {
        origin
            .strip_prefix("http://")
            .is_some_and(|host| hosts.iter().any(|own| own.eq_ignore_ascii_case(host)))
    };
    if text("origin").is_some_and(|origin| !own_origin(origin)) {
        return Some("Other pages may not call this server.");
    }
    match text("sec-fetch-site") {
        None | Some("same-origin" | "none") => None,
        // Following a link to the page is fine, calling from another page is not.
        Some(_) if text("sec-fetch-mode") == Some("navigate") => None,
        Some(_) => Some("Other pages may not call this server."),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderName, HeaderValue};

    use super::refuse;

    #[track_caller]
    fn check(headers: &[(&'static str, &'static str)], allowed: bool) {
        let map: HeaderMap = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        let hosts = ["127.0.0.1:80".to_owned(), "localhost:80".to_owned()];
        assert_eq!(refuse(&map, &hosts).is_none(), allowed, "{headers:?}");
    }

    #[test]
    fn only_loopback_names_and_the_own_page_pass() {
        check(&[("host", "127.0.0.1:80")], true);
        check(&[("host", "LOCALHOST:80")], true);
        check(&[], false);
        check(&[("host", "evil.example:80")], false);
        check(&[("host", "localhost:81")], false);
        check(&[("host", "localhost:80"), ("origin", "http://localhost:80")], true);
        check(&[("host", "localhost:80"), ("origin", "http://evil.example")], false);
        check(&[("host", "localhost:80"), ("origin", "null")], false);
        check(&[("host", "localhost:80"), ("sec-fetch-site", "same-origin")], true);
        check(&[("host", "localhost:80"), ("sec-fetch-site", "cross-site")], false);
        check(&[("host", "localhost:80"), ("sec-fetch-site", "same-site")], false);
        check(
            &[("host", "localhost:80"), ("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")],
            true,
        );
    }
}

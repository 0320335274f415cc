//! The files of the page, which are part of the program.

use axum::Router;
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

/// Only what this server serves is run or called; no inline scripts or styles. The pictures of cards come from
/// where the script says, as in Webex.
const POLICY: &str = "default-src 'self'; img-src 'self' https: data:; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'; object-src 'none'";

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// Path, media type and content of each file.
const FILES: [(&str, &str, &str); 17] = [
    ("/", HTML, include_str!("../page/index.html")),
    ("/page/base.css", CSS, include_str!("../page/base.css")),
    ("/page/chat.css", CSS, include_str!("../page/chat.css")),
    ("/page/card.css", CSS, include_str!("../page/card.css")),
    ("/page/tools.css", CSS, include_str!("../page/tools.css")),
    ("/page/icon.svg", "image/svg+xml", include_str!("../page/icon.svg")),
    ("/page/app.js", SCRIPT, include_str!("../page/app.js")),
    ("/page/api.js", SCRIPT, include_str!("../page/api.js")),
    ("/page/dom.js", SCRIPT, include_str!("../page/dom.js")),
    ("/page/card.js", SCRIPT, include_str!("../page/card.js")),
    ("/page/card_input.js", SCRIPT, include_str!("../page/card_input.js")),
    ("/page/card_text.js", SCRIPT, include_str!("../page/card_text.js")),
    ("/page/composer.js", SCRIPT, include_str!("../page/composer.js")),
    ("/page/conversation.js", SCRIPT, include_str!("../page/conversation.js")),
    ("/page/spaces.js", SCRIPT, include_str!("../page/spaces.js")),
    ("/page/dialogs.js", SCRIPT, include_str!("../page/dialogs.js")),
    ("/page/tools.js", SCRIPT, include_str!("../page/tools.js")),
];

pub(super) fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    FILES.into_iter().fold(Router::new(), |router, (path, kind, text)| {
        router.route(path, get(move || async move { file(kind, text) }))
    })
}

fn file(kind: &'static str, text: &'static str) -> Response {
    let headers = [
        (HeaderName::from_static("content-type"), HeaderValue::from_static(kind)),
        (HeaderName::from_static("content-security-policy"), HeaderValue::from_static(POLICY)),
        (HeaderName::from_static("x-content-type-options"), HeaderValue::from_static("nosniff")),
        (HeaderName::from_static("referrer-policy"), HeaderValue::from_static("no-referrer")),
        // The program may be a newer one at the next request.
        (HeaderName::from_static("cache-control"), HeaderValue::from_static("no-store")),
    ];
    (headers, text).into_response()
}

//! The websocket: from the catalogue of services to "ready", with a device of its own.

use super::answer::{in_time, of_status, slow};
use super::finding::Finding;
use crate::engine::socket::{SocketSource, Timing};
use crate::engine::{SystemChance, SystemClock};
use crate::webex::WebexClient;
use url::Url;

pub(super) async fn look(client: &WebexClient, u2c: Url, program: &str) -> Finding {
    let source =
        SocketSource { client: client.clone(), u2c, program: program.to_owned(), timing: Timing::default() };
    let (said, status) = match in_time(source.try_out(&SystemClock, &SystemChance)).await {
        Some(Ok(())) => return Finding::fine("websocket", "it opens, and Webex accepts the bot on it"),
        Some(Err(error)) => (error.to_string(), error.status),
        None => (slow("Webex"), None),
    };
    let todo = match status {
        Some(status) => of_status(status),
        None => "let this machine reach *.wbx2.com and *.ciscospark.com on port 443, websockets included",
    };
    Finding::failure("websocket", said, format!("{todo}; or use webhooks (--public-url)"))
}

//! The websocket: from the catalogue of services to "ready", with a device of its own.

use super::answer::{Asked, of_status};
use super::finding::Finding;
use crate::engine::socket::{SocketSource, Timing};
use crate::engine::{SystemChance, SystemClock};
use url::Url;

pub(super) async fn look(asked: &Asked, u2c: Url, program: &str) -> Finding {
    let client = asked.client.clone();
    let source = SocketSource { client, u2c, program: program.to_owned(), timing: Timing::default() };
    let Err(error) = source.try_out(&SystemClock, &SystemChance, asked.patience()).await else {
        return Finding::fine("websocket", "it opens, and Webex accepts the bot on it");
    };
    let (why, todo) = match error.why {
        Some(why) => (why, error.status.map(of_status)),
        None => asked.late(),
    };
    let todo = todo.unwrap_or(
        "let this machine reach *.wbx2.com and *.ciscospark.com on port 443, websockets included; if it does, look at \
         https://status.webex.com",
    );
    Finding::failure(
        "websocket",
        format!("it fails where {}: {why}", error.step),
        format!("{todo}; or use webhooks (--public-url)"),
    )
}

//! The websocket: from the catalogue of services to "ready", with a device of its own.

use super::finding::Finding;
use crate::engine::socket::{SocketSource, Timing};
use crate::engine::{SystemChance, SystemClock};
use crate::webex::WebexClient;
use std::time::Duration;
use url::Url;

const PATIENCE: Duration = Duration::from_mins(1);

pub(super) async fn look(client: &WebexClient, u2c: Url, program: &str) -> Finding {
    let source =
        SocketSource { client: client.clone(), u2c, program: program.to_owned(), timing: Timing::default() };
    let tried = source.try_out(&SystemClock, &SystemChance);
    let (step, why) = match tokio::time::timeout(PATIENCE, tried).await {
        Ok(Ok(())) => {
            return Finding::fine("websocket", "it opens, and Webex accepts the bot on it");
        }
        Ok(Err((step, error))) => (step, error.to_string()),
        Err(_) => ("it opens", format!("nothing happened for {} s", PATIENCE.as_secs())),
    };
    Finding::failure(
        "websocket",
        format!("it fails where {step}: {why}"),
        "let this machine reach *.wbx2.com and *.ciscospark.com on port 443, websockets included; or use webhooks \
         (--public-url)",
    )
}

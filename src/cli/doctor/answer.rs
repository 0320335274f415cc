//! What an answer that is no good asks for: the same words wherever a check calls somebody.

use std::time::Duration;

/// One look takes so long at most.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// What to do where Webex itself does not work.
pub(super) const OUT_OF_ORDER: &str =
    "Webex is out of order or slow: try again in some minutes, and look at https://status.webex.com";

pub(super) const NEW_TOKEN: &str = "open the bot at https://developer.webex.com/my-apps, regenerate its access token and put it into WEBEX_TOKEN";

/// `looked`, or `None` where it takes too long.
pub(super) async fn in_time<T>(looked: impl Future<Output = T>) -> Option<T> {
    tokio::time::timeout(PATIENCE, looked).await.ok()
}

/// That nothing came in time.
pub(super) fn slow(who: &str) -> String {
    format!("{who} gave no answer that counts in {} s", PATIENCE.as_secs())
}

/// What to do about a status of Webex that is no success.
pub(super) fn of_status(status: u16) -> &'static str {
    match status {
        401 => NEW_TOKEN,
        403 => {
            "Webex knows the token and does not let it: ask who administers the organisation of the bot whether bots are \
             allowed; if the bot was deleted, make a new one"
        }
        429 => "too many calls were made with this token: wait some minutes; end other programs that use it",
        500.. => OUT_OF_ORDER,
        _ => "look at --api-url: what answers there may not be Webex",
    }
}

#[cfg(test)]
mod tests {
    use super::of_status;

    #[test]
    fn the_network_is_not_to_blame_for_an_answer() {
        for (status, part) in [
            (401, "regenerate"),
            (403, "administers"),
            (404, "--api-url"),
            (429, "wait some minutes"),
            (500, "status.webex.com"),
            (503, "status.webex.com"),
        ] {
            assert!(of_status(status).contains(part), "{status}: {}", of_status(status));
        }
    }
}

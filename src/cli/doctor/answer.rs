//! Webex as the checks ask it: no question takes long, and what an answer that is no good asks for is the same words
//! wherever it comes from.

use super::finding::Finding;
use crate::webex::{CallWatch, Called, WebexClient, WebexError};
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;
use tokio::time::{sleep, timeout};
use url::Url;

/// One look takes so long at most.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often is looked whether it is waited in vain.
const GLANCE: Duration = Duration::from_millis(100);

pub(super) const NEW_TOKEN: &str = "open the bot at https://developer.webex.com/my-apps, regenerate its access token and put it into WEBEX_TOKEN";

/// The client of the token, and what came of its last attempt.
pub(super) struct Asked {
    pub(super) client: WebexClient,
    host: String,
    last: Arc<LastAnswer>,
}

impl Asked {
    pub(super) fn new(client: WebexClient, api: &Url) -> Self {
        let last = Arc::new(LastAnswer::default());
        let client = client.watched(Arc::clone(&last) as Arc<dyn CallWatch>);
        Self { client, host: api.host_str().unwrap_or_default().to_owned(), last }
    }

    /// Where the API is.
    pub(super) fn host(&self) -> &str {
        &self.host
    }

    /// The answer to a question of `check`, or what to say where there is none that counts.
    pub(super) async fn ask<T>(
        &self,
        check: &'static str,
        asked: impl Future<Output = Result<T, WebexError>>,
    ) -> Result<T, Finding> {
        tokio::select! {
            biased;
            answer = asked => answer.map_err(|error| self.refused(check, &error)),
            () = self.patience() => {
                let (said, todo) = self.late();
                Err(Finding::failure(check, said, todo.map_or_else(|| self.unreached(), str::to_owned)))
            }
        }
    }

    /// Until a look has taken long, or Webex asks to wait for longer than that.
    pub(super) async fn patience(&self) {
        if self.paused().is_zero() {
            self.last.forget();
        }
        let in_vain = async {
            while self.paused() <= PATIENCE {
                sleep(GLANCE).await;
            }
        };
        let _ = timeout(PATIENCE, in_vain).await;
    }

    /// What is so where no answer that counts came in time, and what to do where an answer says that.
    pub(super) fn late(&self) -> (String, Option<&'static str>) {
        let (status, wait_s) = (self.last.refusal(), self.paused().as_secs());
        let said = match status {
            Some(status) if wait_s > 0 => format!("Webex asks to wait {wait_s} s ({status})"),
            Some(status) => {
                format!("Webex answers {status}, and nothing that counts came in {} s", PATIENCE.as_secs())
            }
            None => format!("no answer came in {} s", PATIENCE.as_secs()),
        };
        (said, status.map(of_status))
    }

    fn refused(&self, check: &'static str, error: &WebexError) -> Finding {
        if error.is_unauthorized() {
            return Finding::failure(
                check,
                format!("{} does not accept the token (401)", self.host),
                NEW_TOKEN,
            );
        }
        let todo = error.status.map_or_else(|| self.unreached(), |status| of_status(status).to_owned());
        Finding::failure(check, error.to_string(), todo)
    }

    /// What to do where nothing was answered.
    fn unreached(&self) -> String {
        format!(
            "look whether this machine reaches {} (a proxy, a firewall, --api-url), and at https://status.webex.com",
            self.host
        )
    }

    /// How long Webex asks all calls to wait still.
    fn paused(&self) -> Duration {
        Duration::from_millis(self.client.queue().depth().paused_ms)
    }
}

/// The status of the last attempt; 0 where there was no answer.
#[derive(Debug, Default)]
struct LastAnswer(AtomicU16);

impl CallWatch for LastAnswer {
    fn called(&self, called: &Called<'_>) {
        self.0.store(called.outcome.unwrap_or(0), Ordering::Relaxed);
    }
}

impl LastAnswer {
    fn forget(&self) {
        self.0.store(0, Ordering::Relaxed);
    }

    /// One after which the call is made again: that it was one too many, or that Webex cannot.
    fn refusal(&self) -> Option<u16> {
        Some(self.0.load(Ordering::Relaxed)).filter(|status| matches!(status, 429 | 500..=599))
    }
}

/// What to do about a status of Webex that is no success.
pub(super) fn of_status(status: u16) -> &'static str {
    match status {
        401 => NEW_TOKEN,
        403 => {
            "Webex knows the token and does not let it: ask who administers the organisation of the bot whether bots are \
             allowed; if the bot was deleted, make a new one"
        }
        429 => {
            "too many calls were made with this token: wait for that time, or some minutes; end other programs that use it"
        }
        500.. => {
            "Webex is out of order or slow: try again in some minutes, and look at https://status.webex.com"
        }
        _ => "look at --api-url: what answers there may not be Webex",
    }
}

#[cfg(test)]
mod tests {
    use super::{Asked, of_status};
    use crate::cli::bot::client;
    use crate::webex::{WebexError, WebexErrorKind};

    #[test]
    fn the_network_is_not_to_blame_for_an_answer() {
        for (status, part) in [
            (401, "regenerate"),
            (403, "administers"),
            (404, "--api-url"),
            (429, "some minutes"),
            (500, "status.webex.com"),
            (503, "status.webex.com"),
        ] {
            assert!(of_status(status).contains(part), "{status}: {}", of_status(status));
        }
    }

    #[test]
    fn of_what_was_not_answered_every_check_says_the_same() {
        let api = "https://webex.example/v1";
        let asked = Asked::new(client(api, "token".into()).unwrap(), &api.parse().unwrap());
        let todos = ["token", "webhooks"].map(|check| {
            let error = WebexError::new(WebexErrorKind::Unclear, "list the webhooks", "the connection broke");
            let finding = asked.refused(check, &error);
            assert_eq!((finding.check, finding.said.contains("the connection broke")), (check, true));
            finding.todo.unwrap()
        });
        assert_eq!(todos[0], todos[1]);
        assert!(todos[0].contains("reaches webex.example (a proxy, a firewall"), "{}", todos[0]);
        assert_eq!(asked.late(), ("no answer came in 30 s".to_owned(), None));
    }
}

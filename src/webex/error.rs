//! How a call to Webex fails.

use super::wire::ErrorBody;
use crate::net::{HttpError, HttpFault, HttpResponse, retry_after};
use std::fmt;
use std::time::Duration;

/// Longest text that is taken over from an answer (characters): a page of html helps nobody.
const TEXT_CHARS_MAX: usize = 600;

/// What kind of failure it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum WebexErrorKind {
    /// 401: the token is wrong or was regenerated. Final.
    Unauthorized,
    /// 403: not allowed.
    Forbidden,
    /// 404: gone, never there, or not visible to the bot.
    NotFound,
    /// 409: there already.
    Conflict,
    /// 410: deleted, or a file found infected.
    Gone,
    /// 423: a file that is still being scanned.
    Locked,
    /// 428: a file that cannot be scanned.
    Unscannable,
    /// 429: too many calls.
    RateLimited,
    /// Another 4xx: the call itself is wrong.
    Invalid,
    /// 5xx.
    Server,
    /// No connection.
    Unreachable,
    /// No answer, though the call may have been carried out.
    Unclear,
    /// An answer that makes no sense.
    Malformed,
    /// Refused here, before anything was sent.
    Refused,
}

/// A call to Webex that failed, with what its vendor's support asks for. Never holds a token.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WebexError {
    /// What kind of failure.
    pub kind: WebexErrorKind,
    /// What was tried, as in "send the message".
    pub action: &'static str,
    /// Status of the answer, when there was one.
    pub status: Option<u16>,
    /// What Webex or the connection says.
    pub message: String,
    /// Further lines, such as those about a card.
    pub details: Vec<String>,
    /// Tracking id of the call.
    pub tracking_id: Option<String>,
    /// How long Webex asks to wait.
    pub retry_after: Option<Duration>,
    /// Attempts that were made.
    pub attempts: u32,
}

impl WebexError {
    /// A failure without an answer.
    #[must_use]
    pub fn new(kind: WebexErrorKind, action: &'static str, message: impl Into<String>) -> Self {
        Self {
            kind,
            action,
            status: None,
            message: message.into(),
            details: Vec::new(),
            tracking_id: None,
            retry_after: None,
            attempts: 0,
        }
    }

    /// The failure that an answer states.
    #[must_use]
    pub fn from_response(action: &'static str, response: &HttpResponse) -> Self {
        let body: Option<ErrorBody> = serde_json::from_slice(&response.body).ok();
        let body = body.unwrap_or_default();
        let message = if body.message.is_empty() { no_words(response.status) } else { clean(&body.message) };
        let mut details: Vec<String> = body.errors.descriptions().iter().map(|line| clean(line)).collect();
        details.retain(|line| *line != message);
        let tracking_id = response.header("trackingid").map(str::to_owned).or(body.tracking_id);
        Self {
            status: Some(response.status),
            details,
            tracking_id: tracking_id.map(|id| clean(&id)),
            retry_after: retry_after(response),
            ..Self::new(kind_of(response.status), action, message)
        }
    }

    /// The failure of a connection.
    #[must_use]
    pub fn from_http(action: &'static str, error: HttpError) -> Self {
        let kind = match error.fault {
            HttpFault::Connect => WebexErrorKind::Unreachable,
            HttpFault::Timeout | HttpFault::Dropped => WebexErrorKind::Unclear,
            HttpFault::Invalid | HttpFault::Denied => WebexErrorKind::Refused,
            HttpFault::TooLarge | HttpFault::Redirect => WebexErrorKind::Malformed,
        };
        Self::new(kind, action, error.message)
    }

    /// Whether the token is refused: no further call can succeed.
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        self.kind == WebexErrorKind::Unauthorized
    }

    /// Whether it is about what was asked for: gone, or not for the bot. Asking again gives the same.
    #[must_use]
    pub fn is_of_its_object(&self) -> bool {
        matches!(self.kind, WebexErrorKind::NotFound | WebexErrorKind::Forbidden | WebexErrorKind::Gone)
    }

    /// Whether a gateway says that the service could not be reached: seldom was the call carried out.
    #[must_use]
    pub fn is_of_gateway(&self) -> bool {
        matches!(self.status, Some(502 | 503))
    }

    /// Whether the call may have been carried out although it failed.
    #[must_use]
    pub fn may_have_acted(&self) -> bool {
        match self.kind {
            WebexErrorKind::Unclear | WebexErrorKind::Server | WebexErrorKind::Malformed => true,
            WebexErrorKind::Unauthorized
            | WebexErrorKind::Forbidden
            | WebexErrorKind::NotFound
            | WebexErrorKind::Conflict
            | WebexErrorKind::Gone
            | WebexErrorKind::Locked
            | WebexErrorKind::Unscannable
            | WebexErrorKind::RateLimited
            | WebexErrorKind::Invalid
            | WebexErrorKind::Unreachable
            | WebexErrorKind::Refused => false,
        }
    }

    /// Takes `secret` out of every text, should an answer ever repeat it.
    pub(super) fn scrub(mut self, secret: &str) -> Self {
        if !secret.is_empty() {
            let hide = |text: &mut String| {
                if text.contains(secret) {
                    *text = text.replace(secret, "[secret]");
                }
            };
            hide(&mut self.message);
            self.details.iter_mut().for_each(hide);
            self.tracking_id.iter_mut().for_each(hide);
        }
        self
    }
}

impl fmt::Display for WebexError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "could not {}: ", self.action)?;
        match (self.kind, self.status) {
            (WebexErrorKind::Unauthorized, _) => {
                f.write_str("Webex does not accept the token (401); regenerate it in the developer portal")?;
            }
            (_, Some(status)) => write!(f, "Webex answered {status}: {}", self.message)?,
            (_, None) => f.write_str(&self.message)?,
        }
        for line in &self.details {
            write!(f, "; {line}")?;
        }
        match &self.tracking_id {
            Some(id) => write!(f, " (tracking id {id})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for WebexError {}

fn kind_of(status: u16) -> WebexErrorKind {
    match status {
        401 => WebexErrorKind::Unauthorized,
        403 => WebexErrorKind::Forbidden,
        404 => WebexErrorKind::NotFound,
        409 => WebexErrorKind::Conflict,
        410 => WebexErrorKind::Gone,
        423 => WebexErrorKind::Locked,
        428 => WebexErrorKind::Unscannable,
        429 => WebexErrorKind::RateLimited,
        400..=499 => WebexErrorKind::Invalid,
        500..=599 => WebexErrorKind::Server,
        _ => WebexErrorKind::Malformed,
    }
}

fn no_words(status: u16) -> String {
    match status {
        410 => "it is gone, or was found to be infected".to_owned(),
        423 => "the file is still being scanned".to_owned(),
        428 => "the file cannot be scanned for malware".to_owned(),
        429 => "too many calls".to_owned(),
        500..=599 => "the service has a problem".to_owned(),
        _ => "no reason was given".to_owned(),
    }
}

/// One line of bounded length without control characters, so that an answer cannot forge log lines.
fn clean(text: &str) -> String {
    let mut chars = text.trim().chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut short: String = chars.by_ref().take(TEXT_CHARS_MAX).collect();
    if chars.next().is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::{WebexError, WebexErrorKind};
    use crate::net::HttpResponse;

    fn check(status: u16, header: &'static str, body: &str, kind: WebexErrorKind, shown: &str) {
        let response = HttpResponse::for_test(status, &[("trackingid", header)], body);
        let error = WebexError::from_response("send the message", &response);
        assert_eq!((error.kind, error.to_string().as_str()), (kind, shown));
    }

    #[test]
    fn answers_become_words() {
        check(
            400,
            "NA_1",
            r#"{"message":"bad\nroom","errors":[{"description":"bad room"},{"description":"more"}]}"#,
            WebexErrorKind::Invalid,
            "could not send the message: Webex answered 400: bad room; more (tracking id NA_1)",
        );
        check(
            502,
            "NA_2",
            "<html>Bad gateway</html>",
            WebexErrorKind::Server,
            "could not send the message: Webex answered 502: the service has a problem (tracking id NA_2)",
        );
        check(
            401,
            "R_3",
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/webex/error.401.json")),
            WebexErrorKind::Unauthorized,
            "could not send the message: Webex does not accept the token (401); regenerate it in the developer portal (tracking id R_3)",
        );
    }

    #[test]
    fn the_tracking_id_of_the_body_serves_without_a_header_and_secrets_go() {
        let body = r#"{"message":"token abc123 is bad","trackingId":"ROUTER_abc123"}"#;
        let error = WebexError::from_response("x", &HttpResponse::for_test(400, &[], body)).scrub("abc123");
        assert_eq!(
            error.to_string(),
            "could not x: Webex answered 400: token [secret] is bad (tracking id ROUTER_[secret])"
        );
        assert_eq!(
            WebexError::from_response("x", &HttpResponse::for_test(400, &[], "[]")).message,
            "no reason was given"
        );
        let long = format!(r#"{{"message":"{}"}}"#, "é".repeat(5000));
        let error = WebexError::from_response("x", &HttpResponse::for_test(500, &[], &long));
        assert_eq!(error.message.chars().count(), 601);
    }
}

//! Who is told of each call to Webex: for numbers. What is told has few values: no id, no address.

use crate::net::{HttpError, HttpFault, HttpResponse, is_loopback};
use std::fmt::Debug;
use std::time::Duration;
use url::Url;

/// Looks on. It must be quick.
pub trait CallWatch: Send + Sync + Debug {
    /// One attempt of a call is over.
    fn called(&self, called: &Called<'_>);
}

/// Looks away.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwatched;

impl CallWatch for Unwatched {
    fn called(&self, _called: &Called<'_>) {}
}

/// An attempt of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Called<'c> {
    /// `GET`
    pub method: &'c str,
    /// `/messages/{id}`
    pub route: &'static str,
    /// The status of the answer; a word where there was none.
    pub outcome: Result<u16, &'static str>,
    /// How long it took.
    pub took: Duration,
}

/// What a call came to.
pub(super) fn outcome(outcome: &Result<HttpResponse, HttpError>) -> Result<u16, &'static str> {
    match outcome {
        Ok(response) => Ok(response.status),
        Err(error) => Err(match error.fault {
            HttpFault::Connect => "connect",
            HttpFault::Timeout => "timeout",
            HttpFault::Dropped => "dropped",
            HttpFault::Invalid => "invalid",
            HttpFault::Denied => "denied",
            HttpFault::TooLarge => "too_large",
            HttpFault::Redirect => "redirect",
        }),
    }
}

/// Resources of the API whose members are named by an id.
const RESOURCES: [(&str, &str, &str); 6] = [
    ("people", "/people", "/people/{id}"),
    ("rooms", "/rooms", "/rooms/{id}"),
    ("messages", "/messages", "/messages/{id}"),
    ("memberships", "/memberships", "/memberships/{id}"),
    ("webhooks", "/webhooks", "/webhooks/{id}"),
    ("contents", "/contents", "/contents/{id}"),
];

/// The template of the address of a call to the API at `api`; `other` for the services behind the websocket
/// and for files that are kept elsewhere.
pub(super) fn route(api: &Url, url: &Url) -> &'static str {
    let same = api.origin() == url.origin() || (is_loopback(api) && is_loopback(url));
    let Some(path) = url.path().strip_prefix(api.path()).filter(|_| same) else { return "other" };
    let mut segments = path.split('/').filter(|segment| !segment.is_empty());
    let (first, second, third) = (segments.next(), segments.next(), segments.next());
    match (first, second, third) {
        (Some("people"), Some("me"), None) => "/people/me",
        (Some("messages"), Some("direct"), None) => "/messages/direct",
        (Some("attachment"), Some("actions"), None) => "/attachment/actions",
        (Some("attachment"), Some("actions"), Some(_)) => "/attachment/actions/{id}",
        (Some(first), second, None) => {
            let known = RESOURCES.iter().find(|(name, ..)| *name == first);
            known.map_or("other", |(_, all, one)| if second.is_none() { all } else { one })
        }
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::route;
    use url::Url;

    #[test]
    fn a_route_has_no_ids() {
        let api = Url::parse("https://webexapis.com/v1/").unwrap();
        for (address, want) in [
            ("https://webexapis.com/v1/people/me", "/people/me"),
            ("https://webexapis.com/v1/people/Y2lz", "/people/{id}"),
            ("https://webexapis.com/v1/people?email=a%40b.c", "/people"),
            ("https://webexapis.com/v1/messages", "/messages"),
            ("https://webexapis.com/v1/messages/direct?personId=x", "/messages/direct"),
            ("https://webexapis.com/v1/messages/Y2lz?x=y", "/messages/{id}"),
            ("https://webexapis.com/v1/attachment/actions/Y2lz", "/attachment/actions/{id}"),
            ("https://webexapis.com/v1/contents/Y2lz", "/contents/{id}"),
            ("https://webexapis.com/v1/anything/secret", "other"),
            ("https://webexapis.com/v1/rooms/x/secret", "other"),
            ("https://wdm-a.wbx2.com/wdm/api/v1/devices", "other"),
            ("https://elsewhere.example/v1/rooms", "other"),
        ] {
            assert_eq!(route(&api, &Url::parse(address).unwrap()), want, "{address}");
        }
    }
}

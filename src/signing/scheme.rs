//! The schemes of `verify`.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// How a delivery proves where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scheme {
    /// `X-Hub-Signature-256: sha256=HEX` over the body; `X-GitHub-Delivery` names the delivery.
    Github,
    /// `X-Gitlab-Token` is the secret; `X-Gitlab-Event-UUID` names the delivery.
    Gitlab,
    /// `X-Hub-Signature: sha256=HEX` over the body; `X-Atlassian-Webhook-Identifier` names the delivery.
    Jira,
    /// `X-PagerDuty-Signature: v1=HEX,v1=HEX` over the body; `X-Webhook-Id` and the event's id name it.
    Pagerduty,
    /// `Stripe-Signature: t=T,v1=HEX` over `T.BODY`, not older than five minutes; the event's `id` names it.
    Stripe,
    /// `X-Slack-Signature: v0=HEX` over `v0:T:BODY` with `X-Slack-Request-Timestamp`, not older than five
    /// minutes; `event_id` names it.
    Slack,
    /// A header that is the secret itself.
    Token {
        /// Lower case.
        header: SmolStr,
    },
    /// A header with an HMAC of the body.
    Hmac {
        /// Lower case.
        header: SmolStr,
        /// Which hash.
        algorithm: Algorithm,
        /// How it is written.
        encoding: Encoding,
        /// What stands before it: `sha256=`.
        prefix: SmolStr,
    },
}

/// A hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Algorithm {
    /// SHA-1
    Sha1,
    /// SHA-256
    Sha256,
    /// SHA-512
    Sha512,
}

/// How bytes are written in a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Encoding {
    /// Pairs of hex digits.
    Hex,
    /// Base64 with padding.
    Base64,
}

impl Scheme {
    /// The word after `verify`.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Jira => "jira",
            Self::Pagerduty => "pagerduty",
            Self::Stripe => "stripe",
            Self::Slack => "slack",
            Self::Token { .. } => "token",
            Self::Hmac { .. } => "hmac",
        }
    }
}

//! Whether a delivery comes from who it says it comes from.

use super::sign::mac;
use super::{Algorithm, Encoding, Scheme};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use smol_str::{SmolStr, format_smolstr};
use subtle::ConstantTimeEq;

/// A delivery as it came.
#[derive(Clone, Copy)]
pub struct Delivery<'d> {
    /// The header with a name in lower case.
    pub header: &'d dyn Fn(&str) -> Option<&'d str>,
    /// The raw body.
    pub body: &'d [u8],
    /// When it came, in seconds since 1970.
    pub now_s: i64,
}

/// Why a delivery was turned away: words for the log, never for the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The header that proves it is not there.
    Missing,
    /// It is there and wrong.
    Wrong,
    /// It was right long ago: somebody may have kept it.
    Old,
    /// The bot does not have the secret.
    NoSecret,
}

/// How far the clock of a signature may be off, in seconds (Stripe and Slack recommend five minutes).
const TOLERANCE_S: i64 = 300;

impl Refusal {
    /// In words.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::Missing => "the header that proves where it comes from is missing",
            Self::Wrong => "the proof of where it comes from is wrong: is the secret the same on both sides?",
            Self::Old => "the time in the signature is more than five minutes off: is a clock wrong?",
            Self::NoSecret => "the secret that it is checked with has no value",
        }
    }
}

/// Checks a delivery; an empty secret lets nobody in.
///
/// # Errors
/// Why it is turned away.
pub fn verify(scheme: &Scheme, secret: &str, delivery: Delivery<'_>) -> Result<(), Refusal> {
    if secret.is_empty() {
        return Err(Refusal::NoSecret);
    }
    let Delivery { header, body, now_s } = delivery;
    let get = |name: &str| header(name).ok_or(Refusal::Missing);
    let sha256 = |parts: &[&[u8]]| mac(Algorithm::Sha256, secret.as_bytes(), parts);
    match scheme {
        Scheme::Github => one(get("x-hub-signature-256")?.strip_prefix("sha256="), &sha256(&[body])),
        Scheme::Jira => one(get("x-hub-signature")?.strip_prefix("sha256="), &sha256(&[body])),
        Scheme::Pagerduty => {
            let given =
                get("x-pagerduty-signature")?.split(',').filter_map(|one| one.trim().strip_prefix("v1="));
            any(given, &sha256(&[body]))
        }
        Scheme::Stripe => {
            let parts = || get("stripe-signature").map(|it| it.split(',').map(str::trim));
            let time = parts()?.find_map(|part| part.strip_prefix("t=")).ok_or(Refusal::Wrong)?;
            let given = parts()?.filter_map(|part| part.strip_prefix("v1="));
            any(given, &sha256(&[time.as_bytes(), b".", body]))?;
            fresh(time, now_s)
        }
        Scheme::Slack => {
            let time = get("x-slack-request-timestamp")?;
            let given = get("x-slack-signature")?.strip_prefix("v0=");
            one(given, &sha256(&[b"v0:", time.as_bytes(), b":", body]))?;
            fresh(time, now_s)
        }
        Scheme::Gitlab => token(get("x-gitlab-token")?, secret),
        Scheme::Token { header } => token(get(header)?, secret),
        Scheme::Hmac { header, algorithm, encoding, prefix } => {
            let expected = mac(*algorithm, secret.as_bytes(), &[body]);
            let given = get(header)?.trim().strip_prefix(prefix.as_str());
            match encoding {
                Encoding::Hex => one(given, &expected),
                Encoding::Base64 => {
                    let given = given.and_then(|given| STANDARD.decode(given).ok());
                    same(&given.ok_or(Refusal::Wrong)?, &expected)
                }
            }
        }
    }
}

fn one(given: Option<&str>, expected: &[u8]) -> Result<(), Refusal> {
    same(&given.and_then(from_hex).ok_or(Refusal::Wrong)?, expected)
}

fn any<'g>(given: impl Iterator<Item = &'g str>, expected: &[u8]) -> Result<(), Refusal> {
    let mut found = Err(Refusal::Wrong);
    for given in given {
        found = found.or_else(|_| one(Some(given), expected));
    }
    found
}

fn same(given: &[u8], expected: &[u8]) -> Result<(), Refusal> {
    if bool::from(given.ct_eq(expected)) { Ok(()) } else { Err(Refusal::Wrong) }
}

/// Hashes have one length, so the time says nothing about the length of the secret either.
fn token(given: &str, secret: &str) -> Result<(), Refusal> {
    same(&Sha256::digest(given.as_bytes()), &Sha256::digest(secret.as_bytes()))
}

fn fresh(time: &str, now_s: i64) -> Result<(), Refusal> {
    let time: i64 = time.parse().map_err(|_| Refusal::Wrong)?;
    if now_s.abs_diff(time) <= TOLERANCE_S.unsigned_abs() { Ok(()) } else { Err(Refusal::Old) }
}

/// The id by which the scheme knows a delivery, so that a repetition is recognised. From headers, where
/// there is one; else from the body that was verified.
#[must_use]
pub fn delivery_id(scheme: &Scheme, delivery: Delivery<'_>) -> Option<SmolStr> {
    let header =
        |name: &str| (delivery.header)(name).map(str::trim).filter(|id| !id.is_empty()).map(SmolStr::new);
    let json = || serde_json::from_slice::<serde_json::Value>(delivery.body).ok();
    let text = |pointer: &str| json()?.pointer(pointer)?.as_str().map(SmolStr::new);
    match scheme {
        Scheme::Github => header("x-github-delivery"),
        Scheme::Gitlab => header("x-gitlab-event-uuid").or_else(|| header("idempotency-key")),
        Scheme::Jira => header("x-atlassian-webhook-identifier"),
        Scheme::Pagerduty => {
            let id = text("/event/id")?;
            Some(format_smolstr!("{} {id}", header("x-webhook-id").unwrap_or_default()))
        }
        Scheme::Stripe => text("/id"),
        Scheme::Slack => text("/event_id"),
        // Standard Webhooks names its messages so; others follow the header that HTTP APIs take for repeated calls.
        Scheme::Token { .. } | Scheme::Hmac { .. } => {
            header("webhook-id").or_else(|| header("idempotency-key"))
        }
    }
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = text.trim().chars().map(|digit| digit.to_digit(16)).collect();
    let digits = digits?;
    let (pairs, []) = digits.as_chunks::<2>() else { return None };
    pairs.iter().map(|[high, low]| u8::try_from(high * 16 + low).ok()).collect()
}

#[cfg(test)]
#[path = "vectors.rs"]
mod tests;

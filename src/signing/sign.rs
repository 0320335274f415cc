//! Proving a delivery, as the third party would.

use super::{Algorithm, Encoding, Scheme};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Sha256, Sha512};

/// The headers (names in lower case) that prove `body` at `now_s`, seconds since 1970. `id` names the
/// delivery where the scheme has a header for that.
#[must_use]
pub fn sign(scheme: &Scheme, secret: &str, body: &[u8], (now_s, id): (i64, &str)) -> Vec<(String, String)> {
    let header = |name: &str, value: String| (name.to_owned(), value);
    let hex_of = |parts: &[&[u8]]| hex(&mac(Algorithm::Sha256, secret.as_bytes(), parts));
    match scheme {
        Scheme::Github => vec![
            header("x-hub-signature-256", format!("sha256={}", hex_of(&[body]))),
            header("x-github-delivery", id.to_owned()),
        ],
        Scheme::Gitlab => {
            vec![header("x-gitlab-token", secret.to_owned()), header("x-gitlab-event-uuid", id.to_owned())]
        }
        Scheme::Jira => vec![
            header("x-hub-signature", format!("sha256={}", hex_of(&[body]))),
            header("x-atlassian-webhook-identifier", id.to_owned()),
        ],
        Scheme::Pagerduty => vec![header("x-pagerduty-signature", format!("v1={}", hex_of(&[body])))],
        Scheme::Stripe => {
            let time = now_s.to_string();
            let signature = hex_of(&[time.as_bytes(), b".", body]);
            vec![header("stripe-signature", format!("t={time},v1={signature}"))]
        }
        Scheme::Slack => {
            let time = now_s.to_string();
            let signature = hex_of(&[b"v0:", time.as_bytes(), b":", body]);
            vec![
                header("x-slack-signature", format!("v0={signature}")),
                header("x-slack-request-timestamp", time),
            ]
        }
        Scheme::Token { header: name } => vec![header(name, secret.to_owned())],
        Scheme::Hmac { header: name, algorithm, encoding, prefix } => {
            let bytes = mac(*algorithm, secret.as_bytes(), &[body]);
            let written = match encoding {
                Encoding::Hex => hex(&bytes),
                Encoding::Base64 => STANDARD.encode(&bytes),
            };
            vec![header(name, format!("{prefix}{written}"))]
        }
    }
}

/// The HMAC of the parts, one after another.
pub(super) fn mac(algorithm: Algorithm, key: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    fn of<M: Mac + KeyInit>(key: &[u8], parts: &[&[u8]]) -> Vec<u8> {
        let mut mac = <M as KeyInit>::new_from_slice(key).expect("an HMAC takes a key of any length");
        for part in parts {
            mac.update(part);
        }
        mac.finalize().into_bytes().to_vec()
    }
    match algorithm {
        Algorithm::Sha1 => of::<Hmac<Sha1>>(key, parts),
        Algorithm::Sha256 => of::<Hmac<Sha256>>(key, parts),
        Algorithm::Sha512 => of::<Hmac<Sha512>>(key, parts),
    }
}

/// Lower-case hex digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

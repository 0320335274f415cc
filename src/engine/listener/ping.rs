//! A signed question to whoever listens at an address: is it a bot with this token? The answer is signed too,
//! so that an echo is none.

use crate::webex::sign;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ping {
    ping: String,
}

/// The body of the question; it is signed like a delivery. `nonce`: what the answer depends on.
#[must_use]
pub fn ping(nonce: &str) -> String {
    serde_json::json!({ "ping": nonce }).to_string()
}

/// The body of the right answer.
#[must_use]
pub fn pong(secret: &SecretString, nonce: &str) -> String {
    sign(secret.expose_secret().as_bytes(), format!("pong {nonce}").as_bytes())
}

/// The answer to a delivery that is the question; its signature was checked.
pub(super) fn answer(secret: &SecretString, body: &[u8]) -> Option<String> {
    let asked: Ping = serde_json::from_slice(body).ok()?;
    Some(pong(secret, &asked.ping))
}

#[cfg(test)]
mod tests {
    use super::{answer, ping, pong};

    #[test]
    fn only_who_knows_the_secret_answers_right() {
        let (own, other) = ("own".into(), "other".into());
        let right = pong(&own, "n1");
        assert_eq!(answer(&own, ping("n1").as_bytes()).as_ref(), Some(&right));
        assert_ne!(answer(&other, ping("n1").as_bytes()).as_ref(), Some(&right));
        assert_ne!(answer(&own, ping("n2").as_bytes()).as_ref(), Some(&right));
        for delivery in ["{}", r#"{"ping":"n1","resource":"messages"}"#, "n1", ""] {
            assert_eq!(answer(&own, delivery.as_bytes()), None, "{delivery}");
        }
    }
}

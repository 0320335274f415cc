//! The signature of a webhook delivery: `X-Spark-Signature`, lower-case hex of HMAC-SHA1 over the raw
//! body with the webhook's secret as key.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use std::fmt;

/// Name of the header, in lower case.
pub const SIGNATURE_HEADER: &str = "x-spark-signature";

/// Why a delivery is not taken.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SignatureError {
    /// No header: the delivery is unsigned.
    Missing,
    /// The header is not 40 hex digits.
    Malformed,
    /// Signed with another secret, or changed on the way.
    Wrong,
}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "the delivery has no X-Spark-Signature",
            Self::Malformed => "X-Spark-Signature is not 40 hex digits",
            Self::Wrong => "X-Spark-Signature does not fit the body and the secret",
        })
    }
}

impl std::error::Error for SignatureError {}

fn mac(secret: &[u8], body: &[u8]) -> Hmac<Sha1> {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).expect("HMAC takes a key of any length");
    mac.update(body);
    mac
}

/// The header's value for `body`, which is the raw bytes as they are sent.
#[must_use]
pub fn sign(secret: &[u8], body: &[u8]) -> String {
    let digest = mac(secret, body).finalize().into_bytes();
    digest.iter().fold(String::with_capacity(40), |hex, byte| hex + &format!("{byte:02x}"))
}

/// Checks the header's value against `body`, the raw bytes as they came: never JSON that was parsed
/// and written again. Compares in constant time.
///
/// # Errors
/// Why the delivery is not taken.
pub fn verify(secret: &[u8], body: &[u8], header: Option<&str>) -> Result<(), SignatureError> {
    let header = header.ok_or(SignatureError::Missing)?;
    let claimed = unhex(header.trim()).ok_or(SignatureError::Malformed)?;
    mac(secret, body).verify_slice(&claimed).map_err(|_| SignatureError::Wrong)
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if text.len() != 40 {
        return None;
    }
    let digits: Vec<u8> = text.chars().map(|c| c.to_digit(16)?.try_into().ok()).collect::<Option<_>>()?;
    digits
        .chunks_exact(2)
        .map(|pair| pair.iter().try_fold(0_u8, |byte, digit| byte.checked_mul(16)?.checked_add(*digit)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{SignatureError, sign, verify};

    const SECRET: &str = "webex-secret";
    const BODY: &str = r#"{"id":"Y2lzY29zcGFyazovL3VzL1dFQkhPT0svMQ","name":"wbot","resource":"messages","event":"created","data":{"id":"Y2lzY29zcGFyazovL3VzL01FU1NBR0UvMQ"}}"#;
    const VALUE: &str = "2db17a0820f31b5ad2762e465983d22b4232a51f";

    fn check(secret: &str, body: &str, header: Option<&str>, want: Result<(), SignatureError>) {
        assert_eq!(verify(secret.as_bytes(), body.as_bytes(), header), want, "{header:?}");
    }

    #[test]
    fn the_known_vector_fits_and_nothing_else() {
        assert_eq!(sign(SECRET.as_bytes(), BODY.as_bytes()), VALUE);
        // A vector of RFC 2202.
        assert_eq!(
            sign(b"Jefe", b"what do ya want for nothing?"),
            "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"
        );
        check(SECRET, BODY, Some(VALUE), Ok(()));
        check(SECRET, BODY, Some(&format!(" {} ", VALUE.to_uppercase())), Ok(()));
        check(SECRET, &BODY.replace("wbot", "wb0t"), Some(VALUE), Err(SignatureError::Wrong));
        check("other", BODY, Some(VALUE), Err(SignatureError::Wrong));
        check("", BODY, Some(VALUE), Err(SignatureError::Wrong));
        check(SECRET, BODY, None, Err(SignatureError::Missing));
        for malformed in [
            "",
            "2db1",
            &format!("sha1={VALUE}"),
            &VALUE.replace('2', "g"),
            &"é".repeat(20),
            "+1".repeat(20).as_str(),
        ] {
            check(SECRET, BODY, Some(malformed), Err(SignatureError::Malformed));
        }
    }
}

//! Whether a delivery comes from who it says it comes from.

use super::HookRequest;
use crate::ir::Verify;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use smol_str::SmolStr;
use subtle::ConstantTimeEq;

/// Why a delivery was turned away: words for the log, never for the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Refusal {
    /// The header that proves it is not there.
    Missing,
    /// It is there and wrong.
    Wrong,
    /// The bot does not have the secret.
    NoSecret,
}

impl Refusal {
    pub(in crate::engine) fn reason(self) -> &'static str {
        match self {
            Self::Missing => "the header that proves where it comes from is missing",
            Self::Wrong => "the proof of where it comes from is wrong: is the secret the same on both sides?",
            Self::NoSecret => "the secret that it is checked with has no value",
        }
    }
}

/// Checks `request` as the script says. `secret` gives the value of a secret by its index.
pub(in crate::engine) fn verify<'s>(
    scheme: &Verify,
    request: &HookRequest,
    secret: impl Fn(u16) -> Option<&'s SecretString>,
) -> Result<(), Refusal> {
    let value_of = |index| secret(index).map(ExposeSecret::expose_secret).filter(|value| !value.is_empty());
    match scheme {
        Verify::Nothing => Ok(()),
        Verify::Github { secret } => {
            let key = value_of(*secret).ok_or(Refusal::NoSecret)?;
            let header = request.header("x-hub-signature-256").ok_or(Refusal::Missing)?;
            let signature = header.strip_prefix("sha256=").and_then(from_hex).ok_or(Refusal::Wrong)?;
            let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).map_err(|_| Refusal::NoSecret)?;
            mac.update(&request.body);
            mac.verify_slice(&signature).map_err(|_| Refusal::Wrong)
        }
        Verify::Token { header, secret } => {
            let expected = value_of(*secret).ok_or(Refusal::NoSecret)?;
            let found = request.header(&header.to_lowercase()).ok_or(Refusal::Missing)?;
            // Hashes have one length, so the time says nothing about the length of the secret either.
            let same = Sha256::digest(found.as_bytes()).ct_eq(&Sha256::digest(expected.as_bytes()));
            if bool::from(same) { Ok(()) } else { Err(Refusal::Wrong) }
        }
    }
}

/// The id by which the scheme knows a delivery, so that a repetition is recognised.
pub(in crate::engine) fn delivery_id(scheme: &Verify, request: &HookRequest) -> Option<SmolStr> {
    let header = match scheme {
        Verify::Github { .. } => "x-github-delivery",
        Verify::Nothing | Verify::Token { .. } => return None,
    };
    request.header(header).map(str::trim).filter(|id| !id.is_empty()).map(SmolStr::new)
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = text.trim().chars().map(|digit| digit.to_digit(16)).collect();
    let digits = digits?;
    let (pairs, []) = digits.as_chunks::<2>() else { return None };
    pairs.iter().map(|[high, low]| u8::try_from(high * 16 + low).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::{Refusal, delivery_id, verify};
    use crate::engine::hook::HookRequest;
    use crate::ir::Verify;
    use secrecy::SecretString;

    const SECRET: &str = "It's a Secret to Everybody";
    const SIGNATURE: &str = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    fn request(headers: &[(&str, &str)], body: &[u8]) -> HookRequest {
        HookRequest {
            method: "POST".into(),
            path: "/hook".into(),
            query: Vec::new(),
            headers: headers.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(),
            body: body.to_vec().into(),
        }
    }

    fn check(scheme: &Verify, headers: &[(&str, &str)], body: &[u8], want: Result<(), Refusal>) {
        let secret = SecretString::from(SECRET);
        let found = verify(scheme, &request(headers, body), |index| (index == 0).then_some(&secret));
        assert_eq!(found, want, "{scheme:?} {headers:?}");
    }

    /// The published vector of GitHub's documentation, then what an attacker may send.
    #[test]
    fn github_signs_the_raw_body() {
        let scheme = Verify::Github { secret: 0 };
        let header = "x-hub-signature-256";
        let body = b"Hello, World!";
        check(&scheme, &[(header, SIGNATURE)], body, Ok(()));
        check(&scheme, &[(header, &SIGNATURE.to_uppercase().replace("SHA256", "sha256"))], body, Ok(()));
        check(&scheme, &[(header, SIGNATURE)], b"Hello, World?", Err(Refusal::Wrong));
        check(&scheme, &[(header, SIGNATURE)], b"", Err(Refusal::Wrong));
        check(&scheme, &[], body, Err(Refusal::Missing));
        let sha1 = ("x-hub-signature", "sha1=01dc10d0c83e72ed246219cdd91669667fe2ca59");
        check(&scheme, &[sha1], body, Err(Refusal::Missing));
        for wrong in [
            "",
            "sha256=",
            "sha256=75",
            "sha256=7",
            "sha256=zz",
            "sha1=757107",
            SIGNATURE.trim_start_matches("sha256="),
            "é",
        ] {
            check(&scheme, &[(header, wrong)], body, Err(Refusal::Wrong));
        }
        let shorter = SIGNATURE.trim_end_matches("17");
        check(&scheme, &[(header, shorter)], body, Err(Refusal::Wrong));
        check(&Verify::Github { secret: 1 }, &[(header, SIGNATURE)], body, Err(Refusal::NoSecret));
    }

    #[test]
    fn a_token_is_the_secret_itself() {
        let scheme = Verify::Token { header: "X-Token".into(), secret: 0 };
        check(&scheme, &[("x-token", SECRET)], b"{}", Ok(()));
        check(&scheme, &[("x-token", "It's a Secret")], b"{}", Err(Refusal::Wrong));
        check(&scheme, &[("x-token", "")], b"{}", Err(Refusal::Wrong));
        check(&scheme, &[("x-other", SECRET)], b"{}", Err(Refusal::Missing));
        let absent = Verify::Token { header: "X-Token".into(), secret: 1 };
        check(&absent, &[("x-token", "")], b"{}", Err(Refusal::NoSecret));
        check(&Verify::Nothing, &[], b"", Ok(()));
    }

    #[test]
    fn an_empty_secret_lets_nobody_in() {
        let empty = SecretString::from("");
        let github = verify(&Verify::Github { secret: 0 }, &request(&[], b""), |_| Some(&empty));
        assert_eq!(github, Err(Refusal::NoSecret));
        let token = Verify::Token { header: "X-Token".into(), secret: 0 };
        assert_eq!(
            verify(&token, &request(&[("x-token", "")], b""), |_| Some(&empty)),
            Err(Refusal::NoSecret)
        );
    }

    #[test]
    fn only_some_schemes_name_their_deliveries() {
        let with_id = request(&[("x-github-delivery", " 72d3162e ")], b"");
        assert_eq!(delivery_id(&Verify::Github { secret: 0 }, &with_id).as_deref(), Some("72d3162e"));
        assert_eq!(delivery_id(&Verify::Github { secret: 0 }, &request(&[], b"")), None);
        assert_eq!(delivery_id(&Verify::Nothing, &with_id), None);
    }
}

//! Vectors that the services or their libraries publish, and what an attacker may send.

use super::{Delivery, Refusal, delivery_id, verify};
use crate::signing::{Algorithm, Encoding, Scheme, sign};

const SECRET: &str = "It's a Secret to Everybody";
const GITHUB: &str = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

struct Case<'c> {
    scheme: Scheme,
    secret: &'c str,
    headers: &'c [(&'c str, &'c str)],
    body: &'c [u8],
    now_s: i64,
}

impl Case<'_> {
    fn check(&self, want: Result<(), Refusal>) {
        let header =
            |name: &str| self.headers.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        let delivery = Delivery { header: &header, body: self.body, now_s: self.now_s };
        assert_eq!(verify(&self.scheme, self.secret, delivery), want, "{:?} {:?}", self.scheme, self.headers);
    }
}

fn check(scheme: Scheme, headers: &[(&str, &str)], body: &[u8], want: Result<(), Refusal>) {
    Case { scheme, secret: SECRET, headers, body, now_s: 0 }.check(want);
}

/// The published vector of GitHub's documentation.
#[test]
fn github_signs_the_raw_body() {
    let header = "x-hub-signature-256";
    let body = b"Hello, World!";
    check(Scheme::Github, &[(header, GITHUB)], body, Ok(()));
    check(Scheme::Github, &[(header, &GITHUB.to_uppercase().replace("SHA256", "sha256"))], body, Ok(()));
    check(Scheme::Github, &[(header, GITHUB)], b"Hello, World?", Err(Refusal::Wrong));
    check(Scheme::Github, &[(header, GITHUB)], b"", Err(Refusal::Wrong));
    check(Scheme::Github, &[], body, Err(Refusal::Missing));
    let sha1 = ("x-hub-signature", "sha1=01dc10d0c83e72ed246219cdd91669667fe2ca59");
    check(Scheme::Github, &[sha1], body, Err(Refusal::Missing));
    let bare = GITHUB.trim_start_matches("sha256=");
    for wrong in ["", "sha256=", "sha256=75", "sha256=7", "sha256=zz", "sha1=757107", bare, "é"] {
        check(Scheme::Github, &[(header, wrong)], body, Err(Refusal::Wrong));
    }
    check(Scheme::Github, &[(header, GITHUB.trim_end_matches("17"))], body, Err(Refusal::Wrong));
}

/// The published vector of Atlassian's documentation.
#[test]
fn jira_signs_the_raw_body() {
    let value = "sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9";
    check(Scheme::Jira, &[("x-hub-signature", value)], b"Hello World!", Ok(()));
    check(Scheme::Jira, &[("x-hub-signature", GITHUB)], b"Hello World!", Err(Refusal::Wrong));
}

/// The vector of bolt-js (slackapi/bolt-js, MIT).
#[test]
fn slack_signs_the_time_too() {
    let body = b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
    let signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
    let headers = [("x-slack-signature", signature), ("x-slack-request-timestamp", "1531420618")];
    let case = |now_s| Case {
        scheme: Scheme::Slack,
        secret: "8f742231b10e8888abcd99yyyzzz85a5",
        headers: &headers,
        body,
        now_s,
    };
    case(1_531_420_618).check(Ok(()));
    case(1_531_420_918).check(Ok(()));
    case(1_531_420_919).check(Err(Refusal::Old));
    case(1_531_420_317).check(Err(Refusal::Old));
    let other = [("x-slack-signature", signature), ("x-slack-request-timestamp", "1531420619")];
    Case { headers: &other, ..case(1_531_420_618) }.check(Err(Refusal::Wrong));
}

#[test]
fn stripe_takes_any_signature_of_its_version() {
    let body = b"{\n  \"id\": \"evt_test_webhook\",\n  \"object\": \"event\"\n}";
    let good = "4f1cd7feda9826e746b7d482c4badebb657398df1099e1046364f6196a230150";
    let case = |value: &str, now_s: i64, want| {
        let headers = [("stripe-signature", value)];
        Case { scheme: Scheme::Stripe, secret: "whsec_test_secret", headers: &headers, body, now_s }
            .check(want);
    };
    case(&format!("t=1700000000,v1={good},v0=6ffb"), 1_700_000_000, Ok(()));
    case(&format!("t=1700000000,v1=00,v1={good}"), 1_700_000_010, Ok(()));
    case(&format!("t=1700000000,v0={good}"), 1_700_000_000, Err(Refusal::Wrong));
    case(&format!("t=1700000001,v1={good}"), 1_700_000_000, Err(Refusal::Wrong));
    case(&format!("t=1700000000,v1={good}"), 1_700_009_000, Err(Refusal::Old));
    case(&format!("v1={good}"), 1_700_000_000, Err(Refusal::Wrong));
}

/// Grafana signs as any HMAC.
#[test]
fn any_hmac() {
    let headers = [(
        "x-grafana-alerting-signature",
        "0c2108a6b89c8ad1388537b3df63574ac8a70c59a4929272382a98e7bc417071",
    )];
    let scheme = Scheme::Hmac {
        header: "x-grafana-alerting-signature".into(),
        algorithm: Algorithm::Sha256,
        encoding: Encoding::Hex,
        prefix: "".into(),
    };
    let case =
        Case { scheme, secret: "graf-secret", headers: &headers, body: b"{\"status\":\"firing\"}", now_s: 0 };
    case.check(Ok(()));
    Case { body: b"{}", ..case }.check(Err(Refusal::Wrong));
}

#[test]
fn a_token_is_the_secret_itself() {
    let token = || Scheme::Token { header: "x-token".into() };
    check(token(), &[("x-token", SECRET)], b"{}", Ok(()));
    check(token(), &[("x-token", "It's a Secret")], b"{}", Err(Refusal::Wrong));
    check(token(), &[("x-token", "")], b"{}", Err(Refusal::Wrong));
    check(token(), &[("x-other", SECRET)], b"{}", Err(Refusal::Missing));
    check(Scheme::Gitlab, &[("x-gitlab-token", SECRET)], b"{}", Ok(()));
    let empty = Case { scheme: token(), secret: "", headers: &[("x-token", "")], body: b"", now_s: 0 };
    empty.check(Err(Refusal::NoSecret));
}

#[test]
fn what_is_signed_is_verified_and_has_an_id() {
    let hmac = |algorithm, encoding| Scheme::Hmac {
        header: "x-sig".into(),
        algorithm,
        encoding,
        prefix: "p=".into(),
    };
    let schemes = [
        (Scheme::Github, Some("d1")),
        (Scheme::Gitlab, Some("d1")),
        (Scheme::Jira, Some("d1")),
        (Scheme::Pagerduty, Some(" e1")),
        (Scheme::Stripe, Some("s1")),
        (Scheme::Slack, Some("l1")),
        (Scheme::Token { header: "x-token".into() }, None),
        (hmac(Algorithm::Sha1, Encoding::Hex), None),
        (hmac(Algorithm::Sha512, Encoding::Base64), None),
    ];
    let body = br#"{"id":"s1","event_id":"l1","event":{"id":"e1"}}"#;
    for (scheme, id) in schemes {
        let headers = sign(&scheme, "key", body, (1_000, "d1"));
        let header =
            |name: &str| headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let delivery = Delivery { header: &header, body, now_s: 1_100 };
        assert_eq!(verify(&scheme, "key", delivery), Ok(()), "{scheme:?}");
        assert_eq!(verify(&scheme, "other", delivery), Err(Refusal::Wrong), "{scheme:?}");
        assert_eq!(delivery_id(&scheme, delivery).as_deref(), id, "{scheme:?}");
    }
}

#[test]
fn own_callers_name_a_delivery_by_a_header_of_its_own() {
    let hmac = Scheme::Hmac {
        header: "x-sign".into(),
        algorithm: Algorithm::Sha256,
        encoding: Encoding::Hex,
        prefix: "".into(),
    };
    for scheme in [Scheme::Token { header: "x-token".into() }, hmac] {
        for (headers, want) in [
            (&[("idempotency-key", " k1 ")][..], Some("k1")),
            (&[("idempotency-key", "k1"), ("webhook-id", "msg_1")], Some("msg_1")),
            (&[("webhook-id", ""), ("idempotency-key", "k1")], Some("k1")),
            // A proxy gives each attempt another one.
            (&[("x-request-id", "r1")], None),
            (&[], None),
        ] {
            let header =
                |name: &str| headers.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
            let delivery = Delivery { header: &header, body: b"{}", now_s: 0 };
            assert_eq!(delivery_id(&scheme, delivery).as_deref(), want, "{scheme:?} {headers:?}");
        }
    }
}

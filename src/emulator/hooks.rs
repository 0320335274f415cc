//! The bot's own webhook paths: which there are, and calling them as the third party would.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use url::Url;

use crate::base::limits::EMULATOR_HOOK_ANSWER_BYTES_MAX;
use crate::net::{HeaderMap, HeaderName, HeaderValue, HttpBody, HttpClient, HttpRequest, Method};
use crate::signing::{Scheme, sign};

/// Time that the bot has to answer a call of the page. It may run a handler that calls out.
const ANSWER_TIMEOUT: Duration = Duration::from_mins(1);

/// A path of the bot that a third party calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HookPath {
    /// Begins with a slash.
    pub path: String,
    /// How the bot checks callers.
    pub verify: HookVerify,
    /// A body to begin with.
    pub sample: Option<String>,
}

/// How the bot checks who calls. Secrets here are the dummies of a trial run, and stay on this side
/// of the page.
#[derive(Clone, PartialEq, Eq)]
pub enum HookVerify {
    /// Not at all.
    None,
    /// By a secret.
    Signed {
        /// How.
        scheme: Scheme,
        /// The secret.
        secret: String,
    },
}

impl std::fmt::Debug for HookVerify {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}

impl HookVerify {
    /// The word that the page shows.
    #[must_use]
    pub fn word(&self) -> &str {
        match self {
            Self::None => "none",
            Self::Signed { scheme, .. } => scheme.word(),
        }
    }
}

/// Where the bot listens and what it serves.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hooks {
    pub(crate) listener: Option<Url>,
    pub(crate) paths: Vec<HookPath>,
}

/// A call that the page asks for.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HookCall {
    #[serde(default = "post")]
    pub(crate) method: String,
    pub(crate) path: String,
    #[serde(default)]
    pub(crate) headers: Vec<(String, String)>,
    #[serde(default)]
    pub(crate) body: String,
    /// Sign with the secret of the path.
    #[serde(default)]
    pub(crate) sign: bool,
}

fn post() -> String {
    "POST".to_owned()
}

/// What the bot answered.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct HookAnswer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Hooks {
    /// Writes the request of a call, at a time in seconds since 1970. `delivery_id` goes where the third
    /// party would put one.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the call.
    pub(crate) fn request(
        &self,
        call: &HookCall,
        (now_s, delivery_id): (i64, &str),
    ) -> Result<HttpRequest, String> {
        let base = self.listener.as_ref().ok_or("the bot does not listen for webhooks yet")?;
        if !call.path.starts_with('/') || call.path.starts_with("//") {
            return Err("the path must begin with one slash".to_owned());
        }
        let url = base.join(&call.path).map_err(|error| format!("the path is not well formed: {error}"))?;
        if url.origin() != base.origin() {
            return Err("the path leads away from the bot".to_owned());
        }
        let method = Method::from_bytes(call.method.trim().to_ascii_uppercase().as_bytes())
            .map_err(|_| format!("`{}` is no method", call.method))?;
        let mut headers = HeaderMap::new();
        headers.insert("content-type", HeaderValue::from_static("application/json"));
        for (name, value) in self.signature(call, (now_s, delivery_id), url.path()) {
            insert(&mut headers, &name, &value)?;
        }
        for (name, value) in &call.headers {
            insert(&mut headers, name, value)?;
        }
        Ok(HttpRequest {
            headers,
            body: HttpBody::Bytes(call.body.clone().into()),
            answer_bytes_max: EMULATOR_HOOK_ANSWER_BYTES_MAX,
            ..HttpRequest::new(method, url, ANSWER_TIMEOUT)
        })
    }

    /// The headers that the third party would sign with.
    fn signature(&self, call: &HookCall, at: (i64, &str), path: &str) -> Vec<(String, String)> {
        if !call.sign {
            return Vec::new();
        }
        match self.paths.iter().find(|hook| hook.path == path).map(|hook| &hook.verify) {
            Some(HookVerify::Signed { scheme, secret }) => {
                let mut headers = sign(scheme, secret, call.body.as_bytes(), at);
                if *scheme == Scheme::Github {
                    headers.push(("x-github-event".to_owned(), "push".to_owned()));
                }
                headers
            }
            Some(HookVerify::None) | None => Vec::new(),
        }
    }
}

/// Sends a call and reads the answer.
///
/// # Errors
/// Why there is no answer, in words.
pub(crate) async fn send(client: &HttpClient, request: HttpRequest) -> Result<HookAnswer, String> {
    let answer = client.send(request).await.map_err(|error| error.to_string())?;
    Ok(HookAnswer {
        status: answer.status,
        headers: answer
            .headers
            .iter()
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect(),
        body: String::from_utf8_lossy(&answer.body).into_owned(),
    })
}

fn insert(headers: &mut HeaderMap, name: &str, value: &str) -> Result<(), String> {
    let header =
        HeaderName::from_bytes(name.trim().as_bytes()).map_err(|_| format!("`{name}` is no header name"))?;
    let value = HeaderValue::from_str(value.trim())
        .map_err(|_| format!("the value of `{name}` is no header value"))?;
    headers.insert(header, value);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{HookCall, HookPath, HookVerify, Hooks};
    use crate::signing::Scheme;

    fn hooks() -> Hooks {
        let path = |path: &str, verify| HookPath { path: path.to_owned(), verify, sample: None };
        Hooks {
            listener: url::Url::parse("http://127.0.0.1:4000/").ok(),
            paths: vec![
                path(
                    "/github",
                    HookVerify::Signed {
                        scheme: Scheme::Github,
                        secret: "It's a Secret to Everybody".to_owned(),
                    },
                ),
                path(
                    "/alert",
                    HookVerify::Signed {
                        scheme: Scheme::Token { header: "x-token".into() },
                        secret: "t0".into(),
                    },
                ),
            ],
        }
    }

    fn call(path: &str) -> HookCall {
        HookCall {
            method: "post".into(),
            path: path.into(),
            headers: Vec::new(),
            body: "Hello, World!".into(),
            sign: true,
        }
    }

    #[test]
    fn a_call_is_signed_as_the_third_party_would() {
        let request = hooks().request(&call("/github"), (0, "d-1")).expect("is well formed");
        assert_eq!(request.url.as_str(), "http://127.0.0.1:4000/github");
        // The example of GitHub's documentation.
        assert_eq!(
            request.headers.get("x-hub-signature-256").and_then(|value| value.to_str().ok()),
            Some("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")
        );
        assert_eq!(request.headers.get("x-github-event").and_then(|v| v.to_str().ok()), Some("push"));
        let own = HookCall { headers: vec![("x-github-event".into(), "ping".into())], ..call("/github?a=1") };
        let request = hooks().request(&own, (0, "d-1")).expect("is well formed");
        assert_eq!(request.headers.get("x-github-event").and_then(|v| v.to_str().ok()), Some("ping"));
        assert!(request.headers.contains_key("x-hub-signature-256"));
        let request = hooks().request(&call("/alert"), (0, "d-1")).expect("is well formed");
        assert_eq!(request.headers.get("x-token").and_then(|v| v.to_str().ok()), Some("t0"));
        let unsigned = HookCall { sign: false, ..call("/github") };
        let request = hooks().request(&unsigned, (0, "d-1")).expect("is well formed");
        assert!(!request.headers.contains_key("x-hub-signature-256"));
    }

    #[test]
    fn a_call_stays_with_the_bot() {
        #[track_caller]
        fn check(call: &HookCall, part: &str) {
            let error = hooks().request(call, (0, "d")).map(|_| ()).expect_err("is refused");
            assert!(error.contains(part), "{error}");
        }
        check(&call("//example.com/x"), "one slash");
        check(&call("http://example.com/x"), "one slash");
        check(&HookCall { method: "P Q".into(), ..call("/github") }, "no method");
        check(&HookCall { headers: vec![("a b".into(), "c".into())], ..call("/x") }, "no header name");
        check(&HookCall { headers: vec![("a".into(), "c\nd".into())], ..call("/x") }, "no header value");
        let nowhere = Hooks::default().request(&call("/github"), (0, "d")).map(|_| ());
        assert_eq!(nowhere, Err("the bot does not listen for webhooks yet".to_owned()));
    }
}

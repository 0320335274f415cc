//! The public address: whether it leads to this bot. Who answers for it proves that it knows the bot's token.

use super::finding::Finding;
use super::hooks::Target;
use crate::engine::listener::{ping, pong};
use crate::engine::{Chance, SystemChance};
use crate::net::{
    ClientOptions, HeaderName, HeaderValue, HttpBody, HttpClient, HttpError, HttpFault, HttpRequest,
    HttpResponse, Method, is_loopback,
};
use crate::webex::{SIGNATURE_HEADER, sign};
use secrecy::ExposeSecret;
use std::time::Duration;
use url::Url;

const PATIENCE: Duration = Duration::from_secs(15);
const START: &str = "start the bot (`wbot run ... --public-url ...`) and look again";

pub(super) async fn look(target: &Target) -> Finding {
    let nonce = SystemChance.id();
    match call(target, &nonce).await {
        Ok(answer) => judge(target, &nonce, &answer),
        Err(error) => unreachable(&error),
    }
}

async fn call(target: &Target, nonce: &str) -> Result<HttpResponse, HttpError> {
    let invalid = |why: String| HttpError::new(HttpFault::Invalid, why);
    let url = Url::parse(&target.address()).map_err(|error| invalid(error.to_string()))?;
    let body = ping(nonce);
    let signature = sign(target.secret.expose_secret().as_bytes(), body.as_bytes());
    let signature = HeaderValue::try_from(signature).map_err(|error| invalid(error.to_string()))?;
    let mut request = HttpRequest::new(Method::POST, url.clone(), PATIENCE)
        .with_header(HeaderName::from_static(SIGNATURE_HEADER), signature);
    request.body = HttpBody::Bytes(body.into());
    // A proxy of the environment does not know what runs on this machine.
    let options = ClientOptions { system_proxy: !is_loopback(&url), ..ClientOptions::default() };
    HttpClient::new(&options)?.send(request).await
}

fn judge(target: &Target, nonce: &str, answer: &HttpResponse) -> Finding {
    let url = &target.public_url;
    if answer.status == 200 && answer.body.as_ref() == pong(&target.secret, nonce).as_bytes() {
        return Finding::fine("address", format!("{url} leads to this bot"));
    }
    match answer.status {
        401 => Finding::failure(
            "address",
            format!("a bot answers at {url}, but one with another token"),
            "send this address to the machine and port that this bot listens on (--listen)",
        ),
        502..=504 => Finding::warning(
            "address",
            format!("the proxy at {url} answers {}: it reaches no bot", answer.status),
            format!("{START}; if the bot runs, let the proxy send requests to where it listens (--listen)"),
        ),
        status => Finding::failure(
            "address",
            format!("what answers at {url} is no bot (status {status})"),
            "let this address lead to where the bot listens (--listen), with its path unchanged",
        ),
    }
}

fn unreachable(error: &HttpError) -> Finding {
    let todo = match error.fault {
        HttpFault::Connect => {
            "look at the name (DNS), the port, the firewall and the certificate (TLS) of this address; and whether the bot runs"
        }
        HttpFault::Timeout | HttpFault::Dropped => "look at the proxy or firewall in front of the bot",
        HttpFault::Invalid | HttpFault::Denied | HttpFault::TooLarge | HttpFault::Redirect => {
            "look at --public-url"
        }
    };
    Finding::failure("address", error.message.clone(), todo)
}

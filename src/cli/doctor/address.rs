//! Where the bot is reached: whether the public address leads to it, and whether it can listen where it is told to.
//! Who answers there proves that it knows the bot's token.

use super::finding::Finding;
use super::hooks::Target;
use crate::engine::listener::{WEBEX_PATH, ping, pong};
use crate::engine::{Chance, SystemChance};
use crate::net::{
    ClientOptions, HeaderName, HeaderValue, HttpBody, HttpClient, HttpError, HttpFault, HttpRequest,
    HttpResponse, Method, is_loopback,
};
use crate::webex::{SIGNATURE_HEADER, sign};
use secrecy::{ExposeSecret, SecretString};
use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;
use tokio::net::TcpListener;
use url::Url;

const PATIENCE: Duration = Duration::from_secs(15);
/// Who is on this machine answers soon.
const PATIENCE_HERE: Duration = Duration::from_secs(3);
const START: &str = "start the bot (`wbot run ... --public-url ...`) and look again";

/// Whether the bot that Webex finds at the public address is this one.
pub(super) async fn look(target: &Target) -> Finding {
    let nonce = SystemChance.id();
    match call(&target.address(), PATIENCE, (&target.secret, &nonce)).await {
        Ok(answer) => judge(target, &nonce, &answer),
        Err(error) => unreachable(&error),
    }
}

/// Whether the bot could listen at `at`, or does.
pub(super) async fn listens(at: SocketAddr, secret: &SecretString) -> Finding {
    let Err(error) = TcpListener::bind(at).await else {
        return Finding::fine("listen", format!("{at} is free"));
    };
    if error.kind() != ErrorKind::AddrInUse {
        let todo = "give an address of this machine, and a port that the user who runs the bot may use, with --listen";
        return Finding::failure("listen", format!("{at} cannot be listened at: {error}"), todo);
    }
    let nonce = SystemChance.id();
    let address = format!("http://{}{WEBEX_PATH}", on_this_machine(at));
    let answer = call(&address, PATIENCE_HERE, (secret, &nonce)).await;
    if answer.is_ok_and(|it| proves(secret, &nonce, &it)) {
        return Finding::fine("listen", format!("this bot listens at {at}"));
    }
    let todo = "end that program, or give the bot another port with --listen";
    Finding::failure("listen", format!("another program listens at {at}"), todo)
}

/// Who listens at all addresses is asked at that of this machine.
fn on_this_machine(at: SocketAddr) -> SocketAddr {
    let host = match at.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    (host, at.port()).into()
}

async fn call(
    address: &str,
    patience: Duration,
    (secret, nonce): (&SecretString, &str),
) -> Result<HttpResponse, HttpError> {
    let invalid = |why: String| HttpError::new(HttpFault::Invalid, why);
    let url = Url::parse(address).map_err(|error| invalid(error.to_string()))?;
    let body = ping(nonce);
    let signature = sign(secret.expose_secret().as_bytes(), body.as_bytes());
    let signature = HeaderValue::try_from(signature).map_err(|error| invalid(error.to_string()))?;
    let mut request = HttpRequest::new(Method::POST, url.clone(), patience)
        .with_header(HeaderName::from_static(SIGNATURE_HEADER), signature);
    request.body = HttpBody::Bytes(body.into());
    // A proxy of the environment does not know what runs on this machine.
    let options = ClientOptions { system_proxy: !is_loopback(&url), ..ClientOptions::default() };
    HttpClient::new(&options)?.send(request).await
}

fn proves(secret: &SecretString, nonce: &str, answer: &HttpResponse) -> bool {
    answer.status == 200 && answer.body.as_ref() == pong(secret, nonce).as_bytes()
}

fn judge(target: &Target, nonce: &str, answer: &HttpResponse) -> Finding {
    let url = &target.public_url;
    if proves(&target.secret, nonce, answer) {
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

//! `wbot run`: a bot on Webex.

use super::args::{RunArgs, SettingsArgs};
use super::bot::{Script, Surroundings, client, end, reload, start, store, to_the_end};
use super::load::Missing;
use super::{config, logging, output};
use crate::engine::listener::{Registration, WebhookSource};
use crate::engine::socket::{SocketSource, Timing};
use crate::engine::{Listening, Nobody, Source};
use crate::ir::HandlerKind;
use crate::net::ServerOptions;
use crate::webex::mercury::U2C_URL;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use std::fmt::Write;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use url::{Host, Url};

/// Where it is listened when nothing else is said.
const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);
/// Time that deliveries which are being answered have at a shutdown.
const ANSWER_GRACE: Duration = Duration::from_secs(2);

/// Runs until the process is asked to end. 2 where it could not start.
pub(super) fn run(args: RunArgs) -> ExitCode {
    logging::start(args.log);
    to_the_end(serve(args))
}

async fn serve(args: RunArgs) -> Result<(), String> {
    let end = end().await;
    let script = Script {
        path: args.file.clone(),
        settings: args.settings.clone(),
        missing: Missing::Refuse,
        look: output::look(),
    };
    let (files, result) = script.compile();
    let (loaded, said, token) = match (result, token(&args.settings, &args.file), public_url(&args)) {
        (Ok((loaded, said)), Ok(token), Ok(_)) => (loaded, said, token),
        (result, token, public_url) => {
            let script = result.err().map(|why| why.trim_end().to_owned());
            let problems: Vec<String> =
                script.into_iter().chain(token.err()).chain(public_url.err()).collect();
            return Err(cannot_start(&problems, &args.file));
        }
    };
    output::note(&said);
    let hooks =
        loaded.image.program().handlers.iter().any(|it| matches!(it.kind, HandlerKind::Webhook { .. }));
    let sources = sources(&args, (&script, hooks), token.clone())?;
    let around = Surroundings {
        client: client(args.api_url.as_str(), token)?,
        observer: Arc::new(Nobody),
        store: store(&args.store.clone().unwrap_or_else(|| args.file.with_file_name("wbot.db")))?,
        bot: args.bot,
        catch_up: args.catch_up.0,
    };
    let engine = start(loaded, around).await.map_err(|error| error.to_string())?;
    let mut open = Vec::new();
    for source in sources {
        open.push(source.start(engine.clone()).await.map_err(|error| error.to_string())?);
    }
    announce(&open, &args);
    tokio::select! {
        () = end => {}
        () = reload(engine.clone(), script, files, |_| {}) => {}
    }
    tracing::info!("asked to end: runs may finish");
    for listening in open {
        listening.stop(ANSWER_GRACE).await;
    }
    engine.shutdown().await;
    Ok(())
}

fn announce(open: &[Box<dyn Listening>], args: &RunArgs) {
    let address = open.iter().find_map(|listening| listening.address());
    let address = address.map(tracing::field::display);
    tracing::info!(address, "{} is running", args.file.display());
}

/// The ways in: a listener, for Webex where it has a public address and for third parties; otherwise a
/// websocket for Webex beside it.
fn sources(
    args: &RunArgs,
    (script, hooks): (&Script, bool),
    token: SecretString,
) -> Result<Vec<Box<dyn Source>>, String> {
    let public_url = public_url(args)?;
    let program = script.stem();
    let mut sources: Vec<Box<dyn Source>> = Vec::new();
    let over_socket = public_url.is_none();
    // Two bots that hear Webex over websockets can share a machine without saying where they listen.
    if !over_socket || hooks || args.listen.is_some() {
        let registration = public_url
            .map(|public_url| Registration { public_url: Some(public_url), program: program.clone() });
        sources.push(Box::new(WebhookSource {
            listen: args.listen.unwrap_or(LISTEN),
            options: ServerOptions::default(),
            secret: signing_secret(&token),
            registration,
        }));
    }
    if over_socket {
        sources.push(Box::new(SocketSource {
            client: client(args.api_url.as_str(), token)?,
            u2c: u2c_url(args)?,
            program,
            timing: Timing::default(),
        }));
    }
    Ok(sources)
}

/// Where the websocket services are listed: what stands in for Webex on this machine has them beside its
/// API.
fn u2c_url(args: &RunArgs) -> Result<Url, String> {
    let other = is_local(&args.api_url).then(|| args.api_url.join("/u2c/api/v1"));
    match (&args.u2c_url, other) {
        (Some(url), _) => Ok(url.clone()),
        (None, Some(Ok(url))) => Ok(url),
        (None, Some(Err(_)) | None) => Url::parse(U2C_URL).map_err(|error| error.to_string()),
    }
}

/// All that is missing at once: nobody wants to start a bot five times to learn it.
fn cannot_start(problems: &[String], script: &Path) -> String {
    format!(
        "the bot cannot start\n\n{}\n\nTo try the bot without Webex: wbot dev {}",
        problems.join("\n\n"),
        script.display()
    )
}

/// The bot's token.
fn token(settings: &SettingsArgs, script: &Path) -> Result<SecretString, String> {
    config::settings(settings, script)?.secret("WEBEX_TOKEN").ok_or_else(|| {
        "there is no WEBEX_TOKEN\n\n\
         Make a bot at https://developer.webex.com/my-apps/new/bot and put its token into the environment, or into a \
         file `.env` beside the script:\n\n    WEBEX_TOKEN=..."
            .to_owned()
    })
}

/// The address for the webhooks; `None` where Webex is heard over a websocket.
fn public_url(args: &RunArgs) -> Result<Option<String>, String> {
    match &args.public_url {
        Some(url) if url.scheme() == "https" || is_local(&args.api_url) => {
            Ok(Some(url.as_str().trim_end_matches('/').to_owned()))
        }
        Some(url) => Err(format!(
            "--public-url {url}: Webex delivers to https addresses only; without it the bot uses a websocket, which \
             needs no public address"
        )),
        None => Ok(None),
    }
}

fn is_local(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// What Webex signs deliveries with. Made of the token, so that it is the same after a restart and in
/// each replica, and nobody has to keep it.
fn signing_secret(token: &SecretString) -> SecretString {
    let mut mac = Hmac::<Sha256>::new_from_slice(token.expose_secret().as_bytes())
        .expect("HMAC takes a key of any length");
    mac.update(b"wbot webhook signature");
    let mut secret = String::new();
    for byte in mac.finalize().into_bytes() {
        write!(secret, "{byte:02x}").expect("writing to a String does not fail");
    }
    SecretString::from(secret)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::{Command, WbotArgs};
    use clap::Parser;

    fn args(line: &str) -> RunArgs {
        match WbotArgs::try_parse_from(line.split(' ')).expect("the line is well formed").command {
            Command::Run(args) => *args,
            other => panic!("`wbot run` was asked for, found {other:?}"),
        }
    }

    #[test]
    fn webex_needs_an_https_address_and_a_stand_in_does_not() {
        for (line, expected) in [
            ("wbot run b.wbot --public-url https://a.example/", Ok(Some("https://a.example"))),
            ("wbot run b.wbot --public-url http://a.example", Err("https addresses only")),
            ("wbot run b.wbot", Ok(None)),
            ("wbot run b.wbot --api-url http://127.0.0.1:4000/v1", Ok(None)),
            (
                "wbot run b.wbot --api-url http://localhost:4000/v1 --public-url http://localhost:5/x",
                Ok(Some("http://localhost:5/x")),
            ),
        ] {
            match (public_url(&args(line)), expected) {
                (Ok(found), Ok(expected)) => assert_eq!(found.as_deref(), expected, "{line}"),
                (Err(found), Err(part)) => assert!(found.contains(part), "{line}: {found}"),
                (found, _) => panic!("{line}: {found:?}"),
            }
        }
    }

    #[test]
    fn the_services_are_listed_where_the_api_is() {
        for (line, expected) in [
            ("wbot run b.wbot", U2C_URL),
            ("wbot run b.wbot --api-url http://127.0.0.1:4000/v1", "http://127.0.0.1:4000/u2c/api/v1"),
            (
                "wbot run b.wbot --u2c-url https://u2c.gov.example/u2c/api/v1",
                "https://u2c.gov.example/u2c/api/v1",
            ),
        ] {
            assert_eq!(u2c_url(&args(line)).expect("is an address").as_str(), expected, "{line}");
        }
    }

    #[test]
    fn the_signing_secret_depends_on_the_token_alone_and_does_not_show_it() {
        let secret = |token: &str| signing_secret(&SecretString::from(token)).expose_secret().to_owned();
        assert_eq!(secret("token"), secret("token"));
        assert_ne!(secret("token"), secret("other"));
        assert_eq!(secret("token").len(), 64);
    }
}

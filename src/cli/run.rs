//! `wbot run`: a bot on Webex.

use super::args::{RunArgs, SettingsArgs};
use super::bot::{Script, Surroundings, end, reload, start, store, to_the_end};
use super::load::Missing;
use super::{config, logging, output};
use crate::engine::listener::{Registration, WebhookSource};
use crate::engine::{Listening, Nobody, Source};
use crate::net::ServerOptions;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use std::fmt::Write;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use url::{Host, Url};

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
    let (loaded, said) = result.map_err(|why| format!("the bot cannot start\n\n{why}"))?;
    output::note(&said);
    let token = token(&args.settings, &args.file)?;
    let public_url = public_url(&args)?;
    let source = WebhookSource {
        listen: args.listen,
        options: ServerOptions::default(),
        secret: signing_secret(&token),
        registration: Some(Registration { public_url, program: script.stem() }),
    };
    let around = Surroundings {
        api_url: args.api_url.to_string(),
        token,
        observer: Arc::new(Nobody),
        store: store(&args.store.clone().unwrap_or_else(|| args.file.with_file_name("wbot.db")))?,
        bot: args.bot,
    };
    let engine = start(loaded, around).await.map_err(|error| error.to_string())?;
    let listening = source.start(engine.clone()).await.map_err(|error| error.to_string())?;
    announce(&*listening, &args);
    tokio::select! {
        () = end => {}
        () = reload(engine.clone(), script, files, |_| {}) => {}
    }
    tracing::info!("asked to end: runs may finish");
    listening.stop(ANSWER_GRACE).await;
    engine.shutdown().await;
    Ok(())
}

fn announce(listening: &dyn Listening, args: &RunArgs) {
    if let Some(address) = listening.address() {
        tracing::info!(%address, "{} is running", args.file.display());
    }
}

/// The bot's token.
fn token(settings: &SettingsArgs, script: &Path) -> Result<SecretString, String> {
    config::settings(settings, script)?.secret("WEBEX_TOKEN").ok_or_else(|| {
        format!(
            "there is no WEBEX_TOKEN\n\n\
             Make a bot at https://developer.webex.com/my-apps/new/bot and put its token into the environment, or \
             into a file `.env` beside the script:\n\n    WEBEX_TOKEN=...\n\n\
             To try the bot without Webex: wbot dev {}",
            script.display()
        )
    })
}

/// The address for the webhooks; `None` is the address that is listened on, which a stand-in for
/// Webex on this machine can reach.
fn public_url(args: &RunArgs) -> Result<Option<String>, String> {
    match &args.public_url {
        Some(url) if url.scheme() == "https" || is_local(&args.api_url) => {
            Ok(Some(url.as_str().trim_end_matches('/').to_owned()))
        }
        Some(url) => Err(format!("--public-url {url}: Webex delivers to https addresses only")),
        None if is_local(&args.api_url) => Ok(None),
        None => Err(format!(
            "there is no --public-url\n\n\
             Webex delivers messages over https. Say under which address it reaches this machine, through a proxy \
             or a tunnel to {}:\n\n    wbot run {} --public-url https://bots.example.com\n\n\
             To try the bot without Webex: wbot dev {}",
            args.listen,
            args.file.display(),
            args.file.display()
        )),
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
            ("wbot run b.wbot", Err("wbot dev b.wbot")),
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
    fn the_signing_secret_depends_on_the_token_alone_and_does_not_show_it() {
        let secret = |token: &str| signing_secret(&SecretString::from(token)).expose_secret().to_owned();
        assert_eq!(secret("token"), secret("token"));
        assert_ne!(secret("token"), secret("other"));
        assert_eq!(secret("token").len(), 64);
    }
}

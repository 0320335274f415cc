//! What a bot is given of Webex: its token, where the API is, and where Webex finds the bot.

use super::args::{SettingsArgs, WebexArgs};
use super::config;
use crate::net::is_loopback;
use crate::webex::mercury::U2C_URL;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use std::fmt::Write;
use std::path::Path;
use url::Url;

/// Where the websocket services are listed: what stands in for Webex on this machine has them beside its
/// API.
pub(super) fn u2c_url(args: &WebexArgs) -> Result<Url, String> {
    let other = is_loopback(&args.api_url).then(|| args.api_url.join("/u2c/api/v1"));
    match (&args.u2c_url, other) {
        (Some(url), _) => Ok(url.clone()),
        (None, Some(Ok(url))) => Ok(url),
        (None, Some(Err(_)) | None) => Url::parse(U2C_URL).map_err(|error| error.to_string()),
    }
}

/// The bot's token.
pub(super) fn token(settings: &SettingsArgs, script: &Path) -> Result<SecretString, String> {
    config::settings(settings, script)?.secret("WEBEX_TOKEN").ok_or_else(|| {
        "there is no WEBEX_TOKEN\n\n\
         Make a bot at https://developer.webex.com/my-apps/new/bot and put its token into the environment, or into a \
         file `.env` beside the script:\n\n    WEBEX_TOKEN=..."
            .to_owned()
    })
}

/// The address for the webhooks; `None` where Webex is heard over a websocket.
pub(super) fn public_url(args: &WebexArgs) -> Result<Option<String>, String> {
    match &args.public_url {
        Some(url) if url.scheme() == "https" || is_loopback(&args.api_url) => {
            Ok(Some(url.as_str().trim_end_matches('/').to_owned()))
        }
        Some(url) => Err(format!(
            "--public-url {url}: Webex delivers to https addresses only; without it the bot uses a websocket, which \
             needs no public address"
        )),
        None => Ok(None),
    }
}

/// What Webex signs deliveries with. Made of the token, so that it is the same after a restart and in
/// each replica, and nobody has to keep it.
pub(super) fn signing_secret(token: &SecretString) -> SecretString {
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

    fn args(line: &str) -> WebexArgs {
        match WbotArgs::try_parse_from(line.split(' ')).expect("the line is well formed").command {
            Command::Run(args) => args.webex,
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

//! A websocket as a client. The upgrade goes through the library of every other call, so that proxies and
//! certificates are those of the machine; only the frames are another crate's.

use super::client::{explain, late};
use super::request::{HttpError, HttpFault};
use super::roots::{build, innermost};
use crate::hosts::shown;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::{SinkExt, StreamExt};
use reqwest::{Client, StatusCode, Upgraded, header};
use sha1::{Digest, Sha1};
use std::fmt;
use std::time::Duration;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role, WebSocketConfig};
use url::Url;

/// What the accept key of a server is made with (RFC 6455, 1.3).
const ACCEPT_GUID: &str = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
/// Longest message that is read, in bytes: events are a few kilobytes.
const MESSAGE_BYTES_MAX: usize = 8 * 1024 * 1024;

/// An open websocket.
pub struct Socket {
    stream: WebSocketStream<Upgraded>,
}

/// What comes in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Received {
    /// A message; the text of a binary one, where it is text.
    Text(String),
    /// The end.
    Closed {
        /// The code that the other side gave; none where the connection just ended.
        code: Option<u16>,
        /// Its reason; empty where it gave none.
        reason: String,
    },
}

/// Why there is no websocket.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SocketError {
    /// The server answered with another status than 101.
    Status(u16),
    /// There is no connection, or it speaks something else.
    Http(HttpError),
}

impl fmt::Display for SocketError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => write!(f, "the websocket was refused with {status}"),
            Self::Http(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for SocketError {}

impl fmt::Debug for Socket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Socket")
    }
}

impl Socket {
    /// Opens a websocket at `url` (`ws` or `wss`). `system_proxy`: through the proxy that the
    /// environment names; `nonce`: 16 bytes by chance.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn connect(
        url: &Url,
        timeout: Duration,
        system_proxy: bool,
        nonce: [u8; 16],
    ) -> Result<Self, SocketError> {
        match tokio::time::timeout(timeout, Self::open(url, timeout, system_proxy, nonce)).await {
            Ok(outcome) => outcome,
            Err(_) => Err(SocketError::Http(late(url, timeout))),
        }
    }

    async fn open(
        url: &Url,
        timeout: Duration,
        system_proxy: bool,
        nonce: [u8; 16],
    ) -> Result<Self, SocketError> {
        let failed = |fault: HttpFault, message: String| SocketError::Http(HttpError::new(fault, message));
        let http = http_url(url)
            .ok_or_else(|| failed(HttpFault::Invalid, "this is no address of a websocket".to_owned()))?;
        let client = build(|| {
            // An upgrade is a thing of HTTP/1.1.
            let builder = Client::builder().http1_only().connect_timeout(timeout);
            if system_proxy { builder } else { builder.no_proxy() }
        })
        .map_err(SocketError::Http)?;
        let key = STANDARD.encode(nonce);
        let response = client
            .get(http)
            .header(header::CONNECTION, "Upgrade")
            .header(header::UPGRADE, "websocket")
            .header(header::SEC_WEBSOCKET_VERSION, "13")
            .header(header::SEC_WEBSOCKET_KEY, &key)
            .send()
            .await
            .map_err(|error| SocketError::Http(explain(&error, url, timeout)))?;
        if response.status() != StatusCode::SWITCHING_PROTOCOLS {
            return Err(SocketError::Status(response.status().as_u16()));
        }
        let accept =
            response.headers().get(header::SEC_WEBSOCKET_ACCEPT).map(|value| value.as_bytes().to_vec());
        if accept.as_deref() != Some(accept_key(&key).as_bytes()) {
            return Err(failed(HttpFault::Dropped, format!("{} speaks no websocket", shown(url))));
        }
        let upgraded = response
            .upgrade()
            .await
            .map_err(|error| failed(HttpFault::Dropped, format!("{}: {}", shown(url), innermost(&error))))?;
        let config = WebSocketConfig::default()
            .max_message_size(Some(MESSAGE_BYTES_MAX))
            .max_frame_size(Some(MESSAGE_BYTES_MAX));
        Ok(Self { stream: WebSocketStream::from_raw_socket(upgraded, Role::Client, Some(config)).await })
    }

    /// Sends a text.
    ///
    /// # Errors
    /// When the connection is gone.
    pub async fn send(&mut self, text: String) -> Result<(), HttpError> {
        self.stream
            .send(Message::text(text))
            .await
            .map_err(|error| HttpError::new(HttpFault::Dropped, innermost(&error)))
    }

    /// The next message, or the end. Pings of the other side are answered. It may be dropped while it
    /// waits, and nothing is lost.
    pub async fn receive(&mut self) -> Received {
        let ended = |frame: Option<CloseFrame>| Received::Closed {
            code: frame.as_ref().map(|frame| frame.code.into()),
            reason: frame.map(|frame| frame.reason.to_string()).unwrap_or_default(),
        };
        loop {
            match self.stream.next().await {
                Some(Ok(Message::Text(text))) => return Received::Text(text.to_string()),
                Some(Ok(Message::Binary(bytes))) => {
                    return Received::Text(String::from_utf8_lossy(&bytes).into_owned());
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
                Some(Ok(Message::Close(frame))) => return ended(frame),
                Some(Err(_)) | None => return ended(None),
            }
        }
    }

    /// Says goodbye and closes.
    pub async fn close(mut self) {
        // Whoever does not hear the goodbye sees the connection end.
        let _ = self.stream.close(None).await;
    }
}

fn http_url(url: &Url) -> Option<Url> {
    let rest = match url.scheme() {
        "ws" => url.as_str().strip_prefix("ws").map(|rest| format!("http{rest}")),
        "wss" => url.as_str().strip_prefix("wss").map(|rest| format!("https{rest}")),
        _ => None,
    };
    Url::parse(&rest?).ok()
}

fn accept_key(key: &str) -> String {
    STANDARD.encode(Sha1::new().chain_update(key).chain_update(ACCEPT_GUID).finalize())
}

#[cfg(test)]
mod tests {
    use super::{accept_key, http_url};
    use url::Url;

    #[test]
    fn the_accept_key_is_that_of_the_rfc() {
        assert_eq!(accept_key("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    #[test]
    fn only_addresses_of_websockets_become_http() {
        for (from, to) in [
            ("wss://a.example/x?y=1", Some("https://a.example/x?y=1")),
            ("ws://127.0.0.1:9/ws", Some("http://127.0.0.1:9/ws")),
            ("https://a.example/", None),
        ] {
            let url = Url::parse(from).expect("is an address");
            assert_eq!(http_url(&url).as_ref().map(Url::as_str), to, "{from}");
        }
    }
}

//! From a token to a socket that is ready.

use super::source::Timing;
use crate::engine::{Chance, Clock};
use crate::net::{Received, Socket, SocketError};
use crate::webex::mercury::{Catalog, Device, Frame, authorization};
use crate::webex::{WebexClient, WebexError, WebexErrorKind};
use secrecy::ExposeSecret;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// Close codes by which the server says that the token is no good.
const UNAUTHORIZED: [u16; 2] = [4401, 1008];
/// Devices that are registered in a row because the one before was gone.
const DEVICES_MAX: usize = 3;

/// How to reach Webex.
#[derive(Clone, Debug)]
pub(super) struct Way {
    pub(super) client: WebexClient,
    pub(super) u2c: Url,
    pub(super) device_name: String,
    pub(super) timing: Timing,
}

/// A socket that is ready.
pub(super) struct Session {
    pub(super) socket: Socket,
    pub(super) catalog: Arc<Catalog>,
}

/// Why there is no session.
#[derive(Debug, thiserror::Error)]
pub(super) enum NoSession {
    /// The token is refused: no attempt will do.
    #[error("Webex does not accept the token for the websocket")]
    Unauthorized,
    /// A call failed.
    #[error(transparent)]
    Webex(WebexError),
    /// The socket did not open.
    #[error(transparent)]
    Socket(#[from] SocketError),
    /// Webex names no such service.
    #[error("the catalogue of Webex has no websocket service")]
    NoService,
    /// It closed before it was ready.
    #[error("the websocket closed before it was ready ({})", shown(*code, reason))]
    Closed {
        /// Its code.
        code: Option<u16>,
        /// Its reason.
        reason: String,
    },
    /// It was open and said nothing.
    #[error("the websocket did not get ready in time")]
    Silent,
}

impl From<WebexError> for NoSession {
    fn from(error: WebexError) -> Self {
        if error.kind == WebexErrorKind::Unauthorized { Self::Unauthorized } else { Self::Webex(error) }
    }
}

impl NoSession {
    /// Whether there is no way to Webex at all.
    pub(super) fn is_unreachable(&self) -> bool {
        matches!(self, Self::Webex(error) if error.kind == WebexErrorKind::Unreachable)
    }
}

/// A code and a reason for a log line.
pub(super) fn shown(code: Option<u16>, reason: &str) -> String {
    let code = code.map_or_else(|| "no code".to_owned(), |code| format!("code {code}"));
    // The reason comes from outside: one line, and short.
    let reason: String = reason.chars().filter(|one| !one.is_control()).take(100).collect();
    if reason.is_empty() { code } else { format!("{code}: {reason}") }
}

impl Way {
    /// Opens a session.
    pub(super) async fn connect(&self, clock: &dyn Clock, chance: &dyn Chance) -> Result<Session, NoSession> {
        let catalog = self.client.catalog(&self.u2c).await?;
        let wdm = catalog.service("wdm").ok_or(NoSession::NoService)?;
        for _ in 0..DEVICES_MAX {
            let device = self.client.device(&wdm, &self.device_name).await?;
            match self.open(&device, clock, chance).await {
                Ok(socket) => return self.authorize(socket, catalog, chance).await,
                Err(SocketError::Status(404 | 410)) => self.forget(&device).await?,
                Err(SocketError::Status(401)) => return Err(NoSession::Unauthorized),
                Err(error) => return Err(error.into()),
            }
        }
        Err(NoSession::Socket(SocketError::Status(404)))
    }

    /// Opens the socket of a device.
    pub(super) async fn open(
        &self,
        device: &Device,
        clock: &dyn Clock,
        chance: &dyn Chance,
    ) -> Result<Socket, SocketError> {
        let (high, low) = (chance.seed().to_be_bytes(), chance.seed().to_be_bytes());
        let mut nonce = [0_u8; 16];
        for (to, from) in nonce.iter_mut().zip(high.into_iter().chain(low)) {
            *to = from;
        }
        self.client.open_socket(device, nonce, clock.now_ms()).await
    }

    async fn forget(&self, device: &Device) -> Result<(), NoSession> {
        Ok(self.client.drop_device(device).await?)
    }

    /// The first frame, and waiting until the server says that it is ready.
    pub(super) async fn authorize(
        &self,
        mut socket: Socket,
        catalog: Catalog,
        chance: &dyn Chance,
    ) -> Result<Session, NoSession> {
        let bearer = self.client.bearer();
        let id = chance.id();
        let frame = authorization(&id, bearer.expose_secret(), &format!("wbot_{id}"));
        if socket.send(frame).await.is_err() {
            return Err(NoSession::Closed { code: None, reason: String::new() });
        }
        let ready = tokio::time::timeout(self.timing.ready, until_ready(&mut socket)).await;
        match ready {
            Ok(Ok(())) => Ok(Session { socket, catalog: Arc::new(catalog) }),
            Ok(Err(error)) => Err(error),
            Err(_) => Err(NoSession::Silent),
        }
    }
}

async fn until_ready(socket: &mut Socket) -> Result<(), NoSession> {
    loop {
        match socket.receive().await {
            Received::Text(text) => {
                if matches!(Frame::parse(&text), Frame::Ready) {
                    return Ok(());
                }
            }
            Received::Closed { code: Some(code), .. } if UNAUTHORIZED.contains(&code) => {
                return Err(NoSession::Unauthorized);
            }
            Received::Closed { code, reason } => return Err(NoSession::Closed { code, reason }),
        }
    }
}

impl Timing {
    /// The wait before attempt number `failures`, with chance `jitter`.
    pub(super) fn wait(&self, failures: u32, jitter: f64) -> Duration {
        self.backoff.delay(failures, jitter)
    }
}

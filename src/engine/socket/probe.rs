//! A try of the websocket that disturbs nobody: its device is its own and is given back.

use super::connect::{NoSession, Way};
use super::source::SocketSource;
use crate::engine::{Chance, Clock};
use crate::net::SocketError;

/// Why a websocket that was tried is none.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("it fails where {step}: {why}")]
pub struct NotOpened {
    /// What was being done, as in "a device is registered".
    pub step: &'static str,
    /// The status of the answer that says no, when there was one. A refused token is a 401, however Webex says so.
    pub status: Option<u16>,
    /// What went wrong.
    pub why: String,
}

impl NotOpened {
    fn at(step: &'static str, why: &NoSession) -> Self {
        let status = match why {
            NoSession::Unauthorized | NoSession::Socket(SocketError::Status(401)) => Some(401),
            NoSession::Webex(error) => error.status,
            NoSession::Socket(SocketError::Status(status)) => Some(*status),
            NoSession::Socket(SocketError::Http(_))
            | NoSession::NoService
            | NoSession::Closed { .. }
            | NoSession::Silent => None,
        };
        Self { step, status, why: why.to_string() }
    }
}

impl SocketSource {
    /// Opens the socket until Webex says that it is ready, and closes it.
    ///
    /// # Errors
    /// In which step it failed, and why.
    pub async fn try_out(&self, clock: &dyn Clock, chance: &dyn Chance) -> Result<(), NotOpened> {
        const LISTED: &str = "the services of Webex are listed";
        let way = Way {
            client: self.client.clone(),
            u2c: self.u2c.clone(),
            // Two sockets of one device push each other out.
            device_name: format!("wbot doctor {}", self.program),
            timing: self.timing,
        };
        let catalog = way.client.catalog(&way.u2c).await;
        let catalog = catalog.map_err(|error| NotOpened::at(LISTED, &error.into()))?;
        let wdm = catalog.service("wdm").ok_or_else(|| NotOpened::at(LISTED, &NoSession::NoService))?;
        let device = way.client.device(&wdm, &way.device_name).await;
        let device = device.map_err(|error| NotOpened::at("a device is registered", &error.into()))?;
        let opened = way.open(&device, clock, chance).await;
        let ready = match opened {
            Ok(socket) => way
                .authorize(socket, catalog, chance)
                .await
                .map_err(|error| NotOpened::at("Webex accepts the bot on it", &error)),
            Err(error) => Err(NotOpened::at("it opens", &error.into())),
        };
        // One that stays is reused by the next try.
        let _ = way.client.drop_device(&device).await;
        ready?.socket.close().await;
        Ok(())
    }
}

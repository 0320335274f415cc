//! A try of the websocket that disturbs nobody: its device is its own and is given back.

use super::connect::{NoSession, Way};
use super::source::SocketSource;
use crate::engine::{Chance, Clock};
use crate::net::SocketError;
use std::pin::{Pin, pin};
use std::time::Duration;

/// To give the device back, and to hang up.
const LEAVE: Duration = Duration::from_secs(3);

/// Why a websocket that was tried is none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NotOpened {
    /// What was being done, as in "a device is registered".
    pub step: &'static str,
    /// The status of the answer that says no, when there was one. A refused token is a 401, however Webex says so.
    pub status: Option<u16>,
    /// What went wrong; nothing where the time was over.
    pub why: Option<String>,
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
        Self { step, status, why: Some(why.to_string()) }
    }
}

impl SocketSource {
    /// Opens the socket until Webex says that it is ready, and closes it. It is given up when `until` is over.
    ///
    /// # Errors
    /// In which step it failed, and why.
    pub async fn try_out(
        &self,
        clock: &dyn Clock,
        chance: &dyn Chance,
        until: impl Future<Output = ()>,
    ) -> Result<(), NotOpened> {
        const LISTED: &str = "the services of Webex are listed";
        let mut until = pin!(until);
        let way = Way {
            client: self.client.clone(),
            u2c: self.u2c.clone(),
            // Two sockets of one device push each other out.
            device_name: format!("wbot doctor {}", self.program),
            timing: self.timing,
        };
        let catalog = in_time(LISTED, until.as_mut(), way.client.catalog(&way.u2c)).await?;
        let wdm = catalog.service("wdm").ok_or_else(|| NotOpened::at(LISTED, &NoSession::NoService))?;
        let device = way.client.device(&wdm, &way.device_name);
        let device = in_time("a device is registered", until.as_mut(), device).await?;
        let opened = async {
            let socket = in_time("it opens", until.as_mut(), way.open(&device, clock, chance)).await?;
            let ready = way.authorize(socket, catalog, chance);
            in_time("Webex accepts the bot on it", until.as_mut(), ready).await
        };
        let opened = opened.await;
        let leave = async {
            // One that stays is reused by the next try.
            let _ = way.client.drop_device(&device).await;
        };
        let _ = tokio::time::timeout(LEAVE, leave).await;
        let _ = tokio::time::timeout(LEAVE, opened?.socket.close()).await;
        Ok(())
    }
}

/// What one step comes to, unless `until` is over before.
async fn in_time<T, E: Into<NoSession>>(
    step: &'static str,
    until: Pin<&mut impl Future<Output = ()>>,
    work: impl Future<Output = Result<T, E>>,
) -> Result<T, NotOpened> {
    tokio::select! {
        biased;
        done = work => done.map_err(|error| NotOpened::at(step, &error.into())),
        () = until => Err(NotOpened { step, status: None, why: None }),
    }
}

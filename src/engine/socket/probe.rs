//! A try of the websocket that disturbs nobody: its device is its own and is given back.

use super::connect::{NoSession, Way};
use super::source::SocketSource;
use crate::engine::{Chance, Clock};
use std::fmt::Display;

impl SocketSource {
    /// Opens the socket until Webex says that it is ready, and closes it.
    ///
    /// # Errors
    /// In which step it failed, and why.
    pub async fn try_out(
        &self,
        clock: &dyn Clock,
        chance: &dyn Chance,
    ) -> Result<(), (&'static str, impl Display + use<>)> {
        let way = Way {
            client: self.client.clone(),
            u2c: self.u2c.clone(),
            // Two sockets of one device push each other out.
            device_name: format!("wbot doctor {}", self.program),
            timing: self.timing,
        };
        let catalog = way.client.catalog(&way.u2c).await;
        let catalog =
            catalog.map_err(|error| ("the services of Webex are listed", NoSession::from(error)))?;
        let wdm = catalog.service("wdm");
        let wdm = wdm.ok_or(("the services of Webex are listed", NoSession::NoService))?;
        let device = way.client.device(&wdm, &way.device_name).await;
        let device = device.map_err(|error| ("a device is registered", NoSession::from(error)))?;
        let opened = way.open(&device, clock, chance).await;
        let opened = opened.map_err(|error| ("it opens", NoSession::from(error)));
        let ready = match opened {
            Ok(socket) => way
                .authorize(socket, catalog, chance)
                .await
                .map_err(|error| ("Webex accepts the bot on it", error)),
            Err(error) => Err(error),
        };
        // One that stays is reused by the next try.
        let _ = way.client.drop_device(&device).await;
        ready?.socket.close().await;
        Ok(())
    }
}

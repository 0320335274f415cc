//! The calls around the socket: the catalogue, the device, the id of what was told of.

use super::wire::{Catalog, Device, Devices};
use crate::net::is_loopback;
use crate::net::{HttpError, HttpFault, Method, Socket, SocketError};
use crate::webex::client::{WebexClient, read};
use crate::webex::error::{WebexError, WebexErrorKind};
use crate::webex::retry::Repeat;
use serde::Deserialize;
use serde_json::json;
use std::time::Duration;
use url::Url;

/// The type that our devices are registered with.
const DEVICE_TYPE: &str = "DESKTOP";
/// Time to open a socket.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(20);

#[derive(Deserialize)]
struct Named {
    id: String,
}

impl WebexClient {
    /// Where the services of the account are.
    ///
    /// # Errors
    /// Why not.
    pub async fn catalog(&self, u2c: &Url) -> Result<Catalog, WebexError> {
        let mut url = below(u2c, &["catalog"]);
        url.set_query(Some("format=hostmap"));
        let action = "find the services of Webex";
        read(action, &self.call(self.request(action, Method::GET, self.safe(action, url)?)).await?)
    }

    /// The device called `name`: the one that is registered, or a new one.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn device(&self, wdm: &Url, name: &str) -> Result<Device, WebexError> {
        let known = self.devices(wdm).await?.into_iter().find(|device| {
            device.name == name && device.device_type == DEVICE_TYPE && !device.web_socket_url.is_empty()
        });
        match known {
            Some(known) => match self.refresh_device(&known, name).await? {
                Some(device) => Ok(device),
                None => self.register_device(wdm, name).await,
            },
            None => match self.register_device(wdm, name).await {
                // Too many were left over. Only those of this name are ours to remove.
                Err(error) if error.kind == WebexErrorKind::Forbidden => {
                    for device in self.devices(wdm).await?.iter().filter(|device| device.name == name) {
                        self.drop_device(device).await?;
                    }
                    self.register_device(wdm, name).await
                }
                outcome => outcome,
            },
        }
    }

    async fn devices(&self, wdm: &Url) -> Result<Vec<Device>, WebexError> {
        let action = "list the devices of the bot";
        let url = self.safe(action, below(wdm, &["devices"]))?;
        match self.call(self.request(action, Method::GET, url)).await {
            Ok(response) => Ok(read::<Devices>(action, &response)?.devices),
            // "None" is a 404 here.
            Err(error) if error.kind == WebexErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    async fn register_device(&self, wdm: &Url, name: &str) -> Result<Device, WebexError> {
        let action = "register the bot for the websocket";
        let url = self.safe(action, below(wdm, &["devices"]))?;
        let mut call = self.request(action, Method::POST, url);
        call.repeat = Repeat::ActsAgain;
        self.send_json(call, &description(name)).await
    }

    /// Says that the device is still in use; `None` where it is gone.
    async fn refresh_device(&self, device: &Device, name: &str) -> Result<Option<Device>, WebexError> {
        let action = "refresh the registration for the websocket";
        let url = self.address(action, &device.url)?;
        match self.send_json(self.request(action, Method::PUT, url), &description(name)).await {
            Ok(device) => Ok(Some(device)),
            Err(error) if matches!(error.kind, WebexErrorKind::NotFound | WebexErrorKind::Gone) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Takes the registration back.
    ///
    /// # Errors
    /// Why not; one that is gone is no error.
    pub async fn drop_device(&self, device: &Device) -> Result<(), WebexError> {
        let action = "take back the registration for the websocket";
        let url = self.address(action, &device.url)?;
        match self.call(self.request(action, Method::DELETE, url)).await {
            Err(error) if error.kind != WebexErrorKind::NotFound => Err(error),
            Ok(_) | Err(_) => Ok(()),
        }
    }

    /// The REST id that the service gives at `url`, of whatever region.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn rest_id(&self, url: &Url) -> Result<String, WebexError> {
        let action = "look up the id of a message";
        let url = self.safe(action, url.clone())?;
        let response = self.call_after_event(|| self.request(action, Method::GET, url.clone())).await?;
        Ok(read::<Named>(action, &response)?.id)
    }

    /// Opens the socket of a device. `nonce`: 16 bytes by chance; `now_ms` since 1970.
    ///
    /// # Errors
    /// Why it is not open.
    pub async fn open_socket(
        &self,
        device: &Device,
        nonce: [u8; 16],
        now_ms: i64,
    ) -> Result<Socket, SocketError> {
        let wrong = |error: WebexError| SocketError::Http(HttpError::new(HttpFault::Invalid, error.message));
        let mut url = self.address("open the websocket", &device.web_socket_url).map_err(wrong)?;
        url.query_pairs_mut()
            .append_pair("outboundWireFormat", "text")
            .append_pair("bufferStates", "true")
            .append_pair("aliasHttpStatus", "true")
            .append_pair("clientTimestamp", &now_ms.to_string());
        Socket::connect(&url, CONNECT_TIMEOUT, !self.is_local(), nonce).await
    }

    fn address(&self, action: &'static str, url: &str) -> Result<Url, WebexError> {
        let url = Url::parse(url).map_err(|_| {
            WebexError::new(WebexErrorKind::Malformed, action, "Webex named an address that is none")
        })?;
        self.safe(action, url)
    }

    /// The token is sent to what Webex's own services name, and only encrypted, or on this machine.
    fn safe(&self, action: &'static str, url: Url) -> Result<Url, WebexError> {
        let encrypted = matches!(url.scheme(), "https" | "wss");
        if encrypted || (self.is_local() && is_loopback(&url)) {
            return Ok(url);
        }
        let message = "Webex named an address without encryption, which gets no token";
        Err(WebexError::new(WebexErrorKind::Refused, action, message))
    }
}

fn description(name: &str) -> serde_json::Value {
    json!({
        "deviceName": name, "deviceType": DEVICE_TYPE, "localizedModel": "wbot", "model": "wbot",
        "name": name, "systemName": "wbot", "systemVersion": env!("CARGO_PKG_VERSION"),
    })
}

fn below(base: &Url, segments: &[&str]) -> Url {
    let mut url = base.clone();
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().extend(segments);
    }
    url
}

//! Ways in for events of Webex: webhooks and the websocket. Whatever the way, an event enters as
//! an [`IncomingEvent`](crate::webex::IncomingEvent) through [`EngineHandle::deliver`].

use super::EngineHandle;
use crate::webex::WebexError;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::time::Duration;

/// A source that is being started.
pub type Starting<'a> = Pin<Box<dyn Future<Output = Result<Box<dyn Listening>, SourceError>> + Send + 'a>>;

/// A source that is being stopped.
pub type Stopping = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A way in.
pub trait Source: Send + Sync {
    /// Begins to deliver into `engine`. When this is done, no event is missed any more.
    fn start(&self, engine: EngineHandle) -> Starting<'_>;
}

/// A way in that is open. Dropping it closes it at once.
pub trait Listening: Send {
    /// Where it listens, if it does on an address of this machine.
    fn address(&self) -> Option<SocketAddr>;

    /// Takes nothing more; what is being answered is answered within `grace`.
    fn stop(self: Box<Self>, grace: Duration) -> Stopping;
}

/// Why a source did not start.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {error}")]
    Bind {
        /// The address.
        address: SocketAddr,
        /// Why not.
        error: io::Error,
    },
    /// There is no websocket.
    #[error("cannot hear Webex: {0}")]
    Socket(String),
    /// Webex did not take the webhooks.
    #[error("cannot register the webhooks: {0}")]
    Webex(#[from] WebexError),
}

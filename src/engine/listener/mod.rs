//! The HTTP side of the engine: deliveries of Webex on one path, those of third parties on the paths
//! that the script names, and the registration of the webhooks with Webex.
//!
//! Input: HTTP requests. Output: events and hook requests for the engine, answers to the callers.
//! Invariants: signatures are checked over the raw bytes before anything is parsed; an event is stored
//! before its 200; a delivery that is refused gives one log line without its content. Start with
//! `webhooks.rs`, then `router.rs`.

mod ping;
mod register;
mod router;
mod webhooks;

pub use ping::{ping, pong};
pub(super) use register::unregister;
pub use register::wanted_hooks;
pub use router::{WEBEX_PATH, router};
pub use webhooks::{Registration, WebhookSource};

//! Webhooks of third parties: `on webhook "/path" verify ...`.
//!
//! Input: a [`HookRequest`] with the raw bytes. Output: the event value that the handler sees, and a
//! [`HookResponse`]. Invariants: a delivery is verified over the bytes that came, before anything reads
//! them; a refusal says nothing about what was expected. Start with `request.rs`, then `accept.rs`.

mod accept;
mod event;
mod request;
mod responders;

pub(super) use event::event_value;
pub use request::{HookRequest, HookResponse};
pub(super) use responders::Responders;

//! Webhooks of third parties: `on webhook "/path" verify ...`.
//!
//! Input: a [`HookRequest`] with the raw bytes. Output: the event value that the handler sees, and a
//! [`HookResponse`]. Invariants: a delivery is verified over the bytes that came, before anything reads
//! them; secrets are compared in constant time; a refusal says nothing about what was expected. Start
//! with `request.rs`, then `verify.rs`.

mod accept;
mod event;
mod request;
mod responders;
mod verify;

pub(super) use event::event_value;
pub use request::{HookRequest, HookResponse};
pub(super) use responders::Responders;
pub(super) use verify::{delivery_id, verify};

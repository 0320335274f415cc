//! The websocket of Webex ("Mercury"): what its clients say and hear. Cisco documents none of it; this is
//! what `webex-js-sdk`, `webex_bot` and others do, as collected in the project's notes.
//!
//! Input: frames as text, the answers of the catalogue (U2C) and of device registration (WDM). Output:
//! [`Frame`]s and [`Told`] events, which say what happened without its content, as webhooks do: texts on
//! the socket are encrypted end to end, so messages are fetched over REST.
//!
//! Invariants: nothing here waits or connects but the calls of `calls.rs`; the token goes to the hosts of
//! the catalogue alone; a frame that is not understood is passed over, never an error.
//!
//! Start with `frame.rs` and `activity.rs`.

mod activity;
mod calls;
mod frame;
mod wire;

pub use activity::{Told, told};
pub use frame::{Frame, ack, authorization, ping};
pub use wire::{Activity, Catalog, Device, U2C_URL};

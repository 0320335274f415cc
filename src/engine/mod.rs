//! The engine: takes events in, runs handlers, sends effects out, and keeps all of it durable.
//!
//! Invariants: events of one conversation are handled in order, conversations side by side; an event
//! is stored before it is acknowledged; what a run does is committed before it goes out. Start with
//! `store/`.
#![allow(dead_code)]

mod activity;
mod chance;
mod clock;
mod codec;
mod fetch;
mod hook;
mod lanes;
mod mailbox;
mod observer;
pub mod store;

pub use chance::{Chance, SeededChance, SystemChance};
pub use clock::{Clock, Sleep, SystemClock, VirtualClock};
pub use fetch::{Fetch, Fetching, NetFetch};
pub use hook::{HookRequest, HookResponse};
pub use observer::{Happening, Nobody, Observer, RunEnd};

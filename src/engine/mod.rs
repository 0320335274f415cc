//! The engine: takes events in, runs handlers, sends effects out, and keeps all of it durable.
//!
//! Invariants: events of one conversation are handled in order, conversations side by side; an event
//! is stored before it is acknowledged; what a run does is committed before it goes out. Start with
//! `store/`.

mod activity;
mod chance;
mod clock;
mod lanes;
pub mod store;

pub use chance::{Chance, SeededChance, SystemChance};
pub use clock::{Clock, Sleep, SystemClock, VirtualClock};

//! The one outgoing queue of a token: every call to Webex takes its turn here.
//!
//! Input: calls, each with an [`Urgency`], and what Webex asks for with a `Retry-After`. Output: turns, and a
//! [`Depth`] to look at.
//!
//! Invariants:
//! - Webex limits by token, so a pause that one call is asked for holds all of them.
//! - Who waits for an answer goes before who does not; whoever was passed over often enough goes all the same.
//! - So many calls are under way at most, fewer after a refusal; a part of them is left to the urgent ones.
//! - A turn that is given up, at whatever moment, goes to the next.
//!
//! Order within a room is not made here: of one room the engine lets one thing out at a time
//! (`engine::lanes`), and lets what waits behind it hurry it.
//!
//! Start with `urgency.rs`, then `line.rs`, `queue.rs`.

mod depth;
mod errand;
mod line;
#[expect(clippy::module_inception, reason = "the file is named after the type it holds")]
mod queue;
#[cfg(test)]
mod queue_tests;
mod urgency;

pub use depth::{Depth, Failing};
pub use errand::Errand;
pub use queue::{Behind, Queue, Slot, Ticket};
#[cfg(test)]
pub(crate) use urgency::looks;
pub use urgency::{Class, Urgency};

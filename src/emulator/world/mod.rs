//! The emulated world as plain data and its rules as synchronous functions.
//!
//! Input: who acts (an id), a request of the wire, the time. Output: an entity, or an `ApiError`
//! with the status and text of the platform. Each change also appends the webhook deliveries that it
//! causes to an outbox, which the edge drains.
//!
//! Invariants: no clock, no I/O, no chance. An actor never gets what it may not see: what is
//! invisible answers like what is absent. Deleted messages stay as tombstones for the page, and no
//! function of the API returns them. Start with `store.rs`, then `posting.rs` and `reading.rs`.

mod actions;
mod activity;
mod cards;
mod delivery;
mod editing;
mod entities;
mod filter;
mod memberships;
mod mentions;
mod people;
mod posting;
mod reading;
mod rooms;
mod store;
mod tabs;
mod teams;
#[cfg(test)]
mod test_world;
mod view;
mod webhooks;

pub use activity::Broadcast;
pub(crate) use cards::button_data;
pub use delivery::Delivery;
pub use entities::{Content, Membership, Message, Person, PersonKind, Room, Scan};
pub use people::NewPerson;
pub use posting::Upload;
pub use reading::ListMessages;
pub use store::World;

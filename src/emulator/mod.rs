//! Webex for one machine: the REST API, the webhooks and a page to talk to a bot, over loopback.
//!
//! Input: HTTP from the production client, from a browser, and calls of tests on the handle. Output:
//! answers as the platform gives them, webhook deliveries, a stream of changes for the page.
//!
//! Invariants: the rules are pure (`world`, `markdown`); time comes from a [`Clock`]; nothing is
//! served or delivered outside loopback. Start with `world/mod.rs` for the rules.

mod clock;
mod error;
mod ids;
mod markdown;
mod world;

pub use clock::{Clock, ManualClock, SystemClock};
pub use error::ApiError;
pub use world::{
    Content, ContentBody, Delivery, ListMessages, Membership, Message, NewPerson, Person, PersonKind, Room,
    Upload, World,
};

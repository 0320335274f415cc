//! Webex for one machine: the REST API, the webhooks and a page to talk to a bot, over loopback.
//!
//! Input: HTTP from the production client, from a browser, and calls of tests on [`Emulator`].
//! Output: answers as the platform gives them, webhook deliveries, a stream of changes for the page.
//!
//! Invariants: the rules are pure (`world`, `markdown`); time comes from a [`Clock`]; nothing is
//! served or delivered outside loopback; deliveries of one webhook go out in the order in which
//! things happened. Start with `world/mod.rs` for the rules, `emulator.rs` for the handle.

mod calls;
mod clock;
mod config;
mod control;
mod delivery;
#[allow(clippy::module_inception, reason = "the folder is called like the thing that it is about")]
mod emulator;
mod error;
mod faults;
mod feed;
mod hooks;
mod http;
mod ids;
mod markdown;
mod shared;
mod socket;
mod world;

pub use calls::Call;
pub use clock::{Clock, ManualClock, SystemClock};
pub use config::{BotAccount, DeliveryPolicy, EmulatorConfig};
pub use emulator::Emulator;
pub use error::ApiError;
pub use faults::{CallFault, DeliveryFault, Fault, FaultRecord, FrameFault, FrameKind, Rule};
pub use feed::{Banner, BannerKind, LogEntry, LogLevel};
pub use hooks::{HookPath, HookVerify};
pub use shared::ResetCallback;
pub use world::{
    Broadcast, Content, Delivery, ListMessages, Membership, Message, NewPerson, Person, PersonKind, Room,
    Scan, Upload, World,
};

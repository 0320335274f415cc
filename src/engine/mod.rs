//! The engine: takes events in, runs handlers, sends effects out, and keeps all of it durable.
//!
//! Input: events of Webex ([`EngineHandle::deliver`]), deliveries of third parties
//! ([`EngineHandle::hook`]), new versions of the program ([`EngineHandle::reload`]). Output: calls to a
//! [`Gateway`](crate::webex::Gateway) and a [`Fetch`], records in a [`store::Store`], what an
//! [`Observer`] sees. Invariants: an event is stored before it is acknowledged; what a run does is
//! committed before it goes out; events of one conversation are handled one after another,
//! conversations side by side; a run is stepped by one worker at a time and never changes its program;
//! time comes from a [`Clock`] and identities from a [`Chance`]. Start with `engine.rs`, then
//! `intake.rs`, `worker.rs`, `conversation.rs`, `flight.rs`, `dispatch.rs`.

mod access;
mod active;
mod activity;
mod addresses;
pub mod admin;
mod answers;
pub mod archive;
mod call;
mod card;
mod card_action;
mod card_answer;
mod card_closing;
mod catch_up;
mod chance;
mod clock;
mod codec;
mod conversation;
mod core;
mod dispatch;
#[expect(clippy::module_inception, reason = "the file is named after the type it holds")]
mod engine;
mod explain;
mod failure;
mod fetch;
mod firing;
mod flight;
mod follow;
mod going;
mod hearing;
mod held;
mod hook;
mod hurry;
mod inbound;
mod intake;
mod joining;
mod lanes;
#[cfg(test)]
mod lanes_tests;
mod last_look;
pub mod listener;
mod look_through;
mod looking;
mod mailbox;
mod observer;
mod overdue;
mod own_rooms;
mod parking;
mod patience;
mod presence;
mod preview;
mod questions;
mod reads;
mod reload;
mod repeated;
mod resume;
mod rooms;
mod route;
mod runner;
mod said;
mod schedules;
mod sending;
mod settings;
mod shutdown;
pub mod socket;
mod source;
pub mod store;
mod timers;
mod unread;
mod versions;
mod vitals;
mod watch;
mod worker;

pub use chance::{Chance, SeededChance, SystemChance};
pub use clock::{Clock, Sleep, SystemClock, VirtualClock};
pub use engine::{Engine, EngineHandle, StartError};
pub use explain::{Asked, explain};
pub use fetch::{Fetch, Fetching, NetFetch};
pub use follow::{Recompiled, follow};
pub use hook::{HookRequest, HookResponse};
pub use intake::{Delivered, NotTaken};
pub use observer::{Happening, Nobody, Observer, RunEnd};
pub use preview::{preview, stand_in};
pub use reload::Refused;
pub use settings::{EngineConfig, KeepTime, Loaded, Options, Settings};
pub use shutdown::{EndRequests, Ending};
pub use source::{Listening, Source, SourceError, Starting, Stopping};
pub use versions::Staying;
pub use vitals::{Gauges, Health, Meter, Vitals};
pub use watch::{Watch, WatchError};

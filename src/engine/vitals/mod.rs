//! How the bot is doing: numbers for who draws curves, and whether it is ready for who routes to it.
//!
//! Input: what happens, told by the engine's parts as it happens ([`Vitals`] goes along in the
//! [`EngineConfig`](super::EngineConfig)); calls of Webex through [`CallWatch`](crate::webex::CallWatch).
//! Output: Prometheus text, and the parts of readiness (`engine::admin` serves both). Invariants: no number is
//! global, each engine has its own; a label has few values, never an id, an address or what somebody wrote;
//! telling costs a lock and an addition. Start with `meter.rs`, then `health.rs`.

mod arrival;
mod family;
mod health;
mod meter;
mod text;

pub(super) use arrival::{Arrival, answer_said, segment_done};
pub use health::Health;
pub use meter::{Gauges, Meter, Vitals};
pub(super) use meter::{Taken, outcome, resource_name};

//! Faults on demand: what goes wrong between a bot and Webex, by rules that tests order.
//!
//! Input: rules, from tests as values and over HTTP as JSON. Output: for each call, delivery and frame, what goes
//! wrong with it. Invariants: the same rules and the same course of events give the same faults (chance is drawn
//! from the seed of the rule); of several rules that match, the first that fires is it, and the later ones do not
//! count what it took; each rule says how often it matched and fired. Start with `rule.rs`; `ledger.rs` chooses.

mod allowance;
mod held;
mod ledger;
mod path;
mod rule;
mod wire;

pub(crate) use held::Held;
pub use ledger::FaultRecord;
pub(crate) use ledger::Faults;
pub use rule::{CallFault, DeliveryFault, Fault, FrameFault, FrameKind, Rule};

//! `wbot doctor`: what keeps a bot from working, and what to do about it.
//!
//! Input: the arguments that `wbot run` gets too. Output: a finding for each thing a bot needs, for people or as
//! JSON; exit code 1 where one fails. Invariants: nothing of the bot changes, and a bot that runs meanwhile is not
//! disturbed (the websocket is tried with a device of its own, which is given back); each finding that is not fine
//! says what to do. Start with `doctor.rs`, then `finding.rs`; each check has its file.

mod account;
mod address;
mod answer;
#[expect(clippy::module_inception, reason = "the file is named after the command it holds")]
mod doctor;
mod finding;
mod hooks;
mod socket;
mod store;

pub(super) use doctor::doctor;

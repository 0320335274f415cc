//! The command line: arguments in, text and an exit code out.
//!
//! Input: the arguments, the environment, files. Output: what the commands print, and the exit code.
//! Invariants: the only module that reads the environment, prints, or knows clap; a command parses
//! its arguments, calls a lower floor and renders; no rule of the language lives here. Start with
//! `dispatch.rs`, then `args.rs`; each command has its file.

mod args;
mod bot;
mod card;
mod card_import;
mod card_show;
mod check;
mod config;
mod dev;
mod dispatch;
mod doctor;
mod dotenv;
mod error;
mod explain;
mod files;
mod fmt;
mod junit;
mod load;
mod logging;
mod output;
mod page;
mod page_log;
mod run;
mod store;
mod store_text;
mod test;
#[cfg(feature = "otel")]
mod traces;
#[cfg(not(feature = "otel"))]
#[path = "traces_off.rs"]
mod traces;
mod webex;

pub use dispatch::main;

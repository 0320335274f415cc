//! What is given to a program from outside when it starts: values of its `config` and `secret`
//! declarations.
//!
//! Input: [`Layer`]s (`--set`, a file, the environment, ...), read by the command line, and what a
//! program declares. Output: [`Resolved`]: typed values, secrets, and what is wrong in words.
//! [`Settings`] know no program, so that a reloaded program that declares more is served from the
//! same ones. Invariants: pure; secrets are `SecretString`s and never part of a message. Start with
//! `layers.rs`, then `resolve.rs`.

mod layers;
mod read;
mod resolve;

pub use layers::{Given, Layer, Origin, Settings};
pub use resolve::{Declared, Resolved};

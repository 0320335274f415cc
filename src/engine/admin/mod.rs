//! What whoever runs the bot asks it: `/healthz`, `/readyz`, `/metrics`, on an address of their own.
//!
//! Input: the vitals of the bot, and its engine once that has started. Output: HTTP answers. Invariants: it is
//! there before the engine and after it; nothing here changes what the bot does; no answer holds an id, an
//! address of a person, a text or a secret. Start with `server.rs`.

mod ready;
mod server;

pub use server::Admin;

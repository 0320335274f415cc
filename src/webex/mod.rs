//! Webex over its REST API: the shapes of the wire, ids, and the client.
//!
//! Input: what the engine wants done and what the service delivers. Output: wire types, typed
//! events, typed errors.
//!
//! Invariants: no token and no secret appears in a log line, an error or a `Debug` form.
//!
//! Start with `wire/mod.rs`, then `id.rs`.

mod id;
pub mod wire;

pub use id::{CLUSTER_US, HydraId, IdKind, id_key, same_id};

//! Calls of other hosts. A status of 400 or more fails.
//!
//! Input: arguments; output: the [`Effect`](crate::value::Effect) of a call. Invariants: a call is only
//! described here, the engine does it; secrets stay names. Start with `shared.rs`.

pub(super) mod delete;
pub(super) mod get;
pub(super) mod head;
pub(super) mod patch;
pub(super) mod post;
pub(super) mod put;
pub(super) mod shared;

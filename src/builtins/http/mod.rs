//! The modules `http` and `json`.
//!
//! Input: arguments; output: the [`Effect`](crate::value::Effect) of a call, or JSON as value or text.
//! Invariants: a call is only described here, the engine does it; secrets stay names. Start with
//! `call.rs`.

pub(super) mod call;
pub(super) mod json;

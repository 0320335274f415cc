//! Messages.
//!
//! Input: a reference to a message; output: values, or what to ask the engine for. Invariants: a message's
//! content is read, never kept. Start with `text.rs`.

pub(super) mod files;
pub(super) mod id;
pub(super) mod markdown;
pub(super) mod mentions;
pub(super) mod person;
pub(super) mod shared;
pub(super) mod text;

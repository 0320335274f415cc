//! Files that came with messages.
//!
//! Input: a reference to a file; output: values, or what to ask the engine for. Invariants: a file's
//! content is read, never kept. Start with `text.rs`.

pub(super) mod name;
pub(super) mod text;
pub(super) mod url;

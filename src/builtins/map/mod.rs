//! Methods of `map`.
//!
//! Input: a map, then the arguments; output: lists, maps, or the changed receiver. Invariants: entries keep
//! the order in which they were added. Start with `keys.rs`.

pub(super) mod all;
pub(super) mod any;
pub(super) mod clear;
pub(super) mod count;
pub(super) mod entries;
pub(super) mod filter;
pub(super) mod find;
pub(super) mod is_empty;
pub(super) mod keys;
pub(super) mod len;
pub(super) mod map;
pub(super) mod map_values;
pub(super) mod merge;
pub(super) mod remove;
pub(super) mod sort_by;
pub(super) mod values;

//! Methods of `set`.
//!
//! Input: a set, then the arguments; output: sets, lists, or the changed receiver. Invariants: elements
//! keep the order in which they were added, no two are equal. Start with `union.rs`.

pub(super) mod add;
pub(super) mod all;
pub(super) mod any;
pub(super) mod clear;
pub(super) mod count;
pub(super) mod filter;
pub(super) mod find;
pub(super) mod first;
pub(super) mod intersect;
pub(super) mod is_empty;
pub(super) mod is_subset;
pub(super) mod join;
pub(super) mod len;
pub(super) mod map;
pub(super) mod minus;
pub(super) mod remove;
pub(super) mod shared;
pub(super) mod sort;
pub(super) mod sort_by;
pub(super) mod to_list;
pub(super) mod union;

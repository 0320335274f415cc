//! Methods of `list`.
//!
//! Input: a list, then the arguments (for those that take a lambda: its results); output: new lists, or the
//! changed receiver. Invariants: sorting is stable; no list grows beyond `limits::ELEMENTS_MAX`. Start with
//! `take.rs`.

pub(super) mod all;
pub(super) mod any;
pub(super) mod average;
pub(super) mod chunk;
pub(super) mod clear;
pub(super) mod compact;
pub(super) mod count;
pub(super) mod distinct;
pub(super) mod distinct_by;
pub(super) mod drop;
pub(super) mod drop_last;
pub(super) mod drop_while;
pub(super) mod enumerate;
pub(super) mod filter;
pub(super) mod find;
pub(super) mod find_index;
pub(super) mod first;
pub(super) mod flat_map;
pub(super) mod flatten;
pub(super) mod group_by;
pub(super) mod index_of;
pub(super) mod insert;
pub(super) mod is_empty;
pub(super) mod join;
pub(super) mod key_by;
pub(super) mod last;
pub(super) mod len;
pub(super) mod map;
pub(super) mod max;
pub(super) mod max_by;
pub(super) mod min;
pub(super) mod min_by;
pub(super) mod minus;
pub(super) mod none;
pub(super) mod partition;
pub(super) mod pick;
pub(super) mod pop;
pub(super) mod pop_first;
pub(super) mod push;
pub(super) mod reduce;
pub(super) mod reject;
pub(super) mod remove;
pub(super) mod remove_at;
pub(super) mod reverse;
pub(super) mod sample;
pub(super) mod shared;
pub(super) mod shuffle;
pub(super) mod sort;
pub(super) mod sort_by;
pub(super) mod sort_by_desc;
pub(super) mod sort_desc;
pub(super) mod sum;
pub(super) mod take;
pub(super) mod take_last;
pub(super) mod take_while;
pub(super) mod tally;
pub(super) mod to_map;
pub(super) mod to_set;
pub(super) mod zip;

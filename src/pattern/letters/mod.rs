//! Regexes as automata over letters: one for all `on message` regexes that a message is searched for
//! (`pattern::index`), and those that are compared with each other (`pattern::overlap`).
//!
//! Input: parsed regexes. Output: [`Shapes`], what they say without names, each shape once; [`Letters`], the letters
//! that they tell apart; a [`Machine`], in which regexes that begin alike share states; [`Subsets`], the sets of its
//! states that texts lead to, kept as they are found. Invariants: pure; a machine takes what the regexes take, and
//! says so where it was cut (`open`): then at least that. Start with `machine.rs`.

mod class;
mod kind;
mod machine;
mod shape;
mod subsets;

pub(super) use class::{Classes, Letters};
pub(super) use kind::Kind;
pub(super) use machine::{Closed, Machine, Marks};
pub(super) use shape::Shapes;
pub(super) use subsets::{END, Subsets};

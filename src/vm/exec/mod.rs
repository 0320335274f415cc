//! The operations, one file per family. `operate` is the only dispatcher.
//!
//! Input: the machine and one operation; output: a [`Flow`], or a fault. Invariant: an operation that
//! answers [`Flow::Need`] has changed nothing. Start with `operate.rs`.

mod ask;
mod call;
mod card;
mod context;
mod effect;
mod flow;
mod group;
mod operate;
mod place;
mod text;

pub(super) use call::each_turn;
pub(super) use flow::Flow;
pub(super) use operate::operate;

//! Numbers by chance.
//!
//! Input: bounds; output: numbers. Invariants: chance comes from [`Env`](crate::builtins::Env), seeded by
//! the run, alone: not for secrets. Start with `int.rs`.

pub(super) mod float;
pub(super) mod int;
pub(super) mod text;

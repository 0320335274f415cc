//! Methods of numbers, and numbers by chance.
//!
//! Input and output: ints and floats. Invariants: what does not fit fails the run instead of wrapping;
//! no float that is not finite gets out; chance comes from [`Env`](crate::builtins::Env) alone. Start
//! with `int.rs`.

pub(super) mod float;
pub(super) mod int;
pub(super) mod random;

//! From the checker's tree to operations.
//!
//! Input: [`crate::check::hir::Program`] without errors; output: [`Lowered`]. Every expression leaves
//! exactly one value on the operand stack. Only what is reachable from the handlers (and from the
//! tests, for [`Purpose::Test`]) is lowered. Start with `program.rs`, then `code.rs`.

mod ask;
mod call;
mod code;
mod expr;
mod handler;
mod loops;
mod matching;
mod place;
mod pool;
mod program;
mod stmt;

pub use program::{LowerError, Lowered, Purpose, lower};

//! The compiled program: [`Program`], immutable, fully resolved, content-addressed, and the lowering
//! (`lower/`) that makes it from the checker's tree.
//!
//! Input: `check::hir::Program` without errors. Output: [`Program`] and a [`SpanTable`] beside it.
//! Invariants: no name is left to look up; spans are outside the hash, so a comment or a new layout
//! makes no new program; encodings are self-describing maps, so that a newer `wbot` reads older ones.
//! Start with `program.rs`, then `op.rs`.

mod access;
mod ask;
mod lower;
mod op;
mod program;
mod span_table;

pub use access::{Group, Guard, LimitScope, Who};
pub use ask::{Ask, Audience, Due, Expects};
pub use lower::{LowerError, Lowered, Purpose, lower};
pub use op::{ContextVariable, LogLevel, Op, Parts, Place, PlaceRoot, Segment};
pub use program::{
    ActionParam, BotSettings, Config, FORMAT, Function, Handler, HandlerKind, Middleware, Moment, Program,
    ProgramId, Scope, State, Verify,
};
pub use span_table::SpanTable;

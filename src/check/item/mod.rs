//! Declarations, handlers and tests: one file for each kind.
//!
//! Input: AST items. Output: entries of [`hir::Program`](crate::check::hir::Program). Invariants: all
//! names are known before anything is checked, so the order of declarations does not matter. Start
//! with `declare.rs`.

mod bot;
mod command;
mod declare;
mod doubles;
mod foreign_hole;
mod function;
mod guard;
mod handler;
mod intent;
mod recursive;
mod schedule;
mod step;
mod test;
mod uses;
mod values;
mod webhook;

pub(super) use values::{ConstState, PendingConst};

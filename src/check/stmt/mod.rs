//! Statements and blocks: one file for each kind.
//!
//! Input: AST statements. Output: [`hir::Stmt`](crate::check::hir::Stmt) and
//! [`hir::Block`](crate::check::hir::Block). Start with `block.rs`.

mod assign;
mod binding;
mod block;
mod dropped;
mod later;
mod leave;
mod loops;
mod place;
mod world;

pub(super) use loops::Walk;
pub(super) use place::place_of;

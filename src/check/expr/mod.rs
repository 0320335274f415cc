//! Expressions: one file for each kind.
//!
//! Input: an AST expression and, where it is known, the type that is expected of it. Output: a typed
//! [`hir::Expr`](crate::check::hir::Expr). Invariants: an expected type is a hint (`check_expr`), only
//! `expect_expr` and `coerce` insist; an erroneous expression has the type `Unknown`. Start with
//! `dispatch.rs`.

mod around;
mod ask;
mod builtin;
mod call;
mod coerce;
mod condition;
mod constant;
mod dispatch;
mod dollar;
mod elsewhere;
mod equality;
mod field;
mod habit;
mod host;
mod index;
mod lambda;
mod matching;
mod meant;
mod message;
mod name;
mod operator;
mod record;
mod regex;
mod slashes;
mod string;
mod sure;

pub(super) use builtin::method_hint;
pub(super) use call::{Callee, Slot};
pub(super) use coerce::known_texts;
pub(super) use condition::Want;
pub(super) use dispatch::{typed, unknown};
pub(super) use field::Link;

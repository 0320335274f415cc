//! Types: what written types mean, what fits where, and what several types have in common.
//!
//! Input: type syntax, pairs of types. Output: types and coercions. Invariants: `Unknown` fits
//! everything. Start with `fit.rs`.

mod fit;
mod resolve;
mod unify;

pub(super) use fit::{Fit, comes_from_json, fit, is_secret, join, widen};
pub(super) use resolve::{usual_named, usual_type};
pub(super) use unify::{Bindings, has_variable, is_open, without_variables};

//! Values and their types: what a script computes with, and the plain data that the machine
//! exchanges with the world ([`Effect`], [`Outcome`], [`Read`], [`Fault`]).
//!
//! Everything here is owned, serialisable and compares by content, so that a run can be stored
//! between any two steps. Invariants: no I/O; a secret is held by name, never by its text; a text
//! remembers which of its characters are the script's own. Start with `value.rs`, then `text.rs`.

mod effect;
mod fault;
mod identity;
mod text;
mod ty;
#[expect(clippy::module_inception, reason = "the file is named after the type it holds")]
mod value;

pub use effect::{CallBody, Effect, HttpCall, Outcome, Read, Target};
pub use fault::{Fault, FaultKind};
pub use identity::{FileRef, MessageRef, PersonRef, RoomRef};
pub use text::{Text, TextBuilder};
pub use ty::{FieldType, FunctionType, RecordType, Type};
pub use value::{Closure, ErrorValue, Fields, SecretPart, Value};

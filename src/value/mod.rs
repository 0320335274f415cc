//! Values and their types: what a script computes with, and the plain data that the machine
//! exchanges with the world ([`Effect`], [`Outcome`], [`Read`], [`Fault`]).
//!
//! Everything here is owned, serialisable and compares by content, so that a run can be stored
//! between any two steps. Invariants: no I/O; a secret is held by name, never by its text; a text
//! remembers which of its characters are the script's own. Start with `value.rs`, then `text.rs`.

mod access;
mod arithmetic;
mod carry;
mod coerce;
mod convert;
mod duration;
mod effect;
mod fault;
mod format;
mod format_apply;
mod grapheme;
mod header;
mod hole;
mod identity;
mod json;
mod keys;
mod marks;
mod markup;
mod operator;
mod schedule;
mod text;
mod ty;
#[expect(clippy::module_inception, reason = "the file is named after the type it holds")]
mod value;

pub use access::{field, index, items, set_of, slice};
pub use arithmetic::{binary, compare, concat, finite, float_of, int_of, negate, range, text_room};
pub use carry::carry;
pub use coerce::{Coercion, coerce};
pub use convert::{Mismatch, conform, parse_email, parse_time};
pub use duration::{parse_duration, show_duration};
pub use effect::{CallBody, Effect, HttpCall, Outcome, Read, RoomChange, Target, With};
pub use fault::{Fault, FaultKind};
pub use format::{Align, Layout, ParsedFormat, check_format};
pub use format_apply::apply_format;
pub use grapheme::{char_at, chars};
pub use header::refused_header;
pub use hole::{hole, hole_accepts, show_float, show_time};
pub use identity::{FileRef, MessageRef, PersonRef, RoomRef};
pub use json::{Resolve, from_json, reveal, show_instant, to_json, to_json_with};
pub use keys::KeySet;
pub use marks::Marks;
pub use markup::{plain, plain_named, render_markdown};
pub use operator::{Operator, binary_result, comparable, negate_result};
pub use schedule::{
    ALL_MONTH_DAYS, ALL_MONTHS, ALL_WEEK_DAYS, Calendar, Schedule, hour_of, local_instant, read_cron,
};
pub use text::{Text, TextBuilder};
pub use ty::{FieldType, FunctionType, RecordType, Type};
pub use value::{Closure, ErrorValue, Fields, SecretPart, Value};

//! The built-in functions and properties: signature, docs, examples and evaluation of each.
//!
//! Input: values (a receiver, then the arguments in the order of the parameters); output: a value, or
//! a request ([`Answer::Ask`](builtin::Answer), [`Effect`](crate::value::Effect)) for the engine.
//! Invariants: everything is deterministic and pure (clock and chance come in through [`Env`]); no
//! argument makes a built-in panic; results stay within `base::limits`. A new built-in is one file
//! in the folder of its receiver, and one line in `table.rs`. Start with `builtin.rs`, then `table.rs`.

mod args;
mod builtin;
mod date;
mod duration;
mod each;
mod env;
mod error;
#[cfg(test)]
mod evaluation_tests;
mod file;
mod float;
mod free;
mod http;
mod int;
mod json;
mod list;
mod lookup;
mod map;
mod members;
mod message;
mod person;
mod random;
mod room;
mod search;
mod set;
mod signature;
mod table;
mod text;
mod time;

pub use builtin::{Answer, AskFn, Builtin, ChangeFn, EffectFn, FinishFn, Kind, PickFn, PureFn, Stop};
pub use env::Env;
pub use lookup::{
    BuiltinId, all, event_type, free, function_of, method, methods_of, module_exists, response_type,
};
pub use members::{Member, MemberKind, members_of, module_members, names_without_receiver};
pub use signature::{Param, Signature, admits};

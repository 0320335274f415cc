//! What a built-in is.

use crate::builtins::Env;
use crate::value::{Effect, Fault, Read, Value};

/// A built-in function or property.
#[derive(Debug)]
pub struct Builtin {
    /// How it is called, as in `list<T>.take(n: int) -> list<T>`; see [`Signature`](crate::builtins::Signature).
    pub signature: &'static str,
    /// What it does: one sentence.
    pub doc: &'static str,
    /// Expressions of the language, and what a hole prints for their value.
    pub examples: &'static [(&'static str, &'static str)],
    /// How it is evaluated.
    pub kind: Kind,
}

/// A value from values: the receiver (if there is one), then one value for each parameter, absent
/// ones filled in with their default.
pub type PureFn = fn(&[Value], &mut Env) -> Result<Value, Fault>;
/// Changes the receiver; gets one value for each parameter. A receiver is unchanged after a fault.
pub type ChangeFn = fn(&mut Value, &[Value], &mut Env) -> Result<Value, Fault>;
/// Gets the receiver, what the lambda gave for its first elements in order (all of them unless it
/// stopped), and the arguments after the lambda.
pub type FinishFn = fn(&Value, Vec<Value>, &[Value], &mut Env) -> Result<Value, Fault>;
/// Gets receiver and arguments as [`PureFn`] does.
pub type AskFn = fn(&[Value]) -> Result<Answer, Fault>;
/// Makes the value out of the engine's answer; gets receiver and arguments as well.
pub type PickFn = fn(Value, &[Value]) -> Result<Value, Fault>;
/// Gets receiver and arguments as [`PureFn`] does.
pub type EffectFn = fn(&[Value], &mut Env) -> Result<Effect, Fault>;

/// How a built-in is evaluated.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A value from values.
    Pure(PureFn),
    /// Changes its receiver, which must be a place (a `var`, a state, a path in one).
    Change(ChangeFn),
    /// Takes a lambda as its first parameter. The machine calls it with
    /// [`BuiltinId::lambda_arguments`](crate::builtins::BuiltinId::lambda_arguments) for 0, 1, ... until
    /// there are none or `stop` says so, then calls `finish`.
    Each {
        /// When the machine may stop early; the result that stopped it is the last one.
        stop: Stop,
        /// Makes the value.
        finish: FinishFn,
    },
    /// `xs.reduce(start, (acc, x) => ...)`: the machine calls the lambda (second parameter) with the
    /// value so far and the [`lambda_arguments`](crate::builtins::BuiltinId::lambda_arguments).
    Fold,
    /// Something that the engine knows; no effect.
    Read {
        /// What to ask for, or the value if it is known without asking.
        ask: AskFn,
        /// Makes the value out of the answer; not called for what was known.
        pick: PickFn,
    },
    /// Does something in the world.
    Effect(EffectFn),
}

/// When a [`Kind::Each`] needs no further elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Needs all.
    Never,
    /// After the lambda gave `true`.
    AtTrue,
    /// After the lambda gave `false`.
    AtFalse,
}

/// What a [`Kind::Read`] needs.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Nothing: this is the value.
    Known(Value),
    /// An answer of the engine.
    Ask(Read),
}

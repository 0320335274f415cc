//! How the machine goes on after an operation.

use crate::value::Effect;
use crate::vm::step::{End, StepOutcome};

/// How the machine goes on after an operation.
#[derive(Debug)]
pub(in crate::vm) enum Flow {
    /// With the next operation.
    Next,
    /// Wherever the innermost frame says: the operation moved it, or made another one.
    Moved,
    /// Not before the world has answered; the operation has changed nothing and is done again.
    Need(StepOutcome),
    /// With the next operation, once the outcome of the effect is on the stack.
    Effect(Effect),
    /// With the next operation, once the effect is done and the answer to it is on the stack.
    Ask(Effect),
    /// Not before what the run waits for has come; the operation has said where then.
    Park,
    /// Not at all.
    End(End),
}

//! The machine: a deterministic interpreter that does no I/O. A [`Run`] is plain data; a step takes it
//! from where it waits to the next thing that it needs from the world.
//!
//! Input: [`Program`](crate::ir::Program), [`Run`], [`StateView`], [`World`]. Output: [`Step`].
//! Invariants: the same input gives the same step; serialising the run between any two steps changes
//! nothing; fuel and depth are bounded. Start with `step.rs`, then `machine.rs`.

mod exec;
mod group;
mod image;
mod machine;
#[cfg(test)]
mod machine_tests;
mod question;
mod run;
mod state;
mod step;
mod trace;
mod unwind;

pub use group::{Answers, Found, is_member, members};
pub use image::Image;
pub use machine::{step, step_traced, step_within};
pub use question::Question;
pub use run::{
    CardToClose, CodeFrame, EachFrame, EffectId, Frame, Handling, Run, RunContext, RunId, Waiting,
};
pub use state::{ScopeKey, StateChange, StateKey, StateView};
pub use step::{End, LogLine, Step, StepOutcome, World};
pub use trace::Trace;

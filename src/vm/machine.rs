//! The step: runs operations until the world is needed or the run is over.

use super::exec::{Flow, operate};
use super::image::Image;
use super::run::{CodeFrame, Frame, Run, Waiting};
use super::state::StateView;
use super::step::{End, LogLine, Step, StepOutcome, World};
use super::trace::Trace;
use super::unwind::raise;
use crate::base::limits;
use crate::ir::{Op, Program};
use crate::value::{Effect, Fault, FaultKind, Value};

/// Takes `run` to the next thing that it needs from the world. `image` must be of the run's program.
/// A run that waits for an effect stays as it is and ends with an internal fault: resolve it first.
pub fn step(image: &Image, run: &mut Run, state: &mut StateView, world: &World) -> Step {
    step_traced(image, run, state, world, None)
}

/// The same, with a note of what ran.
pub fn step_traced(
    image: &Image,
    run: &mut Run,
    state: &mut StateView,
    world: &World,
    trace: Option<&mut Trace>,
) -> Step {
    work(Machine { image, run, state, world, logs: Vec::new(), fuel: limits::STEP_FUEL_MAX, trace })
}

/// The same, with less fuel.
pub fn step_within(image: &Image, run: &mut Run, state: &mut StateView, world: &World, fuel: u64) -> Step {
    work(Machine { image, run, state, world, logs: Vec::new(), fuel, trace: None })
}

fn work(mut machine: Machine<'_>) -> Step {
    let outcome = machine.work();
    Step { logs: machine.logs, outcome }
}

/// A step at work.
pub(super) struct Machine<'a> {
    pub(super) image: &'a Image,
    pub(super) run: &'a mut Run,
    pub(super) state: &'a mut StateView,
    pub(super) world: &'a World,
    pub(super) logs: Vec<LogLine>,
    fuel: u64,
    trace: Option<&'a mut Trace>,
}

impl Machine<'_> {
    fn work(&mut self) -> StepOutcome {
        match std::mem::replace(&mut self.run.waiting, Waiting::Ready) {
            Waiting::Ready => {}
            Waiting::Raised(mut fault) => {
                // The operation that asked for the effect is the one before the next.
                let asked = self.code_frame().ok().map(|frame| (frame.function, frame.op.saturating_sub(1)));
                fault.at = fault.at.or(asked);
                if let Some(fault) = raise(self.run, self.state, *fault) {
                    return StepOutcome::Ended(End::Failed(fault));
                }
            }
            waiting @ (Waiting::Effect(_)
            | Waiting::Asking(_)
            | Waiting::Answer
            | Waiting::Until(_)
            | Waiting::Ended) => {
                self.run.waiting = waiting;
                return StepOutcome::Ended(End::Failed(internal("a run that waits was stepped")));
            }
        }
        loop {
            let flow = match self.advance() {
                Ok(flow) => flow,
                Err(fault) => match raise(self.run, self.state, fault) {
                    None => continue,
                    Some(fault) => return StepOutcome::Ended(End::Failed(fault)),
                },
            };
            match flow {
                Flow::Next | Flow::Moved => {}
                Flow::Need(outcome) => return outcome,
                Flow::Effect(effect) => return self.yield_effect(effect, Waiting::Effect),
                Flow::Ask(effect) => return self.yield_effect(effect, Waiting::Asking),
                Flow::Park => return StepOutcome::Parked,
                Flow::End(end) => {
                    self.run.waiting = Waiting::Ended;
                    self.run.frames.clear();
                    self.run.stack.clear();
                    return StepOutcome::Ended(end);
                }
            }
        }
    }

    /// One operation, or one turn of a built-in that goes over elements.
    fn advance(&mut self) -> Result<Flow, Fault> {
        self.fuel = match self.fuel.checked_sub(1) {
            Some(left) => left,
            None => return Err(self.out_of_fuel()),
        };
        let image = self.image;
        match self.run.frames.last() {
            None => Ok(Flow::End(End::Finished(self.run.stack.pop().unwrap_or_default()))),
            Some(Frame::Each(_)) => super::exec::each_turn(self),
            Some(Frame::Code(frame)) => {
                let Some(op) = op_at(image.program(), frame) else {
                    return Err(internal("a function has no such operation"));
                };
                let at = (frame.function, frame.op);
                let flow = operate(self, op)?;
                if let Some(trace) = &mut self.trace {
                    trace.visited.insert(at);
                    if op.decides() {
                        trace.decided.insert((at.0, at.1, matches!(flow, Flow::Moved)));
                    }
                }
                if matches!(flow, Flow::Next | Flow::Effect(_) | Flow::Ask(_)) {
                    self.code_frame()?.op += 1;
                }
                Ok(flow)
            }
        }
    }

    /// Fuel is given once a step: a loop that handles its own failures must end too, so no `Try` sees
    /// this one.
    fn out_of_fuel(&mut self) -> Fault {
        let at = self.code_frame().ok().map(|frame| (frame.function, frame.op));
        self.run.frames.clear();
        let mut fault = Fault::new(
            FaultKind::Limit,
            format!("a loop took {} steps without saying or waiting for anything", limits::STEP_FUEL_MAX),
        );
        fault.at = at;
        fault
    }

    fn yield_effect(&mut self, effect: Effect, waiting: fn(u32) -> Waiting) -> StepOutcome {
        self.run.waiting = waiting(self.run.effects);
        self.run.since_ms = Some(self.world.now_ms);
        self.run.effects = self.run.effects.saturating_add(1);
        StepOutcome::Effect(effect)
    }

    /// The innermost frame, which is code.
    pub(super) fn code_frame(&mut self) -> Result<&mut CodeFrame, Fault> {
        match self.run.frames.last_mut() {
            Some(Frame::Code(frame)) => Ok(frame),
            _ => Err(internal("no function is at work")),
        }
    }

    /// Takes the top operand.
    pub(super) fn pop(&mut self) -> Result<Value, Fault> {
        self.run.stack.pop().ok_or_else(|| internal("the operand stack is empty"))
    }

    /// Puts an operand on top.
    pub(super) fn push(&mut self, value: Value) {
        self.run.stack.push(value);
    }

    /// The operand `below` the top (0 is the top).
    pub(super) fn peek(&self, below: usize) -> Result<&Value, Fault> {
        let at = self.run.stack.len().checked_sub(below + 1);
        at.and_then(|at| self.run.stack.get(at)).ok_or_else(|| internal("the operand stack is too short"))
    }

    /// The top `count` operands, in the order in which they were pushed; they stay.
    pub(super) fn peek_many(&self, count: usize) -> Result<&[Value], Fault> {
        let start = self.run.stack.len().checked_sub(count);
        start
            .and_then(|start| self.run.stack.get(start..))
            .ok_or_else(|| internal("the operand stack is too short"))
    }

    /// Takes the top `count` operands, in the order in which they were pushed.
    pub(super) fn pop_many(&mut self, count: usize) -> Result<Vec<Value>, Fault> {
        match self.run.stack.len().checked_sub(count) {
            Some(start) => Ok(self.run.stack.split_off(start)),
            None => Err(internal("the operand stack is too short")),
        }
    }
}

fn op_at<'a>(program: &'a Program, frame: &CodeFrame) -> Option<&'a Op> {
    let function = program.functions.get(usize::try_from(frame.function).ok()?)?;
    function.code.get(usize::try_from(frame.op).ok()?)
}

/// A broken rule of our own; the program was stored by something else, or there is a bug.
pub(super) fn internal(what: &str) -> Fault {
    Fault::new(FaultKind::Internal, format!("internal error: {what}"))
}

//! Functions, lambdas and built-ins.

use super::Flow;
use crate::base::limits;
use crate::builtins::{Answer, BuiltinId, Env, Kind, Stop};
use crate::value::{Closure, Fault, FaultKind, Value};
use crate::vm::machine::{Machine, internal};
use crate::vm::run::{EachFrame, Frame};
use crate::vm::step::StepOutcome;
use std::sync::Arc;

pub(super) fn call(machine: &mut Machine<'_>, function: u32, args: u8) -> Result<Flow, Fault> {
    let args = machine.pop_many(usize::from(args))?;
    advance_caller(machine)?;
    enter(machine, function, args)
}

pub(super) fn call_closure(machine: &mut Machine<'_>, args: u8) -> Result<Flow, Fault> {
    let args = machine.pop_many(usize::from(args))?;
    let Value::Closure(closure) = machine.pop()? else {
        return Err(internal("only a function can be called"));
    };
    advance_caller(machine)?;
    enter_closure(machine, &closure, args)
}

pub(super) fn closure(machine: &mut Machine<'_>, function: u32, captures: u8) -> Result<Flow, Fault> {
    let captures = machine.pop_many(usize::from(captures))?;
    machine.push(Value::Closure(Arc::new(Closure { function, captures })));
    Ok(Flow::Next)
}

/// The caller goes on behind the call.
fn advance_caller(machine: &mut Machine<'_>) -> Result<(), Fault> {
    machine.code_frame()?.op += 1;
    Ok(())
}

fn enter_closure(machine: &mut Machine<'_>, closure: &Closure, args: Vec<Value>) -> Result<Flow, Fault> {
    let all = closure.captures.iter().cloned().chain(args).collect();
    enter(machine, closure.function, all)
}

/// Makes a frame for `function` with `args` as its first locals.
fn enter(machine: &mut Machine<'_>, function: u32, mut args: Vec<Value>) -> Result<Flow, Fault> {
    if machine.run.frames.len() >= limits::FRAMES_MAX {
        return Err(Fault::new(
            FaultKind::Limit,
            format!("functions call each other more than {} deep", limits::FRAMES_MAX),
        ));
    }
    let locals = machine.image.program().functions.get(function as usize).map(|it| usize::from(it.locals));
    args.resize(locals.ok_or_else(|| internal("a function is not there"))?, Value::None);
    machine.run.enter(function, args);
    Ok(Flow::Moved)
}

pub(super) fn give_back(machine: &mut Machine<'_>) -> Result<Flow, Fault> {
    let result = machine.pop()?;
    let Some(Frame::Code(frame)) = machine.run.frames.pop() else {
        return Err(internal("nothing to return from"));
    };
    machine.run.stack.truncate(frame.base as usize);
    machine.push(result);
    Ok(Flow::Moved)
}

pub(super) fn builtin(machine: &mut Machine<'_>, id: BuiltinId, count: u8) -> Result<Flow, Fault> {
    let count = usize::from(count);
    match id.get().kind {
        Kind::Pure(evaluate) => {
            let mut env = env(machine);
            let result = evaluate(machine.peek_many(count)?, &mut env)?;
            machine.run.random = env.random;
            machine.pop_many(count)?;
            machine.push(result);
            Ok(Flow::Next)
        }
        Kind::Change(_) => Err(internal("this built-in changes a place")),
        Kind::Each { .. } => begin_each(machine, id, count),
        Kind::Fold => begin_fold(machine, id, count),
        Kind::Read { ask, pick } => {
            let args = machine.peek_many(count)?;
            let value = match ask(args)? {
                Answer::Known(value) => value,
                Answer::Ask(read) => match machine.world.reads.get(&read) {
                    None => return Ok(Flow::Need(StepOutcome::NeedRead(read))),
                    Some(Ok(answer)) => pick(answer.clone(), args)?,
                    Some(Err(fault)) => return Err(fault.clone()),
                },
            };
            machine.pop_many(count)?;
            machine.push(value);
            Ok(Flow::Next)
        }
        Kind::Effect(effect) => {
            let mut env = env(machine);
            let effect = effect(machine.peek_many(count)?, &mut env)?;
            machine.run.random = env.random;
            machine.pop_many(count)?;
            Ok(Flow::Effect(effect))
        }
    }
}

/// What built-ins may know.
pub(super) fn env(machine: &Machine<'_>) -> Env {
    Env {
        now_ms: machine.world.now_ms,
        zone: machine.world.zone.clone(),
        bot: machine.run.context.bot.clone(),
        random: machine.run.random,
    }
}

fn begin_each(machine: &mut Machine<'_>, id: BuiltinId, count: usize) -> Result<Flow, Fault> {
    let mut args = machine.pop_many(count)?.into_iter();
    let (Some(receiver), Some(Value::Closure(closure))) = (args.next(), args.next()) else {
        return Err(internal("this built-in takes a function"));
    };
    begin(
        machine,
        EachFrame {
            builtin: id,
            receiver,
            closure,
            results: Vec::new(),
            rest: args.collect(),
            next: 0,
            called: false,
        },
    )
}

fn begin_fold(machine: &mut Machine<'_>, id: BuiltinId, count: usize) -> Result<Flow, Fault> {
    let mut args = machine.pop_many(count)?.into_iter();
    let (Some(receiver), Some(start), Some(Value::Closure(closure))) =
        (args.next(), args.next(), args.next())
    else {
        return Err(internal("this built-in takes a start and a function"));
    };
    begin(
        machine,
        EachFrame {
            builtin: id,
            receiver,
            closure,
            results: vec![start],
            rest: args.collect(),
            next: 0,
            called: false,
        },
    )
}

fn begin(machine: &mut Machine<'_>, frame: EachFrame) -> Result<Flow, Fault> {
    advance_caller(machine)?;
    machine.run.frames.push(Frame::Each(frame));
    Ok(Flow::Moved)
}

/// One turn of a built-in that goes over elements: takes what the lambda gave, then calls it for the
/// next element, or finishes.
pub(in crate::vm) fn each_turn(machine: &mut Machine<'_>) -> Result<Flow, Fault> {
    let Some(Frame::Each(mut frame)) = machine.run.frames.pop() else {
        return Err(internal("no built-in is at work"));
    };
    let kind = frame.builtin.get().kind;
    let mut enough = false;
    if std::mem::take(&mut frame.called) {
        let result = machine.pop()?;
        enough = match kind {
            Kind::Each { stop: Stop::AtTrue, .. } => result == Value::Bool(true),
            Kind::Each { stop: Stop::AtFalse, .. } => result == Value::Bool(false),
            _ => false,
        };
        if matches!(kind, Kind::Fold) {
            frame.results.clear();
        }
        frame.results.push(result);
    }
    let next =
        if enough { None } else { frame.builtin.lambda_arguments(&frame.receiver, frame.next as usize) };
    if let Some(mut args) = next {
        if matches!(kind, Kind::Fold) {
            args.insert(0, frame.results.first().cloned().unwrap_or_default());
        }
        frame.next = frame.next.saturating_add(1);
        frame.called = true;
        let closure = Arc::clone(&frame.closure);
        machine.run.frames.push(Frame::Each(frame));
        return enter_closure(machine, &closure, args);
    }
    let value = match kind {
        Kind::Each { finish, .. } => {
            let mut env = env(machine);
            let value = finish(&frame.receiver, frame.results, &frame.rest, &mut env)?;
            machine.run.random = env.random;
            value
        }
        _ => frame.results.pop().unwrap_or_default(),
    };
    machine.push(value);
    Ok(Flow::Moved)
}

//! What a run wants done in the world.

use super::Flow;
use crate::ir::LogLevel;
use crate::value::{Effect, Fault, FaultKind, MessageRef, SecretPart, Target, Text, Value};
use crate::vm::machine::{Machine, internal};
use crate::vm::step::LogLine;
use smol_str::SmolStr;

pub(super) fn say(machine: &mut Machine<'_>, to: bool) -> Result<Flow, Fault> {
    let to = if to { Some(machine.pop()?) } else { None };
    let text = pop_text(machine)?;
    let (to, thread) = target(machine, to)?;
    Ok(Flow::Effect(Effect::Say { to, text, thread }))
}

/// Where a message goes: to what is named, else where the run is, in its thread.
pub(super) fn target(machine: &Machine<'_>, to: Option<Value>) -> Result<(Target, Option<SmolStr>), Fault> {
    let context = &machine.run.context;
    match to {
        Some(Value::Room(room)) => Ok((Target::Room(room), None)),
        Some(Value::Person(person)) => Ok((Target::Person(person), None)),
        Some(_) => Err(internal("a message goes to a room or a person")),
        None => {
            let room = context.room.clone().ok_or_else(|| internal("this run has no room"))?;
            Ok((Target::Room(room), context.message.as_ref().and_then(|message| message.thread.clone())))
        }
    }
}

pub(super) fn reply(machine: &mut Machine<'_>) -> Result<Flow, Fault> {
    let text = pop_text(machine)?;
    let context = &machine.run.context;
    let room = context.room.clone().ok_or_else(|| internal("this run has no room"))?;
    let thread =
        context.message.as_ref().map(|message| message.thread.clone().unwrap_or_else(|| message.id.clone()));
    Ok(Flow::Effect(Effect::Say { to: Target::Room(room), text, thread }))
}

pub(super) fn edit(machine: &mut Machine<'_>) -> Result<Flow, Fault> {
    let text = pop_text(machine)?;
    let message = pop_message(machine)?;
    Ok(Flow::Effect(Effect::Edit { message, text }))
}

pub(super) fn delete(machine: &mut Machine<'_>) -> Result<Flow, Fault> {
    let message = pop_message(machine)?;
    Ok(Flow::Effect(Effect::Delete { message }))
}

pub(super) fn respond(machine: &mut Machine<'_>) -> Result<Flow, Fault> {
    let body = machine.pop()?;
    let Value::Int(status) = machine.pop()? else { return Err(internal("a status is an int")) };
    let Some(status) = u16::try_from(status).ok().filter(|status| (100..=599).contains(status)) else {
        return Err(Fault::new(
            FaultKind::Builtin,
            format!("{status} is no HTTP status: they go from 100 to 599"),
        ));
    };
    Ok(Flow::Effect(Effect::Respond { status, body }))
}

pub(super) fn log(machine: &mut Machine<'_>, level: LogLevel) -> Result<Flow, Fault> {
    let fields = machine.pop()?;
    let text = match machine.pop()? {
        Value::Text(text) => text.as_str().to_owned(),
        _ => return Err(internal("a log line is a text")),
    };
    machine.logs.push(LogLine { level, text, fields });
    Ok(Flow::Next)
}

/// A failure that an enclosing `else err` of the caller may still handle.
pub(super) fn fail(machine: &mut Machine<'_>) -> Result<Flow, Fault> {
    let message = machine.pop()?;
    Err(Fault { kind: FaultKind::Fail, message, status: None, body: None, at: None })
}

pub(super) fn pop_text(machine: &mut Machine<'_>) -> Result<Text, Fault> {
    match machine.pop()? {
        Value::Text(text) => Ok(text),
        Value::Secret(parts) => Err(Fault::new(
            FaultKind::Builtin,
            format!("a text with the secret {} in it cannot be said", secret_name(&parts)),
        )),
        other => Err(internal(&format!("a message is a text, found {}", other.kind_name()))),
    }
}

fn secret_name(parts: &[SecretPart]) -> &str {
    let name = parts.iter().find_map(|part| match part {
        SecretPart::Name(name) => Some(name.as_str()),
        SecretPart::Plain(_) => None,
    });
    name.unwrap_or("(unnamed)")
}

fn pop_message(machine: &mut Machine<'_>) -> Result<MessageRef, Fault> {
    match machine.pop()? {
        Value::Message(message) => Ok(message),
        other => Err(internal(&format!("expected a message, found {}", other.kind_name()))),
    }
}

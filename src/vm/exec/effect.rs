//! What a run wants done in the world.

use super::Flow;
use crate::cards::fallback_text;
use crate::ir::{LogLevel, Parts};
use crate::value::{Effect, Fault, FaultKind, MessageRef, SecretPart, Target, Text, Value, With, field};
use crate::vm::machine::{Machine, internal};
use crate::vm::step::LogLine;
use smol_str::SmolStr;

pub(super) fn say(machine: &mut Machine<'_>, parts: Parts, to: bool) -> Result<Flow, Fault> {
    let to = if to { Some(machine.pop()?) } else { None };
    let (text, with) = pop_message_parts(machine, parts)?;
    let (to, thread) = target(machine, to)?;
    Ok(Flow::Effect(Effect::Say { to, text, thread, with }))
}

/// The text of a message, and what comes with it. A card without a text says what is on it.
fn pop_message_parts(machine: &mut Machine<'_>, parts: Parts) -> Result<(Text, Option<Box<With>>), Fault> {
    let name = if parts.name { Some(pop_text(machine)?) } else { None };
    let file = if parts.file { Some(machine.pop()?) } else { None };
    let card = if parts.card { Some(machine.pop()?) } else { None };
    let text = if parts.text { Some(pop_text(machine)?) } else { None };
    let with = match (card, file) {
        (Some(card), _) => Some(With::Card(card)),
        (None, Some(content)) => {
            let name = name.map_or_else(|| file_name(&content), |name| name.as_str().into());
            Some(With::File { content, name })
        }
        (None, None) => None,
    };
    let text = match (text, &with) {
        (Some(text), _) => text,
        (None, Some(With::Card(card))) => card_words(card),
        (None, Some(With::Choices(_) | With::File { .. }) | None) => Text::default(),
    };
    Ok((text, with.map(Box::new)))
}

/// What a card says where none is drawn.
pub(super) fn card_words(card: &Value) -> Text {
    match field(card, "fallback") {
        Value::Text(text) => text,
        _ => fallback_text(&field(card, "content")),
    }
}

fn file_name(content: &Value) -> SmolStr {
    SmolStr::new_static(match content {
        Value::Text(_) => "text.txt",
        Value::File(_) => "",
        _ => "data.json",
    })
}

/// Where a message goes: to what is named, else where the run is, in its thread.
pub(super) fn target(machine: &Machine<'_>, to: Option<Value>) -> Result<(Target, Option<SmolStr>), Fault> {
    let context = &machine.run.context;
    match to {
        Some(Value::Room(room)) => Ok((Target::Room(room), None)),
        Some(Value::Person(person)) => Ok((Target::Person(person), None)),
        Some(_) => Err(internal("a message goes to a room or a person")),
        None => {
            let room = context.room.clone().ok_or_else(nobody)?;
            Ok((Target::Room(room), context.message.as_ref().and_then(|message| message.thread.clone())))
        }
    }
}

pub(super) fn reply(machine: &mut Machine<'_>, parts: Parts) -> Result<Flow, Fault> {
    let (text, with) = pop_message_parts(machine, parts)?;
    let context = &machine.run.context;
    let room = context.room.clone().ok_or_else(nobody)?;
    let thread =
        context.message.as_ref().map(|message| message.thread.clone().unwrap_or_else(|| message.id.clone()));
    Ok(Flow::Effect(Effect::Say { to: Target::Room(room), text, thread, with }))
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

/// The checker sees to it that this happens in an `on error` alone: what failed may have been anything.
fn nobody() -> Fault {
    Fault::new(
        FaultKind::Builtin,
        "there is nobody to say this to: what failed had no conversation; use `say to ...`",
    )
}

//! Strings: regexes, holes and joining.

use super::Flow;
use crate::value::{Fault, Read, Text, Value, apply_format, concat, field};
use crate::vm::machine::{Machine, internal};
use crate::vm::step::StepOutcome;
use regex::Regex;

pub(super) fn matches(machine: &mut Machine<'_>, regex: u32) -> Result<Flow, Fault> {
    let image = machine.image;
    let regex = image.regex(regex).ok_or_else(|| internal("a regex is not there"))?;
    let found = machine.pop()?.as_str().is_some_and(|text| regex.is_match(text));
    machine.push(Value::Bool(found));
    Ok(Flow::Next)
}

pub(super) fn captures(machine: &mut Machine<'_>, regex: u32) -> Result<Flow, Fault> {
    let image = machine.image;
    let regex = image.regex(regex).ok_or_else(|| internal("a regex is not there"))?;
    let value = match machine.pop()? {
        Value::Text(text) => groups(regex, &text),
        _ => Value::None,
    };
    machine.push(value);
    Ok(Flow::Next)
}

/// The named groups in order, with the marks that the text has there.
fn groups(regex: &Regex, text: &Text) -> Value {
    let Some(captures) = regex.captures(text.as_str()) else { return Value::None };
    let names = regex.capture_names().flatten();
    let group =
        |name: &str| captures.name(name).map_or(Value::None, |found| Value::Text(text.slice(found.range())));
    Value::list(names.map(group).collect())
}

pub(super) fn hole(machine: &mut Machine<'_>, format: Option<u32>) -> Result<Flow, Fault> {
    let asked = match machine.peek(0)? {
        Value::Person(person) => Some((Read::Person(person.clone()), "name")),
        Value::Room(room) => Some((Read::Room(room.clone()), "title")),
        _ => None,
    };
    let value = match asked {
        None => machine.peek(0)?.clone(),
        Some((read, name)) => match machine.world.reads.get(&read) {
            None => return Ok(Flow::Need(StepOutcome::NeedRead(read))),
            Some(Ok(answer)) => field(answer, name),
            Some(Err(fault)) => return Err(fault.clone()),
        },
    };
    let text = match format {
        None => crate::value::hole(&value, &machine.world.zone)?,
        Some(at) => {
            let format = machine.image.program().formats.get(at as usize);
            let format = format.ok_or_else(|| internal("a format is not there"))?;
            let locale = machine.image.program().bot.locale.as_deref();
            Value::Text(apply_format(format, &value, (&machine.world.zone, locale))?)
        }
    };
    machine.pop()?;
    machine.push(text);
    Ok(Flow::Next)
}

pub(super) fn join(machine: &mut Machine<'_>, parts: u16) -> Result<Flow, Fault> {
    let parts = machine.pop_many(usize::from(parts))?;
    machine.push(concat(&parts)?);
    Ok(Flow::Next)
}

//! What a handler finds around it.

use super::Flow;
use crate::ir::ContextVariable;
use crate::value::{Fault, MessageRef, Read, SecretPart, Value, field};
use crate::vm::machine::{Machine, internal};
use crate::vm::step::StepOutcome;
use jiff::Timestamp;
use jiff::civil::Date;
use std::sync::Arc;

pub(super) fn variable(machine: &mut Machine<'_>, variable: ContextVariable) -> Result<Flow, Fault> {
    let context = &machine.run.context;
    let value = match variable {
        ContextVariable::Person => context.person.clone().map(Value::Person),
        ContextVariable::Room => context.room.clone().map(Value::Room),
        ContextVariable::Message => context.message.clone().map(Value::Message),
        ContextVariable::Thread => {
            let message = context.message.as_ref();
            let root = message.and_then(|it| it.thread.clone().map(|id| (id, it.room.clone())));
            Some(root.map_or(Value::None, |(id, room)| Value::Message(MessageRef { id, room, thread: None })))
        }
        ContextVariable::Bot => return bot(machine),
        ContextVariable::Now => Some(Value::Time(machine.world.now_ms)),
        ContextVariable::Today => Some(Value::Date(today(machine))),
        ContextVariable::Tomorrow => Some(Value::Date(today(machine).tomorrow().unwrap_or(Date::MAX))),
        ContextVariable::Last => Some(context.last.clone().unwrap_or_default()),
    };
    machine.push(value.ok_or_else(|| internal("this run has no person, room or message"))?);
    Ok(Flow::Next)
}

/// `{ id, name, email }`; the name is a read.
fn bot(machine: &mut Machine<'_>) -> Result<Flow, Fault> {
    let bot = machine.run.context.bot.clone();
    let read = Read::Person(bot.clone());
    let name = match machine.world.reads.get(&read) {
        None => return Ok(Flow::Need(StepOutcome::NeedRead(read))),
        Some(Ok(profile)) => field(profile, "name"),
        Some(Err(fault)) => return Err(fault.clone()),
    };
    machine.push(Value::record([
        ("id", Value::data(bot.id)),
        ("name", name),
        ("email", Value::data(bot.email)),
    ]));
    Ok(Flow::Next)
}

fn today(machine: &Machine<'_>) -> Date {
    let now = Timestamp::from_millisecond(machine.world.now_ms).unwrap_or_default();
    machine.world.zone.to_datetime(now).date()
}

pub(super) fn secret(machine: &mut Machine<'_>, at: u16) -> Result<Flow, Fault> {
    let name = machine.image.program().secrets.get(usize::from(at));
    let name = name.ok_or_else(|| internal("a secret is not there"))?;
    machine.push(Value::Secret(Arc::new(vec![SecretPart::Name(name.clone())])));
    Ok(Flow::Next)
}

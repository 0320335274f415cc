//! What a handler finds around it.

use super::Flow;
use crate::ir::ContextVariable;
use crate::value::{Fault, FaultKind, MessageRef, SecretPart, Value};
use crate::vm::machine::{Machine, internal};
use std::sync::Arc;

pub(super) fn variable(machine: &mut Machine<'_>, variable: ContextVariable) -> Result<Flow, Fault> {
    let context = &machine.run.context;
    let value = match variable {
        ContextVariable::Person => context.person.clone().map(Value::Person),
        ContextVariable::Room => context.room.clone().map(Value::Room),
        ContextVariable::PersonIfAny => Some(context.person.clone().map_or(Value::None, Value::Person)),
        ContextVariable::RoomIfAny => Some(context.room.clone().map_or(Value::None, Value::Room)),
        ContextVariable::Message => context.message.clone().map(Value::Message),
        ContextVariable::Thread => {
            let message = context.message.as_ref();
            let root = message.and_then(|it| it.thread.clone().map(|id| (id, it.room.clone())));
            Some(root.map_or(Value::None, |(id, room)| Value::Message(MessageRef { id, room, thread: None })))
        }
        ContextVariable::Answerer => machine.run.answerer.clone().map(Value::Person),
        ContextVariable::Last => Some(context.last.clone().unwrap_or_default()),
    };
    machine.push(value.ok_or_else(|| missing(variable))?);
    Ok(Flow::Next)
}

/// Where members come and go nobody wrote anything, and Webex does not always say who did it.
fn missing(variable: ContextVariable) -> Fault {
    let words = match variable {
        ContextVariable::Message => "there is no `message` here: nobody wrote one",
        ContextVariable::Person => "there is no `person` here: nobody says who it was",
        ContextVariable::Room => "there is no `room` here",
        ContextVariable::Answerer => "there is no `answerer` here: nothing was asked",
        ContextVariable::Thread
        | ContextVariable::Last
        | ContextVariable::PersonIfAny
        | ContextVariable::RoomIfAny => return internal("this is always there"),
    };
    Fault::new(FaultKind::Builtin, words)
}

pub(super) fn secret(machine: &mut Machine<'_>, at: u16) -> Result<Flow, Fault> {
    let name = machine.image.program().secrets.get(usize::from(at));
    let name = name.ok_or_else(|| internal("a secret is not there"))?;
    machine.push(Value::Secret(Arc::new(vec![SecretPart::Name(name.clone())])));
    Ok(Flow::Next)
}

//! Groups.

use super::Flow;
use crate::value::{Fault, Value};
use crate::vm::group::{Found, is_member, members};
use crate::vm::machine::{Machine, internal};
use crate::vm::step::StepOutcome;

pub(super) fn in_group(machine: &mut Machine<'_>, group: u16) -> Result<Flow, Fault> {
    let image = machine.image;
    let group =
        image.program().groups.get(usize::from(group)).ok_or_else(|| internal("a group is not there"))?;
    let Value::Person(person) = machine.peek(0)? else { return Err(internal("a group has people")) };
    match is_member(&group.entries, person, &machine.world.reads)? {
        Found::Needs(read) => Ok(Flow::Need(StepOutcome::NeedRead(read))),
        Found::Known(is_one) => {
            machine.pop()?;
            machine.push(Value::Bool(is_one));
            Ok(Flow::Next)
        }
    }
}

pub(super) fn all(machine: &mut Machine<'_>, group: u16) -> Result<Flow, Fault> {
    let image = machine.image;
    let group =
        image.program().groups.get(usize::from(group)).ok_or_else(|| internal("a group is not there"))?;
    match members(&group.entries, &machine.world.reads)? {
        Found::Needs(read) => Ok(Flow::Need(StepOutcome::NeedRead(read))),
        Found::Known(people) => {
            machine.push(Value::list(people.into_iter().map(Value::Person).collect()));
            Ok(Flow::Next)
        }
    }
}

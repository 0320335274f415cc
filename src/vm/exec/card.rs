//! A card from a designer file.

use super::Flow;
use crate::cards::{Absent, Datum, Template, expand};
use crate::value::{Fault, FaultKind, Value};
use crate::vm::machine::{Machine, internal};

/// `[template data] -> [content]`
pub(super) fn fill(machine: &mut Machine<'_>) -> Result<Flow, Fault> {
    let data = Datum::from_value(&machine.pop()?);
    let Value::Text(text) = machine.pop()? else { return Err(internal("a template is a text")) };
    let json = serde_json::from_str(text.as_str()).map_err(|_| internal("a template is JSON"))?;
    let template = Template::read(&json);
    let filled = expand(&template, &data, Absent::IsNothing, machine.world.now_ms)
        .map_err(|why| Fault::new(FaultKind::Builtin, format!("the card cannot be filled in: {why}")))?;
    machine.push(filled.card.to_value());
    Ok(Flow::Next)
}

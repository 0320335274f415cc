//! What several of these need.

use crate::builtins::args::Args;
use crate::builtins::builtin::Answer;
use crate::value::{Fault, PersonRef, Read, Value};

/// A part of the reference, asked for where it is missing.
pub(in crate::builtins) fn known(
    args: &[Value],
    part: fn(&PersonRef) -> &smol_str::SmolStr,
) -> Result<Answer, Fault> {
    let person = Args(args).person(0)?;
    let part = part(person);
    Ok(if part.is_empty() {
        Answer::Ask(Read::Person(person.clone()))
    } else {
        Answer::Known(Value::data(part))
    })
}

pub(in crate::builtins) fn known_or(profile: &Value, name: &str, known: &str) -> Value {
    let read = field(profile, name);
    Value::data(if read.is_empty() { known } else { read })
}

/// A text of the profile; empty where it is absent.
pub(in crate::builtins) fn field<'a>(profile: &'a Value, name: &str) -> &'a str {
    match profile {
        Value::Record(fields) | Value::Map(fields) => {
            fields.get(name).and_then(Value::as_str).unwrap_or_default()
        }
        _ => "",
    }
}

pub(in crate::builtins) fn name(profile: &Value, person: &PersonRef) -> String {
    let name = field(profile, "name");
    if name.is_empty() { person.local_part().to_owned() } else { name.to_owned() }
}

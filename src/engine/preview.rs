//! A card as it would be sent, without a message: for `wbot card show`.

use super::Loaded;
use super::active::Active;
use super::reads::profile_record;
use crate::cards;
use crate::value::{Fault, FaultKind, FileRef, MessageRef, PersonRef, Read, RoomRef, Type, Value, field};
use crate::vm::{End, Run, RunContext, RunId, StateView, StepOutcome, step};
use crate::webex::wire::Person;
use serde_json::{Map, Value as Json};
use smol_str::SmolStr;
use std::sync::Arc;

/// What a card may ask for on its way; each thing once.
const STEPS_MAX: usize = 1000;

/// The JSON of the card that a function of the program gives: every state is as at first, and of people and rooms
/// there is only what the arguments say of them ([`stand_in`]). Buttons are not signed, and carry only the author's own data.
///
/// # Errors
/// The fault that the card raises.
pub fn preview(loaded: Loaded, function: u32, args: Vec<Value>, now_ms: i64) -> Result<Json, Fault> {
    let active = Active::new(loaded);
    let mut run = Run::new(RunId("preview".into()), active.id(), u32::MAX, RunContext::default());
    active.enter(&mut run, function, args);
    let mut state = StateView::new();
    let mut world = active.world(now_ms);
    for _ in 0..STEPS_MAX {
        match step(&active.image, &mut run, &mut state, &world).outcome {
            StepOutcome::NeedState(key) => state.load(key, 0, None),
            StepOutcome::NeedRead(read) => {
                let known = answer(&read);
                world.reads.insert(read, Ok(known));
            }
            StepOutcome::Ended(End::Finished(card)) => {
                let mut json = cards::render(&field(&card, "content"))?;
                unsign(&mut json);
                return Ok(json);
            }
            StepOutcome::Ended(End::Failed(fault)) => return Err(fault),
            StepOutcome::Effect(_) | StepOutcome::Parked | StepOutcome::Ended(End::Stopped | End::GaveUp) => {
                break;
            }
        }
    }
    Err(Fault::new(FaultKind::Internal, "the card came to no end"))
}

/// What JSON stands for where the parameter is of this type: a room is given by its title or id, a message by its
/// text, a file by its name. (That a person is given by address is a matter of all JSON.)
#[must_use]
pub fn stand_in(given: Value, ty: &Type) -> Value {
    let items = |items: &[Value], item: &Type| items.iter().map(|one| stand_in(one.clone(), item)).collect();
    match (ty, &given) {
        (Type::Optional(inner), _) => stand_in(given, inner),
        (Type::List(item) | Type::Set(item), Value::List(list)) => Value::list(items(list, item)),
        (Type::Map(item), Value::Map(entries)) => {
            let entries = entries.iter().map(|(key, value)| (key.clone(), stand_in(value.clone(), item)));
            Value::Map(Arc::new(entries.collect()))
        }
        (Type::Record(record), Value::Map(entries)) => {
            let entries = entries.iter().map(|(name, value)| {
                let ty = record.fields.get(name).map_or(&Type::Json, |field| &field.ty);
                (name.clone(), stand_in(value.clone(), ty))
            });
            Value::Map(Arc::new(entries.collect()))
        }
        (Type::Room | Type::Message | Type::File, Value::Text(text)) => {
            let id = SmolStr::new(text.as_str());
            match ty {
                Type::Room => Value::Room(RoomRef { id, direct: false }),
                Type::Message => Value::Message(MessageRef { id, room: SmolStr::default(), thread: None }),
                _ => Value::File(FileRef { url: id }),
            }
        }
        _ => given,
    }
}

/// What is known of a stand-in.
fn answer(read: &Read) -> Value {
    match read {
        Read::Person(person) => profile_record(person, &Person::default()),
        Read::Room(room) => Value::record([
            ("id", Value::data(&room.id)),
            ("title", Value::data(&room.id)),
            ("direct", Value::Bool(room.direct)),
        ]),
        Read::RoomByTitle(title) => Value::Room(RoomRef { id: title.clone(), direct: false }),
        Read::Message(message) => Value::record([
            ("text", Value::data(&message.id)),
            ("markdown", Value::data(&message.id)),
            ("person", Value::Person(PersonRef::default())),
            ("files", Value::list(Vec::new())),
        ]),
        Read::File(file) => Value::record([("name", Value::data(&file.url)), ("text", Value::data(""))]),
        Read::Rooms | Read::People(_) | Read::Mentions(_) => Value::list(Vec::new()),
    }
}

/// Leaves out what is ours of what buttons carry.
fn unsign(node: &mut Json) {
    match node {
        Json::Array(items) => items.iter_mut().for_each(unsign),
        Json::Object(fields) => {
            let data = fields.get_mut("data").and_then(Json::as_object_mut);
            if data.and_then(|data| data.shift_remove(cards::OWN)).is_some()
                && fields.get("data").and_then(Json::as_object).is_some_and(Map::is_empty)
            {
                fields.shift_remove("data");
            }
            fields.iter_mut().filter(|(name, _)| *name != "data").for_each(|(_, value)| unsign(value));
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

//! Between the machine's types and what a store keeps.

use super::store::{EffectKey, EffectRecord, RunRecord, StateName, StateWrite, StoreError, StoredState};
use crate::ir::ProgramId;
use crate::value::{Effect, RoomChange, Target, Value};
use crate::vm::{EffectId, Run, RunContext, ScopeKey, StateChange, StateKey, Waiting};
use crate::webex::same_id;
use serde::Serialize;
use serde::de::DeserializeOwned;
use smol_str::{SmolStr, ToSmolStr, format_smolstr};

/// Version of the bodies: their first byte. Fields may come with a default, variants may come, without
/// another version; what else changes raises it, and `decode` then reads the versions before too. Either
/// way a `wbot` reads what every earlier release stored (`tests/data/store/`), and an older one refuses
/// the file (`store::sqlite::open`).
pub(super) const FORMAT: u8 = 1;

/// A byte for the version, then `MessagePack` with field names.
pub(super) fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>, StoreError> {
    let mut bytes = vec![FORMAT];
    rmp_serde::encode::write_named(&mut bytes, value)
        .map_err(|error| StoreError::Failed(format!("cannot be encoded: {error}")))?;
    Ok(bytes)
}

pub(super) fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, StoreError> {
    let failed = |why: String| StoreError::Failed(format!("cannot be read: {why}"));
    match bytes.split_first() {
        Some((&FORMAT, body)) => rmp_serde::from_slice(body).map_err(|error| failed(error.to_string())),
        Some((newer, _)) => {
            Err(failed(format!("it has format {newer}, this wbot reads formats up to {FORMAT}")))
        }
        None => Err(failed("it is empty".to_owned())),
    }
}

pub(super) fn program_key(id: ProgramId) -> SmolStr {
    id.to_smolstr()
}

/// The name that a state has in the store. Ids of Webex and addresses have no blanks.
pub(super) fn state_name(key: &StateKey) -> StateName {
    let owner = match &key.scope {
        ScopeKey::Bot => SmolStr::default(),
        ScopeKey::Room(room) => format_smolstr!("room {room}"),
        ScopeKey::Person(person) => format_smolstr!("person {person}"),
        ScopeKey::Member(room, person) => format_smolstr!("member {room} {person}"),
    };
    StateName { state: key.state.clone(), owner }
}

pub(super) fn state_write(change: &StateChange) -> Result<StateWrite, StoreError> {
    let value = change.value.as_ref().map(encode).transpose()?;
    Ok(StateWrite { name: state_name(&change.key), version: change.version, value })
}

/// Version and value of a state as it was found.
pub(super) fn state_value(stored: Option<&StoredState>) -> Result<(u64, Option<Value>), StoreError> {
    match stored {
        None => Ok((0, None)),
        Some(stored) => Ok((stored.version, Some(decode(&stored.value)?))),
    }
}

pub(super) fn run_record(run: &Run, mailbox: &SmolStr, version: u64) -> Result<RunRecord, StoreError> {
    Ok(RunRecord {
        id: run.id.0.clone(),
        program: program_key(run.program),
        mailbox: mailbox.clone(),
        ready: matches!(run.waiting, Waiting::Ready | Waiting::Raised(_)),
        version,
        body: encode(run)?,
    })
}

pub(super) fn effect_key(id: &EffectId) -> EffectKey {
    EffectKey { run: id.run.0.clone(), sequence: id.sequence }
}

pub(super) fn effect_record(
    id: &EffectId,
    mailbox: &SmolStr,
    effect: &Effect,
    context: &RunContext,
) -> Result<EffectRecord, StoreError> {
    Ok(EffectRecord {
        key: effect_key(id),
        mailbox: mailbox.clone(),
        lane: lane(effect, context),
        begun: false,
        body: encode(effect)?,
    })
}

/// Where order counts: the room, or the person whose room may not exist yet. The direct room in which somebody talks to
/// the bot is that person's.
fn lane(effect: &Effect, context: &RunContext) -> SmolStr {
    let of_room = |room: &SmolStr| match (&context.room, &context.person) {
        (Some(own), Some(person)) if own.direct && same_id(&own.id, room) => ScopeKey::of_person(person),
        _ => room.clone(),
    };
    match effect {
        Effect::Say { to: Target::Room(room), .. } => of_room(&room.id),
        Effect::Say { to: Target::Person(person), .. } => ScopeKey::of_person(person),
        Effect::Edit { message, .. } | Effect::Delete { message } => of_room(&message.room),
        Effect::Room(
            RoomChange::Rename { room, .. }
            | RoomChange::Delete { room }
            | RoomChange::Add { room, .. }
            | RoomChange::Remove { room, .. },
        ) => room.id.clone(),
        Effect::Room(RoomChange::Create { .. })
        | Effect::Http(_)
        | Effect::Respond { .. }
        | Effect::Later { .. }
        | Effect::Start { .. } => SmolStr::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::{FORMAT, decode, encode};

    #[test]
    fn a_body_says_its_version() {
        let body = encode(&("text", 7)).unwrap();
        assert_eq!(body.first(), Some(&FORMAT));
        assert_eq!(decode::<(String, i32)>(&body).unwrap(), ("text".to_owned(), 7));
        let mut newer = body.clone();
        newer[0] = FORMAT + 1;
        for (body, part) in [(newer, "format 2, this wbot reads formats up to 1"), (vec![], "empty")] {
            let error = decode::<(String, i32)>(&body).unwrap_err().to_string();
            assert!(error.contains(part), "{error}");
        }
    }
}

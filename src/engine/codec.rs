//! Between the machine's types and what a store keeps.

use super::store::{EffectKey, EffectRecord, RunRecord, StateName, StateWrite, StoreError, StoredState};
use crate::ir::ProgramId;
use crate::value::{Effect, RoomChange, Target, Value};
use crate::vm::{EffectId, Run, ScopeKey, StateChange, StateKey, Waiting};
use serde::Serialize;
use serde::de::DeserializeOwned;
use smol_str::{SmolStr, ToSmolStr, format_smolstr};

/// `MessagePack` with field names, so that later versions can read it.
pub(super) fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>, StoreError> {
    rmp_serde::to_vec_named(value).map_err(|error| StoreError::Failed(format!("cannot be encoded: {error}")))
}

pub(super) fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, StoreError> {
    rmp_serde::from_slice(bytes).map_err(|error| StoreError::Failed(format!("cannot be read: {error}")))
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
) -> Result<EffectRecord, StoreError> {
    Ok(EffectRecord {
        key: effect_key(id),
        mailbox: mailbox.clone(),
        lane: lane(effect),
        body: encode(effect)?,
    })
}

/// Where order counts: the room, or the person whose room may not exist yet.
pub(super) fn lane(effect: &Effect) -> SmolStr {
    match effect {
        Effect::Say { to: Target::Room(room), .. } => room.id.clone(),
        Effect::Say { to: Target::Person(person), .. } => ScopeKey::of_person(person),
        Effect::Edit { message, .. } | Effect::Delete { message } => message.room.clone(),
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

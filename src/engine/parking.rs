//! What a run that waits leaves in the store, so that what it waits for finds it: the places that its
//! question listens to, and a timer.

use super::codec::encode;
use super::inbound::{conversation, conversations};
use super::store::{Change, Commit, Silence, StoreError, WaitRecord};
use super::timers;
use crate::ir::Audience;
use crate::value::{RoomRef, Target};
use crate::vm::{Question, Run, Waiting};
use serde::{Deserialize, Serialize};
use smol_str::{SmolStr, format_smolstr};

/// What a place knows of a question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Listening {
    /// When it was put last, in milliseconds since 1970.
    pub(super) since_ms: i64,
    /// Sorts after what was put before.
    #[serde(default)]
    pub(super) turn: SmolStr,
    /// Which question of its run it is.
    pub(super) question: u32,
}

/// Puts into `commit` what finds the waiting `run` again.
pub(super) fn park(run: &Run, mailbox: &SmolStr, commit: &mut Commit) -> Result<(), StoreError> {
    match &run.waiting {
        Waiting::Answer => {
            let Some(question) = run.question.as_deref() else { return Ok(()) };
            let (since_ms, turn) = question.put.clone();
            let body = encode(&Listening { since_ms, turn, question: question.number })?;
            if let Some(place) = place(run, question) {
                commit.waits.push(Change::Put(WaitRecord {
                    run: run.id.0.clone(),
                    place,
                    body: body.clone(),
                }));
            }
            commit.timers.push(Change::Put(timers::expiry(run, question, mailbox)?));
        }
        Waiting::Until(due_ms) => commit.timers.push(Change::Put(timers::wake(run, *due_ms, mailbox)?)),
        Waiting::Ready | Waiting::Effect(_) | Waiting::Asking(_) | Waiting::Raised(_) | Waiting::Ended => {}
    }
    Ok(())
}

/// Puts into `commit` that nobody waits for this answer any more.
pub(super) fn unpark(run: &Run, commit: &mut Commit) {
    commit.waits.push(Change::Remove(run.id.0.clone()));
    if let Some(question) = run.question.as_deref() {
        commit.timers.push(Change::Remove(timers::expiry_id(run, question)));
    }
}

/// Where an answer may come from: a conversation, or a whole room.
fn place(run: &Run, question: &Question) -> Option<SmolStr> {
    Some(match one_conversation(run, question)? {
        Ok(conversation) => conversation,
        Err(room) => room_place(room),
    })
}

/// That no event waits to be handled which was sent until `until_ms` and may answer this.
pub(super) fn silence(run: &Run, question: &Question, until_ms: i64) -> Option<Silence> {
    let (from, to) = match one_conversation(run, question)? {
        // Nothing is between the two.
        Ok(conversation) => (conversation.clone(), format_smolstr!("{conversation}\0")),
        Err(room) => conversations(room),
    };
    Some(Silence { from, to, until_ms })
}

/// The conversation that an answer comes from, or the room if it may be several.
fn one_conversation<'q>(run: &Run, question: &'q Question) -> Option<Result<SmolStr, &'q SmolStr>> {
    let room = question.room.as_ref()?;
    match (question.audience, &question.to) {
        (Audience::Person, Target::Room(_)) => {
            let person = run.context.person.as_ref()?;
            Some(Ok(conversation(if person.id.is_empty() { &person.email } else { &person.id }, room)))
        }
        // A direct room has one other person in it.
        (Audience::Person, Target::Person(_)) | (Audience::Anyone | Audience::Group(_), _) => Some(Err(room)),
    }
}

/// The place of whoever writes in a room.
pub(super) fn room_place(room: &str) -> SmolStr {
    format_smolstr!("room {}", crate::webex::id_key(room))
}

/// Who is being asked somewhere else than where the run is: their messages wait until the question is
/// there, so that no answer comes before it is known.
pub(super) fn asked_lanes(question: &Question) -> Vec<SmolStr> {
    match (&question.to, question.audience) {
        (Target::Person(person), _) => {
            let keys = [&person.id, &person.email];
            let known = keys.into_iter().filter(|key| !key.is_empty());
            known.map(|key| format_smolstr!("asked {}", crate::webex::id_key(key))).collect()
        }
        (Target::Room(_), Audience::Person) => Vec::new(),
        (Target::Room(room), Audience::Anyone | Audience::Group(_)) => vec![asked_room(room)],
    }
}

pub(super) fn asked_room(room: &RoomRef) -> SmolStr {
    format_smolstr!("asked in {}", crate::webex::id_key(&room.id))
}

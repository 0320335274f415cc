//! A card as it would be sent, without a message: for `wbot card show`.

use super::Loaded;
use super::active::Active;
use crate::cards;
use crate::value::{Fault, FaultKind, Value, field};
use crate::vm::{End, Run, RunContext, RunId, StateView, StepOutcome, step};
use serde_json::{Map, Value as Json};

/// What a card may ask for on its way; each thing once.
const STEPS_MAX: usize = 1000;

/// The JSON of the card that a function of the program gives: every state is as at first, and nobody can be
/// asked about people and rooms. Buttons are not signed, and carry only the author's own data.
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
                let why = Fault::new(FaultKind::Webex, "only Webex knows this, and it is not asked here");
                world.reads.insert(read, Err(why));
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

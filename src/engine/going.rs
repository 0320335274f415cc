//! An effect on its way out, with its place in the order of what goes where it goes.

use super::codec::lane;
use super::core::Core;
use super::lanes::Place;
use super::parking::asked_lanes;
use crate::value::Effect;
use crate::vm::{EffectId, Run, Waiting};

/// An effect whose place was taken before the commit that holds it: what goes to one room goes out in
/// the order of the commits, whichever run it is of.
#[derive(Debug)]
pub(super) struct Going {
    pub(super) id: EffectId,
    pub(super) effect: Effect,
    /// Given up when the effect is done.
    lane: Option<Place>,
    /// Of whom is asked by it; given up with this.
    asked: Vec<Place>,
}

impl Core {
    /// Takes the place of `effect`, which `run` waits for; of the engine's own there is none.
    pub(super) fn going(&self, run: Option<&Run>, id: EffectId, effect: Effect) -> Going {
        let question = run.filter(|run| matches!(run.waiting, Waiting::Asking(_)));
        let question = question.and_then(|run| run.question.as_deref());
        let mut lanes = vec![lane(&effect)];
        lanes.extend(question.map(asked_lanes).unwrap_or_default());
        let mut asked = self.lanes.enter_all(&lanes);
        let lane = (!asked.is_empty()).then(|| asked.remove(0));
        Going { id, effect, lane, asked }
    }
}

impl Going {
    /// Waits until nothing is before it.
    pub(super) async fn turn(&mut self) {
        for place in self.asked.iter_mut().chain(&mut self.lane) {
            place.turn().await;
        }
    }

    /// The effect is done: the next one may go out.
    pub(super) fn done(&mut self) {
        self.lane = None;
    }
}

//! Events on their way in: ids are looked up side by side, since each costs a call; what is of one room comes in in
//! its order, and what else is to be done when all before it came in is done then.

use super::worker::{Job, Then};
use crate::base::limits;
use crate::engine::catch_up::Presses;
use crate::engine::core::Core;
use crate::engine::lanes::Place;
use crate::engine::vitals::{Taken, resource_name};
use crate::webex::mercury::Told;
use crate::webex::queue::{Class, Urgency};
use crate::webex::{EventData, Resource, WebexClient, id_key, same_id};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use futures_util::stream::{FuturesOrdered, StreamExt};
use smol_str::format_smolstr;
use std::future::ready;
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio_util::task::AbortOnDropHandle;

/// What is to be done next.
#[derive(Debug)]
pub(super) enum Step {
    /// The events of a frame came in: it is to be acknowledged; or some did not, and what became of presses.
    CameIn(Result<String, Presses>),
    /// All before it came in.
    Then(Then),
}

/// Jobs that are under way. Dropping it gives up what is.
pub(super) struct Coming {
    core: Arc<Core>,
    client: WebexClient,
    steps: FuturesOrdered<BoxFuture<'static, Step>>,
    /// Ids that may be looked up at once. Whoever waits for its turn in its room looks nothing up.
    look_ups: Arc<Semaphore>,
    /// What comes after must not come in before this is done.
    closed: bool,
}

impl Coming {
    pub(super) fn new(core: Arc<Core>, client: WebexClient) -> Self {
        let look_ups = Arc::new(Semaphore::new(limits::SOCKET_LOOKUPS_MAX));
        Self { core, client, steps: FuturesOrdered::new(), look_ups, closed: false }
    }

    pub(super) fn has_room(&self) -> bool {
        !self.closed && self.steps.len() < limits::SOCKET_FRAMES_MAX
    }

    pub(super) fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Begins with a job.
    pub(super) fn put(&mut self, job: Job) {
        let step = match job {
            // Nothing to wait for, as of most frames.
            Job::Events { frame, told } if told.is_empty() => ready(Step::CameIn(Ok(frame))).boxed(),
            Job::Events { frame, told } => {
                // Places are taken now: that is the order.
                let told = told.into_iter().map(|told| (place(&self.core, &told), told)).collect();
                let (core, client) = (Arc::clone(&self.core), self.client.clone());
                let look_ups = Arc::clone(&self.look_ups);
                // A task of its own: it goes on whatever the worker waits for.
                let task =
                    tokio::spawn(async move { come_in(&core, (&client, &look_ups), frame, told).await });
                // One that ended in a panic may have had a press.
                AbortOnDropHandle::new(task)
                    .map(|came_in| Step::CameIn(came_in.unwrap_or(Err(Presses::Lost))))
                    .boxed()
            }
            Job::Then(then) => {
                self.closed |= is_barrier(then);
                ready(Step::Then(then)).boxed()
            }
        };
        self.steps.push_back(step);
    }

    /// The next step, when all before it is done. There must be one.
    pub(super) async fn next(&mut self) -> Step {
        let Some(step) = self.steps.next().await else { return std::future::pending().await };
        if let Step::Then(then) = &step {
            self.closed &= !is_barrier(*then);
        }
        step
    }
}

/// Whether what comes after it must not come in before: something was missed, and comes first.
fn is_barrier(then: Then) -> bool {
    matches!(then, Then::CatchUp { presses: Presses::Lost, .. })
}

/// Whether the bot did it itself, and it starts nothing.
fn is_own(core: &Core, told: &Told) -> bool {
    matches!(told.event.resource, Resource::Messages | Resource::AttachmentActions)
        && same_id(told.event.actor(), &core.me.id)
}

/// The place of an event among those of its room; none of the bot's own.
fn place(core: &Core, told: &Told) -> Option<Place> {
    if is_own(core, told) {
        return None;
    }
    let room = match &told.event.data {
        EventData::Message(message) => &message.room_id,
        EventData::Action(action) => &action.room_id,
        EventData::Membership(membership) => &membership.room_id,
        EventData::Room(room) => &room.id,
        EventData::Other(_) => "",
    };
    Some(core.lanes.enter(&format_smolstr!("heard in {}", id_key(room)), &Urgency::new(Class::Read)))
}

/// The frame, where all its events came in.
async fn come_in(
    core: &Arc<Core>,
    through: (&WebexClient, &Semaphore),
    frame: String,
    told: Vec<(Option<Place>, Told)>,
) -> Result<String, Presses> {
    let mut missing = None;
    for (place, told) in told {
        let press = told.event.resource == Resource::AttachmentActions;
        if !take(core, through, place, told).await {
            missing = missing.max(Some(if press { Presses::Lost } else { Presses::Heard }));
        }
    }
    missing.map_or(Ok(frame), Err)
}

/// Whether the event is stored, or starts nothing.
async fn take(
    core: &Arc<Core>,
    (client, look_ups): (&WebexClient, &Semaphore),
    place: Option<Place>,
    mut told: Told,
) -> bool {
    let Some(mut place) = place else {
        if let EventData::Message(message) = &told.event.data {
            core.said.heard(message);
        }
        core.vitals.meter.event(resource_name(&told.event.resource), Taken::Own);
        return true;
    };
    if let Some(url) = &told.look_up {
        let look_up = async {
            // It is never closed.
            let _turn = look_ups.acquire().await;
            client.rest_id(url).await
        };
        match look_up.await {
            Ok(id) => match &mut told.event.data {
                EventData::Message(message) => message.id = id,
                EventData::Action(action) => action.id = id,
                EventData::Membership(_) | EventData::Room(_) | EventData::Other(_) => {}
            },
            // The id that was made from the cluster is right but for moved rooms.
            Err(error) => tracing::debug!("{error}; going on with the id of the cluster"),
        }
    }
    place.turn().await;
    match core.accept(told.event).await {
        Ok(_) => true,
        Err(error) => {
            tracing::warn!(code = "run/webex", "an event of the websocket was not taken: {error}");
            false
        }
    }
}

//! Events on their way in: ids are looked up side by side, since each costs a call; what is of one room comes in in
//! its order, and what else is to be done when all before it came in is done then.

use super::worker::Job;
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
use std::sync::Arc;

/// What is to be done next.
pub(super) enum Step {
    /// The events of a frame came in, or what became of presses meanwhile.
    CameIn { frame: String, missing: Option<Presses> },
    /// All before it came in.
    Do(Job),
}

/// Jobs that are under way. Dropping it gives up what is.
pub(super) struct Coming {
    core: Arc<Core>,
    client: WebexClient,
    steps: FuturesOrdered<BoxFuture<'static, Step>>,
    /// What comes after must not come in before this is done.
    closed: bool,
}

impl Coming {
    pub(super) fn new(core: Arc<Core>, client: WebexClient) -> Self {
        Self { core, client, steps: FuturesOrdered::new(), closed: false }
    }

    pub(super) fn has_room(&self) -> bool {
        !self.closed && self.steps.len() < limits::SOCKET_LOOKUPS_MAX
    }

    pub(super) fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Begins with a job.
    pub(super) fn put(&mut self, job: Job) {
        let step = match job {
            Job::Events { frame, told } => {
                let (core, client) = (Arc::clone(&self.core), self.client.clone());
                // Places are taken now: that is the order.
                let told: Vec<_> = told.into_iter().map(|told| (place(&core, &told), told)).collect();
                async move { come_in(&core, &client, frame, told).await }.boxed()
            }
            job => {
                self.closed |= matches!(job, Job::CatchUp { .. });
                std::future::ready(Step::Do(job)).boxed()
            }
        };
        self.steps.push_back(step);
    }

    /// The next step, when all before it is done. There must be one.
    pub(super) async fn next(&mut self) -> Step {
        match self.steps.next().await {
            Some(step) => {
                self.closed &= !matches!(step, Step::Do(Job::CatchUp { .. }));
                step
            }
            None => std::future::pending().await,
        }
    }
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

async fn come_in(
    core: &Arc<Core>,
    client: &WebexClient,
    frame: String,
    told: Vec<(Option<Place>, Told)>,
) -> Step {
    let mut missing = None;
    for (place, told) in told {
        let press = told.event.resource == Resource::AttachmentActions;
        if !take(core, client, place, told).await {
            missing = missing.max(Some(if press { Presses::Lost } else { Presses::Heard }));
        }
    }
    Step::CameIn { frame, missing }
}

/// Whether the event is stored, or starts nothing.
async fn take(core: &Arc<Core>, client: &WebexClient, place: Option<Place>, mut told: Told) -> bool {
    let Some(mut place) = place else {
        if let EventData::Message(message) = &told.event.data {
            core.said.heard(message);
        }
        core.vitals.meter.event(resource_name(&told.event.resource), Taken::Own);
        return true;
    };
    if let Some(url) = &told.look_up {
        match client.rest_id(url).await {
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

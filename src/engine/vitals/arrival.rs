//! How long an event has been here: noted when it comes, looked at where its first step is committed and its
//! first answer said. It goes along with the task that handles the event, not with the run: after a restart
//! nobody knows when the event came.

use super::meter::Meter;
use crate::engine::clock::Stopwatch;
use std::cell::Cell;
use std::future::Future;
use std::time::Duration;

/// When an event came.
#[derive(Debug)]
pub(in crate::engine) struct Arrival {
    resource: &'static str,
    since: Stopwatch,
    /// What was not seen yet.
    segment: Cell<bool>,
    answer: Cell<bool>,
}

tokio::task_local! {
    static ARRIVAL: Arrival;
}

impl Arrival {
    /// An event of `resource` is here.
    pub(in crate::engine) fn now(resource: &'static str) -> Self {
        Self { resource, since: Stopwatch::start(), segment: Cell::new(true), answer: Cell::new(true) }
    }

    /// What it is about.
    pub(in crate::engine) fn resource(&self) -> &'static str {
        self.resource
    }

    /// Handles the event.
    pub(in crate::engine) fn during<T>(self, handling: impl Future<Output = T>) -> impl Future<Output = T> {
        ARRIVAL.scope(self, handling)
    }
}

/// A step was committed.
pub(in crate::engine) fn segment_done(meter: &Meter) {
    first(|it| &it.segment, |resource, took| meter.first_segment(resource, took));
}

/// Webex took a message of the bot.
pub(in crate::engine) fn answer_said(meter: &Meter) {
    first(|it| &it.answer, |resource, took| meter.first_answer(resource, took));
}

/// Outside the handling of an event nothing is told.
fn first(which: impl FnOnce(&Arrival) -> &Cell<bool>, tell: impl FnOnce(&'static str, Duration)) {
    let _ = ARRIVAL.try_with(|arrival| {
        if which(arrival).replace(false) {
            tell(arrival.resource, arrival.since.elapsed());
        }
    });
}

#[cfg(test)]
mod tests {
    use super::{Arrival, answer_said, segment_done};
    use crate::engine::vitals::{Gauges, Meter};

    #[tokio::test]
    async fn only_the_first_step_and_answer_of_an_event_count() {
        let meter = Meter::default();
        segment_done(&meter);
        let handling = async {
            segment_done(&meter);
            segment_done(&meter);
            answer_said(&meter);
        };
        Arrival::now("messages").during(handling).await;
        let page = meter.page(&Gauges::default());
        for line in [
            "wbot_event_first_segment_seconds_count{resource=\"messages\"} 1",
            "wbot_event_first_answer_seconds_count{resource=\"messages\"} 1",
        ] {
            assert!(page.lines().any(|it| it == line), "{line:?} is not in\n{page}");
        }
    }
}

//! What is counted, under which names.

use super::family::{Counters, Histograms};
use super::health::Health;
use super::text::Page;
use crate::engine::observer::RunEnd;
use crate::engine::store::Backlog;
use crate::value::FaultKind;
use crate::webex::queue::Depth;
use crate::webex::{CallWatch, Called, Resource};
use smol_str::{SmolStr, ToSmolStr};
use std::time::Duration;

/// Seconds: from what a store needs to what nobody waits for.
const SECONDS: &[f64] = &[
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0,
];
/// Writes that become durable together.
const WRITES: &[f64] = &[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0];

/// The numbers and the health of one bot.
#[derive(Debug, Default)]
pub struct Vitals {
    /// The numbers.
    pub meter: Meter,
    /// Whether it is ready.
    pub health: Health,
}

/// What became of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Taken {
    /// It is stored, and handled in its turn.
    New,
    /// It came before.
    Duplicate,
    /// The bot did it itself.
    Own,
    /// Nothing listens to it.
    Ignored,
    /// It was not taken, or turned away.
    Refused,
}

/// What was counted since the start.
#[derive(Debug)]
pub struct Meter {
    events: Counters<2>,
    runs: Counters<2>,
    first_segment: Histograms<1>,
    first_answer: Histograms<1>,
    calls: Counters<3>,
    call_times: Histograms<2>,
    reloads: Counters<1>,
    transactions: Counters<1>,
    transaction_times: Histograms<0>,
    transaction_writes: Histograms<0>,
}

/// What is counted when somebody looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gauges {
    /// Conversations that have something to do.
    pub mailboxes: usize,
    /// What waits for its turn in them.
    pub work: usize,
    /// Runs under way.
    pub running: usize,
    /// Calls to Webex that wait for their turn.
    pub queue: Depth,
    /// What the store holds; nothing where it does not tell.
    pub backlog: Option<Backlog>,
    /// Whether the bot is ready.
    pub ready: bool,
}

impl Default for Meter {
    fn default() -> Self {
        Self {
            events: Counters::new(),
            runs: Counters::new(),
            first_segment: Histograms::new(SECONDS),
            first_answer: Histograms::new(SECONDS),
            calls: Counters::new(),
            call_times: Histograms::new(SECONDS),
            reloads: Counters::new(),
            transactions: Counters::new(),
            transaction_times: Histograms::new(SECONDS),
            transaction_writes: Histograms::new(WRITES),
        }
    }
}

/// The name of a resource; of those that Webex adds one day there is one.
pub(in crate::engine) fn resource_name(resource: &Resource) -> &'static str {
    match resource {
        Resource::Messages => "messages",
        Resource::Memberships => "memberships",
        Resource::Rooms => "rooms",
        Resource::AttachmentActions => "attachmentActions",
        Resource::Other(_) => "other",
    }
}

impl Meter {
    pub(in crate::engine) fn event(&self, resource: &'static str, taken: Taken) {
        let outcome = match taken {
            Taken::New => "new",
            Taken::Duplicate => "duplicate",
            Taken::Own => "own",
            Taken::Ignored => "ignored",
            Taken::Refused => "refused",
        };
        self.events.add([name(resource), name(outcome)]);
    }

    /// A run is over. One that waits or was cut off is not.
    pub(in crate::engine) fn run_ended(&self, handler: SmolStr, how: &RunEnd) {
        if *how != RunEnd::Abandoned {
            self.runs.add([handler, name(outcome(how))]);
        }
    }

    pub(super) fn first_segment(&self, resource: &'static str, took: Duration) {
        self.first_segment.time([name(resource)], took);
    }

    pub(super) fn first_answer(&self, resource: &'static str, took: Duration) {
        self.first_answer.time([name(resource)], took);
    }

    /// A version of the script was put in service, or was not.
    pub(in crate::engine) fn reload(&self, outcome: &'static str) {
        self.reloads.add([name(outcome)]);
    }

    /// A transaction of the store with so many writes.
    pub(in crate::engine) fn transaction(&self, writes: usize, took: Duration, done: bool) {
        self.transactions.add([name(if done { "done" } else { "failed" })]);
        self.transaction_times.time([], took);
        self.transaction_writes.put([], f64::from(u32::try_from(writes).unwrap_or(u32::MAX)));
    }

    /// The page for Prometheus.
    #[must_use]
    pub fn page(&self, now: &Gauges) -> String {
        let mut page = Page::default();
        page.gauge(
            "wbot_build_info",
            "The wbot that runs.",
            &[("version", env!("CARGO_PKG_VERSION").to_owned())],
            1,
        );
        page.gauge("wbot_ready", "Whether the bot is ready, as /readyz says.", &[], u64::from(now.ready));
        page.counters(
            "wbot_events_total",
            "Events that came in, by what became of them.",
            ["resource", "outcome"],
            &self.events,
        );
        page.counters(
            "wbot_runs_total",
            "Runs that are over, by how they ended.",
            ["handler", "outcome"],
            &self.runs,
        );
        page.histograms(
            "wbot_event_first_segment_seconds",
            "From an event to the commit of the first step that it causes.",
            ["resource"],
            &self.first_segment,
        );
        page.histograms(
            "wbot_event_first_answer_seconds",
            "From an event to the first message that Webex took for it.",
            ["resource"],
            &self.first_answer,
        );
        page.counters(
            "wbot_webex_calls_total",
            "Calls of the Webex API, repetitions counted too.",
            ["method", "route", "status"],
            &self.calls,
        );
        page.histograms(
            "wbot_webex_call_seconds",
            "How long calls of the Webex API took.",
            ["method", "route"],
            &self.call_times,
        );
        page.counters("wbot_reloads_total", "New versions of the script.", ["outcome"], &self.reloads);
        page.counters(
            "wbot_store_transactions_total",
            "Transactions of the store.",
            ["outcome"],
            &self.transactions,
        );
        page.histograms(
            "wbot_store_transaction_seconds",
            "How long the store took to make a transaction durable.",
            [],
            &self.transaction_times,
        );
        page.histograms(
            "wbot_store_transaction_writes",
            "Writes that became durable together.",
            [],
            &self.transaction_writes,
        );
        gauges(&mut page, now);
        page.finish()
    }
}

fn gauges(page: &mut Page, now: &Gauges) {
    let mut gauge = |name: &str, help: &str, value: usize| {
        page.gauge(name, help, &[], u64::try_from(value).unwrap_or(u64::MAX));
    };
    gauge("wbot_mailboxes", "Conversations that have something to do.", now.mailboxes);
    gauge("wbot_mailbox_work", "What waits for its turn in a conversation.", now.work);
    gauge("wbot_runs_under_way", "Runs that are neither over nor waiting.", now.running);
    gauge(
        "wbot_queue_waiting",
        "Calls to Webex, and messages behind others of their room, that wait.",
        now.queue.waiting,
    );
    gauge("wbot_queue_in_flight", "Calls to Webex under way.", now.queue.in_flight);
    page.gauge(
        "wbot_queue_oldest_milliseconds",
        "How long the oldest of what waits has waited.",
        &[],
        now.queue.oldest_ms,
    );
    page.gauge(
        "wbot_queue_paused_milliseconds",
        "How long Webex still asks all calls to wait.",
        &[],
        now.queue.paused_ms,
    );
    if let Some(backlog) = now.backlog {
        page.gauge(
            "wbot_runs_waiting",
            "Stored runs that wait for an answer, a time or an effect.",
            &[],
            backlog.waiting,
        );
        page.gauge(
            "wbot_outgoing",
            "Effects that are committed and not known to be done.",
            &[],
            backlog.outgoing,
        );
        page.gauge("wbot_events_stored", "Events that are stored and not handled.", &[], backlog.events);
    }
}

/// What the end of a run counts as.
pub(in crate::engine) fn outcome(how: &RunEnd) -> &'static str {
    match how {
        RunEnd::Done => "done",
        RunEnd::Failed { kind: FaultKind::Fail, .. } => "fail",
        RunEnd::Failed { kind: FaultKind::Timeout, .. } => "timeout",
        RunEnd::Failed { .. } => "failed",
        RunEnd::Abandoned => "abandoned",
    }
}

fn name(word: &'static str) -> SmolStr {
    SmolStr::new_static(word)
}

impl CallWatch for Vitals {
    fn called(&self, called: &Called<'_>) {
        let status = match called.outcome {
            Ok(status) => status.to_smolstr(),
            Err(word) => name(word),
        };
        let method = SmolStr::new(called.method);
        let route = name(called.route);
        self.meter.calls.add([method.clone(), route.clone(), status]);
        self.meter.call_times.time([method, route], called.took);
    }
}

#[cfg(test)]
mod tests {
    use super::{Gauges, Taken, Vitals};
    use crate::engine::RunEnd;
    use crate::engine::store::Backlog;
    use crate::webex::{CallWatch, Called};
    use std::time::Duration;

    #[test]
    fn what_was_told_is_on_the_page() {
        let Vitals { meter, .. } = &Vitals::default();
        meter.event("messages", Taken::New);
        meter.event("messages", Taken::Duplicate);
        meter.event("messages", Taken::Duplicate);
        meter.run_ended("command \"hello\"".into(), &RunEnd::Done);
        meter.run_ended("command \"hello\"".into(), &RunEnd::Abandoned);
        meter.first_segment("messages", Duration::from_micros(700));
        meter.reload("done");
        meter.transaction(3, Duration::from_millis(2), true);
        let backlog = Backlog { waiting: 7, outgoing: 1, events: 0 };
        let page = meter.page(&Gauges { work: 4, backlog: Some(backlog), ready: true, ..Gauges::default() });
        for line in [
            "wbot_ready 1",
            "wbot_events_total{resource=\"messages\",outcome=\"new\"} 1",
            "wbot_events_total{resource=\"messages\",outcome=\"duplicate\"} 2",
            "wbot_runs_total{handler=\"command \\\"hello\\\"\",outcome=\"done\"} 1",
            "wbot_event_first_segment_seconds_bucket{resource=\"messages\",le=\"0.0005\"} 0",
            "wbot_event_first_segment_seconds_bucket{resource=\"messages\",le=\"0.001\"} 1",
            "wbot_reloads_total{outcome=\"done\"} 1",
            "wbot_store_transactions_total{outcome=\"done\"} 1",
            "wbot_store_transaction_writes_bucket{le=\"2\"} 0",
            "wbot_store_transaction_writes_bucket{le=\"4\"} 1",
            "wbot_mailbox_work 4",
            "wbot_runs_waiting 7",
            "wbot_outgoing 1",
        ] {
            assert!(page.lines().any(|it| it == line), "{line:?} is not in\n{page}");
        }
    }

    #[test]
    fn a_call_counts_by_its_route_and_what_came_of_it() {
        let vitals = Vitals::default();
        for outcome in [Ok(200), Ok(429), Err("timeout")] {
            let called =
                Called { method: "POST", route: "/messages", outcome, took: Duration::from_millis(30) };
            vitals.called(&called);
        }
        let page = vitals.meter.page(&Gauges::default());
        for line in [
            "wbot_webex_calls_total{method=\"POST\",route=\"/messages\",status=\"200\"} 1",
            "wbot_webex_calls_total{method=\"POST\",route=\"/messages\",status=\"timeout\"} 1",
            "wbot_webex_call_seconds_count{method=\"POST\",route=\"/messages\"} 3",
        ] {
            assert!(page.lines().any(|it| it == line), "{line:?} is not in\n{page}");
        }
    }
}

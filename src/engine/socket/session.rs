//! One session: frames are read, pings sent, acknowledgements passed on, until it ends.

use super::connect::{Session, shown};
use super::source::Timing;
use super::worker::{Job, Queue, Then};
use crate::engine::catch_up::Presses;
use crate::engine::core::Core;
use crate::net::Received;
use crate::webex::mercury::{Catalog, Frame, ack, ping, told};
use smol_str::SmolStr;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// The code of a socket that another connection of the same device replaced.
const REPLACED: u16 = 4000;

/// Between two pings is so much time at least, however many are asked for, in milliseconds.
const PINGS_APART_MS: i64 = 1_000;

/// How a session ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum End {
    /// It was asked to.
    Stopped,
    /// Another process uses the bot's device.
    Replaced,
    /// The connection is gone: why, and how long it lasted.
    Lost { why: String, lasted: Duration },
}

/// Carries a session until it ends.
pub(super) async fn carry(
    core: &Core,
    mut session: Session,
    queue: &mut Queue,
    (timing, stop): (&Timing, &CancellationToken),
) -> End {
    let began_ms = core.clock.now_ms();
    let mut beat = Beat {
        next_ms: began_ms,
        sent_ms: i64::MIN,
        waiting: None,
        last: None,
        marked_ms: began_ms,
        looked_ms: began_ms,
        heard_ms: began_ms,
    };
    queue.put(Job::Then(Then::CatchUp { now_ms: began_ms, presses: Presses::Lost }));
    let lost = |why: String| {
        let lasted = core.clock.now_ms().saturating_sub(began_ms);
        End::Lost { why, lasted: Duration::from_millis(u64::try_from(lasted).unwrap_or_default()) }
    };
    loop {
        tokio::select! {
            biased;
            () = stop.cancelled() => {
                session.socket.close().await;
                return End::Stopped;
            }
            Some(frame) = queue.acknowledged.recv() => {
                if session.socket.send(ack(&frame)).await.is_err() {
                    return lost("an acknowledgement could not be sent".to_owned());
                }
            }
            received = session.socket.receive() => match received {
                Received::Closed { code: Some(REPLACED), .. } => return End::Replaced,
                Received::Closed { code, reason } => return lost(format!("it was closed ({})", shown(code, &reason))),
                Received::Text(text) => match Frame::parse(&text) {
                    Frame::Shutdown => return lost("the server shuts down".to_owned()),
                    frame => beat.hears(core, frame, &session.catalog, queue),
                },
            },
            () = core.hearing.asked() => beat.hurry(core.hearing.wanted_ms()),
            () = core.clock.sleep_until(beat.next_ms) => {
                if beat.waiting.is_some() {
                    return lost("a ping was not answered".to_owned());
                }
                let id = core.chance.id();
                if session.socket.send(ping(&id)).await.is_err() {
                    return lost("a ping could not be sent".to_owned());
                }
                beat.sent(id, core.clock.now_ms(), timing);
                beat.looks(core, queue, timing);
            }
        }
    }
}

/// Whether frames are missing between two numbers. A repetition, and a new beginning, are none.
fn gap(last: Option<u64>, next: Option<u64>) -> bool {
    matches!((last, next), (Some(last), Some(next)) if next > last.saturating_add(1))
}

/// The heartbeat, and what came in between.
struct Beat {
    /// When the next ping is sent; the one before must be answered by then.
    next_ms: i64,
    /// When the last one was sent.
    sent_ms: i64,
    waiting: Option<SmolStr>,
    /// The number of the last event.
    last: Option<u64>,
    /// When it was last noted until when all came in.
    marked_ms: i64,
    /// When it was last looked whether something was not delivered.
    looked_ms: i64,
    /// When an event came last: until then all has come, or is looked for.
    heard_ms: i64,
}

impl Beat {
    fn hears(&mut self, core: &Core, frame: Frame, catalog: &Catalog, queue: &mut Queue) {
        match frame {
            Frame::Pong(id) => {
                if self.pong(&id) && !queue.left_out {
                    // Behind what came before it.
                    queue.put(Job::Then(Then::Alive { at_ms: self.sent_ms }));
                }
                self.hurry(core.hearing.wanted_ms());
            }
            Frame::Activity { frame, sequence, activity } => {
                let now_ms = core.clock.now_ms();
                if gap(self.last, sequence) {
                    tracing::warn!(code = "run/webex", "an event of the websocket was lost; looking for it");
                    queue.put(Job::Then(Then::CatchUp { now_ms, presses: Presses::Lost }));
                }
                self.last = sequence.or(self.last);
                self.heard_ms = now_ms;
                queue.put(Job::Events { frame, told: told(&activity, catalog) });
            }
            Frame::Other { frame } => queue.put(Job::Events { frame, told: Vec::new() }),
            Frame::Ready | Frame::Nothing | Frame::Shutdown => {}
        }
    }

    fn sent(&mut self, id: SmolStr, now_ms: i64, timing: &Timing) {
        self.waiting = Some(id);
        self.sent_ms = now_ms;
        self.next_ms = now_ms.saturating_add(timing.ping_ms);
    }

    /// Now and then it is looked for what was not delivered: a frame after the last one that came may be lost, and only
    /// the next one would tell.
    fn looks(&mut self, core: &Core, queue: &mut Queue, timing: &Timing) {
        let now_ms = self.sent_ms;
        let look_ms = if queue.left_out { 0 } else { timing.look_ms.min(core.looks_again_after_ms()) };
        if now_ms.saturating_sub(self.looked_ms) >= look_ms {
            (self.looked_ms, self.marked_ms, self.heard_ms) = (now_ms, now_ms, now_ms);
            queue.put(Job::Then(Then::CatchUp { now_ms, presses: Presses::Heard }));
        } else if now_ms.saturating_sub(self.marked_ms) >= timing.mark_ms {
            self.marked_ms = now_ms;
            queue.put(Job::Then(Then::Mark { now_ms: self.heard_ms }));
        }
    }

    /// Whether that answers the last ping.
    fn pong(&mut self, id: &str) -> bool {
        let answers = self.waiting.as_deref() == Some(id);
        if answers {
            self.waiting = None;
        }
        answers
    }

    /// A ping is needed that is sent at `wanted_ms` or later: it is sent soon, unless one is under way, which comes first.
    fn hurry(&mut self, wanted_ms: i64) {
        if self.waiting.is_none() && self.sent_ms < wanted_ms {
            self.next_ms = self.next_ms.min(self.sent_ms.saturating_add(PINGS_APART_MS));
        }
    }
}

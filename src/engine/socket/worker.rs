//! What the socket says, in order: events are taken in (`coming.rs`), frames acknowledged, what was missed looked for.

use super::coming::{Coming, Step};
use crate::base::limits;
use crate::engine::catch_up::Presses;
use crate::engine::core::Core;
use crate::webex::WebexClient;
use crate::webex::mercury::Told;
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio_util::task::AbortOnDropHandle;

/// Something to be done in its turn.
#[derive(Debug)]
pub(super) enum Job {
    /// Take these events in, then acknowledge the frame.
    Events { frame: String, told: Vec<Told> },
    /// All before came in, or is behind.
    Then(Then),
}

/// What is done when all before it came in, or is behind.
#[derive(Clone, Copy, Debug)]
pub(super) enum Then {
    /// Fetch what was missed before `now_ms`.
    CatchUp { now_ms: i64, presses: Presses },
    /// Note that everything until `now_ms` came in.
    Mark { now_ms: i64 },
    /// The way in was open at `at_ms`, and what came before has come in.
    Alive { at_ms: i64 },
}

/// The way to the worker, and its acknowledgements.
pub(super) struct Queue {
    jobs: mpsc::Sender<Job>,
    /// Frames whose events are stored.
    pub(super) acknowledged: mpsc::UnboundedReceiver<String>,
    /// Something was left out, and is to be looked for.
    pub(super) left_out: bool,
}

/// What the worker knows.
#[derive(Default)]
struct Knows {
    /// What may be missing still, and what became of presses meanwhile.
    behind: Option<Presses>,
    /// It is to be looked for again, until this time.
    wanted_ms: Option<i64>,
    /// It is being looked for.
    look: Option<Look>,
    /// When the way in was open last, in milliseconds since 1970.
    alive_ms: Option<i64>,
}

/// A look for what was missed, beside what comes in.
struct Look {
    presses: Presses,
    work: AbortOnDropHandle<bool>,
}

impl Queue {
    /// A queue and its worker, which goes on until the queue is dropped.
    pub(super) fn new(core: Arc<Core>, client: WebexClient) -> (Self, impl Future<Output = ()> + Send) {
        let (jobs, mut todo) = mpsc::channel(limits::CONVERSATION_EVENTS_MAX);
        let (done, acknowledged) = mpsc::unbounded_channel();
        let work = async move {
            let (mut knows, mut coming) = (Knows::default(), Coming::new(Arc::clone(&core), client));
            let mut over = false;
            while !over || !coming.is_empty() {
                let step = tokio::select! {
                    job = todo.recv(), if !over && coming.has_room() => {
                        match job {
                            Some(job) => coming.put(job),
                            None => over = true,
                        }
                        continue;
                    }
                    step = coming.next(), if !coming.is_empty() => step,
                    found = Knows::looked(&mut knows.look), if knows.look.is_some() => {
                        knows.found(&core, found);
                        continue;
                    }
                };
                match step {
                    Step::CameIn(Ok(frame)) => {
                        // Nobody waits for it after the end of the session.
                        let _ = done.send(frame);
                    }
                    Step::CameIn(Err(presses)) => knows.behind = knows.behind.max(Some(presses)),
                    Step::Then(then) => knows.does(&core, then).await,
                }
            }
        };
        (Self { jobs, acknowledged, left_out: false }, work)
    }

    /// Adds a job. Where too many wait the newest is left out: the next look back finds it.
    pub(super) fn put(&mut self, job: Job) {
        let looks = matches!(job, Job::Then(Then::CatchUp { .. }));
        match self.jobs.try_send(job) {
            Ok(()) => self.left_out &= !looks,
            Err(_) => {
                self.left_out = true;
                tracing::warn!(code = "run/full", "too many events of the websocket wait, one was left out");
            }
        }
    }
}

impl Knows {
    async fn does(&mut self, core: &Arc<Core>, then: Then) {
        match then {
            Then::CatchUp { now_ms, presses } => self.catch_up(core, now_ms, presses),
            // Of what is looked for it is not known yet.
            Then::Mark { .. } if self.look.is_some() => {}
            Then::Mark { now_ms } => match self.behind {
                Some(presses) => self.look_again(core, now_ms, presses),
                None => mark(core, now_ms).await,
            },
            Then::Alive { at_ms } => {
                self.alive_ms = Some(at_ms);
                self.tell_alive(core);
            }
        }
    }

    /// All before is taken, or behind. What comes after is taken at once, and handled after what was missed before it.
    fn catch_up(&mut self, core: &Arc<Core>, now_ms: i64, presses: Presses) {
        if presses == Presses::Lost {
            core.looking.begins(now_ms);
        }
        self.look_again(core, now_ms, presses);
    }

    fn look_again(&mut self, core: &Arc<Core>, now_ms: i64, presses: Presses) {
        self.behind = self.behind.max(Some(presses));
        self.wanted_ms = Some(now_ms);
        self.look(core);
    }

    /// One look at a time.
    fn look(&mut self, core: &Arc<Core>) {
        if self.look.is_some() {
            return;
        }
        let Some(now_ms) = self.wanted_ms.take() else { return };
        let presses = self.behind.take().unwrap_or(Presses::Heard);
        let core = Arc::clone(core);
        let work = tokio::spawn(async move { catch_up(&core, now_ms, presses).await });
        self.look = Some(Look { presses, work: AbortOnDropHandle::new(work) });
    }

    /// Whether the look that is under way found everything.
    async fn looked(look: &mut Option<Look>) -> bool {
        match look {
            Some(look) => (&mut look.work).await.unwrap_or(false),
            None => std::future::pending().await,
        }
    }

    fn found(&mut self, core: &Arc<Core>, all: bool) {
        if let Some(look) = self.look.take().filter(|_| !all) {
            self.behind = self.behind.max(Some(look.presses));
        }
        self.look(core);
        self.tell_alive(core);
    }

    /// What came before a sign of life has come in, unless something is missing still: then it has when that was fetched.
    fn tell_alive(&mut self, core: &Core) {
        if self.behind.is_none()
            && self.look.is_none()
            && let Some(at_ms) = self.alive_ms.take()
        {
            core.hearing.lived(at_ms);
            core.timers_changed.notify_one();
        }
    }
}

async fn mark(core: &Core, now_ms: i64) {
    if let Err(error) = core.mark_heard(now_ms).await {
        tracing::warn!(code = "run/store", "the time of the last event was not kept: {error}");
    }
}

/// Whether nothing is missing any more.
async fn catch_up(core: &Arc<Core>, now_ms: i64, presses: Presses) -> bool {
    match core.catch_up(now_ms, presses).await {
        Ok(_) => true,
        Err(error) => {
            tracing::warn!(code = "run/webex", "what was missed could not be fetched, trying again: {error}");
            false
        }
    }
}

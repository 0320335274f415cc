//! The source: one session after another.

use super::connect::{NoSession, Session, Way};
use super::outage::Outage;
use super::session::{End, carry};
use super::worker::Queue;
use crate::base::fraction;
use crate::engine::catch_up::LOOK_EVERY_MS;
use crate::engine::core::Core;
use crate::engine::listener::unregister;
use crate::engine::{EngineHandle, Listening, Source, SourceError, Starting, Stopping};
use crate::net::Backoff;
use crate::webex::WebexClient;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;
use url::Url;

/// What this way in is called.
const WAY: &str = "websocket";
/// Attempts for the first connection, before the source counts as not startable. Without a way to Webex it goes on.
const FIRST_ATTEMPTS_MAX: u32 = 4;

/// A refused token waits as long as so many failures.
const UNAUTHORIZED_FAILURES: u32 = 8;

/// When what is done. The defaults are those of the clients that Cisco ships.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Timing {
    /// Time from one ping to the next; it must be answered by then. In milliseconds.
    pub ping_ms: i64,
    /// Time for the server to get ready.
    pub ready: Duration,
    /// Waits between connections.
    pub backoff: Backoff,
    /// A connection that lasted so long was a good one: the next wait is short again.
    pub stable: Duration,
    /// How often it is noted until when everything came in, in milliseconds.
    pub mark_ms: i64,
    /// How often it is looked whether something was not delivered, in milliseconds.
    pub look_ms: i64,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            ping_ms: 15_000,
            ready: Duration::from_secs(30),
            backoff: Backoff { base: Duration::from_secs(1), max: Duration::from_mins(4) },
            stable: Duration::from_mins(1),
            mark_ms: 60_000,
            look_ms: LOOK_EVERY_MS,
        }
    }
}

/// Hears Webex over a websocket.
#[derive(Clone, Debug)]
pub struct SocketSource {
    /// Client of the bot's token.
    pub client: WebexClient,
    /// Where the catalogue of services is.
    pub u2c: Url,
    /// What the bot program is called among the devices of its token.
    pub program: String,
    /// When what is done.
    pub timing: Timing,
}

struct Open {
    stop: CancellationToken,
    sessions: JoinHandle<()>,
    _work: AbortOnDropHandle<()>,
}

impl SocketSource {
    async fn open(&self, engine: EngineHandle) -> Result<Box<dyn Listening>, SourceError> {
        let core = engine.core;
        let way = Way {
            client: self.client.clone(),
            u2c: self.u2c.clone(),
            device_name: format!("wbot {}", self.program),
            timing: self.timing,
        };
        let (mut failures, mut outage) = (0, Outage::begins(core.clock.now_ms()));
        let first = loop {
            match way.connect(&*core.clock, &*core.chance).await {
                Ok(session) => break session,
                Err(error) => {
                    core.hearing.lost(core.clock.now_ms());
                    failures += 1;
                    let hopeless = failures >= FIRST_ATTEMPTS_MAX && !error.is_unreachable();
                    if hopeless || matches!(error, NoSession::Unauthorized) {
                        return Err(SourceError::Socket(error.to_string()));
                    }
                    rest(&core, &way, (failures, &mut outage), &error).await;
                }
            }
        };
        core.vitals.health.up(WAY);
        core.hearing.needs_signs();
        core.hearing.regained(core.clock.now_ms());
        tracing::info!("connected to Webex over a websocket");
        // Those of an earlier start with a public address would bring each event a second time.
        unregister(&*core.gateway, &self.program, &core.me.id).await?;
        let (queue, work) = Queue::new(Arc::clone(&core), self.client.clone());
        let stop = CancellationToken::new();
        let sessions = tokio::spawn(keep(core, way, (first, queue), stop.clone()));
        Ok(Box::new(Open { stop, sessions, _work: AbortOnDropHandle::new(tokio::spawn(work)) }))
    }
}

impl Source for SocketSource {
    fn start(&self, engine: EngineHandle) -> Starting<'_> {
        Box::pin(self.open(engine))
    }
}

impl Listening for Open {
    fn address(&self) -> Option<SocketAddr> {
        None
    }

    fn stop(self: Box<Self>, grace: Duration) -> Stopping {
        Box::pin(async move {
            self.stop.cancel();
            let abort = self.sessions.abort_handle();
            if tokio::time::timeout(grace, self.sessions).await.is_err() {
                abort.abort();
            }
        })
    }
}

/// Carries `session`, and the next one when it ends, until it is stopped or nothing more will come.
async fn keep(
    core: Arc<Core>,
    way: Way,
    (mut session, mut queue): (Session, Queue),
    stop: CancellationToken,
) {
    let (mut failures, mut outage) = (0, None);
    loop {
        let mut gone = match carry(&core, session, &mut queue, (&way.timing, &stop)).await {
            End::Stopped => return,
            End::Replaced => {
                core.vitals.health.down(WAY, "another process uses the token of this bot");
                core.hearing.needs_no_signs();
                core.timers_changed.notify_one();
                tracing::error!(
                    code = "run/webex",
                    "another process uses the token of this bot: it took the websocket over, and this one hears \
                     nothing any more"
                );
                return;
            }
            End::Lost { why, lasted } => {
                let now_ms = core.clock.now_ms();
                core.vitals.health.down(WAY, why.clone());
                core.hearing.lost(now_ms);
                let lasted = lasted >= way.timing.stable;
                failures = if lasted { 1 } else { failures + 1 };
                let before = outage.take().filter(|_| !lasted);
                let mut gone = before.unwrap_or_else(|| Outage::begins(now_ms));
                let time = way.timing.wait(failures, fraction(core.chance.seed()));
                gone.lost(now_ms, &why, millis(time));
                if stop.run_until_cancelled(core.clock.pause(time)).await.is_none() {
                    return;
                }
                gone
            }
        };
        let again = async {
            loop {
                match connect(&core, &way, &mut gone).await {
                    Ok(session) => return session,
                    Err(error) => {
                        if matches!(error, NoSession::Unauthorized) {
                            core.vitals.health.down(WAY, "Webex does not accept the token any more");
                            // It may be a slip of Webex; each attempt is far from the one before.
                            failures = failures.max(UNAUTHORIZED_FAILURES);
                        }
                        failures += 1;
                        rest(&core, &way, (failures, &mut gone), &error).await;
                    }
                }
            }
        };
        match stop.run_until_cancelled(again).await {
            Some(next) => session = next,
            None => return,
        }
        let now_ms = core.clock.now_ms();
        core.vitals.health.up(WAY);
        core.hearing.regained(now_ms);
        gone.ends(now_ms);
        outage = Some(gone);
    }
}

/// Another attempt. One that hangs does not keep the outage from being told of.
async fn connect(core: &Core, way: &Way, outage: &mut Outage) -> Result<Session, NoSession> {
    let mut connecting = pin!(way.connect(&*core.clock, &*core.chance));
    if let Some(untold_ms) = outage.untold_ms() {
        tokio::select! {
            biased;
            outcome = &mut connecting => return outcome,
            () = core.clock.sleep_until(untold_ms) => outage.lasts(core.clock.now_ms()),
        }
    }
    connecting.await
}

fn millis(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}

async fn rest(core: &Core, way: &Way, (failures, outage): (u32, &mut Outage), error: &NoSession) {
    let time = way.timing.wait(failures, fraction(core.chance.seed()));
    outage.goes_on(core.clock.now_ms(), error, millis(time));
    core.clock.pause(time).await;
}

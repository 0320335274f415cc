//! The end: nothing new begins, what is under way may finish for a while.

use super::core::Core;
use std::sync::Arc;
use std::time::Duration;

/// See [`EngineHandle::shutdown`](super::EngineHandle::shutdown).
pub(super) async fn shutdown(core: &Arc<Core>) -> usize {
    core.closing.cancel();
    core.workers.close();
    let grace_ms = i64::try_from(core.options.grace.as_millis()).unwrap_or(i64::MAX);
    let until_ms = core.clock.now_ms().saturating_add(grace_ms);
    tokio::select! {
        () = core.workers.wait() => {
            core.responders.clear();
            return 0;
        }
        () = core.clock.sleep_until(until_ms) => {}
    }
    let left = core.runs();
    core.cut.cancel();
    for run in &left {
        tracing::warn!(code = "run/abandoned", %run, "a run did not finish in time; it goes on at the next start");
        core.abandoned(run);
    }
    // Workers stop at their next wait; a run that computes is bounded by its fuel.
    core.workers.wait().await;
    core.responders.clear();
    left.len()
}

/// See [`EngineHandle::kill`](super::EngineHandle::kill).
pub(super) async fn kill(core: &Arc<Core>) {
    core.closing.cancel();
    core.cut.cancel();
    core.workers.close();
    core.workers.wait().await;
    core.responders.clear();
}

impl Core {
    /// Once in a while: forgets deliveries that are too old to come again, and programs that no run
    /// keeps.
    pub(super) async fn keep_house(self: Arc<Self>) {
        const EVERY: Duration = Duration::from_hours(1);
        loop {
            let every_ms = i64::try_from(EVERY.as_millis()).unwrap_or(i64::MAX);
            self.clock.sleep_until(self.clock.now_ms().saturating_add(every_ms)).await;
            self.tidy().await;
            // The event before them may never be handled.
            self.try_again(self.firing.next_anywhere());
        }
    }

    /// Forgets what nobody needs.
    pub(super) async fn tidy(&self) {
        let before_ms = self.clock.now_ms().saturating_sub(crate::base::limits::DEDUPE_MS);
        let forgotten = self.store.forget_seen(before_ms).await;
        let dropped = self.store.drop_unused_programs(self.programs_at_hand()).await;
        if let Some(error) = forgotten.err().or(dropped.err()) {
            tracing::warn!(code = "run/store", "the store could not be tidied: {error}");
        }
    }
}

/// A request to end the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Ctrl-C.
    Interrupt,
    /// SIGTERM: what service managers send.
    Terminate,
}

/// Requests to end the process, which are heard from the moment this is made on: whoever reads that the bot is
/// running may ask it to end at once.
#[derive(Debug)]
pub struct EndRequests {
    #[cfg(unix)]
    signals: Option<(tokio::signal::unix::Signal, tokio::signal::unix::Signal)>,
}

impl EndRequests {
    /// Begins to listen. Where no signal can be heard, the process is ended by force.
    #[cfg(unix)]
    #[must_use]
    pub fn listen() -> Self {
        use tokio::signal::unix::{SignalKind, signal};
        let interrupt = signal(SignalKind::interrupt());
        Self { signals: interrupt.and_then(|it| Ok((it, signal(SignalKind::terminate())?))).ok() }
    }

    /// Begins to listen.
    #[cfg(not(unix))]
    #[must_use]
    pub fn listen() -> Self {
        Self {}
    }

    /// The next request.
    pub async fn next(&mut self) -> Ending {
        #[cfg(unix)]
        if let Some((interrupt, terminate)) = &mut self.signals {
            return tokio::select! {
                Some(()) = interrupt.recv() => Ending::Interrupt,
                Some(()) = terminate.recv() => Ending::Terminate,
                else => std::future::pending().await,
            };
        }
        #[cfg(not(unix))]
        if tokio::signal::ctrl_c().await.is_ok() {
            return Ending::Interrupt;
        }
        std::future::pending().await
    }
}

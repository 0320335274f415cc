//! Webhooks as a source of events.

use super::register::{Wanted, register};
use super::router::{WEBEX_PATH, router};
use crate::engine::catch_up::Presses;
use crate::engine::core::Core;
use crate::engine::{EngineHandle, Listening, Source, SourceError, Starting, Stopping};
use crate::net::{Server, ServerOptions};
use crate::webex::queue::{Class, Urgency};
use crate::webex::wire::WireSecret;
use secrecy::{ExposeSecret, SecretString};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio_util::task::AbortOnDropHandle;

/// What this way in is called.
const WAY: &str = "webhooks";

/// Listens for deliveries.
#[derive(Clone, Debug)]
pub struct WebhookSource {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Bounds of the listener.
    pub options: ServerOptions,
    /// What Webex signs with.
    pub secret: SecretString,
    /// What is registered with Webex; nothing where somebody else does.
    pub registration: Option<Registration>,
}

/// What is registered with Webex.
#[derive(Clone, Debug)]
pub struct Registration {
    /// The address under which Webex reaches the listener, without a path: `https://bot.acme.com`.
    /// `None`: the address that it listens on, for a Webex on this machine.
    pub public_url: Option<String>,
    /// What this bot is called among the webhooks of its token.
    pub program: String,
}

struct Open {
    server: Server,
    _reviving: Option<AbortOnDropHandle<()>>,
}

impl WebhookSource {
    async fn open(&self, engine: EngineHandle) -> Result<Box<dyn Listening>, SourceError> {
        let core = Arc::clone(&engine.core);
        if core.active.load().hook(WEBEX_PATH).is_some() {
            tracing::warn!(
                code = "run/webhook",
                "`on webhook \"{WEBEX_PATH}\"` hears nothing: Webex delivers to this path; give it another"
            );
        }
        let router = router(engine, self.secret.clone());
        let server = Server::bind(self.listen, router, self.options)
            .await
            .map_err(|error| SourceError::Bind { address: self.listen, error })?;
        let mut reviving = None;
        if let Some(registration) = &self.registration {
            let target = Target::new(self, registration, server.address());
            // A bot that starts while Webex cannot be reached waits for it.
            target.register(&core, Class::Read).await?;
            core.vitals.health.up(WAY);
            if core.options.catch_up.is_some() {
                core.hearing.needs_looks();
            }
            reviving = Some(AbortOnDropHandle::new(tokio::spawn(target.look_after(core))));
        }
        Ok(Box::new(Open { server, _reviving: reviving }))
    }
}

impl Source for WebhookSource {
    fn start(&self, engine: EngineHandle) -> Starting<'_> {
        Box::pin(self.open(engine))
    }
}

impl Listening for Open {
    fn address(&self) -> Option<SocketAddr> {
        Some(self.server.address())
    }

    fn stop(self: Box<Self>, grace: Duration) -> Stopping {
        Box::pin(async move {
            let cut = self.server.shutdown(grace).await;
            if cut > 0 {
                tracing::warn!(connections = cut, "connections were cut at the end");
            }
        })
    }
}

/// What Webex is told.
struct Target {
    url: String,
    program: String,
    secret: WireSecret,
}

impl Target {
    fn new(source: &WebhookSource, registration: &Registration, bound: SocketAddr) -> Self {
        let base = registration.public_url.clone().unwrap_or_else(|| format!("http://{bound}"));
        Self {
            url: format!("{}{WEBEX_PATH}", base.trim_end_matches('/')),
            program: registration.program.clone(),
            secret: WireSecret::new(source.secret.expose_secret()),
        }
    }

    async fn register(&self, core: &Core, class: Class) -> Result<(), SourceError> {
        let wanted = Wanted {
            program: &self.program,
            me: &core.me.id,
            target_url: &self.url,
            secret: &self.secret,
            edits: core.options.hear_edits,
        };
        Ok(Urgency::new(class).scope(register(&*core.gateway, &wanted)).await?)
    }

    /// Fetches what was missed before the start, then looks now and then whether Webex switched a webhook off
    /// (it does so without a word) and whether something was not delivered: a proxy may have been down, and
    /// Webex repeats a delivery for a while at best.
    async fn look_after(self, core: Arc<Core>) {
        let mut away = core.queue().away();
        loop {
            let now_ms = core.clock.now_ms();
            if !*away.borrow() {
                core.hearing.regained(now_ms);
            }
            if let Err(error) = core.catch_up(now_ms, Presses::Repeated).await {
                tracing::warn!(
                    code = "run/webex",
                    "what was missed could not be fetched, trying again: {error}"
                );
            }
            tokio::select! {
                () = core.clock.sleep_until(now_ms.saturating_add(core.looks_again_after_ms())) => {}
                () = core.trouble.over() => {}
                () = outage(&core, &mut away) => {}
            }
            match self.register(&core, Class::Housekeeping).await {
                Ok(()) => core.vitals.health.up(WAY),
                Err(error) => {
                    core.vitals.health.down(WAY, error.to_string());
                    tracing::warn!(code = "run/webex", "the webhooks could not be looked after: {error}");
                }
            }
        }
    }
}

/// Waits for the next time that Webex cannot be reached, and for its end. Then its deliveries do not reach the bot
/// either.
async fn outage(core: &Core, away: &mut watch::Receiver<bool>) {
    if away.wait_for(|away| *away).await.is_ok() {
        core.hearing.lost(core.clock.now_ms());
    }
    // The sender is in the queue, which outlives this.
    if away.wait_for(|away| !*away).await.is_err() {
        std::future::pending::<()>().await;
    }
}

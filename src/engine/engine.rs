//! Starting, feeding and stopping the engine.

use super::active::Active;
use super::core::Core;
use super::hook::{HookRequest, HookResponse};
use super::intake::{Delivered, NotTaken};
use super::reload::{self, Refused};
use super::schedules::Planning;
use super::shutdown;
use super::store::{Commit, StoreError};
use super::{EngineConfig, KeepTime, Loaded, Vitals};
use crate::ir::ProgramId;
use crate::value::{Fault, FaultKind, Outcome, PersonRef};
use crate::vm::{Image, Run, RunContext, RunId};
use crate::webex::queue::{Class, Depth, Urgency};
use crate::webex::{IncomingEvent, WebexError};
use smol_str::SmolStr;
use std::fmt;
use std::sync::Arc;

/// Starts engines.
#[derive(Clone, Copy, Debug)]
pub struct Engine;

/// Why an engine did not start.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StartError {
    /// Webex does not say who the bot is.
    #[error(transparent)]
    Webex(#[from] WebexError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The program does not fit what is stored.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The store is another bot's.
    #[error(
        "the store belongs to another bot ({owner}): its conversations are not this bot's to go on with; give another place with --store"
    )]
    OtherBot {
        /// Whose it is: the part of the id that names the bot.
        owner: SmolStr,
    },
}

impl Engine {
    /// Asks Webex who the bot is, for as long as it cannot be reached, puts the program in service and takes up
    /// what the store says was under way.
    ///
    /// # Errors
    /// When Webex, the store or the program cannot be used.
    pub async fn start(config: EngineConfig) -> Result<EngineHandle, StartError> {
        let profile = Urgency::new(Class::Read).scope(config.gateway.me()).await?;
        let core = Arc::new(Core::new(config, profile));
        let active = core.active.load_full();
        if let Some(owner) = core.belongs_to_other().await? {
            return Err(StartError::OtherBot { owner });
        }
        reload::fits(&*core.store, active.program(), None).await?;
        reload::keep_program(&core, &active).await?;
        core.load_addresses().await?;
        core.tidy().await;
        core.tell_staying().await;
        // From here on runs go on by themselves.
        core.trouble.be_patient();
        core.resume().await?;
        core.plan(Planning::Keep).await?;
        core.run_starters().await?;
        let housekeeping = core.closing.clone();
        tokio::spawn({
            let core = Arc::clone(&core);
            async move { housekeeping.run_until_cancelled(core.keep_house()).await }
        });
        let watching = core.closing.clone();
        tokio::spawn({
            let core = Arc::clone(&core);
            async move { watching.run_until_cancelled(core.watch_store()).await }
        });
        let letting_go = core.closing.clone();
        tokio::spawn({
            let core = Arc::clone(&core);
            async move { letting_go.run_until_cancelled(core.let_go()).await }
        });
        if core.options.keep_time != KeepTime::Never {
            let timekeeping = core.closing.clone();
            tokio::spawn({
                let core = Arc::clone(&core);
                async move { timekeeping.run_until_cancelled(core.keep_time()).await }
            });
        }
        Ok(EngineHandle { core })
    }
}

/// A running engine. Clones speak to the same one.
#[derive(Clone)]
pub struct EngineHandle {
    pub(super) core: Arc<Core>,
}

impl fmt::Debug for EngineHandle {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "EngineHandle({:?})", self.core.me)
    }
}

impl EngineHandle {
    /// Takes an event of Webex in. When this is done the event is stored, and handled in its turn.
    ///
    /// # Errors
    /// Why it was not taken; it may be delivered again.
    pub async fn deliver(&self, event: IncomingEvent) -> Result<Delivered, NotTaken> {
        self.core.accept(event).await
    }

    /// Whether the script has a webhook with this path.
    #[must_use]
    pub fn hears_hook(&self, path: &str) -> bool {
        self.core.active.load().hook(path).is_some()
    }

    /// Answers a delivery to a webhook path of the script.
    pub async fn hook(&self, request: HookRequest) -> HookResponse {
        self.core.hook(request).await
    }

    /// Puts another version of the program in service for new runs; runs under way keep theirs.
    ///
    /// # Errors
    /// Why it was refused; the version before goes on.
    pub async fn reload(&self, loaded: Loaded) -> Result<ProgramId, Refused> {
        reload::reload(&self.core, loaded).await
    }

    /// Waits until nothing is under way, nor due.
    pub async fn idle(&self) {
        loop {
            self.core.activity.idle().await;
            // One after another, so that the same things happen in the same order each time.
            if !self.core.fire_due(1).await.unwrap_or(false) {
                return;
            }
        }
    }

    /// When the next thing is due that the bot waits for, in milliseconds since 1970.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn next_timer(&self) -> Result<Option<i64>, StoreError> {
        self.core.next_timer().await
    }

    /// Drops all state, so that each has its first value again.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn clear_states(&self) -> Result<(), StoreError> {
        self.core.store.clear_states().await
    }

    /// What a function of a program gives, called outside any handler: for tests of the script, which may have
    /// put another version in service. State that it changes is kept.
    ///
    /// # Errors
    /// The fault that it raises; it may have no effects.
    pub async fn evaluate(&self, image: &Arc<Image>, function: u32, context: RunContext) -> Outcome {
        let current = self.core.active.load_full();
        let active = if current.id() == image.id() {
            current
        } else {
            Arc::new(Active::earlier(image.clone(), &current))
        };
        let id = RunId("evaluation".into());
        let mut run = Run::new(id, active.id(), u32::MAX, context);
        active.enter(&mut run, function, Vec::new());
        let mut flight = Core::new_flight(&active, run, &SmolStr::default(), Commit::default());
        let stored = flight.evaluate(&self.core).await;
        stored.unwrap_or_else(|error| Err(Fault::new(FaultKind::Internal, error.to_string())))
    }

    /// The clock was set by hand: schedules are planned from the time that it shows now.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn plan_afresh(&self) -> Result<(), StoreError> {
        self.core.plan(Planning::Afresh).await
    }

    /// Since when the store fails, in milliseconds since 1970; nothing while it works. Meanwhile no event is
    /// taken.
    #[must_use]
    pub fn store_fails_since(&self) -> Option<i64> {
        self.core.trouble.since_ms()
    }

    /// How long the queue to Webex is.
    #[must_use]
    pub fn queue(&self) -> Depth {
        self.core.queue().depth()
    }

    /// The bot.
    #[must_use]
    pub fn me(&self) -> PersonRef {
        self.core.me.clone()
    }

    /// The program in service.
    #[must_use]
    pub fn program(&self) -> ProgramId {
        self.core.active.load().id()
    }

    /// Numbers and health of this bot.
    #[must_use]
    pub fn vitals(&self) -> Arc<Vitals> {
        Arc::clone(&self.core.vitals)
    }

    /// Stops at once, as a crash would: what is under way is left as it was committed last. Another
    /// engine on the same store takes it up.
    pub async fn kill(&self) {
        shutdown::kill(&self.core).await;
    }

    /// Takes nothing more, lets runs finish within the grace time and logs those that do not. Returns
    /// how many were abandoned.
    pub async fn shutdown(&self) -> usize {
        shutdown::shutdown(&self.core).await
    }
}

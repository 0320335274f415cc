//! What all parts of the engine share.

use super::KeepTime;
use super::active::Active;
use super::activity::Activity;
use super::addresses::Addresses;
use super::codec::program_key;
use super::fetch::Fetch;
use super::firing::Firing;
use super::going::Going;
use super::hearing::Hearing;
use super::held::Held;
use super::hook::Responders;
use super::lanes::{Lanes, Place};
use super::looking::Looking;
use super::mailbox::Mailboxes;
use super::observer::{Happening, Observer};
use super::patience::{Patient, Trouble};
use super::questions::Answered;
use super::reads::ReadCache;
use super::route::KnownRooms;
use super::said::Said;
use super::sending::webex_now_ms;
use super::store::{Commit, EventRecord, Store, StoreError, TimerRecord};
use super::unread::Unread;
use super::vitals::{Arrival, Vitals};
use super::{Chance, Clock, EngineConfig, Options};
use crate::base::limits;
use crate::ir::{LogLevel, ProgramId};
use crate::value::{PersonRef, to_json};
use crate::vm::{Image, LogLine, Run};
use crate::webex::Gateway;
use crate::webex::queue::Queue;
use crate::webex::wire::Person;
use arc_swap::ArcSwap;
use smol_str::SmolStr;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use tokio::sync::{Notify, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// What waits in a mailbox.
#[derive(Debug)]
pub(super) enum Work {
    /// An event that was accepted, and when it came; nobody knows after a restart.
    Event(EventRecord, Option<Arrival>),
    /// An effect that was under way when the process ended.
    Effect(Box<Going>),
    /// The run of a webhook, which begins.
    Hook(SmolStr, Arrival),
    /// A run that waits for nothing.
    Run(SmolStr),
    /// A run that got an answer in another conversation than its own.
    Answered(Box<Answered>),
    /// A timer that is due.
    Timer(TimerRecord),
}

/// The engine's parts.
pub(super) struct Core {
    pub(super) options: Options,
    pub(super) gateway: Arc<dyn Gateway>,
    /// Waits until a store that is out of order works again.
    pub(super) store: Arc<dyn Store>,
    /// That one as it is: who takes places with a commit takes new ones when it is asked for again.
    pub(super) patient: Arc<Patient>,
    /// The same store for what takes events in: it does not wait.
    pub(super) door: Arc<dyn Store>,
    pub(super) trouble: Arc<Trouble>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) chance: Arc<dyn Chance>,
    pub(super) fetch: Arc<dyn Fetch>,
    pub(super) observer: Arc<dyn Observer>,
    pub(super) vitals: Arc<Vitals>,
    /// The bot, and its profile.
    pub(super) me: PersonRef,
    pub(super) profile: Person,
    /// The program that new runs take.
    pub(super) active: ArcSwap<Active>,
    /// Earlier programs that runs still keep.
    earlier: Mutex<HashMap<ProgramId, Weak<Active>>>,
    pub(super) mailboxes: Mailboxes<Work>,
    pub(super) unread: Unread,
    pub(super) lanes: Lanes,
    /// Held while places are taken and their commit is asked for: both have the same order.
    pub(super) leaving: Mutex<()>,
    /// Cards that runs of before the start may still close: nobody presses them before.
    pub(super) cards: Mutex<HashMap<SmolStr, Place>>,
    pub(super) held: Held,
    pub(super) activity: Activity,
    pub(super) responders: Responders,
    pub(super) reads: ReadCache,
    pub(super) addresses: Addresses,
    pub(super) known_rooms: KnownRooms,
    pub(super) said: Said,
    /// When this process began, in milliseconds since 1970 by Webex's clock.
    pub(super) began_ms: i64,
    pub(super) hearing: Hearing,
    pub(super) looking: Looking,
    /// Turns to compute.
    pub(super) steps: Semaphore,
    /// Turns to look for the answers to questions that end.
    pub(super) last_looks: Semaphore,
    pub(super) workers: TaskTracker,
    /// Nothing new is begun.
    pub(super) closing: CancellationToken,
    /// What is under way stops at its next wait.
    pub(super) cut: CancellationToken,
    /// Runs under way.
    running: Mutex<BTreeSet<SmolStr>>,
    /// Timers that are being handled.
    pub(super) firing: Firing,
    /// There is a timer that may be due earlier than those before.
    pub(super) timers_changed: Notify,
}

/// A run that is under way, until it is dropped.
pub(super) struct Running<'c> {
    core: &'c Core,
    run: SmolStr,
}

impl Core {
    pub(super) fn new(config: EngineConfig, profile: Person) -> Self {
        let email = profile.emails.first().map_or("", String::as_str);
        let trouble = Arc::<Trouble>::default();
        let began_ms = webex_now_ms(&*config.clock, config.gateway.queue());
        let looking = Looking::nowhere();
        let hearing = match config.options.keep_time {
            KeepTime::AfterCatchUp => {
                looking.begins(config.clock.now_ms());
                Hearing::after_looking_back(config.clock.now_ms())
            }
            KeepTime::AtOnce | KeepTime::Never => Hearing::at_once(),
        };
        let [patient, door] = Patient::pair(&config.store, &config.clock, &trouble);
        Self {
            steps: Semaphore::new(config.options.workers.max(1)),
            last_looks: Semaphore::new(limits::LAST_LOOKS_MAX),
            options: config.options,
            gateway: config.gateway,
            store: Arc::clone(&patient) as _,
            patient,
            door,
            trouble,
            chance: config.chance,
            fetch: config.fetch,
            observer: config.observer,
            vitals: config.vitals,
            me: PersonRef::new(&profile.id, email),
            profile,
            active: ArcSwap::from_pointee(Active::new(config.loaded)),
            earlier: Mutex::default(),
            mailboxes: Mailboxes::default(),
            unread: Unread::default(),
            lanes: Lanes::default(),
            leaving: Mutex::default(),
            cards: Mutex::default(),
            held: Held::default(),
            activity: Activity::new(),
            responders: Responders::default(),
            reads: ReadCache::default(),
            addresses: Addresses::default(),
            known_rooms: KnownRooms::default(),
            said: Said::default(),
            began_ms,
            hearing,
            looking,
            clock: config.clock,
            workers: TaskTracker::new(),
            closing: CancellationToken::new(),
            cut: CancellationToken::new(),
            running: Mutex::default(),
            firing: Firing::default(),
            timers_changed: Notify::new(),
        }
    }

    /// The queue to Webex.
    pub(super) fn queue(&self) -> &Queue {
        self.gateway.queue()
    }

    /// Commits; who waits for timers hears of new ones.
    pub(super) async fn commit(&self, commit: Commit) -> Result<(), StoreError> {
        self.commit_leaving(commit, Vec::new()).await.map(drop)
    }

    /// The program that `run` keeps: the one in service, one that other runs keep too, or one from the
    /// store.
    pub(super) async fn program_of(&self, run: &Run) -> Result<Option<Arc<Active>>, StoreError> {
        let now = self.active.load_full();
        if now.id() == run.program {
            return Ok(Some(now));
        }
        if let Some(active) = self.earlier().get(&run.program).and_then(Weak::upgrade) {
            return Ok(Some(active));
        }
        let Some(stored) = self.store.program(program_key(run.program)).await? else { return Ok(None) };
        let image = Image::stored(&stored.body).map_err(|error| {
            StoreError::Failed(format!("the program {} cannot be read: {error}", stored.id))
        })?;
        let active = Arc::new(Active::earlier(Arc::new(image), &now));
        self.keep_earlier(&active);
        Ok(Some(active))
    }

    /// The programs that are in service or that a run under way keeps: the store does not know of a run
    /// before its first commit.
    pub(super) fn programs_at_hand(&self) -> Vec<SmolStr> {
        let earlier = self.earlier();
        let earlier = earlier.iter().filter(|(_, active)| active.strong_count() > 0);
        let ids = earlier.map(|(id, _)| *id).chain([self.active.load().id()]);
        ids.map(program_key).collect()
    }

    /// Remembers a program that may still have runs.
    pub(super) fn keep_earlier(&self, active: &Arc<Active>) {
        let mut earlier = self.earlier();
        earlier.retain(|_, active| active.strong_count() > 0);
        earlier.insert(active.id(), Arc::downgrade(active));
    }

    fn earlier(&self) -> MutexGuard<'_, HashMap<ProgramId, Weak<Active>>> {
        self.earlier.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn begin_run(&self, run: &SmolStr) -> Running<'_> {
        self.running().insert(run.clone());
        Running { core: self, run: run.clone() }
    }

    /// The runs under way.
    pub(super) fn runs(&self) -> Vec<SmolStr> {
        self.running().iter().cloned().collect()
    }

    fn running(&self) -> MutexGuard<'_, BTreeSet<SmolStr>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lines that a script logged, once they count.
    pub(super) fn tell_logs(&self, run: &SmolStr, logs: &[LogLine]) {
        for LogLine { level, text, fields } in logs {
            let fields = match to_json(fields) {
                Ok(serde_json::Value::Null) | Err(_) => String::new(),
                Ok(fields) => format!(" {fields}"),
            };
            let line = format!("{text}{fields}");
            match level {
                LogLevel::Debug => tracing::debug!(target: "script", run = %run, "{line}"),
                LogLevel::Info => tracing::info!(target: "script", run = %run, "{line}"),
                LogLevel::Warn => tracing::warn!(target: "script", run = %run, "{line}"),
                LogLevel::Error => tracing::error!(target: "script", run = %run, "{line}"),
            }
            self.observer.observe(&Happening::Logged { run: run.clone(), level: *level, line });
        }
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.core.running().remove(&self.run);
    }
}

//! What all parts of a running emulator share, and the one way to change the world.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use jiff::Timestamp;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::emulator::calls::Calls;
use crate::emulator::clock::Clock;
use crate::emulator::config::DeliveryPolicy;
use crate::emulator::delivery::Deliveries;
use crate::emulator::faults::Faults;
use crate::emulator::feed::{Feed, LogEntry, LogLevel};
use crate::emulator::hooks::Hooks;
use crate::emulator::ids::IdSource;
use crate::emulator::socket::Sockets;
use crate::emulator::world::World;
use crate::net::HttpClient;

/// What the reset button calls before the conversations are forgotten.
pub type ResetCallback =
    Arc<dyn Fn() -> Pin<Box<dyn Future<Output = Result<(), String>> + Send>> + Send + Sync>;

/// The state of a running emulator.
pub(crate) struct Shared {
    /// INVARIANT: changed only in [`Shared::act`], which queues the deliveries of a change under the
    /// same lock, so that each webhook hears of changes in their order.
    world: Mutex<World>,
    faults: Mutex<Faults>,
    tracking: Mutex<IdSource>,
    /// Counts changes of the world.
    pub(crate) version: watch::Sender<u64>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) policy: DeliveryPolicy,
    pub(crate) deliveries: Deliveries,
    pub(crate) sockets: Sockets,
    pub(crate) feed: Feed,
    pub(crate) calls: Calls,
    pub(crate) hooks: RwLock<Hooks>,
    pub(crate) on_reset: RwLock<Option<ResetCallback>>,
    pub(crate) client: HttpClient,
    /// `PEOPLE` id of the bot.
    pub(crate) bot_id: String,
    /// `http://127.0.0.1:PORT/v1`.
    pub(crate) api_url: String,
    /// `Host` values that this server answers to.
    pub(crate) hosts: Vec<String>,
    pub(crate) stopping: CancellationToken,
    pub(crate) tasks: TaskTracker,
}

/// What a [`Shared`] is made from.
pub(crate) struct Parts {
    pub(crate) world: World,
    pub(crate) seed: u64,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) policy: DeliveryPolicy,
    pub(crate) client: HttpClient,
    pub(crate) bot_id: String,
    pub(crate) port: u16,
}

impl Shared {
    pub(crate) fn new(parts: Parts) -> Self {
        let port = parts.port;
        Self {
            world: Mutex::new(parts.world),
            faults: Mutex::default(),
            // Another sequence than the ids of the world, which must not depend on how often it is called.
            tracking: Mutex::new(IdSource::new(parts.seed ^ u64::MAX)),
            version: watch::Sender::new(0),
            clock: parts.clock,
            policy: parts.policy,
            deliveries: Deliveries::default(),
            sockets: Sockets::default(),
            feed: Feed::default(),
            calls: Calls::default(),
            hooks: RwLock::default(),
            on_reset: RwLock::default(),
            client: parts.client,
            bot_id: parts.bot_id,
            api_url: format!("http://127.0.0.1:{port}/v1"),
            hosts: ["127.0.0.1", "localhost", "[::1]"].map(|host| format!("{host}:{port}")).to_vec(),
            stopping: CancellationToken::new(),
            tasks: TaskTracker::new(),
        }
    }

    /// Reads the world.
    pub(crate) fn read<R>(&self, read: impl FnOnce(&World) -> R) -> R {
        read(&self.lock_world())
    }

    /// Changes the world, queues the deliveries that this causes, and tells who watches.
    pub(crate) fn act<R>(self: &Arc<Self>, change: impl FnOnce(&mut World, Timestamp) -> R) -> R {
        let now = self.clock.now();
        let mut full: HashMap<String, usize> = HashMap::new();
        let result = {
            let mut world = self.lock_world();
            let result = change(&mut world, now);
            for delivery in world.take_deliveries() {
                let name = delivery.envelope.name.clone().unwrap_or_default();
                if !self.deliveries.push(self, delivery) {
                    *full.entry(name).or_default() += 1;
                }
            }
            for broadcast in world.take_broadcasts() {
                self.sockets.tell(&broadcast);
            }
            result
        };
        for (name, count) in full {
            self.note(
                LogLevel::Error,
                "a webhook has too many deliveries waiting; the newest were dropped",
                &[("webhook", &name), ("dropped", &count.to_string())],
            );
        }
        self.version.send_modify(|version| *version += 1);
        result
    }

    /// The rules for faults.
    pub(crate) fn faults(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A fresh uuid for what is not part of the world.
    pub(crate) fn fresh_uuid(&self) -> String {
        self.tracking.lock().unwrap_or_else(PoisonError::into_inner).next_uuid()
    }

    /// Writes a line of the emulator's own into the log pane.
    pub(crate) fn note(&self, level: LogLevel, text: &str, fields: &[(&str, &str)]) {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        self.feed.log(LogEntry { time: self.clock.now(), level, text: text.to_owned(), fields });
    }

    fn lock_world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared").field("api_url", &self.api_url).finish_non_exhaustive()
    }
}

//! A running emulator, and everything that tests and the engine do with it.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn_with_state;
use jiff::Timestamp;
use serde_json::{Map, Value};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use url::Url;

use crate::emulator::calls::Call;
use crate::emulator::config::EmulatorConfig;
use crate::emulator::control;
use crate::emulator::error::ApiError;
use crate::emulator::faults::{Fault, FaultRecord};
use crate::emulator::feed::{Banner, LogEntry};
use crate::emulator::hooks::{HookPath, Hooks};
use crate::emulator::http::{self, Gate, GatedListener};
use crate::emulator::shared::{Parts, ResetCallback, Shared};
use crate::emulator::world::{Message, NewPerson, Person, PersonKind, Room, Scan, Upload, World};
use crate::net::{ClientOptions, HttpClient};
use crate::webex::wire::{
    AttachmentAction, AttachmentActionCreate, MembershipCreate, MessageCreate, RoomCreate,
};

/// Time that open connections have to end at a shutdown.
const SHUTDOWN_GRACE: Duration = Duration::from_secs(2);

/// A running emulator. Clones are handles to the same one; it stops with [`Emulator::shutdown`], or
/// when the last handle is dropped.
#[derive(Clone, Debug)]
pub struct Emulator(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    shared: Arc<Shared>,
    page_url: String,
    server: Mutex<Option<JoinHandle<()>>>,
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.shared.stopping.cancel();
    }
}

impl Emulator {
    /// Starts one on loopback.
    ///
    /// # Errors
    /// Where the port is taken, TLS cannot be set up, or the accounts of the configuration clash.
    pub async fn start(config: EmulatorConfig) -> io::Result<Self> {
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, config.port))).await?;
        let port = listener.local_addr()?.port();
        let now = config.clock.now();
        let mut world = World::new(config.seed, &config.cluster);
        world.set_scan_time(config.scan_s);
        let bot = NewPerson {
            display_name: config.bot.display_name.clone(),
            email: config.bot.email.clone(),
            kind: PersonKind::Bot,
            token: Some(config.bot.token.clone()),
        };
        let refused = |error: ApiError| io::Error::new(io::ErrorKind::InvalidInput, error.message);
        let bot_id = world.create_person(bot, now).map_err(refused)?.id;
        for person in config.people {
            world.create_person(person, now).map_err(refused)?;
        }
        let client = HttpClient::new(&ClientOptions { system_proxy: false, ..ClientOptions::default() })
            .map_err(io::Error::other)?;
        let shared = Arc::new(Shared::new(Parts {
            world,
            seed: config.seed,
            clock: config.clock,
            policy: config.delivery,
            client,
            bot_id,
            port,
        }));
        shared.act(|world, _| world.set_api_url(&shared.api_url));
        let server = tokio::spawn(serve(Arc::clone(&shared), listener));
        let page_url = format!("http://127.0.0.1:{port}/");
        Ok(Self(Arc::new(Inner { shared, page_url, server: Mutex::new(Some(server)) })))
    }

    /// Base of the API, for the client: `http://127.0.0.1:PORT/v1`.
    #[must_use]
    pub fn api_url(&self) -> &str {
        &self.0.shared.api_url
    }

    /// Where a browser finds the page.
    #[must_use]
    pub fn page_url(&self) -> &str {
        &self.0.page_url
    }

    /// The bot's account.
    #[must_use]
    pub fn bot(&self) -> Person {
        self.read(|world| world.person(&self.0.shared.bot_id).cloned())
            .expect("the bot is made at the start and nobody removes people")
    }

    /// Gives the bot another name, as when the program was changed.
    pub fn rename_bot(&self, display_name: &str) {
        self.act(|world, _| world.rename_person(&self.0.shared.bot_id, display_name));
    }

    /// Reads the world.
    pub fn read<R>(&self, read: impl FnOnce(&World) -> R) -> R {
        self.0.shared.read(read)
    }

    /// Changes the world by its rules; deliveries that this causes are made.
    pub fn act<R>(&self, change: impl FnOnce(&mut World, Timestamp) -> R) -> R {
        self.0.shared.act(change)
    }

    /// Makes an account.
    ///
    /// # Errors
    /// As [`World::create_person`].
    pub fn create_person(&self, new: NewPerson) -> Result<Person, ApiError> {
        self.act(|world, now| world.create_person(new, now))
    }

    /// Makes a group of `creator` and `members`, all by id.
    ///
    /// # Errors
    /// As [`World::create_room`] and [`World::add_member`].
    pub fn create_room(&self, creator: &str, title: &str, members: &[&str]) -> Result<Room, ApiError> {
        self.act(|world, now| {
            let new = RoomCreate { title: title.to_owned(), ..RoomCreate::default() };
            let room = world.create_room(creator, new, now)?;
            for member in members.iter().filter(|member| **member != creator) {
                let new = MembershipCreate {
                    room_id: Some(room.id.clone()),
                    person_id: Some((*member).to_owned()),
                    ..MembershipCreate::default()
                };
                world.add_member(creator, &new, now)?;
            }
            Ok(room)
        })
    }

    /// Says something as a person. `@Name` in `text` mentions a member of the room.
    ///
    /// # Errors
    /// As [`World::post_message`].
    pub fn say(
        &self,
        person_id: &str,
        message: MessageCreate,
        upload: Option<Upload>,
    ) -> Result<Message, ApiError> {
        self.act(|world, now| world.say(person_id, message, upload, now))
    }

    /// Says something to the bot in private.
    ///
    /// # Errors
    /// As [`World::post_message`].
    pub fn say_direct(&self, person_id: &str, text: &str) -> Result<Message, ApiError> {
        let message = MessageCreate {
            to_person_id: Some(self.0.shared.bot_id.clone()),
            text: Some(text.to_owned()),
            ..MessageCreate::default()
        };
        self.say(person_id, message, None)
    }

    /// Says something in a room.
    ///
    /// # Errors
    /// As [`World::post_message`].
    pub fn say_in(&self, person_id: &str, room_id: &str, text: &str) -> Result<Message, ApiError> {
        let message = MessageCreate {
            room_id: Some(room_id.to_owned()),
            text: Some(text.to_owned()),
            ..MessageCreate::default()
        };
        self.say(person_id, message, None)
    }

    /// Presses a button of a card.
    ///
    /// # Errors
    /// As [`World::submit_card`].
    pub fn click(
        &self,
        person_id: &str,
        message_id: &str,
        inputs: Map<String, Value>,
    ) -> Result<AttachmentAction, ApiError> {
        let new = AttachmentActionCreate {
            action_type: "submit".to_owned(),
            message_id: message_id.to_owned(),
            inputs,
        };
        self.act(|world, now| world.submit_card(person_id, new, now))
    }

    /// What a person sees in a room, oldest first.
    #[must_use]
    pub fn messages_of(&self, person_id: &str, room_id: &str) -> Vec<Message> {
        self.read(|world| {
            world
                .messages_in(room_id)
                .filter(|message| !message.deleted && world.can_see(person_id, message))
                .cloned()
                .collect()
        })
    }

    /// Waits until the world has what `find` looks for.
    pub async fn until<T>(&self, mut find: impl FnMut(&World) -> Option<T>) -> T {
        let mut changes = self.changes();
        loop {
            changes.borrow_and_update();
            if let Some(found) = self.read(&mut find) {
                return found;
            }
            // An error would mean that the sender is gone, which `self` holds.
            let _ = changes.changed().await;
        }
    }

    /// A counter that goes up with each change of the world.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.0.shared.version.subscribe()
    }

    /// Waits until no webhook delivery is queued or under way.
    pub async fn idle(&self) {
        self.0.shared.deliveries.idle().await;
    }

    /// Makes the last delivery again, with the same content. `false` where there was none.
    #[must_use]
    pub fn redeliver_last(&self) -> bool {
        let shared = &self.0.shared;
        shared.deliveries.last().is_some_and(|delivery| shared.deliveries.push(shared, delivery))
    }

    /// Puts a rule for faults in force, and gives its number.
    pub fn inject(&self, fault: Fault) -> u64 {
        self.0.shared.faults().add(fault)
    }

    /// The rules for faults, and how often each fired.
    #[must_use]
    pub fn faults(&self) -> Vec<FaultRecord> {
        self.0.shared.faults().list()
    }

    /// Notes the calls of the REST API from now on.
    pub fn note_calls(&self) {
        self.0.shared.calls.start();
    }

    /// The calls that were noted, oldest first.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        self.0.shared.calls.list()
    }

    /// Says what the scan for malware finds in a file. `false` where there is no such file.
    pub fn set_scan(&self, content_id: &str, scan: Scan) -> bool {
        self.act(|world, _| world.set_scan(content_id, scan))
    }

    /// Where websocket clients look for the services: `http://127.0.0.1:PORT/u2c/api/v1`.
    #[must_use]
    pub fn u2c_url(&self) -> String {
        format!("{}u2c/api/v1", self.page_url())
    }

    /// Closes all websockets with this code.
    pub fn close_sockets(&self, code: u16, reason: &str) {
        self.0.shared.sockets.close_all(code, reason);
    }

    /// Forgets all registered devices; the address of a websocket is a 404 from then on.
    pub fn forget_devices(&self) {
        self.0.shared.sockets.forget();
    }

    /// Websockets that are open.
    #[must_use]
    pub fn sockets(&self) -> usize {
        self.0.shared.sockets.count()
    }

    /// Takes back all rules for faults.
    pub fn clear_faults(&self) {
        self.0.shared.faults().clear();
    }

    /// Writes a line into the log pane of the page.
    pub fn log(&self, entry: LogEntry) {
        self.0.shared.feed.log(entry);
    }

    /// Shows a banner above the conversation, or takes it away.
    pub fn set_banner(&self, banner: Option<Banner>) {
        self.0.shared.feed.set_banner(banner);
    }

    /// Tells where the bot listens for third parties and which paths it serves.
    pub fn set_paths(&self, listener: Option<Url>, paths: Vec<HookPath>) {
        let mut hooks = self.0.shared.hooks.write().unwrap_or_else(PoisonError::into_inner);
        *hooks = Hooks { listener, paths };
        drop(hooks);
        self.act(|_, _| ());
    }

    /// Sets what the reset button does first.
    pub fn on_reset(&self, callback: ResetCallback) {
        *self.0.shared.on_reset.write().unwrap_or_else(PoisonError::into_inner) = Some(callback);
    }

    /// Stops serving and delivering. Calls under way may finish, for a short while.
    pub async fn shutdown(&self) {
        let shared = &self.0.shared;
        shared.stopping.cancel();
        shared.deliveries.close();
        shared.tasks.close();
        let server = self.0.server.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(mut server) = server
            && tokio::time::timeout(SHUTDOWN_GRACE, &mut server).await.is_err()
        {
            server.abort();
        }
        shared.tasks.wait().await;
    }
}

async fn serve(shared: Arc<Shared>, listener: TcpListener) {
    let app = Router::new()
        .nest("/v1", http::router(&shared))
        .merge(http::mercury_router(&shared))
        .merge(control::router(&shared))
        .layer(from_fn_with_state(Arc::clone(&shared), http::guard))
        .with_state(Arc::clone(&shared));
    let app = app.into_make_service_with_connect_info::<Gate>();
    let stopped = shared.stopping.clone().cancelled_owned();
    drop(shared);
    // It only ends when it is told to; accepting again after an error is the listener's affair.
    let _ = axum::serve(GatedListener(listener), app).with_graceful_shutdown(stopped).await;
}

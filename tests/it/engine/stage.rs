//! An engine with its doubles.

use super::double::{Double, ME};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use wbot::base::SourceMap;
use wbot::engine::store::{MemoryStore, Store};
use wbot::engine::{
    Delivered, Engine, EngineConfig, EngineHandle, Fetch, Fetching, Happening, HookRequest, Loaded, Observer,
    Options, SeededChance, Settings, VirtualClock,
};
use wbot::ir::{Program, SpanTable};
use wbot::net::{FetchAnswer, FetchRequest};
use wbot::vm::Image;
use wbot::webex::wire::{Membership, Message, RoomType, WireTime};
use wbot::webex::{EventData, EventKind, IncomingEvent, Resource};

/// Where time begins.
pub const NOW_MS: i64 = 1_767_603_600_000;

#[derive(Default)]
pub struct Watcher {
    seen: Mutex<Vec<Happening>>,
}

impl Observer for Watcher {
    fn observe(&self, happening: &Happening) {
        self.seen.lock().unwrap().push(happening.clone());
    }
}

/// Calls that were made; each is answered with 200 and `{}`.
#[derive(Default)]
pub struct Calls {
    made: Mutex<Vec<FetchRequest>>,
}

impl Calls {
    pub fn made(&self) -> Vec<FetchRequest> {
        self.made.lock().unwrap().clone()
    }
}

impl Fetch for Calls {
    fn fetch<'a>(&'a self, hosts: &'a [smol_str::SmolStr], request: FetchRequest) -> Fetching<'a> {
        assert!(!hosts.is_empty());
        self.made.lock().unwrap().push(request);
        Box::pin(async { Ok(FetchAnswer { status: 200, headers: Vec::new(), body: "{}".into() }) })
    }
}

/// Everything around an engine; it outlives the engine, as the world does.
#[derive(Clone)]
pub struct Stage {
    pub webex: Arc<Double>,
    pub store: Arc<dyn Store>,
    pub clock: Arc<VirtualClock>,
    pub calls: Arc<Calls>,
    pub watcher: Arc<Watcher>,
    pub options: Options,
    chance: Arc<SeededChance>,
    secrets: HashMap<smol_str::SmolStr, secrecy::SecretString>,
}

impl Stage {
    pub fn new() -> Self {
        Self {
            webex: Arc::default(),
            store: Arc::new(MemoryStore::new()),
            clock: Arc::new(VirtualClock::new(NOW_MS)),
            calls: Arc::default(),
            watcher: Arc::default(),
            options: Options { workers: 2, grace: Duration::from_secs(10), ..Options::default() },
            chance: Arc::new(SeededChance::new(1)),
            secrets: HashMap::from([("SECRET".into(), "It's a Secret to Everybody".into())]),
        }
    }

    pub fn loaded(&self, program: Program) -> Loaded {
        Loaded {
            image: Arc::new(Image::new(program).unwrap()),
            spans: SpanTable::default(),
            sources: SourceMap::new(),
            settings: Settings { configs: Vec::new(), secrets: self.secrets.clone(), zone: TimeZone::UTC },
        }
    }

    pub async fn start(&self, program: Program) -> EngineHandle {
        let config = EngineConfig {
            loaded: self.loaded(program),
            options: self.options.clone(),
            gateway: self.webex.clone(),
            store: self.store.clone(),
            clock: self.clock.clone(),
            chance: self.chance.clone(),
            fetch: self.calls.clone(),
            observer: self.watcher.clone(),
            vitals: Arc::default(),
        };
        Engine::start(config).await.unwrap()
    }

    /// What the observer saw of one kind.
    pub fn seen<T>(&self, pick: impl Fn(&Happening) -> Option<T>) -> Vec<T> {
        self.watcher.seen.lock().unwrap().iter().filter_map(pick).collect()
    }

    /// Somebody writes: the event, with the message ready to be read.
    pub fn writes(&self, person: &str, room: &str, text: &str) -> IncomingEvent {
        self.writes_at(person, room, text, NOW_MS)
    }

    pub fn writes_at(&self, person: &str, room: &str, text: &str, sent_ms: i64) -> IncomingEvent {
        let message = message(person, room, text, sent_ms);
        self.webex.put_message(message.clone());
        event(&message, EventKind::Created)
    }
}

pub fn message(person: &str, room: &str, text: &str, sent_ms: i64) -> Message {
    let sent = Timestamp::from_millisecond(sent_ms).unwrap().to_string();
    Message {
        id: format!("{person} {room} {text}"),
        room_id: room.into(),
        room_type: Some(RoomType::Direct),
        text: Some(text.into()),
        person_id: format!("{person}-id"),
        person_email: format!("{person}@example.com"),
        created: WireTime::parse(&sent),
        ..Message::default()
    }
}

pub fn event(message: &Message, kind: EventKind) -> IncomingEvent {
    IncomingEvent {
        resource: Resource::Messages,
        event: kind,
        id: None,
        created: None,
        actor_id: message.person_id.clone(),
        data: EventData::Message(message.without_content()),
    }
}

pub fn joined(person: &str, actor: &str) -> IncomingEvent {
    let membership = Membership {
        id: format!("{person}:ops"),
        room_id: "ops".into(),
        person_id: person.into(),
        ..Membership::default()
    };
    IncomingEvent {
        resource: Resource::Memberships,
        event: EventKind::Created,
        id: None,
        created: None,
        actor_id: actor.into(),
        data: EventData::Membership(membership),
    }
}

pub fn the_bot_joined() -> IncomingEvent {
    joined(ME, "alice-id")
}

pub fn post(path: &str, headers: &[(&str, &str)], body: &str) -> HookRequest {
    HookRequest {
        method: "POST".into(),
        path: path.into(),
        query: Vec::new(),
        headers: headers.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(),
        body: body.to_owned().into(),
    }
}

/// Delivers all, and waits until all is quiet.
pub async fn deliver_all(engine: &EngineHandle, events: impl IntoIterator<Item = IncomingEvent>) {
    for event in events {
        assert_eq!(engine.deliver(event).await, Ok(Delivered::Accepted));
    }
    engine.idle().await;
}

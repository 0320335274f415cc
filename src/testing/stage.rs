//! The stage of one test: an emulator with its people and rooms, and the bot in it.

use super::cast::{Cast, display_name};
use super::mock::MockNetwork;
use super::run::TestProgram;
use super::said::Place;
use super::witness::Witness;
use crate::emulator::{BotAccount, Emulator, EmulatorConfig, NewPerson, Person};
use crate::engine::listener::{Registration, WebhookSource};
use crate::engine::store::{MemoryStore, Store};
use crate::engine::{
    Engine, EngineConfig, EngineHandle, Listening, Loaded, Options, SeededChance, Source, VirtualClock,
};
use crate::net::{RealPause, ServerOptions};
use crate::value::{PersonRef, RoomRef, Value, from_json};
use crate::vm::RunContext;
use crate::webex::WebexClient;
use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;
use smol_str::SmolStr;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// The seed of ids and chance: each run of a test is the same.
const SEED: u64 = 0x77_62_6f_74;
/// The direct rooms are this old when a test begins: nobody is greeted there.
const BEFORE: SignedDuration = SignedDuration::from_hours(24);
/// Token of the bot.
const TOKEN: &str = "test-token";

/// Everything that a test acts on.
pub(super) struct Stage {
    pub(super) emulator: Emulator,
    pub(super) engine: EngineHandle,
    pub(super) clock: Arc<VirtualClock>,
    pub(super) network: MockNetwork,
    pub(super) witness: Arc<Witness>,
    pub(super) loaded: Loaded,
    pub(super) cast: Cast,
    /// Identities stay unique over restarts.
    chance: Arc<SeededChance>,
    store: Arc<dyn Store>,
    way_in: Option<Box<dyn Listening>>,
    people: BTreeMap<SmolStr, Person>,
    rooms: BTreeMap<SmolStr, String>,
}

/// The emulator's clock is that of the test.
struct TestTime(Arc<VirtualClock>);

impl crate::emulator::Clock for TestTime {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(crate::engine::Clock::now_ms(&*self.0)).unwrap_or_default()
    }
}

impl Stage {
    /// Sets the stage at `now_ms`.
    ///
    /// # Errors
    /// Why it cannot be set, in words.
    pub(super) async fn set(program: &TestProgram, cast: Cast, now_ms: i64) -> Result<Self, String> {
        let clock = Arc::new(VirtualClock::new(now_ms));
        let emulator = emulator(program, &cast, &clock).await?;
        let (people, rooms) = furnish(&emulator, &cast)?;
        let network = MockNetwork::default();
        let witness = Arc::new(Witness::new(emulator.clone(), program.coverage.clone()));
        let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
        let loaded = program.loaded.clone();
        let chance = Arc::new(SeededChance::new(SEED));
        let parts = Parts {
            emulator: &emulator,
            clock: &clock,
            network: &network,
            witness: &witness,
            chance: &chance,
        };
        let (engine, way_in) = start(&parts, &store, &loaded).await?;
        Ok(Self {
            emulator,
            engine,
            clock,
            network,
            witness,
            loaded,
            cast,
            chance,
            store,
            way_in: Some(way_in),
            people,
            rooms,
        })
    }

    /// The process dies and comes back with what was stored.
    pub(super) async fn restart(&mut self) -> Result<(), String> {
        if let Some(way_in) = self.way_in.take() {
            way_in.stop(Duration::ZERO).await;
        }
        self.engine.kill().await;
        let parts = Parts {
            emulator: &self.emulator,
            clock: &self.clock,
            network: &self.network,
            witness: &self.witness,
            chance: &self.chance,
        };
        let (engine, way_in) = start(&parts, &self.store, &self.loaded).await?;
        self.engine = engine;
        self.way_in = Some(way_in);
        Ok(())
    }

    async fn close(&mut self) {
        if let Some(way_in) = self.way_in.take() {
            way_in.stop(Duration::ZERO).await;
        }
        self.engine.shutdown().await;
    }

    /// Waits until nothing is under way: neither a delivery nor a run.
    pub(super) async fn settle(&self) {
        settle(&self.emulator, &self.engine).await;
    }

    /// Moves time on; what falls due on the way happens.
    pub(super) async fn advance(&self, ms: i64) {
        let settled = async || settle(&self.emulator, &self.engine).await;
        let now_ms = || crate::engine::Clock::now_ms(&*self.clock);
        let until_ms = now_ms().saturating_add(ms.max(0));
        settled().await;
        // What the bot waits for happens at its time, not at the end.
        while let Ok(Some(due_ms)) = self.engine.next_timer().await {
            if due_ms > until_ms {
                break;
            }
            self.clock.advance(due_ms.saturating_sub(now_ms()), settled).await;
        }
        self.clock.advance(until_ms.saturating_sub(now_ms()), settled).await;
    }

    /// Ends everything.
    pub(super) async fn strike(mut self) {
        self.close().await;
        self.emulator.shutdown().await;
    }

    pub(super) fn person(&self, name: &str) -> Result<&Person, String> {
        self.people.get(name).ok_or_else(|| format!("nobody is called `{name}` in this test"))
    }

    /// The id of a room; nothing for a direct room that nobody has used.
    pub(super) fn room_id(&self, place: &Place) -> Option<String> {
        match place {
            Place::Room(title) => self.rooms.get(title.as_str()).cloned(),
            Place::Direct(email) => {
                let bot = self.emulator.bot().id;
                self.emulator.read(|world| {
                    let person = world.person_by_email(email)?;
                    world.direct_room(&person.id, &bot).map(|room| room.id.clone())
                })
            }
        }
    }

    /// What expressions of the test see: person and room of the line before, the bot's last message.
    pub(super) fn context(&self, person: Option<&str>, place: Option<&Place>) -> RunContext {
        let bot = self.emulator.bot();
        let person = person.and_then(|name| self.people.get(name));
        let room = place.and_then(|place| {
            let direct = matches!(place, Place::Direct(_));
            self.room_id(place).map(|id| RoomRef { id: id.into(), direct })
        });
        RunContext {
            person: person.map(|person| PersonRef::new(&person.id, &person.email)),
            room,
            message: None,
            bot: PersonRef::new(&bot.id, &bot.email),
            last: self.last_message(),
        }
    }

    /// The bot's last message as it was sent: `{ text, markdown, mentions, mentions_all, files, room, thread }`.
    fn last_message(&self) -> Option<Value> {
        let bot = self.emulator.bot().id;
        self.emulator.read(|world| {
            let message =
                world.messages().rev().find(|message| message.person_id == bot && !message.deleted)?;
            let mentions = message.mentioned_people.iter().filter_map(|id| world.person(id));
            let mentions = mentions.map(|person| Value::Person(PersonRef::new(&person.id, &person.email)));
            let direct = world.room(&message.room_id).is_some_and(|room| room.title.is_empty());
            let thread = message.parent_id.as_ref().map_or(Value::None, Value::data);
            Some(Value::record([
                ("text", Value::data(&message.text)),
                ("markdown", Value::data(message.markdown.as_deref().unwrap_or(&message.text))),
                ("mentions", Value::list(mentions.collect())),
                ("mentions_all", Value::Bool(message.mentions_all)),
                ("files", Value::list(message.files.iter().map(Value::data).collect())),
                (
                    "card",
                    message
                        .attachments
                        .first()
                        .and_then(|card| from_json(&card.content).ok())
                        .unwrap_or_default(),
                ),
                ("room", Value::Room(RoomRef { id: (&message.room_id).into(), direct })),
                ("thread", thread),
            ]))
        })
    }

    /// The bot's last message: its room, and the root of its thread.
    pub(super) fn last_thread(&self) -> Option<(String, String)> {
        let bot = self.emulator.bot().id;
        self.emulator.read(|world| {
            let message =
                world.messages().rev().find(|message| message.person_id == bot && !message.deleted)?;
            let root = message.parent_id.clone().unwrap_or_else(|| message.id.clone());
            Some((message.room_id.clone(), root))
        })
    }
}

async fn settle(emulator: &Emulator, engine: &EngineHandle) {
    // What the engine does may cause deliveries, and they may start runs: both must rest at once.
    loop {
        let changes = *emulator.changes().borrow();
        emulator.idle().await;
        engine.idle().await;
        emulator.idle().await;
        if *emulator.changes().borrow() == changes {
            return;
        }
    }
}

struct Parts<'a> {
    emulator: &'a Emulator,
    clock: &'a Arc<VirtualClock>,
    network: &'a MockNetwork,
    witness: &'a Arc<Witness>,
    chance: &'a Arc<SeededChance>,
}

async fn start(
    parts: &Parts<'_>,
    store: &Arc<dyn Store>,
    loaded: &Loaded,
) -> Result<(EngineHandle, Box<dyn Listening>), String> {
    let token = SecretString::from(TOKEN);
    let client = WebexClient::new(parts.emulator.api_url(), token.clone(), Arc::new(RealPause::new()));
    let client = client.map_err(|error| error.to_string())?;
    let config = EngineConfig {
        loaded: loaded.clone(),
        options: Options {
            grace: Duration::ZERO,
            keep_time: crate::engine::KeepTime::Never,
            catch_up: None,
            trace: parts.witness.traces(),
            ..Options::default()
        },
        gateway: Arc::new(client),
        store: Arc::clone(store),
        clock: Arc::clone(parts.clock) as Arc<dyn crate::engine::Clock>,
        chance: Arc::clone(parts.chance) as Arc<dyn crate::engine::Chance>,
        fetch: Arc::new(parts.network.fetch()),
        observer: Arc::clone(parts.witness) as Arc<dyn crate::engine::Observer>,
        vitals: Arc::default(),
    };
    let engine = Engine::start(config).await.map_err(|error| error.to_string())?;
    let webhooks = WebhookSource {
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        options: ServerOptions::default(),
        secret: token,
        registration: Some(Registration { public_url: None, program: "test".to_owned() }),
    };
    let way_in = webhooks.start(engine.clone()).await.map_err(|error| error.to_string())?;
    Ok((engine, way_in))
}

async fn emulator(program: &TestProgram, cast: &Cast, clock: &Arc<VirtualClock>) -> Result<Emulator, String> {
    let name = program.loaded.image.program().bot.name.clone().unwrap_or_else(|| "Bot".into());
    let people = cast.people().map(|(name, email)| NewPerson {
        email: Some(email.to_owned()),
        ..NewPerson::named(display_name(name))
    });
    let config = EmulatorConfig {
        seed: SEED,
        clock: Arc::new(TestTime(Arc::clone(clock))),
        bot: BotAccount { display_name: name.to_string(), email: None, token: TOKEN.to_owned() },
        people: people.collect(),
        ..EmulatorConfig::default()
    };
    Emulator::start(config).await.map_err(|error| format!("the embedded Webex did not start: {error}"))
}

type Furniture = (BTreeMap<SmolStr, Person>, BTreeMap<SmolStr, String>);

/// Makes the rooms with who is in them. The first person makes the room.
fn furnish(emulator: &Emulator, cast: &Cast) -> Result<Furniture, String> {
    let bot = emulator.bot().id;
    let find = |email: &str| emulator.read(|world| world.person_by_email(email).cloned());
    let people: BTreeMap<SmolStr, Person> =
        cast.people().filter_map(|(name, email)| Some((name.into(), find(email)?))).collect();
    // Each has a direct room with the bot from the start, so that no first word adds the bot to it.
    for person in people.values() {
        let opened = emulator.act(|world, now| {
            let bot = world.person(&bot).cloned();
            bot.map(|bot| world.open_direct(&person.id, &bot, now - BEFORE))
        });
        opened.transpose().map_err(|error| error.to_string())?;
    }
    let mut rooms = BTreeMap::new();
    for (title, names) in &cast.rooms {
        let members: Vec<&str> =
            names.iter().filter_map(|name| people.get(name)).map(|it| it.id.as_str()).collect();
        let creator = cast.host(title).and_then(|name| people.get(name)).map(|it| it.id.as_str());
        let with_bot = (!cast.without_bot.contains(title)).then_some(bot.as_str());
        let all: Vec<&str> = members.iter().copied().skip(1).chain(with_bot).collect();
        let made =
            emulator.create_room(creator.unwrap_or(&bot), title, &all).map_err(|error| error.to_string())?;
        rooms.insert(title.clone(), made.id);
    }
    Ok((people, rooms))
}

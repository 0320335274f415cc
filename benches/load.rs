//! `wbot run` beside a bot written by hand (`support/by_hand.rs`), each a process of its own, against the embedded Webex over HTTP:
//! 50 people in 20 rooms. Rounds take turns, so that what else the machine does meets all; the best round of each is compared.
//! Prints the time from the start to the registered webhook, memory idle, messages/s with all posted at once, the processor time of
//! the bot for a message, and the time from a message to its answer with 8 under way (p50, p99); for `wbot run` with the store in
//! memory and in a file, and both as ratios to the bot by hand. Each message is answered once.
//!
//! `cargo bench --bench load` (`WBOT_BENCH_ROUNDS=7` for more rounds than 3)

#![allow(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr,
    unreachable_pub,
    reason = "a benchmark measures time and prints"
)]

#[path = "../tests/it/support/bot_process.rs"]
mod bot_process;
#[path = "support/by_hand.rs"]
mod by_hand;
#[path = "support/process.rs"]
mod process;

use bot_process::{BotProcess, How, TOKEN, free_port, webex_with};
use std::collections::HashMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use wbot::emulator::{DeliveryPolicy, Emulator, NewPerson};

const MESSAGES: usize = 1_000;
/// Messages of the measurement of times, and how many of them are under way at once.
const TIMED: usize = 400;
const AT_ONCE: usize = 8;
const PEOPLE: usize = 50;
const ROOMS: usize = 20;
const PATIENCE: Duration = Duration::from_mins(2);
const SCRIPT: &str = "bot \"Load\" {}\n\ncommand \"count {n: int}\" {\n  say \"{person.email} {n}\"\n}\n";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    ByHand,
    Memory,
    File,
}

const KINDS: [Kind; 3] = [Kind::ByHand, Kind::Memory, Kind::File];

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::ByHand => "by hand",
            Self::Memory => "wbot, store in memory",
            Self::File => "wbot, store in a file",
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Measured {
    start: Duration,
    idle: u64,
    busy: u64,
    /// For one message, all posted at once.
    each: Duration,
    processor: Duration,
    p50: Duration,
    p99: Duration,
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    if let Some(at) = args.iter().position(|arg| arg == by_hand::ARGUMENT) {
        runtime.block_on(by_hand::run(&args[at + 1], TOKEN, args[at + 2].parse().expect("a port")));
        return;
    }
    let rounds = std::env::var("WBOT_BENCH_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(3);
    let mut all: Vec<(Kind, Measured)> = Vec::new();
    for _ in 0..rounds {
        for kind in KINDS {
            all.push((kind, runtime.block_on(measure(kind))));
        }
    }
    print(&all);
}

async fn measure(kind: Kind) -> Measured {
    let folder = tempfile::tempdir().expect("a folder");
    let emulator = webex_with("Load", DeliveryPolicy { at_once: 64, ..DeliveryPolicy::default() }).await;
    let begin = Instant::now();
    let bot = start(kind, folder.path(), &emulator).await;
    let registered = emulator.until(|world| {
        let mut hooks = world.webhooks();
        hooks.any(|hook| hook.resource.as_str() == "messages").then(Instant::now)
    });
    let start = tokio::time::timeout(PATIENCE, registered).await.expect("a webhook").duration_since(begin);
    tokio::time::sleep(Duration::from_millis(500)).await;
    let idle = process::resident(bot.pid());
    let mut talk = Talk::new(&emulator);
    // Warm-up: connections are open, the reads of rooms and people are cached.
    talk.over(200, 200).await;
    let (from, used) = (Instant::now(), process::processor(bot.pid()));
    talk.over(MESSAGES, MESSAGES).await;
    let count = u32::try_from(MESSAGES).expect("few");
    let (each, processor) =
        (from.elapsed() / count, process::processor(bot.pid()).saturating_sub(used) / count);
    let mut latencies = talk.over(TIMED, AT_ONCE).await;
    latencies.sort();
    let busy = process::resident(bot.pid());
    Measured {
        start,
        idle,
        busy,
        each,
        processor,
        p50: latencies[TIMED / 2],
        p99: latencies[TIMED * 99 / 100],
    }
}

async fn start(kind: Kind, folder: &Path, emulator: &Emulator) -> BotProcess {
    if kind == Kind::ByHand {
        let mut command = Command::new(std::env::current_exe().expect("this program"));
        command.args([by_hand::ARGUMENT, emulator.api_url(), &free_port().to_string()]).stdin(Stdio::null());
        return BotProcess::spawn(command);
    }
    let script = folder.join("load.wbot");
    std::fs::write(&script, SCRIPT).expect("written");
    let args: &[&str] = if kind == Kind::Memory { &["--store", "memory"] } else { &[] };
    BotProcess::start_as(&How { args, ..How::of(env!("CARGO_BIN_EXE_wbot"), &script) }, emulator).await
}

/// People who talk in rooms, and what was heard.
struct Talk<'a> {
    emulator: &'a Emulator,
    people: Vec<(String, String)>,
    rooms: Vec<String>,
    next: usize,
    /// Messages of each room that were looked at.
    seen: HashMap<String, usize>,
}

impl<'a> Talk<'a> {
    fn new(emulator: &'a Emulator) -> Self {
        let people: Vec<(String, String)> = (0..PEOPLE)
            .map(|at| {
                let person =
                    emulator.create_person(NewPerson::named(format!("Person{at}"))).expect("a person");
                (person.id, person.email)
            })
            .collect();
        let bot = emulator.bot().id;
        let ids: Vec<&str> = people.iter().map(|(id, _)| id.as_str()).chain([bot.as_str()]).collect();
        let rooms = (0..ROOMS).map(|at| {
            let (creator, others) = ids.split_first().expect("people");
            emulator.create_room(creator, &format!("Room {at}"), others).expect("a room").id
        });
        Self { emulator, rooms: rooms.collect(), people, next: 0, seen: HashMap::new() }
    }

    /// Posts `count` messages, at most `at_once` of them without an answer; gives the time from each to its answer.
    async fn over(&mut self, count: usize, at_once: usize) -> Vec<Duration> {
        let mut asked: HashMap<(String, usize), Instant> = HashMap::new();
        let mut latencies = Vec::new();
        let mut changes = self.emulator.changes();
        let end = self.next + count;
        let all = async {
            while latencies.len() < count {
                while self.next < end && asked.len() < at_once {
                    let n = self.next;
                    let (id, email) = &self.people[n % PEOPLE];
                    asked.insert((email.clone(), n), Instant::now());
                    let room = &self.rooms[(n / 7) % ROOMS];
                    self.emulator.say_in(id, room, &format!("@Load count {n}")).expect("said");
                    self.next += 1;
                }
                changes.borrow_and_update();
                let fresh = self.fresh();
                if fresh.is_empty() {
                    changes.changed().await.expect("the emulator is there");
                }
                for text in fresh {
                    let (email, n) = text.rsplit_once(' ').expect("an answer");
                    let n: usize = n.parse().expect("a number");
                    let posted = asked.remove(&(email.to_owned(), n)).expect("each message is answered once");
                    latencies.push(posted.elapsed());
                }
            }
        };
        tokio::time::timeout(PATIENCE, all).await.expect("all messages are answered");
        latencies
    }

    /// What the bot said since the last time.
    fn fresh(&mut self) -> Vec<String> {
        let bot = self.emulator.bot().id;
        let Self { rooms, seen, emulator, .. } = self;
        emulator.read(|world| {
            let mut fresh = Vec::new();
            for room in rooms.iter() {
                let seen = seen.entry(room.clone()).or_default();
                for message in world.messages_in(room).skip(*seen) {
                    *seen += 1;
                    if message.person_id == bot {
                        fresh.push(message.text.clone());
                    }
                }
            }
            fresh
        })
    }
}

fn print(all: &[(Kind, Measured)]) {
    println!(
        "{:<24}{:>9}{:>10}{:>10}{:>12}{:>12}{:>10}{:>10}",
        "best of the rounds", "start", "idle", "busy", "messages/s", "cpu/message", "p50", "p99"
    );
    let best: Vec<Measured> = KINDS
        .iter()
        .map(|kind| {
            let of: Vec<&Measured> =
                all.iter().filter(|(of, _)| of == kind).map(|(_, measured)| measured).collect();
            let least =
                |of_one: fn(&Measured) -> Duration| of.iter().map(|one| of_one(one)).min().expect("a round");
            Measured {
                start: least(|one| one.start),
                idle: of.iter().map(|one| one.idle).min().expect("a round"),
                busy: of.iter().map(|one| one.busy).max().expect("a round"),
                each: least(|one| one.each),
                processor: least(|one| one.processor),
                p50: least(|one| one.p50),
                p99: least(|one| one.p99),
            }
        })
        .collect();
    for (kind, of) in KINDS.iter().zip(&best) {
        println!(
            "{:<24}{:>9.0?}{:>10}{:>10}{:>12.0}{:>12.0?}{:>10.1?}{:>10.1?}",
            kind.name(),
            of.start,
            process::megabytes(of.idle),
            process::megabytes(of.busy),
            1.0 / of.each.as_secs_f64(),
            of.processor,
            of.p50,
            of.p99
        );
    }
    for (kind, of, goal) in [(Kind::Memory, best[1], 0.8), (Kind::File, best[2], 0.5)] {
        let ratio = best[0].each.as_secs_f64() / of.each.as_secs_f64();
        println!("{}: {ratio:.2} of the throughput of the bot by hand (goal {goal})", kind.name());
    }
}

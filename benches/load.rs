//! 1,000 messages of 50 people in 20 rooms through `wbot run` (a process of its own) and the embedded
//! Webex over HTTP: each answered once, in order for each conversation; with the store in memory and in
//! a file. Prints messages/s, the time from a message to its answer (p50, p99) and the memory of the
//! process.
//!
//! `cargo bench --bench load`

#![allow(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark measures time and prints"
)]

#[path = "../tests/it/support/bot_process.rs"]
mod bot_process;

use bot_process::{BotProcess, How, webex};
use std::collections::HashMap;
use std::time::{Duration, Instant};
use wbot::emulator::{Emulator, NewPerson};

const MESSAGES: usize = 1_000;
const PEOPLE: usize = 50;
const ROOMS: usize = 20;
const PATIENCE: Duration = Duration::from_mins(2);

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    for store in ["memory", "load.db"] {
        println!("--store {store}");
        measure(store).await;
    }
}

async fn measure(store: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let script = folder.path().join("load.wbot");
    let source = "bot \"Load\" {}\n\ncommand \"count {n: int}\" {\n  say \"{person.email} {n}\"\n}\n";
    std::fs::write(&script, source).expect("written");
    let file = folder.path().join(store);
    let store = if store == "memory" { store } else { file.to_str().expect("a path") };
    let emulator = webex("Load").await;
    let args = ["--store", store];
    let how = How { args: &args, ..How::of(env!("CARGO_BIN_EXE_wbot"), &script) };
    let bot = BotProcess::start_as(&how, &emulator).await;
    println!("idle                 {}", memory(bot.pid()));
    let (people, rooms) = furnish(&emulator);
    // Warm-up: connections are open, the reads of rooms and people are cached.
    talk(&emulator, &people, &rooms, 100).await;
    let latencies = talk(&emulator, &people, &rooms, MESSAGES).await;
    println!("after {MESSAGES} messages  {}", memory(bot.pid()));
    print(&latencies);
}

fn furnish(emulator: &Emulator) -> (Vec<(String, String)>, Vec<String>) {
    let people: Vec<(String, String)> = (0..PEOPLE)
        .map(|at| {
            let person = emulator.create_person(NewPerson::named(format!("Person{at}"))).expect("a person");
            (person.id, person.email)
        })
        .collect();
    let bot = emulator.bot().id;
    let ids: Vec<&str> = people.iter().map(|(id, _)| id.as_str()).chain([bot.as_str()]).collect();
    let rooms = (0..ROOMS).map(|at| {
        let (creator, others) = ids.split_first().expect("people");
        emulator.create_room(creator, &format!("Room {at}"), others).expect("a room").id
    });
    let rooms = rooms.collect();
    (people, rooms)
}

struct Measured {
    latencies: Vec<Duration>,
    total: Duration,
}

/// Posts `count` messages at once, waits for all answers, and checks them.
async fn talk(emulator: &Emulator, people: &[(String, String)], rooms: &[String], count: usize) -> Measured {
    let bot = emulator.bot().id;
    let before = emulator.read(|world| world.messages().filter(|message| message.person_id == bot).count());
    let begin = Instant::now();
    let mut posted: HashMap<(String, String), Instant> = HashMap::new();
    let mut order: HashMap<(String, String), Vec<usize>> = HashMap::new();
    for n in 0..count {
        let (id, email) = &people[n % people.len()];
        let room = &rooms[(n / 7) % rooms.len()];
        posted.insert((room.clone(), format!("{email} {n}")), Instant::now());
        order.entry((room.clone(), email.clone())).or_default().push(n);
        emulator.say_in(id, room, &format!("@Load count {n}")).expect("said");
    }
    let mut answered: HashMap<(String, String), Instant> = HashMap::new();
    let mut heard: HashMap<(String, String), Vec<usize>> = HashMap::new();
    let mut seen = before;
    let all = async {
        while answered.len() < count {
            let fresh = emulator
                .until(|world| {
                    let fresh: Vec<(String, String)> = world
                        .messages()
                        .filter(|message| message.person_id == bot)
                        .skip(seen)
                        .map(|message| (message.room_id.clone(), message.text.clone()))
                        .collect();
                    (!fresh.is_empty()).then_some(fresh)
                })
                .await;
            seen += fresh.len();
            for (room, text) in fresh {
                let (email, n) = text.rsplit_once(' ').expect("an answer");
                heard.entry((room.clone(), email.to_owned())).or_default().push(n.parse().expect("a number"));
                let twice = answered.insert((room, text), Instant::now());
                assert!(twice.is_none(), "each message is answered once");
            }
        }
    };
    tokio::time::timeout(PATIENCE, all).await.expect("all messages are answered");
    assert_eq!(heard, order, "answers of a conversation come in its order");
    let latencies = answered.iter().map(|(key, at)| at.duration_since(posted[key])).collect();
    Measured { latencies, total: begin.elapsed() }
}

fn print(measured: &Measured) {
    let mut latencies = measured.latencies.clone();
    latencies.sort();
    let at = |share: usize| latencies[(latencies.len() * share / 100).min(latencies.len() - 1)];
    #[expect(clippy::cast_precision_loss, reason = "a figure to print")]
    let rate = latencies.len() as f64 / measured.total.as_secs_f64();
    println!("throughput           {rate:.0} messages/s, all posted at once");
    println!("message to answer    p50 {:?}, p99 {:?}, most {:?}", at(50), at(99), at(100));
}

/// Resident memory now and at most, as the system counts it.
fn memory(pid: u32) -> String {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name));
        line.map_or("?", |line| line.split(':').nth(1).unwrap_or("?").trim()).to_owned()
    };
    format!("memory {} (most {})", line("VmRSS"), line("VmHWM"))
}

//! Whether conversations that wait cost anything: `wbot run` with none, 1,000, 10,000 and 1,000,000 of them in its store
//! (`WBOT_BENCH_WAITING=100000` for another number at the end). Prints the time to start, the memory after it and after 400
//! messages of others, and the time for a message (the median); then both as ratios of the last to 1,000.
//!
//! `cargo bench --bench waiting`

#![allow(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::print_stdout,
    unreachable_pub,
    reason = "a benchmark measures time and prints"
)]

#[path = "../tests/it/support/bot_process.rs"]
mod bot_process;
#[path = "support/process.rs"]
mod process;

use bot_process::{BotProcess, How, webex};
use rusqlite::Connection;
use std::path::Path;
use std::time::{Duration, Instant};
use wbot::emulator::{Emulator, NewPerson};

const MESSAGES: usize = 400;
const PATIENCE: Duration = Duration::from_mins(2);

const SCRIPT: &str = "bot \"Waiting\" {}\n\ncommand \"book\" {\n  let day = ask \"Which day?\"\n  say day\n}\n\
                      command \"count {n: int}\" { say \"{n}\" }\n";

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let script = folder.path().join("waiting.wbot");
    std::fs::write(&script, SCRIPT).expect("written");
    let emulator = webex("Waiting").await;
    let how = How::of(env!("CARGO_BIN_EXE_wbot"), &script);
    let mut bot = BotProcess::start_as(&how, &emulator).await;
    let asker = emulator.create_person(NewPerson::named("Asker")).expect("a person").id;
    ask(&emulator, &asker, "book", "Which day?").await;
    emulator.idle().await;
    bot.terminate();
    drop(bot);
    let most = std::env::var("WBOT_BENCH_WAITING").ok().and_then(|text| text.parse::<u64>().ok());
    let mut first: Option<(u64, Duration)> = None;
    println!("{:>10}  {:>10}  {:>12}  {:>12}  {:>12}", "waiting", "start", "memory", "after", "a message");
    for number in [0, 1_000, 10_000, most.unwrap_or(1_000_000)] {
        fill(&folder.path().join("wbot.db"), number);
        let begin = Instant::now();
        let mut bot = BotProcess::start_as(&how, &emulator).await;
        let start = begin.elapsed();
        let before = process::resident(bot.pid());
        let person = emulator.create_person(NewPerson::named(format!("P{number}"))).expect("a person").id;
        ask(&emulator, &person, "count 7", "7").await;
        let mut times = Vec::new();
        for n in 0..MESSAGES {
            let (begin, text) = (Instant::now(), (1_000 + n).to_string());
            ask(&emulator, &person, &format!("count {text}"), &text).await;
            times.push(begin.elapsed());
        }
        times.sort();
        let (each, after) = (times[MESSAGES / 2], process::resident(bot.pid()));
        let megabytes = process::megabytes;
        println!(
            "{number:>10}  {start:>10.0?}  {:>12}  {:>12}  {each:>12.2?}",
            megabytes(before),
            megabytes(after)
        );
        bot.terminate();
        if number < 1_000 {
            continue;
        }
        let (memory, time) = *first.get_or_insert((after, each));
        if number > 10_000 {
            #[expect(clippy::cast_precision_loss, reason = "figures to print")]
            let (more, longer) = (after as f64 / memory as f64, each.as_secs_f64() / time.as_secs_f64());
            println!(
                "{number} against 1000: {more:.2} times the memory, {longer:.2} times the time for a message"
            );
        }
    }
}

/// Says `text` and waits for this answer.
async fn ask(emulator: &Emulator, person: &str, text: &str, answer: &str) {
    let said = emulator.say_direct(person, text).expect("said");
    let bot = emulator.bot().id;
    let there = emulator.until(|world| {
        let mut later = world.messages_in(&said.room_id).skip_while(|message| message.id != said.id);
        later.any(|message| message.person_id == bot && message.text == answer).then_some(())
    });
    tokio::time::timeout(PATIENCE, there).await.expect("an answer");
}

/// Makes copies of the one conversation that waits until there are `number` besides it.
fn fill(path: &Path, number: u64) {
    let store = Connection::open(path).expect("the store");
    let copies = "WITH RECURSIVE copy (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < ?1) ";
    let statements = [
        "INSERT OR IGNORE INTO runs (id, program, mailbox, ready, version, body) \
         SELECT 'copy ' || n, program, 'copy ' || n, 0, 1, body FROM runs, copy \
         WHERE runs.number = (SELECT min(number) FROM runs)",
        "INSERT OR IGNORE INTO waits (run, place, body) \
         SELECT 'copy ' || n, 'copy ' || n, body FROM waits, copy \
         WHERE waits.number = (SELECT min(number) FROM waits)",
        "INSERT OR IGNORE INTO timers (id, due_ms, program, body) \
         SELECT 'answer copy ' || n, due_ms + n, program, body FROM timers, copy \
         WHERE timers.number = (SELECT min(number) FROM timers)",
    ];
    if number > 0 {
        store.execute_batch("BEGIN").expect("begun");
        for statement in statements {
            store
                .execute(&format!("{copies}{statement}"), [i64::try_from(number).expect("few enough")])
                .expect("copied");
        }
        store.execute_batch("COMMIT").expect("committed");
    }
}

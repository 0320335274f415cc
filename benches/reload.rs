//! From the save of a script to the first answer of its new version, through `wbot run` and the embedded
//! Webex over HTTP. The goal is 300 ms.
//!
//! `cargo bench --bench reload`

#![allow(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark measures time and prints"
)]

#[path = "../tests/it/support/bot_process.rs"]
mod bot_process;

use bot_process::{BotProcess, webex};
use std::path::Path;
use std::time::{Duration, Instant};

const SAVES: usize = 10;

fn save(script: &Path, version: usize, by_rename: bool) {
    let source = format!("bot \"Reload\" {{}}\n\ncommand \"version\" {{\n  say \"version {version}\"\n}}\n");
    if by_rename {
        let beside = script.with_extension("tmp");
        std::fs::write(&beside, source).expect("written");
        std::fs::rename(&beside, script).expect("renamed");
    } else {
        std::fs::write(script, source).expect("written");
    }
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let script = folder.path().join("reload.wbot");
    save(&script, 0, false);
    let emulator = webex("Reload").await;
    let bot = BotProcess::start(env!("CARGO_BIN_EXE_wbot"), &script, &emulator, &[]).await;
    let person = emulator.read(|world| world.people().find(|it| !it.is_bot()).map(|it| it.id.clone()));
    let person = person.expect("a person");
    let mut times = Vec::new();
    for version in 1..=SAVES {
        save(&script, version, version % 2 == 0);
        let saved = Instant::now();
        let wanted = format!("version {version}");
        loop {
            let asked = emulator.say_direct(&person, "version").expect("said");
            let answer = emulator.until(|world| {
                let mut later = world.messages_in(&asked.room_id).filter(|message| message.seq > asked.seq);
                later.next().map(|message| message.text.clone())
            });
            if answer.await == wanted {
                times.push(saved.elapsed());
                break;
            }
            assert!(saved.elapsed() < Duration::from_secs(10), "no new version:\n{}", bot.log());
        }
    }
    times.sort();
    println!(
        "save to new answer   median {:?}, most {:?} of {SAVES} saves",
        times[SAVES / 2],
        times[SAVES - 1]
    );
}

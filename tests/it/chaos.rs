//! Many conversations with a bot that is ended by `kill -9` again and again, while deliveries come twice,
//! late and in another order, and Webex refuses, fails and hangs up. At the end everything is as after a quiet run.
//!
//! 20 kills; `WBOT_CHAOS_KILLS=200 cargo test chaos -- --nocapture` is the long form,
//! `WBOT_CHAOS_SEED` draws other moments.

use crate::support::bot_process::{BotProcess, How};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use wbot::emulator::{
    BotAccount, CallFault, DeliveryFault, DeliveryPolicy, Emulator, EmulatorConfig, Fault, NewPerson,
};
use wbot::engine::{Chance, SeededChance};

const WBOT: &str = env!("CARGO_BIN_EXE_wbot");
const PEOPLE: usize = 6;
/// What a person says in one conversation; each is answered.
const STEPS: usize = 4;
/// Longer than anything takes, so that a hang fails the test.
const PATIENCE: Duration = Duration::from_mins(4);

const SCRIPT: &str = r#"bot "Chaos"

state orders: int = 0
state boxes: int = 0
state history: list<text> = [] per person

command "order {n: int}" {
  let size = ask "Order {n}: which size?"
  let count = ask "Order {n}: how many?" as int
  boxes += count
  say "Order {n}: {count} {size} noted."
  wait 50ms
  orders += 1
  history.push("{n} {size} {count}")
  if confirm "Order {n}: shall I send it?" { say "Order {n} is sent." } else { say "Order {n} is dropped." }
}
"#;

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

#[tokio::test(flavor = "multi_thread")]
async fn kills_and_faults_change_nothing() {
    let kills = usize::try_from(setting("WBOT_CHAOS_KILLS", 20)).unwrap();
    let seed = setting("WBOT_CHAOS_SEED", 1);
    let rounds = kills.div_ceil(5).max(2);
    let quiet = run(rounds, 0, seed).await;
    let wild = run(rounds, kills, seed).await;
    let conversations = PEOPLE * rounds;
    assert_eq!(quiet.doubled, 0, "nothing is said twice where nothing goes wrong");
    assert_eq!(wild.said, quiet.said, "who reads along sees the same");
    assert_eq!(wild.states, quiet.states, "the state is the same");
    println!(
        "{kills} kills, {conversations} conversations of {STEPS} steps: all finished, the same state; {} of {} \
         messages were said twice, {} times the log said that it might be",
        wild.doubled,
        quiet.said.values().map(Vec::len).sum::<usize>(),
        wild.warned,
    );
    assert!(wild.doubled <= wild.warned, "what is said twice is told of in the log");
}

/// How a run ended.
struct Outcome {
    /// What the bot said to each person, in order, the first time each.
    said: BTreeMap<String, Vec<String>>,
    /// The lines of the export that are state of the script.
    states: Vec<String>,
    /// Messages that were said twice.
    doubled: usize,
    /// Lines of the log that say that something may have been.
    warned: usize,
}

async fn run(rounds: usize, kills: usize, seed: u64) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("chaos.wbot");
    fs::write(&script, SCRIPT).unwrap();
    let webex = patient_webex().await;
    let people: Vec<String> = (0..PEOPLE)
        .map(|at| webex.create_person(NewPerson::named(format!("Person{at}"))).unwrap().id)
        .collect();
    let how = How::of(WBOT, &script);
    let mut bot = BotProcess::start_as(&how, &webex).await;
    let steps = Arc::new(AtomicUsize::new(0));
    let talks: Vec<_> = people
        .iter()
        .map(|person| tokio::spawn(talk(webex.clone(), person.clone(), rounds, Arc::clone(&steps))))
        .collect();
    let chance = SeededChance::new(seed);
    let below = |bound: u64| chance.seed() % bound;
    let total = PEOPLE * rounds * STEPS;
    let mut warned = 0;
    for kill in 1..=kills {
        let when = kill * total / (kills + 1);
        let reached = async {
            while steps.load(Ordering::SeqCst) < when {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        let goes_on = tokio::time::timeout(PATIENCE, reached).await.is_ok();
        assert!(goes_on, "the conversations stand still before kill {kill}; the bot said:\n{}", bot.log());
        for _ in 0..2 {
            webex.inject(fault(below(14)));
        }
        tokio::time::sleep(Duration::from_millis(below(60))).await;
        bot.kill();
        warned += warnings(&bot);
        drop(bot);
        tokio::time::sleep(Duration::from_millis(below(100))).await;
        bot = BotProcess::start_as(&how, &webex).await;
    }
    for talk in talks {
        let finished = tokio::time::timeout(PATIENCE, talk).await;
        assert!(finished.is_ok(), "a conversation is not finished; the bot said:\n{}", bot.log());
    }
    webex.idle().await;
    assert_eq!(bot.terminate(), Some(0), "{}", bot.log());
    warned += warnings(&bot);
    let (said, doubled) = said(&webex, &people);
    Outcome { said, states: states(folder.path()), doubled, warned }
}

/// A Webex that delivers again until it is heard: what it does not deliver is no matter of the store.
async fn patient_webex() -> Emulator {
    let bot = BotAccount { display_name: "Chaos".to_owned(), ..webex_account() };
    let delivery = DeliveryPolicy {
        attempts_max: 1000,
        pause_ms: 20,
        pause_ms_max: 160,
        failures_max: usize::MAX,
        ..DeliveryPolicy::default()
    };
    Emulator::start(EmulatorConfig { bot, delivery, ..EmulatorConfig::default() }).await.unwrap()
}

fn webex_account() -> BotAccount {
    BotAccount {
        display_name: String::new(),
        email: None,
        token: crate::support::bot_process::TOKEN.to_owned(),
    }
}

/// One of the things that go wrong. None of them posts a message and then fails: that is the one case in
/// which a bot cannot know, and a crash makes it often enough.
fn fault(draw: u64) -> Fault {
    let status = |status, retry_after_s| CallFault::Status { status, retry_after_s };
    match draw {
        0 => Fault::call("POST", "/messages", status(429, Some(1))),
        1 => Fault::call("POST", "/messages", status(503, None)),
        2 => Fault::call("POST", "/messages", CallFault::HtmlGateway),
        3 => Fault::call("GET", "/messages", status(500, None)),
        4 => Fault::call("GET", "/messages", CallFault::DropBefore),
        5 => Fault::call("GET", "/messages", CallFault::Latency { ms: 40 }).times(3),
        6 => Fault::call("POST", "/messages", CallFault::Latency { ms: 40 }).times(3),
        7 => Fault::call("GET", "/messages", CallFault::DropAfter),
        8 => Fault::call("GET", "/people", status(503, Some(1))),
        9 => Fault::delivery(DeliveryFault::Reorder { by: 2, ms: 300 }).times(3),
        10 => Fault::delivery(DeliveryFault::Unheard).times(3),
        11 => Fault::delivery(DeliveryFault::Fail).times(2),
        _ => Fault::delivery(DeliveryFault::Duplicate).times(4),
    }
}

/// A person orders so many times. Waits for each answer, as people do.
async fn talk(webex: Emulator, person: String, rounds: usize, steps: Arc<AtomicUsize>) {
    for n in 0..rounds {
        let lines = [
            (format!("order {n}"), format!("Order {n}: which size?")),
            ("small".to_owned(), format!("Order {n}: how many?")),
            (format!("{}", n + 2), format!("Order {n}: shall I send it?")),
            ("yes".to_owned(), format!("Order {n} is sent.")),
        ];
        for (text, answer) in lines {
            let room = webex.say_direct(&person, &text).unwrap().room_id;
            let bot = webex.bot().id;
            webex
                .until(|world| {
                    let mut said = world.messages_in(&room).filter(|message| message.person_id == bot);
                    said.any(|message| message.text == answer).then_some(())
                })
                .await;
            steps.fetch_add(1, Ordering::SeqCst);
        }
    }
}

fn warnings(bot: &BotProcess) -> usize {
    bot.log().matches("run/repeated").count()
}

/// What the bot said to each person, each text once, and how many were said again. Texts of one room
/// differ by the number of their order.
fn said(webex: &Emulator, people: &[String]) -> (BTreeMap<String, Vec<String>>, usize) {
    let bot = webex.bot().id;
    let mut doubled = 0;
    let mut said: BTreeMap<String, Vec<String>> = BTreeMap::new();
    webex.read(|world| {
        for (at, person) in people.iter().enumerate() {
            let room =
                world.messages().find(|message| message.person_id == *person).map(|it| it.room_id.clone());
            let mut texts: Vec<String> = Vec::new();
            for message in world.messages_in(&room.unwrap()).filter(|message| message.person_id == bot) {
                if texts.contains(&message.text) {
                    doubled += 1;
                } else {
                    texts.push(message.text.clone());
                }
            }
            said.insert(format!("Person{at}"), texts);
        }
    });
    (said, doubled)
}

/// The state in the store, after it was found to be sound and nothing to be left in it.
fn states(folder: &Path) -> Vec<String> {
    let tool = |args: &[&str]| {
        let done = Command::new(WBOT).arg("store").args(args).current_dir(folder).output().unwrap();
        String::from_utf8(done.stdout).unwrap()
    };
    assert_eq!(tool(&["check"]), "wbot.db is sound\n");
    let overview: serde_json::Value = serde_json::from_str(&tool(&["inspect", "--json"])).unwrap();
    for kind in ["runs", "waits", "timers", "effects", "events"] {
        assert_eq!(overview["counts"][kind], 0, "all {kind} are done: {overview}");
    }
    let mut lines: Vec<String> =
        tool(&["export"]).lines().filter(|line| line.contains(r#","value":"#)).map(str::to_owned).collect();
    lines.sort();
    lines
}

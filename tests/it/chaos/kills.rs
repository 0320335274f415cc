//! The conversations, and the kills.
#![allow(clippy::print_stdout, reason = "who runs the long form reads what came of it")]

use super::faults::{FAULTS, Place, Way, fault};
use super::ledger::{Effect, Ledger};
use crate::support::bot_process::{BotProcess, How};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::pin::pin;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::task::{JoinError, JoinHandle};
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;
use wbot::emulator::{BotAccount, DeliveryPolicy, Emulator, EmulatorConfig, NewPerson};
use wbot::engine::{Chance, SeededChance};

const WBOT: &str = env!("CARGO_BIN_EXE_wbot");
/// People who talk to the bot in private.
const PRIVATE: usize = 4;
/// Those who do in a group, in the second half: what leaves a message in a group unclear is over then.
const IN_GROUPS: usize = 2;
/// What a person says in one conversation; each is answered.
const STEPS: usize = 4;
/// Longer than anything takes, so that a hang fails the test.
const PATIENCE: Duration = Duration::from_mins(4);

const SCRIPT: &str = r#"bot "Chaos"

state orders: int = 0
state boxes: int = 0
state without: int = 0
state history: list<text> = [] per person
state votes: int = 0

command "order {n: int}" {
  let size = ask "Order {n}: which size?" within 1h else { say "Order {n}: too late."; stop }
  let count = ask "Order {n}: how many?" as int
  boxes += count
  say "Order {n}: {count} {size} noted."
  wait 50ms
  orders += 1
  history.push("{n} {size} {count}")
  say to person("clerk@example.com") "{person.email} orders {count} {size} as number {n}."
  if confirm "Order {n}: shall I send it?" { say "Order {n} is sent." } else { say "Order {n} is dropped." }
  if n % 2 == 0 { stop }
  // Nobody answers this.
  let note = ask "Order {n}: a note?" within 300ms else { without += 1; say "Order {n} goes without a note."; stop }
  say "Order {n} has the note {note}."
}

command "vote {n: int}" {
  let given = ask "Vote {n}?" by anyone until 3 within 1h
  votes += given.len
  say "Vote {n}: {given.map(it => it.answer).sort.join(", ")}."
}

// Who says this only sees to it that a gap in what came is noticed.
command "tick" { stop }
command "last" { say "That was the last one." }
"#;

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

#[tokio::test(flavor = "multi_thread")]
async fn kills_and_faults_change_nothing_over_webhooks() {
    compare(Way::Webhooks).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn kills_and_faults_change_nothing_over_a_websocket() {
    compare(Way::Socket).await;
}

async fn compare(way: Way) {
    let kills = usize::try_from(setting("WBOT_CHAOS_KILLS", 20)).unwrap();
    let seed = setting("WBOT_CHAOS_SEED", 1);
    let rounds = kills.div_ceil(5).max(2);
    let quiet = run(way, rounds, 0, seed).await;
    let wild = run(way, rounds, kills, seed).await;
    let conversations = (PRIVATE + IN_GROUPS) * rounds;
    assert_eq!((quiet.copies, quiet.warned), (0, 0), "nothing is said twice where nothing goes wrong");
    assert_eq!(wild.said, quiet.said, "who reads along sees the same");
    assert_eq!(wild.states, quiet.states, "the state is the same");
    println!(
        "{way:?}, seed {seed}: {kills} kills, {} more before it was running, {conversations} conversations of {STEPS} steps: \
         all finished, the same state; {} of {} messages are there again; the log told of {}, {} of them cut off before \
         Webex saw a call, {} of them without a crash",
        wild.early,
        wild.copies,
        quiet.said.values().map(Vec::len).sum::<usize>(),
        wild.warned,
        wild.unseen,
        wild.unclear,
    );
    assert!(wild.untold.is_empty(), "what is there twice is told of by name: {:#?}", wild.untold);
    assert!(wild.copies <= wild.warned);
}

/// How a run ended.
struct Outcome {
    /// What the bot said to each person, in order, the first time each.
    said: BTreeMap<String, Vec<String>>,
    /// The lines of the export that are state of the script.
    states: Vec<String>,
    /// Messages that are there again.
    copies: usize,
    /// Those of them that no line of the log names.
    untold: Vec<String>,
    /// Lines of the log that say that something may be there twice.
    warned: usize,
    /// Those of them whose call Webex never saw.
    unseen: usize,
    /// Those of them of answers from which nobody knows.
    unclear: usize,
    /// Kills before the bot was running.
    early: usize,
}

/// Who talks to the bot, and in which group, if in any.
#[derive(Clone)]
struct Person {
    id: String,
    group: Option<String>,
}

/// People of one group who answer at once.
#[derive(Clone)]
struct Voters {
    ids: [String; 3],
    group: String,
}

impl Voters {
    fn new(webex: &Emulator) -> Self {
        let ids = ["Anna", "Ben", "Cleo"].map(|name| webex.create_person(NewPerson::named(name)).unwrap().id);
        let [first, second, third] = &ids;
        let group = webex.create_room(first, "Votes", &[second, third, &webex.bot().id]).unwrap().id;
        Self { ids, group }
    }

    async fn vote(&self, webex: &Emulator, rounds: usize) {
        let writes =
            |id: &String, text: String| webex.say_in(id, &self.group, &format!("@Chaos {text}")).unwrap();
        for n in 0..rounds {
            writes(&self.ids[0], format!("vote {n}"));
            answered(webex, &self.group, &format!("Vote {n}?")).await;
            for (at, id) in self.ids.iter().enumerate() {
                writes(id, format!("for {at}"));
            }
            answered(webex, &self.group, &format!("Vote {n}: for 0, for 1, for 2.")).await;
        }
    }
}

/// Waits until the bot has said this in the room.
async fn answered(webex: &Emulator, room: &str, answer: &str) {
    let bot = webex.bot().id;
    webex
        .until(|world| {
            let mut said = world.messages_in(room).filter(|message| message.person_id == bot);
            said.any(|message| message.text == answer).then_some(())
        })
        .await;
}

async fn start(way: Way, how: &How<'_>, webex: &Emulator) -> BotProcess {
    match way {
        Way::Webhooks => BotProcess::start_as(how, webex).await,
        Way::Socket => BotProcess::start_over_socket(how, webex).await,
    }
}

fn begin(way: Way, how: &How<'_>, webex: &Emulator) -> BotProcess {
    match way {
        Way::Webhooks => BotProcess::begin_as(how, webex),
        Way::Socket => BotProcess::begin_over_socket(how, webex),
    }
}

fn people(webex: &Emulator) -> Vec<Person> {
    let named = |name: String| webex.create_person(NewPerson::named(name)).unwrap().id;
    let mut people: Vec<Person> =
        (0..PRIVATE).map(|at| Person { id: named(format!("Private{at}")), group: None }).collect();
    let me = webex.bot().id;
    people.extend((0..IN_GROUPS).map(|at| {
        let id = named(format!("Grouped{at}"));
        let group = webex.create_room(&id, &format!("Group {at}"), &[&me]).unwrap().id;
        Person { id, group: Some(group) }
    }));
    people
}

/// A bot that dies again and again, and what is known of its effects.
struct Mortal<'a> {
    way: Way,
    how: How<'a>,
    webex: &'a Emulator,
    store: &'a Path,
    chance: SeededChance,
    ledger: Ledger,
    /// What was begun when it died last.
    begun: BTreeSet<Effect>,
    /// How often it died before it was running.
    early: usize,
}

impl Mortal<'_> {
    fn below(&self, bound: u64) -> u64 {
        self.chance.seed() % bound
    }

    async fn waits_below(&self, ms: u64) {
        tokio::time::sleep(Duration::from_millis(self.below(ms))).await;
    }

    fn note(&mut self, log: &str, running: bool) {
        self.ledger.note_warnings(log, &self.begun, running);
        self.begun = Ledger::begun(self.store);
        self.ledger.note_calls(self.webex);
    }

    /// Dies while things go wrong, sometimes again before it is running, and is there again.
    async fn dies(&mut self, bot: BotProcess, place: Place) -> BotProcess {
        for _ in 0..2 {
            self.webex.inject(fault(self.way, place, self.below(FAULTS)));
        }
        self.waits_below(60).await;
        self.note(&bot.crash(), true);
        self.waits_below(100).await;
        if self.below(3) == 0 {
            self.early += 1;
            let hasty = begin(self.way, &self.how, self.webex);
            self.waits_below(400).await;
            let log = hasty.crash();
            self.note(&log, log.contains(" is running"));
        }
        start(self.way, &self.how, self.webex).await
    }
}

/// All conversations, on their way; those in groups begin later.
fn talks(
    webex: &Emulator,
    (people, voters): (&[Person], &Voters),
    rounds: usize,
    (steps, groups): (&Arc<AtomicUsize>, &CancellationToken),
) -> Vec<JoinHandle<()>> {
    let mut talks = Vec::new();
    for person in people {
        let talk = talk(webex.clone(), person.clone(), rounds, Arc::clone(steps));
        let (groups, waits) = (groups.clone(), person.group.is_some());
        talks.push(tokio::spawn(async move {
            if waits {
                groups.cancelled().await;
            }
            talk.await;
        }));
    }
    let (voters, webex, groups) = (voters.clone(), webex.clone(), groups.clone());
    talks.push(tokio::spawn(async move {
        groups.cancelled().await;
        voters.vote(&webex, rounds).await;
    }));
    talks
}

async fn run(way: Way, rounds: usize, kills: usize, seed: u64) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let (script, store) = (folder.path().join("chaos.wbot"), folder.path().join("wbot.db"));
    fs::write(&script, SCRIPT).unwrap();
    let webex = patient_webex().await;
    webex.note_calls();
    let people = people(&webex);
    let [clerk, ticker] =
        ["Clerk", "Ticker"].map(|name| webex.create_person(NewPerson::named(name)).unwrap().id);
    let mut mortal = Mortal {
        way,
        how: How::of(WBOT, &script),
        webex: &webex,
        store: &store,
        chance: SeededChance::new(seed),
        ledger: Ledger::default(),
        begun: BTreeSet::new(),
        early: 0,
    };
    let mut bot = start(way, &mortal.how, &webex).await;
    let voters = Voters::new(&webex);
    let (steps, groups) = (Arc::new(AtomicUsize::new(0)), CancellationToken::new());
    let talks = talks(&webex, (&people, &voters), rounds, (&steps, &groups));
    let talks = futures_util::future::join_all(talks);
    let ticking = AbortOnDropHandle::new(tokio::spawn(tick(webex.clone(), ticker.clone())));
    for kill in 1..=kills {
        let when = kill * people.len() * rounds * STEPS / (kills + 1);
        let reached = async {
            while steps.load(Ordering::SeqCst) < when {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        let goes_on = tokio::time::timeout(PATIENCE, reached).await.is_ok();
        assert!(goes_on, "the conversations stand still before kill {kill}; the bot said:\n{}", bot.log());
        let place = if 2 * kill > kills { Place::Groups } else { Place::Private };
        if place == Place::Groups && !groups.is_cancelled() {
            webex.clear_faults();
            groups.cancel();
        }
        bot = mortal.dies(bot, place).await;
    }
    groups.cancel();
    all_finish(talks, &steps, &bot).await;
    drop(ticking);
    ends(&webex, &ticker, &mut bot).await;
    mortal.note(&bot.log(), true);
    let Mortal { ledger, early, .. } = mortal;
    let doubled = ledger.doubled(&webex);
    Outcome {
        said: said(&webex, &people, &clerk, &voters),
        states: states(folder.path()),
        copies: doubled.copies,
        untold: doubled.untold,
        warned: ledger.warned.values().sum(),
        unseen: ledger.unseen,
        unclear: ledger.unclear,
        early,
    }
}

/// Says the last word, and ends the bot when that is answered.
async fn ends(webex: &Emulator, ticker: &str, bot: &mut BotProcess) {
    webex.clear_faults();
    webex.idle().await;
    webex.say_direct(ticker, "last").unwrap();
    let last =
        webex.until(|world| world.messages().any(|it| it.text == "That was the last one.").then_some(()));
    let last = tokio::time::timeout(PATIENCE, last).await;
    assert!(last.is_ok(), "what was there before is not done; the bot said:\n{}", bot.log());
    assert_eq!(bot.terminate(), Some(0), "{}", bot.log());
}

/// Waits for all conversations, for as long as one of them goes on.
async fn all_finish(
    talks: impl Future<Output = Vec<Result<(), JoinError>>>,
    steps: &AtomicUsize,
    bot: &BotProcess,
) {
    let mut talks = pin!(talks);
    loop {
        let before = steps.load(Ordering::SeqCst);
        if let Ok(ends) = tokio::time::timeout(PATIENCE, &mut talks).await {
            return ends.into_iter().for_each(Result::unwrap);
        }
        let goes_on = steps.load(Ordering::SeqCst) > before;
        assert!(goes_on, "the conversations stand still; the bot said:\n{}", bot.log());
    }
}

/// Somebody else writes now and then: a gap before the last of what came is noticed by what comes after it.
async fn tick(webex: Emulator, ticker: String) {
    loop {
        webex.say_direct(&ticker, "tick").unwrap();
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
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

/// A person orders so many times. Waits for each answer, as people do.
async fn talk(webex: Emulator, person: Person, rounds: usize, steps: Arc<AtomicUsize>) {
    for n in 0..rounds {
        let last = if n % 2 == 0 {
            format!("Order {n} is sent.")
        } else {
            format!("Order {n} goes without a note.")
        };
        let lines = [
            (format!("order {n}"), format!("Order {n}: which size?")),
            ("small".to_owned(), format!("Order {n}: how many?")),
            (format!("{}", n + 2), format!("Order {n}: shall I send it?")),
            ("yes".to_owned(), last),
        ];
        for (text, answer) in lines {
            let said = match &person.group {
                None => webex.say_direct(&person.id, &text),
                Some(group) => webex.say_in(&person.id, group, &format!("@Chaos {text}")),
            };
            answered(&webex, &said.unwrap().room_id, &answer).await;
            steps.fetch_add(1, Ordering::SeqCst);
        }
    }
}

/// What the bot said to each person, each text once. Texts of one room differ by the number of their order. The clerk
/// hears of all, in the order in which they come.
fn said(webex: &Emulator, people: &[Person], clerk: &str, voters: &Voters) -> BTreeMap<String, Vec<String>> {
    let bot = webex.bot().id;
    let mut said: BTreeMap<String, Vec<String>> = BTreeMap::new();
    webex.read(|world| {
        let in_room = |room: &str| {
            let mut texts: Vec<String> = Vec::new();
            for message in world.messages_in(room).filter(|message| message.person_id == bot) {
                if !texts.contains(&message.text) {
                    texts.push(message.text.clone());
                }
            }
            texts
        };
        for (at, person) in people.iter().enumerate() {
            let room = world.messages().find(|message| message.person_id == person.id).map(|it| &it.room_id);
            said.insert(format!("Person{at}"), in_room(room.unwrap()));
        }
        said.insert("Voters".to_owned(), in_room(&voters.group));
        let room = world.direct_room(&bot, clerk).expect("the clerk heard of it");
        let mut heard = in_room(&room.id);
        heard.sort();
        said.insert("Clerk".to_owned(), heard);
    });
    said
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

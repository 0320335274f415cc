//! What fuzzing does with bytes: one function for each part that reads what others wrote. Any bytes
//! will do; what must hold is asserted, so that a broken promise is a panic.
//!
//! Included by the tests (`tests/it/fuzzing.rs`) and by the targets of cargo-fuzz
//! (`fuzz/fuzz_targets/`): both look with the same eyes.

use std::path::Path;
use wbot::base::{SourceId, SourceText};
use wbot::compile::{Memory, compile};
use wbot::ir::{Expects, Program, Purpose};
use wbot::value::{Effect, Fault, FaultKind, MessageRef, PersonRef, Read, RoomRef, Value};
use wbot::vm::{Image, Run, RunContext, RunId, StateView, Step, StepOutcome, Waiting, World, step_within};

/// Runs that one input may start.
const RUNS_MAX: usize = 4;
/// Steps of one run.
const STEPS_MAX: usize = 60;
/// Operations of one step.
const FUEL_MAX: u64 = 20_000;

fn source(text: &str) -> SourceText {
    SourceText::new(SourceId(0), "bot.wbot", text)
}

/// Reads a script. What is said about it lies inside it.
pub fn parse(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for one in &wbot::syntax::parse(&source(&text)).diagnostics {
        assert!(one.span.end as usize <= text.len(), "{one:?}");
    }
}

/// Checks and lowers a script. A program is the same after it was stored.
pub fn check(bytes: &[u8]) {
    let compiled = compile(Path::new("bot.wbot"), &Memory::new().file("bot.wbot", bytes), Purpose::Test);
    let Some(lowered) = compiled.program else { return };
    let stored = lowered.program.encode().expect("a program can be stored");
    assert_eq!(Program::decode(&stored).expect("and read again"), lowered.program);
}

/// Formats a script: its meaning stays, and a second time changes nothing.
pub fn format(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let once = wbot::format::format(&source(&text)).expect("the meaning stays");
    let twice = wbot::format::format(&source(&once.text)).expect("the meaning stays");
    assert_eq!(once.text, twice.text);
}

/// Imports a card: what comes of a good one is a script that compiles.
pub fn import(bytes: &[u8]) {
    let Ok(imported) = wbot::cards::import("card", bytes) else { return };
    let script = imported.script.as_bytes();
    let compiled = compile(Path::new("bot.wbot"), &Memory::new().file("bot.wbot", script), Purpose::Test);
    assert!(compiled.program.is_some(), "{}: {:?}", imported.script, compiled.diagnostics);
}

/// Runs a script: up to the first byte 0 it is the script, then what happens.
pub fn run(bytes: &[u8]) {
    let mut parts = bytes.splitn(2, |byte| *byte == 0);
    let script = parts.next().unwrap_or(&[]);
    let compiled = compile(Path::new("bot.wbot"), &Memory::new().file("bot.wbot", script), Purpose::Test);
    if let Some(lowered) = compiled.program {
        runs(lowered.program, parts.next().unwrap_or(&[]));
    }
}

/// Runs some handlers of a program: each run is the same as one that is stored before each step.
pub fn runs(program: Program, events: &[u8]) {
    let mut events = Events { bytes: events };
    let image = Image::new(program).expect("a program can be stored");
    let handlers = image.program().handlers.len();
    for _ in 0..handlers.min(RUNS_MAX) {
        let handler = usize::from(events.next()) % handlers;
        one_run(&image, handler, &mut events);
    }
}

/// What happens, byte by byte; when they are used up, nothing out of the ordinary.
struct Events<'a> {
    bytes: &'a [u8],
}

impl Events<'_> {
    fn next(&mut self) -> u8 {
        let Some((first, rest)) = self.bytes.split_first() else { return 0 };
        self.bytes = rest;
        *first
    }
}

/// A run, and its twin that is stored and read again before each step: both do the same.
fn one_run(image: &Image, handler: usize, events: &mut Events<'_>) {
    let mut twins = [Twin::begin(image, handler), Twin::begin(image, handler)];
    for _ in 0..STEPS_MAX {
        let [plain, stored] = &mut twins;
        let bytes = rmp_serde::to_vec_named(&stored.run).expect("a run can be stored");
        stored.run = rmp_serde::from_slice(&bytes).expect("and read again");
        let (one, other) = (plain.step(image), stored.step(image));
        assert_eq!(format!("{one:?}"), format!("{other:?}"), "a stored run goes on otherwise");
        assert_eq!(plain.run, stored.run, "a stored run is another one");
        let choice = events.next();
        let [first, second] = twins.each_mut().map(|twin| twin.answer(&one.outcome, choice));
        assert_eq!(first, second);
        if !first {
            break;
        }
    }
}

/// A run with the world that it sees.
struct Twin {
    run: Run,
    state: StateView,
    world: World,
}

impl Twin {
    fn begin(image: &Image, handler: usize) -> Self {
        let program = image.program();
        let context = RunContext {
            person: Some(alice()),
            room: Some(room()),
            message: Some(message()),
            ..RunContext::default()
        };
        let index = u32::try_from(handler).expect("a program has few handlers");
        let mut run = Run::new(RunId("run".into()), image.id(), index, context);
        let function = program.handlers.get(handler).map_or(0, |handler| handler.function);
        let (params, locals) = program
            .functions
            .get(function as usize)
            .map_or((0, 0), |function| (usize::from(function.params), usize::from(function.locals)));
        let mut args = vec![Value::data("3"); params];
        args.resize(locals, Value::None);
        run.enter(function, args);
        let configs = program.configs.iter().map(|config| config.default.clone().unwrap_or(Value::None));
        let world = World {
            now_ms: 1_767_603_600_000,
            zone: jiff::tz::TimeZone::UTC,
            configs: configs.collect(),
            reads: std::collections::HashMap::new(),
        };
        Self { run, state: StateView::new(), world }
    }

    fn step(&mut self, image: &Image) -> Step {
        step_within(image, &mut self.run, &mut self.state, &self.world, FUEL_MAX)
    }

    /// Gives the run what it waits for. Says whether it goes on.
    fn answer(&mut self, outcome: &StepOutcome, choice: u8) -> bool {
        match outcome {
            StepOutcome::NeedState(key) => self.state.load(key.clone(), 0, None),
            StepOutcome::NeedRead(read) => {
                let refused = choice % 8 == 7;
                let found = if refused { Err(refusal()) } else { Ok(found(read)) };
                self.world.reads.insert(read.clone(), found);
            }
            StepOutcome::Effect(effect) => {
                let outcome = if choice % 4 == 3 { Err(refusal()) } else { Ok(done(effect)) };
                let sequence = self.run.effect_id().expect("it waits for the effect").sequence;
                assert!(self.run.resolve(sequence, outcome));
                self.state = StateView::new();
                if self.run.waiting == Waiting::Answer {
                    self.reply(choice);
                }
            }
            StepOutcome::Parked => {
                assert!(self.run.wake() || self.run.open_question().is_some());
                self.reply(choice);
            }
            StepOutcome::Ended(_) => return false,
        }
        true
    }

    /// Answers the question that it waits on, or lets its time pass.
    fn reply(&mut self, choice: u8) {
        let Some(question) = self.run.open_question() else { return };
        if choice % 3 == 2 {
            assert!(self.run.expire());
            return;
        }
        let answer = match (&question.expects, question.choices.first()) {
            (Expects::Confirmation, _) => Value::Bool(choice.is_multiple_of(2)),
            (Expects::OneOf, Some(first)) => first.clone(),
            (Expects::Card(_), _) => Value::record([("reason", Value::data("why"))]),
            (Expects::Argument(_) | Expects::File | Expects::OneOf, _) => Value::Int(i64::from(choice)),
        };
        assert!(self.run.answer(alice(), answer));
    }
}

fn alice() -> PersonRef {
    PersonRef::new("p1", "alice@example.com")
}

fn room() -> RoomRef {
    RoomRef { id: "r1".into(), direct: true }
}

fn message() -> MessageRef {
    MessageRef { id: "m1".into(), room: "r1".into(), thread: None }
}

fn refusal() -> Fault {
    Fault::new(FaultKind::Webex, "no")
}

/// What the world says of itself.
fn found(read: &Read) -> Value {
    let texts = |names: &[&'static str]| {
        Value::record(names.iter().map(|name| (*name, Value::data(format!("their {name}")))))
    };
    match read {
        Read::Person(_) => texts(&["id", "email", "name", "first_name", "last_name", "nickname", "avatar"]),
        Read::Room(_) => Value::record([
            ("id", Value::data("r1")),
            ("title", Value::data("Ops")),
            ("direct", Value::Bool(true)),
        ]),
        Read::RoomByTitle(_) => Value::Room(room()),
        Read::People(_) => Value::list(vec![Value::Person(alice())]),
        Read::Message(_) => Value::record([
            ("text", Value::data("hi")),
            ("markdown", Value::data("*hi*")),
            ("person", Value::Person(alice())),
            ("files", Value::list(Vec::new())),
        ]),
        Read::File(_) => Value::data("a,b"),
        Read::Rooms => Value::list(vec![Value::Room(room())]),
        Read::Mentions(_) => Value::list(vec![Value::Person(alice())]),
    }
}

/// What comes of an effect that goes well.
fn done(effect: &Effect) -> Value {
    match effect {
        Effect::Say { .. } => Value::Message(message()),
        Effect::Http(_) => Value::record([
            ("status", Value::Int(200)),
            ("headers", Value::map::<&str>([])),
            ("text", Value::data("{}")),
            ("json", Value::map([("id", Value::Int(1))])),
        ]),
        _ => Value::None,
    }
}

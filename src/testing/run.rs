//! One test, line by line.

use super::cast::Cast;
use super::coverage::Coverage;
use super::outcome::{Failure, Line, Mark, Outcome};
use super::said::{Place, Said};
use super::stage::Stage;
use crate::base::Span;
use crate::check::hir::{FunctionId, StepKind, Test};
use crate::compile::Sources;
use crate::engine::{HookRequest, HookResponse, Loaded};
use crate::value::{Value, local_instant};
use jiff::civil::DateTime;
use smol_str::SmolStr;
use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

/// A program that was compiled with its tests.
#[derive(Clone)]
pub struct TestProgram {
    /// The program with its settings: secrets have dummy values.
    pub loaded: Loaded,
    /// Places of the configs that have no value but the one that a test gives.
    pub unset: Vec<usize>,
    /// Names of the configs that somebody gave a value.
    pub given: BTreeSet<SmolStr>,
    /// Where the functions of test lines are in the program.
    pub functions: HashMap<FunctionId, u32>,
    /// The script: files that tests name are found beside it.
    pub path: PathBuf,
    /// Where files come from.
    pub sources: Arc<dyn Sources>,
    /// Notes what the tests run, where somebody asks.
    pub coverage: Option<Arc<Coverage>>,
}

impl std::fmt::Debug for TestProgram {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "TestProgram({})", self.path.display())
    }
}

/// Without `clock` a test begins on a Monday morning.
const BEGIN: &str = "2026-01-05T09:00";

/// Runs one test. Never fails itself: what goes wrong is the outcome's failure.
pub async fn run_test(program: &TestProgram, test: &Test) -> Outcome {
    let failure = match supplied(program, test).await {
        Ok(supplied) => perform(supplied.as_ref().unwrap_or(program), test).await.err(),
        Err(failure) => Some(failure),
    };
    Outcome { name: test.name.to_string(), span: test.span, failure }
}

async fn perform(program: &TestProgram, test: &Test) -> Result<(), Failure> {
    let mut performance = Performance::begin(program, test).await?;
    let result = performance.perform(test).await;
    let result = result.map_err(|problem| performance.failure(problem));
    performance.stage.strike().await;
    result
}

/// The program with the values that the test gives, before its first event, to configs that have none: the bot
/// starts with them. `None` if nothing lacks.
async fn supplied(program: &TestProgram, test: &Test) -> Result<Option<TestProgram>, Failure> {
    if program.unset.is_empty() {
        return Ok(None);
    }
    let mut given = Vec::new();
    for &place in &program.unset {
        let setup = test.steps.iter().take_while(|step| !is_event(&step.kind));
        let value = setup.filter_map(|step| match &step.kind {
            StepKind::SetConfig { config, value } if config.index() == place => Some((*value, step.span)),
            _ => None,
        });
        match value.last() {
            Some((value, span)) => given.push((place, value, span)),
            None => return Err(nothing_happened(test, lacks(program, place))),
        }
    }
    // The values are those of functions, and only a bot that runs can call one.
    let performance = Performance::begin(program, test).await?;
    let mut supplied = program.clone();
    for (place, value, span) in given {
        let value = performance.evaluate(value, span).await.map_err(|problem| performance.failure(problem));
        if let Some(slot) = supplied.loaded.settings.configs.get_mut(place) {
            *slot = value?;
        }
        let name = supplied.loaded.image.program().configs.get(place).map(|config| config.name.clone());
        supplied.given.extend(name);
    }
    performance.stage.strike().await;
    Ok(Some(supplied))
}

fn lacks(program: &TestProgram, place: usize) -> String {
    let name = program.loaded.image.program().configs.get(place).map_or("", |config| config.name.as_str());
    format!(
        "config `{name}` has no value: begin the test with `set {name} = ...`, or give all tests one with \
         `--set {name}=...`"
    )
}

fn nothing_happened(test: &Test, message: String) -> Failure {
    Failure { span: test.span, message, transcript: Vec::new(), logs: Vec::new() }
}

/// Why a line cannot be done.
pub(super) struct Problem {
    pub(super) span: Span,
    pub(super) message: String,
    /// What was expected here, and by whom it should have been said.
    pub(super) expected: Option<(Place, String)>,
}

/// A test under way.
pub(super) struct Performance<'p> {
    pub(super) program: &'p TestProgram,
    pub(super) stage: Stage,
    /// Name and room of the line before.
    pub(super) person: Option<String>,
    pub(super) place: Option<Place>,
    /// What the bot said and no line has claimed.
    pub(super) pending: Vec<Said>,
    pub(super) transcript: Vec<Line>,
    pub(super) last_hook: Option<HookRequest>,
    pub(super) response: Option<HookResponse>,
    /// Names of the configs that somebody gave a value.
    pub(super) given: BTreeSet<SmolStr>,
}

impl<'p> Performance<'p> {
    async fn begin(program: &'p TestProgram, test: &Test) -> Result<Self, Failure> {
        let stage = match instant(&program.loaded, BEGIN) {
            Ok(now_ms) => Stage::set(program, Cast::of(test), now_ms).await,
            Err(message) => Err(message),
        };
        let stage = stage.map_err(|message| nothing_happened(test, message))?;
        Ok(Self {
            program,
            stage,
            person: None,
            place: None,
            pending: Vec::new(),
            transcript: Vec::new(),
            last_hook: None,
            response: None,
            given: program.given.clone(),
        })
    }

    async fn perform(&mut self, test: &Test) -> Result<(), Problem> {
        for step in &test.steps {
            if is_event(&step.kind) {
                self.nothing_left(step.span)?;
            }
            self.step(step).await?;
            if is_event(&step.kind) {
                self.stage.settle().await;
                self.pending.extend(self.stage.witness.take_said());
                self.only_mocked(step.span)?;
            }
        }
        self.nothing_left(test.span)
    }

    /// A message that no line expects fails the test.
    pub(super) fn nothing_left(&self, span: Span) -> Result<(), Problem> {
        let Some(said) = self.pending.first() else { return Ok(()) };
        let who = self.stage.cast.shown(&said.place, None);
        let message =
            format!("the bot said something that no line expects: {who} {}", first_line(&said.shown()));
        Err(Problem { span, message, expected: None })
    }

    fn only_mocked(&self, span: Span) -> Result<(), Problem> {
        let Some(call) = self.stage.network.unmocked() else { return Ok(()) };
        let message = format!(
            "the bot called {method} {url}, which has no mock; add `mock http {method} \"{url}\" => 200 {{}}` before this line",
            method = call.method,
            url = call.url
        );
        Err(Problem { span, message, expected: None })
    }

    fn failure(&self, problem: Problem) -> Failure {
        let mut transcript = self.transcript.clone();
        let line = |mark, who, text| Line { mark, who, text };
        if let Some((place, text)) = &problem.expected {
            transcript.push(line(
                Mark::Expected,
                self.stage.cast.shown(place, self.place.as_ref()),
                text.clone(),
            ));
        }
        for said in &self.pending {
            let who = self.stage.cast.shown(&said.place, self.place.as_ref());
            transcript.push(line(Mark::Happened, who, said.shown()));
        }
        Failure { span: problem.span, message: problem.message, transcript, logs: self.stage.witness.logs() }
    }

    /// What a function of the test gives, seen from the line before.
    pub(super) async fn evaluate(&self, function: FunctionId, span: Span) -> Result<Value, Problem> {
        let context = self.stage.context(self.person.as_deref(), self.place.as_ref());
        let index = self.program.functions.get(&function).copied();
        let index = index.ok_or_else(|| problem(span, "this line has no code"))?;
        let result = self.stage.engine.evaluate(&self.program.loaded.image, index, context).await;
        result.map_err(|fault| problem(span, format!("this failed: {}", fault.plain())))
    }

    pub(super) fn note(&mut self, who: String, text: &str) {
        self.transcript.push(Line { mark: Mark::Both, who, text: text.to_owned() });
    }
}

pub(super) fn problem(span: Span, message: impl Into<String>) -> Problem {
    Problem { span, message: message.into(), expected: None }
}

pub(super) fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// Whether it is something that happens to the bot.
fn is_event(kind: &StepKind) -> bool {
    match kind {
        StepKind::Line(_)
        | StepKind::Sends { .. }
        | StepKind::Clicks { .. }
        | StepKind::Webhook(_)
        | StepKind::Duplicate
        | StepKind::After { .. }
        | StepKind::Clock { .. }
        | StepKind::Restart
        | StepKind::Reload { .. }
        | StepKind::Join { .. }
        | StepKind::Leave { .. } => true,
        StepKind::Person { .. }
        | StepKind::Bot(_)
        | StepKind::Nothing
        | StepKind::Mock(_)
        | StepKind::ExpectResponse { .. }
        | StepKind::ExpectHttp { .. }
        | StepKind::Expect { .. }
        | StepKind::SetState(_)
        | StepKind::SetConfig { .. } => false,
    }
}

/// A local time of the bot as an instant.
pub(super) fn instant(loaded: &Loaded, at: &str) -> Result<i64, String> {
    let text = at.trim().replacen(' ', "T", 1);
    let local: DateTime =
        text.parse().map_err(|_| format!("`{at}` is no time: write \"2026-11-23 08:59\""))?;
    local_instant(local, &loaded.settings.zone).ok_or_else(|| format!("`{at}` is out of range"))
}

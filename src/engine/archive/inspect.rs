//! What is in a store: who waits for what, since when, in which version of the script.

use super::{export, plain};
use crate::engine::codec::decode;
use crate::engine::parking::Listening;
use crate::engine::store::{Counts, RunRecord, StoreError, StoreFile};
use crate::engine::timers::{Due, Timer};
use crate::ir::{Audience, Program};
use crate::value::{PersonRef, Target};
use crate::vm::{Question, Run, Waiting};
use serde_json::Value as Json;
use smol_str::SmolStr;
use std::collections::HashMap;

/// What is in a store. Lists have at most as many entries as was asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overview {
    /// Version of its tables.
    pub format: u64,
    /// The `wbot` that wrote it last.
    pub wbot: String,
    /// How much there is of everything.
    pub counts: Counts,
    /// Runs that wait, the oldest first.
    pub waiting: Vec<WaitLine>,
    /// Timers besides those of runs that wait, the next one first.
    pub timers: Vec<TimerLine>,
    /// Programs, the oldest first.
    pub programs: Vec<ProgramLine>,
    /// States of scripts, by name and owner.
    pub states: Vec<StateLine>,
}

/// A run that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitLine {
    /// The run.
    pub run: SmolStr,
    /// What it runs: `command "book"`.
    pub handler: SmolStr,
    /// The version of the script that it keeps.
    pub program: SmolStr,
    /// What it waits for, in words.
    pub waits_for: String,
    /// Who it waits for, or is with.
    pub person: Option<PersonRef>,
    /// The room, an id.
    pub room: Option<SmolStr>,
    /// Since when, in milliseconds since 1970, where that is known.
    pub since_ms: Option<i64>,
    /// Until when at most.
    pub until_ms: Option<i64>,
}

/// Something that happens at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimerLine {
    /// When, in milliseconds since 1970.
    pub due_ms: i64,
    /// What, in words.
    pub what: String,
    /// The version of the script that it keeps, if it keeps one.
    pub program: Option<SmolStr>,
}

/// A version of the script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgramLine {
    /// Its hash.
    pub program: SmolStr,
    /// The name of the bot, where the script says one.
    pub name: Option<SmolStr>,
    /// Since when it is kept, in milliseconds since 1970.
    pub kept_ms: i64,
    /// Runs that keep it.
    pub runs: u64,
    /// Timers that keep it.
    pub timers: u64,
}

/// A state of a script.
#[derive(Clone, Debug, PartialEq)]
pub struct StateLine {
    /// Its name.
    pub state: SmolStr,
    /// Whose: empty for the bot's.
    pub owner: SmolStr,
    /// Its value as an export has it.
    pub value: Json,
}

/// Looks through a store; lists have `most` entries at most.
///
/// # Errors
/// When the store fails.
pub fn inspect(file: &StoreFile, most: usize) -> Result<Overview, StoreError> {
    let (format, wbot) = file.about()?;
    let mut looking = Looking { file, programs: HashMap::new() };
    let (mut waiting, mut timers, mut states) = (Vec::new(), Vec::new(), Vec::new());
    for record in file.waiting_runs(most)? {
        let listening = file.wait_of(&record.id)?.and_then(|wait| decode::<Listening>(&wait.body).ok());
        waiting.extend(looking.waiting(&record, listening.map(|listening| listening.since_ms)));
    }
    file.timers(|record| {
        if timers.len() < most
            && let Some(what) = decode::<Timer>(&record.body).ok().and_then(|timer| words(&record.id, &timer))
        {
            timers.push(TimerLine { due_ms: record.due_ms, what, program: record.program });
        }
        Ok(())
    })?;
    file.states(|(name, stored)| {
        if let (true, Some(value)) = (states.len() < most, export::of_script(&stored)) {
            let value = plain::shown(&value);
            states.push(StateLine { state: name.state, owner: name.owner, value });
        }
        Ok(())
    })?;
    let mut programs = Vec::new();
    for program in file.program_uses()? {
        let name = looking.program(&program.id).and_then(|program| program.bot.name.clone());
        let (kept_ms, runs, timers) = (program.kept_ms, program.runs, program.timers);
        programs.push(ProgramLine { program: program.id, name, kept_ms, runs, timers });
    }
    Ok(Overview { format, wbot, counts: file.counts()?, waiting, timers, programs, states })
}

/// A store, with the programs that were read already.
struct Looking<'f> {
    file: &'f StoreFile,
    programs: HashMap<SmolStr, Option<Program>>,
}

impl Looking<'_> {
    fn program(&mut self, id: &SmolStr) -> Option<&Program> {
        let read = || {
            let stored = self.file.program(id).ok().flatten()?;
            Program::decode(&stored.body).ok()
        };
        self.programs.entry(id.clone()).or_insert_with(read).as_ref()
    }

    fn waiting(&mut self, record: &RunRecord, asked_ms: Option<i64>) -> Option<WaitLine> {
        let run: Run = decode(&record.body).ok()?;
        let question = run.open_question();
        let put_ms = question.map(|question| question.put.0);
        let (waits_for, since_ms, until_ms) = match (&run.waiting, question) {
            (Waiting::Answer, Some(question)) => (asked(question), asked_ms, Some(question.due_ms)),
            (Waiting::Until(due_ms), _) => ("a time".to_owned(), run.since_ms, Some(*due_ms)),
            (Waiting::Effect(_), _) => ("an effect that is under way".to_owned(), run.since_ms, None),
            (Waiting::Asking(_), _) => ("a question that is being put".to_owned(), put_ms, None),
            (Waiting::Answer | Waiting::Ready | Waiting::Raised(_) | Waiting::Ended, _) => return None,
        };
        let handler = usize::try_from(run.handler).ok();
        let program = self.program(&record.program);
        let handler = program.and_then(|program| program.handlers.get(handler?)).map(|it| it.name.clone());
        let room = question.and_then(|question| question.room.clone());
        Some(WaitLine {
            run: record.id.clone(),
            handler: handler.unwrap_or_default(),
            program: record.program.clone(),
            waits_for,
            person: question.map_or(run.context.person.as_ref(), |question| question.person(&run)).cloned(),
            room: room.or_else(|| run.context.room.as_ref().map(|room| room.id.clone())),
            since_ms,
            until_ms,
        })
    }
}

/// Characters of a question that are shown.
const SHOWN: usize = 60;

fn asked(question: &Question) -> String {
    let whose = match (question.audience, &question.to) {
        (Audience::Anyone, _) => "anybody's answer",
        (Audience::Group(_), _) => "the answer of one of a group",
        (Audience::Person, Target::Person(_)) => "an answer in private",
        (Audience::Person, Target::Room(_)) => "an answer",
    };
    let prompt = question.prompt.as_str().replace('\n', " ");
    let short: String = prompt.chars().take(SHOWN).collect();
    let more = if short.len() < prompt.len() { "..." } else { "" };
    format!("{whose} to \"{short}{more}\"")
}

/// What a timer does; nothing for one that belongs to a run that waits.
fn words(id: &str, timer: &Timer) -> Option<String> {
    match &timer.what {
        Due::Expire { .. } | Due::Wake { .. } => None,
        Due::Begin { .. } => Some("a `later` begins".to_owned()),
        Due::Tick => {
            let name = id.splitn(3, ' ').nth(2).unwrap_or(id);
            Some(name.to_owned())
        }
    }
}

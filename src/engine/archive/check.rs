//! Whether a store is sound: the file as SQLite sees it, and what must hold between the rows.

use crate::engine::codec::decode;
use crate::engine::inbound::Inbound;
use crate::engine::parking::Listening;
use crate::engine::store::{OpenError, RunRecord, StoreError, StoreFile};
use crate::engine::timers::{self, Due, Timer};
use crate::ir::Program;
use crate::value::Effect;
use crate::vm::{Run, Waiting};
use serde::de::DeserializeOwned;
use smol_str::SmolStr;
use std::collections::HashSet;
use std::path::Path;

/// Something that must not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// What it is about: `run 0197...`, `timer tick 0 ...`, `file`.
    pub what: String,
    /// What is wrong.
    pub why: String,
}

/// Looks through the whole store. What cannot be read is a flaw too.
///
/// # Errors
/// When there is no store that this `wbot` knows.
pub fn check(path: &Path) -> Result<Vec<Flaw>, OpenError> {
    match StoreFile::open(path) {
        Err(OpenError::Damaged { error, .. }) => Ok(vec![Flaw { what: "file".to_owned(), why: error }]),
        opened => Ok(flaws_of(&opened?)),
    }
}

/// One part that is looked at.
type Look<'l> =
    (&'static str, &'l dyn Fn(&StoreFile, &mut HashSet<SmolStr>, &mut Vec<Flaw>) -> Result<(), StoreError>);

/// What is wrong with a store, as far as its time allows to look.
#[must_use]
pub fn flaws_of(file: &StoreFile) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    let mut programs: HashSet<SmolStr> = HashSet::new();
    // One table that cannot be read keeps nobody from looking at the others.
    let looks: [Look<'_>; 9] = [
        ("file", &|file, _, flaws| damage(file, flaws)),
        ("programs", &|file, programs, flaws| of_programs(file, programs, flaws)),
        ("runs", &|file, programs, flaws| of_runs(file, programs, flaws)),
        ("waits", &|file, _, flaws| of_waits(file, flaws)),
        ("timers", &|file, programs, flaws| of_timers(file, programs, flaws)),
        ("effects", &|file, _, flaws| of_effects(file, flaws)),
        ("events", &|file, _, flaws| of_events(file, flaws)),
        ("states", &|file, _, _| file.states(|_| Ok(()))),
        ("deliveries", &|file, _, _| file.seen(|_| Ok(()))),
    ];
    for (what, look) in looks {
        if let Err(error) = look(file, &mut programs, &mut flaws)
            && !file.is_late()
        {
            flaw(&mut flaws, what, &error);
        }
    }
    flaws
}

fn flaw(flaws: &mut Vec<Flaw>, what: impl Into<String>, why: &impl ToString) {
    flaws.push(Flaw { what: what.into(), why: why.to_string() });
}

fn damage(file: &StoreFile, flaws: &mut Vec<Flaw>) -> Result<(), StoreError> {
    for line in file.damage()? {
        flaw(flaws, "file", &line);
    }
    Ok(())
}

fn of_programs(
    file: &StoreFile,
    programs: &mut HashSet<SmolStr>,
    flaws: &mut Vec<Flaw>,
) -> Result<(), StoreError> {
    file.programs(|program| {
        if let Err(error) = Program::decode(&program.body) {
            flaw(flaws, format!("program {}", program.id), &format!("it cannot be read: {error}"));
        }
        programs.insert(program.id);
        Ok(())
    })
}

fn of_runs(file: &StoreFile, programs: &HashSet<SmolStr>, flaws: &mut Vec<Flaw>) -> Result<(), StoreError> {
    file.runs(|run| {
        for why in of_run(file, programs, &run)? {
            flaw(flaws, format!("run {}", run.id), &why);
        }
        Ok(())
    })
}

fn of_waits(file: &StoreFile, flaws: &mut Vec<Flaw>) -> Result<(), StoreError> {
    file.waits(|wait| {
        let what = || format!("wait at `{}`", wait.place);
        if file.run(&wait.run)?.is_none() {
            flaw(flaws, what(), &format!("the run {} that asked is not there", wait.run));
        }
        if let Some(why) = unreadable::<Listening>(&wait.body) {
            flaw(flaws, what(), &why);
        }
        Ok(())
    })
}

fn of_timers(file: &StoreFile, programs: &HashSet<SmolStr>, flaws: &mut Vec<Flaw>) -> Result<(), StoreError> {
    file.timers(|timer| {
        let what = || format!("timer `{}`", timer.id);
        let found = match decode::<Timer>(&timer.body) {
            Ok(found) => found,
            Err(error) => {
                flaw(flaws, what(), &error);
                return Ok(());
            }
        };
        if let Due::Expire { run, .. } | Due::Wake { run } = &found.what
            && file.run(run)?.is_none()
        {
            flaw(flaws, what(), &format!("the run {run} that waits for it is not there"));
        }
        if timer.program.as_ref().is_some_and(|program| !programs.contains(program)) {
            flaw(flaws, what(), &"the program that it keeps is not there");
        }
        Ok(())
    })
}

fn of_effects(file: &StoreFile, flaws: &mut Vec<Flaw>) -> Result<(), StoreError> {
    file.effects(|effect| {
        if let Some(why) = unreadable::<Effect>(&effect.body) {
            flaw(flaws, format!("effect {} of run {}", effect.key.sequence, effect.key.run), &why);
        }
        Ok(())
    })
}

fn of_events(file: &StoreFile, flaws: &mut Vec<Flaw>) -> Result<(), StoreError> {
    file.events(|event| {
        if let Some(why) = unreadable::<Inbound>(&event.body) {
            flaw(flaws, format!("event {}", event.id), &why);
        }
        Ok(())
    })
}

fn unreadable<T: DeserializeOwned>(body: &[u8]) -> Option<String> {
    decode::<T>(body).err().map(|error| error.to_string())
}

/// What is wrong with a run. One that waits must be found by what it waits for.
fn of_run(
    file: &StoreFile,
    programs: &HashSet<SmolStr>,
    record: &RunRecord,
) -> Result<Vec<String>, StoreError> {
    let mut flaws = Vec::new();
    if !programs.contains(&record.program) {
        flaws.push(format!("its program {} is not there", record.program));
    }
    let run: Run = match decode(&record.body) {
        Ok(run) => run,
        Err(error) => {
            flaws.push(error.to_string());
            return Ok(flaws);
        }
    };
    let ready = matches!(run.waiting, Waiting::Ready | Waiting::Raised(_));
    if ready != record.ready {
        flaws.push("it is not marked as what it is: ready or not".to_owned());
    }
    match (&run.waiting, run.open_question()) {
        (Waiting::Answer, Some(question)) => {
            let (listens, expires) = file.is_waited_for(&run.id.0, &timers::expiry_id(&run, question))?;
            if !listens {
                flaws.push("it waits for an answer, and nothing listens".to_owned());
            }
            if !expires {
                flaws.push("it waits for an answer, and no timer ends that".to_owned());
            }
        }
        (Waiting::Until(_), _) => {
            let (_, wakes) = file.is_waited_for(&run.id.0, &timers::wake_id(&run))?;
            if !wakes {
                flaws.push("it waits for a time, and no timer wakes it".to_owned());
            }
        }
        (Waiting::Effect(sequence) | Waiting::Asking(sequence), _) => {
            if !file.is_effect(&run.id.0, *sequence)? {
                flaws.push(format!("it waits for its effect {sequence}, which is not there"));
            }
        }
        (Waiting::Answer, None) => flaws.push("it waits for an answer without a question".to_owned()),
        (Waiting::Ready | Waiting::Raised(_) | Waiting::Ended, _) => {}
    }
    Ok(flaws)
}

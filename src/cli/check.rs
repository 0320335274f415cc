//! `wbot check`: mistakes in scripts, without running them.

use super::args::{CheckArgs, Format, SettingsArgs};
use super::{config, files, output};
use crate::compile::{Compiled, Disk, Sources, compile};
use crate::diagnostics::render::{Report, json, short, summary, terminal};
use crate::diagnostics::{Diagnostic, Severity};
use crate::ir::Purpose;
use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Checks all scripts that the arguments mean and prints what was found.
pub(super) fn check(args: &CheckArgs) -> ExitCode {
    let scripts = match files::scripts(&args.paths) {
        Ok(scripts) => scripts,
        Err(message) => {
            output::problem(&message);
            return ExitCode::from(2);
        }
    };
    let programs = programs(&scripts, &Disk);
    if let Err(problems) = settings_fit(&args.settings, &programs) {
        for problem in &problems {
            output::problem(problem);
        }
        return ExitCode::from(2);
    }
    let found = once_each(&programs);
    let reports: Vec<Report<'_>> = programs
        .iter()
        .zip(&found)
        .map(|(program, diagnostics)| Report::new(diagnostics, &program.sources))
        .collect();
    let what = match scripts.as_slice() {
        [only] => only.display().to_string(),
        many => format!("{} files", many.len()),
    };
    output::out(&match args.format {
        Format::Json => json(&reports),
        Format::Short => short(&reports),
        Format::Human if found.iter().all(Vec::is_empty) => format!("{}\n", summary(&reports, &what)),
        Format::Human => terminal(&reports, &what, output::look()),
    });
    let fails = |one: &Diagnostic| args.deny_warnings || one.severity() == Severity::Error;
    ExitCode::from(u8::from(found.iter().flatten().any(fails)))
}

/// The programs that these files make up: one for each file that no other of them uses, and one
/// for each that is left then (files that only use each other).
fn programs(scripts: &[PathBuf], from: &dyn Sources) -> Vec<Compiled> {
    let mut compiled: BTreeMap<PathBuf, Compiled> =
        scripts.iter().map(|path| (from.identity(path), compile(path, from, Purpose::Test))).collect();
    let members = |program: &Compiled| -> Vec<PathBuf> {
        program.units.iter().filter_map(|unit| Some(from.identity(unit.path.as_deref()?))).collect()
    };
    let used: HashSet<PathBuf> =
        compiled.values().flat_map(|program| members(program).into_iter().skip(1)).collect();
    let mut covered = HashSet::new();
    let mut chosen = Vec::new();
    let (entries, modules): (Vec<PathBuf>, Vec<PathBuf>) =
        compiled.keys().cloned().partition(|identity| !used.contains(identity));
    for identity in entries.into_iter().chain(modules) {
        if covered.contains(&identity) {
            continue;
        }
        if let Some(program) = compiled.remove(&identity) {
            covered.extend(members(&program));
            chosen.push(program);
        }
    }
    chosen
}

/// The diagnostics of each program, without those that an earlier one had already (of a file that
/// both use).
fn once_each(programs: &[Compiled]) -> Vec<Vec<Diagnostic>> {
    let mut seen = HashSet::new();
    let mut fresh = |program: &Compiled, one: &Diagnostic| {
        let name = program.sources.name(one.span).to_owned();
        seen.insert((name, one.span.start, one.span.end, one.code.name, one.message.clone()))
    };
    programs
        .iter()
        .map(|program| program.diagnostics.iter().filter(|one| fresh(program, one)).cloned().collect())
        .collect()
}

/// Whether what is given from outside fits the programs that have no error. A `--set` must mean a
/// config of one of them. Values that are missing are no problem here.
fn settings_fit(args: &SettingsArgs, programs: &[Compiled]) -> Result<(), Vec<String>> {
    let sound = || programs.iter().filter(|program| program.program.is_some());
    let declares =
        |program: &Compiled, name: &str| program.checked.configs.iter().any(|config| config.name == name);
    let mut problems: Vec<String> = Vec::new();
    for program in sound() {
        // What another program declares is not meant for this one.
        let mut own = args.clone();
        own.set.retain(|one| {
            let name = one.split('=').next().unwrap_or("").trim();
            declares(program, name) || !sound().any(|other| declares(other, name))
        });
        let script = program.units.first().and_then(|unit| unit.path.as_deref()).unwrap_or(Path::new(""));
        match config::settings(&own, script) {
            Ok(settings) => {
                let resolved = settings.resolve(&config::declared(&program.checked), &[]);
                for warning in &resolved.warnings {
                    output::problem(warning);
                }
                problems.extend(resolved.problems);
            }
            Err(problem) => problems.push(problem),
        }
    }
    problems.dedup();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

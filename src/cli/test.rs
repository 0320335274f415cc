//! `wbot test`: runs the `test` blocks of scripts.

use super::args::TestArgs;
use super::load::{Missing, load};
use super::{files, output};
use crate::base::SourceMap;
use crate::compile::{Compiled, Disk, compile};
use crate::diagnostics::Severity;
use crate::diagnostics::render::{Report, terminal};
use crate::ir::Purpose;
use crate::testing::{Failure, Outcome, TestProgram, run_test};
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

/// How many tests there were, by what came of them.
#[derive(Default)]
struct Tally {
    passed: usize,
    failed: usize,
    /// Scripts that could not be run.
    broken: usize,
}

/// Runs all tests that the arguments mean: 0 if all passed, 1 if one failed, 2 if a script could not be
/// run or there was no test.
pub(super) fn test(args: &TestArgs) -> ExitCode {
    let scripts = match files::scripts(&args.paths) {
        Ok(scripts) => scripts,
        Err(message) => {
            output::problem(&message);
            return ExitCode::from(2);
        }
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            output::problem(&format!("the tests cannot be run: {error}"));
            return ExitCode::from(2);
        }
    };
    let mut tally = Tally::default();
    for script in &scripts {
        runtime.block_on(test_script(script, args, &mut tally));
    }
    let Tally { passed, failed, broken } = tally;
    if passed + failed == 0 {
        if broken == 0 {
            output::problem(&nothing_found(args));
        }
        return ExitCode::from(2);
    }
    let plural = if passed + failed == 1 { "test" } else { "tests" };
    let mut line = format!("{} {plural}: {passed} passed, {failed} failed", passed + failed);
    if broken > 0 {
        let _ = write!(line, "; {broken} could not be run");
    }
    output::out(&format!("\n{line}\n"));
    match (broken, failed) {
        (0, 0) => ExitCode::SUCCESS,
        (0, _) => ExitCode::from(1),
        _ => ExitCode::from(2),
    }
}

fn nothing_found(args: &TestArgs) -> String {
    match &args.filter {
        Some(filter) => format!("no test has `{filter}` in its name"),
        None => "no test found: write `test \"...\" { ... }` into a script".to_owned(),
    }
}

async fn test_script(script: &Path, args: &TestArgs, tally: &mut Tally) {
    let compiled = compile(script, &Disk, Purpose::Test);
    let chosen: Vec<_> = {
        let wanted = |name: &str| args.filter.as_ref().is_none_or(|filter| name.contains(filter.as_str()));
        compiled.checked.tests.iter().filter(|test| wanted(&test.name)).collect()
    };
    let errors: Vec<_> =
        compiled.diagnostics.iter().filter(|one| one.severity() == Severity::Error).cloned().collect();
    if !errors.is_empty() {
        tally.broken += 1;
        let report = Report::new(&errors, &compiled.sources);
        output::out(&terminal(&[report], &script.display().to_string(), output::look()));
        return;
    }
    if chosen.is_empty() {
        return;
    }
    let program = match test_program(&compiled, script, args) {
        Ok(program) => program,
        Err(problems) => {
            tally.broken += 1;
            for problem in problems {
                output::problem(&format!("{}: {problem}", script.display()));
            }
            return;
        }
    };
    output::out(&format!("{}\n", script.display()));
    for test in chosen {
        let outcome = run_test(&program, test).await;
        match &outcome.failure {
            None => tally.passed += 1,
            Some(_) => tally.failed += 1,
        }
        output::out(&shown(&outcome, &compiled.sources));
    }
}

fn test_program(compiled: &Compiled, script: &Path, args: &TestArgs) -> Result<TestProgram, Vec<String>> {
    let ready = load(compiled, script, &args.settings, Missing::Test)?;
    let functions = compiled.program.as_ref().map(|lowered| lowered.functions.clone()).unwrap_or_default();
    Ok(TestProgram { loaded: ready.loaded, functions, path: script.to_owned(), sources: Arc::new(Disk) })
}

fn shown(outcome: &Outcome, sources: &SourceMap) -> String {
    match &outcome.failure {
        None => format!("  ok    {}\n", outcome.name),
        Some(failure) => format!("  FAIL  {}\n{}", outcome.name, explained(failure, sources)),
    }
}

fn explained(failure: &Failure, sources: &SourceMap) -> String {
    let (start, _) = sources.place(failure.span);
    let mut text = format!("        {}:{}: {}\n", sources.name(failure.span), start.line, failure.message);
    let mut section = |lines: &str| {
        if !lines.is_empty() {
            text.push('\n');
        }
        for line in lines.lines() {
            let _ = writeln!(text, "        {line}");
        }
    };
    section(&failure.diff());
    let logs: Vec<String> = failure.logs.iter().map(|line| format!("log: {line}")).collect();
    section(&logs.join("\n"));
    text.push('\n');
    text
}

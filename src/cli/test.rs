//! `wbot test`: runs the `test` blocks of scripts.

use super::args::TestArgs;
use super::junit::{Suite, junit};
use super::load::{Missing, Ready, load};
use super::{files, output};
use crate::base::SourceMap;
use crate::compile::{Compiled, Disk, compile};
use crate::diagnostics::Severity;
use crate::diagnostics::render::{Report, terminal};
use crate::ir::Purpose;
use crate::testing::{Coverage, Failure, Outcome, TestProgram, run_test};
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

/// Lines of the log that are shown of a test that failed.
const LOG_LINES_MAX: usize = 10;

/// What came of all scripts.
#[derive(Default)]
struct Results {
    suites: Vec<Suite>,
    /// Of each script that was run.
    lcov: String,
    summaries: String,
}

/// Runs all tests that the arguments mean: 0 if all passed, 1 if one failed or a script could not be run, 2 if
/// there was nothing to run.
pub(super) fn test(args: &TestArgs) -> ExitCode {
    let scripts = match files::scripts(&args.paths) {
        Ok(scripts) => scripts,
        Err(message) => return nothing(&message),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return nothing(&format!("the tests cannot be run: {error}")),
    };
    let mut results = Results::default();
    for script in &scripts {
        runtime.block_on(test_script(script, args, &mut results));
    }
    let cases = || results.suites.iter().flat_map(|suite| &suite.cases);
    let failed = cases().filter(|(_, outcome, _)| outcome.failure.is_some()).count();
    let passed = cases().count() - failed;
    let broken = results.suites.iter().filter(|suite| suite.broken.is_some()).count();
    if passed + failed + broken == 0 {
        return nothing(&nothing_found(args));
    }
    if !results.summaries.is_empty() {
        output::out(&format!("\n{}", results.summaries));
    }
    output::out(&format!("\n{}\n", total(passed, failed, broken)));
    let wanted = [
        (args.junit.as_deref(), junit(&results.suites)),
        (args.coverage.as_ref().and_then(|file| file.as_deref()), results.lcov),
    ];
    for (file, text) in wanted {
        if let Some(Err(message)) = file.map(|file| files::write(file, &text)) {
            return nothing(&message);
        }
    }
    if failed + broken == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) }
}

fn nothing(message: &str) -> ExitCode {
    output::problem(message);
    ExitCode::from(2)
}

fn nothing_found(args: &TestArgs) -> String {
    match &args.filter {
        Some(filter) => format!("no test has `{filter}` in its name"),
        None => "no test found: write `test \"...\" { ... }` into a script".to_owned(),
    }
}

fn total(passed: usize, failed: usize, broken: usize) -> String {
    let plural = if passed + failed == 1 { "test" } else { "tests" };
    let mut line = format!("{} {plural}: {passed} passed, {failed} failed", passed + failed);
    if broken > 0 {
        let scripts = if broken == 1 { "script" } else { "scripts" };
        let _ = write!(line, "; {broken} {scripts} could not be run");
    }
    line
}

async fn test_script(script: &Path, args: &TestArgs, results: &mut Results) {
    let compiled = compile(script, &Disk, Purpose::Test);
    let wanted = |name: &str| args.filter.as_ref().is_none_or(|filter| name.contains(filter.as_str()));
    let chosen: Vec<_> = compiled.checked.tests.iter().filter(|test| wanted(&test.name)).collect();
    let mut suite = Suite { name: script.display().to_string(), cases: Vec::new(), broken: None };
    let program = match test_program(&compiled, script, args) {
        _ if chosen.is_empty() && compiled.program.is_some() => return,
        Ok(program) => program,
        Err(Broken::Script(shown)) => {
            output::out(&shown);
            suite.broken = Some(shown);
            results.suites.push(suite);
            return;
        }
        Err(Broken::Settings(problems)) => {
            for problem in &problems {
                output::problem(&format!("{}: {problem}", script.display()));
            }
            suite.broken = Some(problems.join("\n"));
            results.suites.push(suite);
            return;
        }
    };
    output::out(&format!("{}\n", script.display()));
    for test in chosen {
        let outcome = run_test(&program, test).await;
        let printed = shown(&outcome, &compiled.sources);
        output::out(&printed);
        let line = compiled.sources.place(outcome.span).0.line;
        suite.cases.push((line, outcome, printed));
    }
    results.suites.push(suite);
    if let Some(coverage) = &program.coverage {
        let report = coverage.report(&compiled);
        results.summaries.push_str(&report.summary(&script.display().to_string()));
        results.lcov.push_str(&report.lcov());
    }
}

/// Why a script has no tests to run.
enum Broken {
    /// It does not compile: the diagnostics, as printed.
    Script(String),
    /// Its settings do not fit.
    Settings(Vec<String>),
}

fn test_program(compiled: &Compiled, script: &Path, args: &TestArgs) -> Result<TestProgram, Broken> {
    let errors: Vec<_> =
        compiled.diagnostics.iter().filter(|one| one.severity() == Severity::Error).cloned().collect();
    let Some(lowered) = compiled.program.as_ref().filter(|_| errors.is_empty()) else {
        let report = Report::new(&errors, &compiled.sources);
        return Err(Broken::Script(terminal(&[report], &script.display().to_string(), output::look())));
    };
    let ready = load(compiled, script, &args.settings, Missing::Test).map_err(Broken::Settings)?;
    let coverage = args.coverage.is_some().then(|| Arc::new(Coverage::new(ready.loaded.image.id())));
    let functions = lowered.functions.clone();
    let path = script.to_owned();
    let Ready { loaded, unset, given, .. } = ready;
    Ok(TestProgram { loaded, unset, given, functions, path, sources: Arc::new(Disk), coverage })
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
            let _ = writeln!(text, "{}", format!("        {line}").trim_end());
        }
    };
    section(&failure.diff());
    let left_out = failure.logs.len().saturating_sub(LOG_LINES_MAX);
    let earlier = (left_out > 0).then(|| format!("log: ... {left_out} earlier lines"));
    let logs = failure.logs.iter().skip(left_out).map(|line| format!("log: {line}"));
    section(&earlier.into_iter().chain(logs).collect::<Vec<String>>().join("\n"));
    text.push('\n');
    text
}

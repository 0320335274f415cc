//! `wbot explain`: how a message would be decided.

use super::args::ExplainArgs;
use super::load::{Missing, load, print_errors};
use super::output;
use crate::check::hir::{StepKind, Test};
use crate::compile::{Disk, compile};
use crate::engine::{Asked, Clock, SystemClock};
use crate::ir::Purpose;
use crate::value::PersonRef;
use std::process::ExitCode;

/// Prints the decision, a line for each step; where the script has errors, those, with exit code 2.
pub(super) fn explain(args: &ExplainArgs) -> ExitCode {
    let compiled = compile(&args.file, &Disk, Purpose::Run);
    if compiled.program.is_none() {
        print_errors(&compiled, &args.file);
        return ExitCode::from(2);
    }
    let ready = match load(&compiled, &args.file, &args.settings, Missing::Dummy) {
        Ok(ready) => ready,
        Err(problems) => {
            for problem in problems {
                output::problem(&problem);
            }
            return ExitCode::from(2);
        }
    };
    let email = args.who.as_deref().map(|who| address(who, &compiled.checked.tests));
    let person = email.as_deref().map(PersonRef::of_email);
    if let (Some(who), Some(email)) = (&args.who, &email)
        && who != email
    {
        output::out(&format!("`{who}` is {email}, as in tests\n"));
    }
    let asked = Asked { text: &args.text, person: person.as_ref(), room: args.room.as_deref() };
    let lines = crate::engine::explain(ready.loaded, asked, SystemClock.now_ms());
    output::out(&(lines.join("\n") + "\n"));
    ExitCode::SUCCESS
}

/// The address of somebody, who may be named as in tests: by a `person` line of the script, else at example.com.
fn address(who: &str, tests: &[Test]) -> String {
    if who.contains('@') {
        return who.to_owned();
    }
    let mut steps = tests.iter().flat_map(|test| &test.steps);
    let named = steps.find_map(|step| match &step.kind {
        StepKind::Person { name, email } if name == who => Some(email.to_string()),
        _ => None,
    });
    named.unwrap_or_else(|| format!("{who}@example.com"))
}

//! `wbot explain`: how a message would be decided.

use super::args::ExplainArgs;
use super::load::{Missing, load, print_errors};
use super::output;
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
    let person = args.who.as_deref().map(|who| {
        // As in tests, a bare name has an address of its own.
        if who.contains('@') {
            PersonRef::of_email(who)
        } else {
            PersonRef::of_email(&format!("{who}@example.com"))
        }
    });
    let asked = Asked { text: &args.text, person: person.as_ref(), room: args.room.as_deref() };
    let lines = crate::engine::explain(ready.loaded, asked, SystemClock.now_ms());
    output::out(&(lines.join("\n") + "\n"));
    ExitCode::SUCCESS
}

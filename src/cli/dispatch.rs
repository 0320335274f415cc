//! From arguments to a command.

use super::args::{Command, WbotArgs};
use super::{card, check, dev, doctor, error, explain, fmt, output, run, store, test};
use clap::Parser;
use clap::error::{ContextKind, ContextValue};
use std::path::Path;
use std::process::ExitCode;

/// Runs the program `wbot`. Wrong arguments are explained and end with 2, as clap does it.
#[must_use]
pub fn main() -> ExitCode {
    let args = match WbotArgs::try_parse() {
        Ok(args) => args,
        Err(error) => {
            let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand) else {
                error.exit()
            };
            if Path::new(word).extension().is_none_or(|ending| ending != "wbot") {
                error.exit();
            }
            output::problem(&format!("`{word}` is a script, and a command comes first: wbot dev {word}"));
            return ExitCode::from(2);
        }
    };
    match args.command {
        Command::Dev(args) => dev::dev(*args),
        Command::Run(args) => run::run(*args),
        Command::Check(args) => check::check(&args),
        Command::Test(args) => test::test(&args),
        Command::Fmt(args) => fmt::fmt(&args),
        Command::Explain(args) => explain::explain(&args),
        Command::Store(args) => store::store(&args.command),
        Command::Doctor(args) => doctor::doctor(*args),
        Command::Card(args) => card::card(args),
        Command::Error(args) => error::error(&args),
    }
}

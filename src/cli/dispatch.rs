//! From arguments to a command.

use super::args::{Command, WbotArgs};
use super::{card, check, dev, doctor, error, explain, fmt, run, store, test};
use clap::Parser;
use std::process::ExitCode;

/// Runs the program `wbot`. Wrong arguments are explained and end with 2, as clap does it.
#[must_use]
pub fn main() -> ExitCode {
    match WbotArgs::parse().command {
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

//! `wbot card`: cards from JSON and back.

use super::args::{CardArgs, CardCommand};
use super::output;
use super::{card_import, card_show};
use crate::cards::{Defect, Severity};
use std::process::ExitCode;

/// Runs a command of `wbot card`.
pub(super) fn card(args: CardArgs) -> ExitCode {
    match args.command {
        CardCommand::Import(args) => card_import::import(&args),
        CardCommand::Show(args) => card_show::show(&args),
    }
}

/// Prints defects on standard error: the place, the rule, what is wrong and what to do.
pub(super) fn print_defects(of: &str, defects: &[Defect]) {
    for Defect { rule, severity, at, message, help, .. } in defects {
        let severity = match severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        output::note(&format!("{of}: {severity}[{}] at {at}: {message}\n  help: {help}\n", rule.id));
    }
}

/// `1 error`, `2 errors`.
pub(super) fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

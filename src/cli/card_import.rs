//! `wbot card import`: JSON to a script.

#![allow(clippy::disallowed_methods, reason = "the command line reads files")]

use super::args::CardImportArgs;
use super::card::{count, print_defects};
use super::output;
use crate::base::{SourceId, SourceText};
use crate::cards::{Defect, ImportProblem, Severity};
use crate::format::format;
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::process::ExitCode;

/// Prints the cards of all files, or what is wrong with them.
pub(super) fn import(args: &CardImportArgs) -> ExitCode {
    let mut scripts = Vec::new();
    let mut worst = 0;
    for file in &args.files {
        match one(file) {
            Ok(script) => scripts.push(script),
            Err(code) => worst = worst.max(code),
        }
    }
    output::out(&scripts.join("\n"));
    ExitCode::from(worst)
}

/// The card that a file holds, or the exit code: 1 for what Webex does not take, 2 for what cannot be read.
fn one(file: &Path) -> Result<String, u8> {
    let shown = file.display().to_string();
    let bytes = if shown == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(file)
    };
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) => {
            output::problem(&match error.kind() {
                ErrorKind::NotFound => format!("there is no file `{shown}`"),
                ErrorKind::IsADirectory => format!("`{shown}` is a folder, expected a file"),
                _ => format!("`{shown}` can't be read: {error}"),
            });
            return Err(2);
        }
    };
    match crate::cards::import(&card_name(file), &bytes) {
        Ok(imported) => {
            print_defects(&shown, &imported.warnings);
            template_hint(&shown, &imported.warnings);
            Ok(laid_out(&imported.script))
        }
        Err(ImportProblem::NotJson(message)) => {
            output::problem(&format!("{shown} is no JSON: {message}"));
            Err(1)
        }
        Err(ImportProblem::Defects(defects)) => {
            print_defects(&shown, &defects);
            let errors = defects.iter().filter(|defect| defect.severity == Severity::Error).count();
            output::problem(&format!("{shown} is not for Webex: {}", count(errors, "error")));
            template_hint(&shown, &defects);
            Err(1)
        }
    }
}

/// As `wbot fmt` lays it out.
fn laid_out(script: &str) -> String {
    match format(&SourceText::new(SourceId(0), "card", script)) {
        Ok(formatted) => formatted.text,
        // What it cannot lay out it leaves alone.
        Err(_) => script.to_owned(),
    }
}

/// `card.json`, `card.card.json` and `card.template.json` all are `card`.
fn card_name(file: &Path) -> String {
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let name = name.strip_suffix(".json").unwrap_or(name);
    let name = [".card", ".template"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
    name.to_owned()
}

/// A template is used as it is.
fn template_hint(file: &str, defects: &[Defect]) {
    if defects.iter().any(|defect| defect.rule.id == "unexpanded-template") {
        output::note(&format!(
            "{file}: this is a template: keep the file, and write in the script\n  card {}(p: T) from \"./{file}\"\n",
            crate::cards::card_name(&card_name(Path::new(file)))
        ));
    }
}

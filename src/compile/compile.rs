//! The whole way from a path to a program.

use super::{Loaded, Sources, Unit, load, named_files};
use crate::base::{SourceId, SourceMap, SourceText, Span};
use crate::check::{CheckInput, check, hir};
use crate::diagnostics::render::Report;
use crate::diagnostics::{Diagnostic, Sink, codes};
use crate::ir::{Lowered, Purpose, lower};
use std::path::{Path, PathBuf};

/// What became of a program.
#[derive(Debug)]
pub struct Compiled {
    /// All texts, the entry file first.
    pub sources: SourceMap,
    /// All files, by their `SourceId`.
    pub units: Vec<Unit>,
    /// All that there is to say, in the order of the files and within each of the places.
    pub diagnostics: Vec<Diagnostic>,
    /// The checked tree; whole and sound only if there is a `program`.
    pub checked: hir::Program,
    /// The program; `None` if there is an error.
    pub program: Option<Lowered>,
    /// The files of the program, also those that were looked for and not found: if one of them
    /// changes, compile again.
    pub watch: Vec<PathBuf>,
}

impl Compiled {
    /// What a renderer takes.
    #[must_use]
    pub fn report(&self) -> Report<'_> {
        Report::new(&self.diagnostics, &self.sources)
    }

    /// The path of a file beside the script `source`, as the script writes it (payloads of tests).
    #[must_use]
    pub fn beside(&self, source: SourceId, written: &str) -> PathBuf {
        let script = self.units.get(source.0 as usize).and_then(|unit| unit.path.as_deref());
        named_files::named_file(script.unwrap_or(Path::new("")), written)
    }
}

/// Compiles the program that begins in the file `entry`. Total: whatever is wrong is a diagnostic.
#[must_use]
pub fn compile(entry: &Path, from: &dyn Sources, purpose: Purpose) -> Compiled {
    let Loaded { sources, units, diagnostics, watch } = load(entry, from);
    let mut sink = Sink::new();
    sink.extend(diagnostics);
    for unit in &units {
        sink.extend(named_files::missing(unit, from));
    }
    let checked = check_all(&units, &sources);
    sink.extend(checked.diagnostics);
    let program = if sink.has_errors() { None } else { lowered(&checked.program, purpose, &mut sink) };
    Compiled { sources, units, diagnostics: sink.finish(), checked: checked.program, program, watch }
}

fn check_all(units: &[Unit], sources: &SourceMap) -> crate::check::Checked {
    let uses: Vec<Vec<Option<usize>>> = units
        .iter()
        .map(|unit| unit.uses.iter().map(|used| used.target.map(|target| target.0 as usize)).collect())
        .collect();
    let cards: Vec<Vec<(Span, SourceText)>> = units
        .iter()
        .map(|unit| unit.cards.iter().map(|card| (card.span, card.source.clone())).collect())
        .collect();
    let inputs: Vec<CheckInput<'_>> = units
        .iter()
        .zip(uses.iter().zip(&cards))
        .filter_map(|(unit, (uses, cards))| {
            let source = sources.get(unit.source)?;
            Some(CheckInput { ast: &unit.parse.file, source, module: &unit.module, uses, cards })
        })
        .collect();
    check(&inputs)
}

/// The program. What was checked can be lowered; if it cannot, that is a mistake of ours, and said.
fn lowered(checked: &hir::Program, purpose: Purpose, sink: &mut Sink) -> Option<Lowered> {
    match lower(checked, purpose) {
        Ok(program) => Some(program),
        Err(errors) => {
            let nowhere = checked.bot.span.unwrap_or_default();
            for error in errors {
                let message =
                    format!("{} cannot be compiled: a mistake of wbot, not of the script", error.what);
                sink.report(&codes::RUN_INTERNAL, error.span.unwrap_or(nowhere), message);
            }
            None
        }
    }
}

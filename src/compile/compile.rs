//! The whole way from a path to a program.

use super::{Loaded, Sources, Unit, load, named_files};
use crate::base::{SourceId, SourceMap};
use crate::check::hir;
use crate::diagnostics::render::Report;
use crate::diagnostics::{Diagnostic, Sink};
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
    let checked = hir::Program::default();
    let program = if sink.has_errors() { None } else { lower(&checked, purpose).ok() };
    Compiled { sources, units, diagnostics: sink.finish(), checked, program, watch }
}

//! A program made ready to run: with what is derived from it and not stored.

use crate::ir::{Program, ProgramId};
use regex::Regex;
use std::sync::OnceLock;

/// Largest compiled regex in bytes: a script's regexes are small, and a reload must stay quick.
const REGEX_BYTES_MAX: usize = 1 << 20;

/// A program, its id and its regexes, compiled when they are first asked for.
#[derive(Debug)]
pub struct Image {
    program: Program,
    id: ProgramId,
    regexes: Vec<OnceLock<Option<Regex>>>,
}

impl Image {
    /// Makes `program` ready.
    ///
    /// # Errors
    /// If the program cannot be encoded.
    pub fn new(program: Program) -> Result<Self, rmp_serde::encode::Error> {
        let id = Program::id_of(&program.encode()?);
        let regexes = program.regexes.iter().map(|_| OnceLock::new()).collect();
        Ok(Self { program, id, regexes })
    }

    /// Makes a program ready that was stored, maybe by an earlier version: its id stays the one that its
    /// runs know, however it would be encoded now.
    ///
    /// # Errors
    /// If the bytes are no program, or one of a newer version.
    pub fn stored(encoded: &[u8]) -> Result<Self, rmp_serde::decode::Error> {
        let program = Program::decode(encoded)?;
        let regexes = program.regexes.iter().map(|_| OnceLock::new()).collect();
        Ok(Self { program, id: Program::id_of(encoded), regexes })
    }

    /// The program.
    #[must_use]
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> ProgramId {
        self.id
    }

    /// The regex with this index; `None` if there is none or it does not compile (the checker refuses
    /// such a program).
    #[must_use]
    pub fn regex(&self, index: u32) -> Option<&Regex> {
        let at = usize::try_from(index).ok()?;
        let compile = || {
            let source = self.program.regexes.get(at)?;
            regex::RegexBuilder::new(source).size_limit(REGEX_BYTES_MAX).build().ok()
        };
        self.regexes.get(at)?.get_or_init(compile).as_ref()
    }
}

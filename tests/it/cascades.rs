//! One mistake is one error: scripts from which one token was taken out.
//!
//! Each k-th token of each script is left out; of what is checked then, few may tell of two errors or more. How many
//! those are, and which, is printed with `WBOT_CASCADES=1 cargo test cascades -- --nocapture`, which takes out every
//! token that is not in a test.

use crate::source_tree::{files, root};
use std::path::{Path, PathBuf};
use wbot::base::{SourceId, SourceText};
use wbot::compile::{Compiled, Disk, ReadError, Sources, compile};
use wbot::diagnostics::Severity;
use wbot::ir::Purpose;
use wbot::syntax::lexemes;

/// Of the tokens of a script one in so many is taken out.
const STEP: usize = 29;
/// Of a hundred mistakes so many may be told of twice or more.
const SHARE_MAX: usize = 3;

/// The files on the disk, but for one with another text.
struct Changed<'a> {
    path: &'a Path,
    text: &'a str,
}

impl Sources for Changed<'_> {
    fn read(&self, path: &Path, bytes_max: usize) -> Result<Vec<u8>, ReadError> {
        if path == self.path { Ok(self.text.as_bytes().to_vec()) } else { Disk.read(path, bytes_max) }
    }

    fn identity(&self, path: &Path) -> PathBuf {
        Disk.identity(path)
    }

    fn names_in(&self, folder: &Path) -> Vec<String> {
        Disk.names_in(folder)
    }
}

fn errors(compiled: &Compiled) -> Vec<String> {
    let errors = compiled.diagnostics.iter().filter(|one| one.severity() == Severity::Error);
    errors.map(|one| format!("{}: {}", one.code.name, one.message)).collect()
}

#[test]
fn a_token_that_is_left_out_is_one_error() {
    let every = std::env::var_os("WBOT_CASCADES").is_some();
    let (mut mistakes, mut cascades) = (0, Vec::new());
    for file in files(&["examples", "tests/scripts/north-star"], &["wbot"]) {
        let path = root().join(&file.path);
        let end = file.text.find("\ntest \"").unwrap_or(file.text.len());
        let all = lexemes(&SourceText::new(SourceId(0), "bot.wbot", &*file.text));
        let tokens = all.iter().map(|token| token.span).filter(|span| span.start < span.end);
        let tokens = tokens.filter(|span| (span.start as usize) < end);
        for span in tokens.step_by(if every { 1 } else { STEP }) {
            let (start, after) = (span.start as usize, span.end as usize);
            let before = file.text.get(..start).unwrap_or_default();
            let text = format!("{before}{}", file.text.get(after..).unwrap_or_default());
            let found = errors(&compile(&path, &Changed { path: &path, text: &text }, Purpose::Test));
            mistakes += usize::from(!found.is_empty());
            if found.len() > 1 {
                let line = before.matches('\n').count() + 1;
                let token = span.slice(&file.text);
                cascades.push(format!(
                    "{}:{line} without `{token}`\n    {}",
                    file.path,
                    found.join("\n    ")
                ));
            }
        }
    }
    let list = cascades.join("\n");
    if every {
        println!("{list}\n{} of {mistakes}", cascades.len());
    }
    assert!(mistakes > if every { 1_000 } else { 50 }, "only {mistakes} mistakes are told of");
    assert!(cascades.len() * 100 <= mistakes * SHARE_MAX, "{} of {mistakes}\n{list}", cascades.len());
}

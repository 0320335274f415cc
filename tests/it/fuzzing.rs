//! Mutations of all scripts of the repository, in what reads them. The same functions are fuzzed with
//! cargo-fuzz, see `tests/README.md`.

#[path = "../../fuzz/drive.rs"]
mod drive;

use crate::source_tree::{files, root};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use wbot::base::{SourceId, SourceText};
use wbot::compile::{Disk, compile};
use wbot::ir::Purpose;
use wbot::syntax::lexemes;

/// Inputs for each function, unless `WBOT_FUZZ_ROUNDS` says how many.
const ROUNDS: usize = 60;
/// Longest script that is mutated: many short ones find more than few long ones.
const BYTES_MAX: usize = 3_000;

fn rounds() -> usize {
    std::env::var("WBOT_FUZZ_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(ROUNDS)
}

/// Gives mutations to a function; of one that it panics on, the panic shows the input.
fn drives(seed: u64, drive: fn(&[u8]), with_events: bool) {
    drives_with(Mutator::new(seed), drive, with_events);
}

fn drives_with(mut mutator: Mutator, drive: fn(&[u8]), with_events: bool) {
    for round in 0..rounds() {
        let mut input = mutator.input();
        if with_events {
            input.retain(|byte| *byte != 0);
            input.push(0);
            input.extend((0..64).map(|_| mutator.byte()));
        }
        let done = catch_unwind(AssertUnwindSafe(|| drive(&input)));
        assert!(done.is_ok(), "round {round}, of {}", String::from_utf8_lossy(&input));
    }
}

#[test]
fn parsing() {
    drives(1, drive::parse, false);
}

#[test]
fn checking_and_lowering() {
    drives(2, drive::check, false);
}

#[test]
fn formatting() {
    drives(3, drive::format, false);
}

#[test]
fn importing_cards() {
    drives_with(Mutator::of(6, &["tests/data/cards"], "json"), drive::import, false);
}

#[test]
fn running() {
    drives(4, drive::run, true);
}

#[test]
fn a_run_of_any_script_is_the_same_when_it_is_stored_between_its_steps() {
    let mut mutator = Mutator::new(5);
    let mut programs = 0;
    for file in files(&["examples", "tests/scripts"], &["wbot"]) {
        let compiled = compile(&PathBuf::from(root()).join(&file.path), &Disk, Purpose::Test);
        let Some(lowered) = compiled.program else { continue };
        programs += 1;
        for _ in 0..3 {
            let events: Vec<u8> = (0..200).map(|_| mutator.byte()).collect();
            let program = lowered.program.clone();
            let done = catch_unwind(AssertUnwindSafe(|| drive::runs(program, &events)));
            assert!(done.is_ok(), "{} with {events:?}", file.path);
        }
    }
    assert!(programs > 10, "only {programs} scripts compile");
}

/// Makes inputs of scripts, the same ones for the same seed.
struct Mutator {
    state: u64,
    corpus: Vec<String>,
}

impl Mutator {
    fn new(seed: u64) -> Self {
        Self::of(seed, &["examples", "tests/scripts", "src/syntax/tests"], "wbot")
    }

    fn of(seed: u64, folders: &[&str], ext: &str) -> Self {
        let all = files(folders, &[ext]);
        let corpus = all.into_iter().map(|file| file.text).collect();
        Self { state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1, corpus }
    }

    fn below(&mut self, bound: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        usize::try_from(self.state % u64::try_from(bound.max(1)).expect("it fits")).expect("it fits")
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.below(256)).expect("it is below 256")
    }

    /// A part of a script, with some changes.
    fn input(&mut self) -> Vec<u8> {
        let mut text = self.part(BYTES_MAX);
        for _ in 0..self.below(4) {
            text = self.by_token(&text);
        }
        let mut bytes = text.into_bytes();
        if self.below(2) == 0 {
            for _ in 0..=self.below(3) {
                self.by_byte(&mut bytes);
            }
        }
        bytes
    }

    /// Some whole declarations of a script, as far as lines at the margin tell.
    fn part(&mut self, max: usize) -> String {
        let at = self.below(self.corpus.len());
        let text = self.corpus[at].clone();
        if text.len() <= max {
            return text;
        }
        let starts: Vec<usize> =
            text.match_indices("\n\n").map(|(at, _)| at + 2).filter(|at| at + max / 2 < text.len()).collect();
        let start = if starts.is_empty() { 0 } else { starts[self.below(starts.len())] };
        let mut end = (start + max).min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.get(start..end).unwrap_or_default().to_owned()
    }

    /// A token deleted, doubled, or swapped for one of this or another script.
    fn by_token(&mut self, text: &str) -> String {
        let tokens = |text: &str| lexemes(&SourceText::new(SourceId(0), "bot.wbot", text));
        let own = tokens(text);
        if own.is_empty() {
            return text.to_owned();
        }
        let span = own[self.below(own.len())].span;
        let other = self.part(300);
        let others = tokens(&other);
        let with = match self.below(5) {
            0 => String::new(),
            1 => format!("{0} {0}", span.slice(text)),
            2 if !others.is_empty() => others[self.below(others.len())].span.slice(&other).to_owned(),
            3 => ["-1", "none", "9_223_372_036_854_775_807", "\"\"", "{}", "[]", "0", "1e9", "\"{x}\""]
                [self.below(9)]
            .to_owned(),
            _ => own[self.below(own.len())].span.slice(text).to_owned(),
        };
        let mut changed = text.to_owned();
        changed.replace_range(span.start as usize..span.end as usize, &with);
        changed
    }

    /// A bit flipped, bytes deleted, doubled, or taken from elsewhere.
    fn by_byte(&mut self, bytes: &mut Vec<u8>) {
        if bytes.is_empty() {
            return;
        }
        let start = self.below(bytes.len());
        let end = (start + self.below(20)).min(bytes.len());
        match self.below(4) {
            0 => bytes[start] ^= 1 << self.below(8),
            1 => drop(bytes.drain(start..end)),
            2 => {
                let doubled = bytes[start..end].to_vec();
                bytes.splice(end..end, doubled);
            }
            _ => {
                let other = self.part(40).into_bytes();
                bytes.splice(start..end, other);
            }
        }
    }
}

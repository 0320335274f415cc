//! The language, specified by examples: `tests/language/**/*.md`.
//!
//! Each `wbot` block is a program of its own (a block with a file name is a file beside those under the
//! same heading). What must be reported stands at the end of the line, as
//! `# error: [check/unknown-name] "underlined text"`; nothing else may be reported. The markers are
//! taken out before the block is read (`#` is no comment of the language). Markers in a `json` block that is a
//! file beside the program are those of that file.

use crate::markdown::{Block, blocks};
use crate::source_tree::{File, files, none};
use regex::Regex;
use std::collections::HashSet;
use std::path::Path;
use wbot::compile::{Compiled, Memory, compile};
use wbot::diagnostics::{Severity, codes};
use wbot::ir::Purpose;

/// What is reported, or must be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report {
    file: String,
    line: usize,
    severity: String,
    code: String,
    /// The underlined text; of a marker without one, nothing is asked.
    text: Option<String>,
}

fn pages() -> Vec<File> {
    files(&["tests/language"], &["md"])
}

/// The text of a file without its markers, and what they ask for.
pub fn markers(file: &str, text: &str) -> (String, Vec<Report>) {
    let marker = Regex::new(r#"#\s*(error|warning): \[([a-z0-9/-]+)\](?:\s+"((?:[^"\\]|\\.)*)")?"#).unwrap();
    let mut plain = String::new();
    let mut reports = Vec::new();
    let told = Regex::new(r"(error|warning): \[[a-z0-9/-]+\]").unwrap();
    for (index, line) in text.lines().enumerate() {
        let (told, read) = (told.find_iter(line).count(), marker.find_iter(line).count());
        assert_eq!(told, read, "{file} line {}: each marker has its own `#`: {line}", index + 1);
        let mut end = line.len();
        for found in marker.captures_iter(line) {
            end = end.min(found.get(0).unwrap().start());
            reports.push(Report {
                file: file.to_owned(),
                line: index + 1,
                severity: found[1].to_owned(),
                code: found[2].to_owned(),
                text: found.get(3).map(|text| text.as_str().replace("\\\"", "\"").replace("\\\\", "\\")),
            });
        }
        plain.push_str(line.get(..end).unwrap_or(line).trim_end());
        plain.push('\n');
    }
    (plain, reports)
}

fn reported(compiled: &Compiled) -> Vec<Report> {
    let report = |one: &wbot::diagnostics::Diagnostic| Report {
        file: compiled.sources.name(one.span).to_owned(),
        line: compiled.sources.place(one.span).0.line,
        severity: match one.severity() {
            Severity::Error => "error".to_owned(),
            Severity::Warning => "warning".to_owned(),
        },
        code: one.code.name.to_owned(),
        text: Some(compiled.sources.slice(one.span).to_owned()),
    };
    compiled.diagnostics.iter().map(report).collect()
}

/// What is different in a block.
pub fn differences(block: &Block, beside: &[&Block]) -> Vec<String> {
    let (plain, mut wanted) = markers("bot.wbot", &block.text);
    let mut memory = Memory::new().file("bot.wbot", plain);
    for file in beside {
        memory = if file.language() == "json" {
            let (plain, more) = markers(file.file_name(), &file.text);
            wanted.extend(more);
            memory.file(file.file_name(), plain)
        } else {
            memory.file(file.file_name(), file.bytes())
        };
    }
    let compiled = compile(Path::new("bot.wbot"), &memory, Purpose::Test);
    let mut unexpected = Vec::new();
    for found in reported(&compiled) {
        let same = |marker: &Report| {
            let text = marker.text.is_none() || marker.text == found.text;
            text && marker.file == found.file
                && marker.line == found.line
                && marker.severity == found.severity
                && marker.code == found.code
        };
        match wanted.iter().position(same) {
            Some(at) => {
                wanted.remove(at);
            }
            None => unexpected.push(found),
        }
    }
    let line = |report: &Report| {
        let text = report.text.as_deref().unwrap_or("");
        let line = if report.file == "bot.wbot" { block.line + report.line } else { report.line };
        format!("{} line {line}: {} [{}] {text:?}", report.file, report.severity, report.code)
    };
    let missing = wanted.iter().map(|report| format!("not reported: {}", line(report)));
    missing.chain(unexpected.iter().map(|report| format!("reported: {}", line(report)))).collect()
}

#[test]
fn every_block_reports_what_it_says_and_nothing_else() {
    let mut broken = Vec::new();
    for page in pages() {
        let blocks = blocks(&page.text);
        let is_file = |block: &&Block| block.info.len() > 1;
        for block in blocks.iter().filter(|block| block.language() == "wbot" && !is_file(block)) {
            let beside: Vec<&Block> =
                blocks.iter().filter(|other| other.heading == block.heading && is_file(other)).collect();
            for difference in differences(block, &beside) {
                broken.push(format!("{}: {difference}", page.path));
            }
        }
    }
    none(&broken, "The pages of tests/language say what the checker reports, to the letter.");
}

#[test]
fn every_code_of_the_checker_is_on_a_page() {
    let shown: HashSet<String> = pages()
        .iter()
        .flat_map(|page| blocks(&page.text))
        .flat_map(|block| markers("", &block.text).1)
        .map(|report| report.code)
        .collect();
    let broken: Vec<String> = codes::ALL
        .iter()
        .filter(|code| ["card/", "check/", "lint/"].iter().any(|area| code.name.starts_with(area)))
        .filter(|code| !shown.contains(code.name))
        .map(|code| code.name.to_owned())
        .collect();
    none(&broken, "What the checker can say is specified on a page of tests/language.");
}

#[test]
fn no_part_of_a_program_makes_the_checker_panic() {
    // Each page and script, cut off at some places: half-written programs are what editors see.
    let scripts = files(&["tests/scripts", "stdlib"], &["wbot"]).into_iter().map(|file| file.text);
    let blocks =
        pages().into_iter().flat_map(|page| blocks(&page.text)).map(|block| markers("", &block.text).0);
    for text in scripts.chain(blocks) {
        let step = text.len() / 7 + 1;
        let mut at = step;
        while let Some((end, _)) = text.char_indices().find(|(index, _)| *index >= at) {
            let memory = Memory::new().file("bot.wbot", text.get(..end).unwrap_or(&text).to_owned());
            let compiled = compile(Path::new("bot.wbot"), &memory, Purpose::Test);
            assert!(!compiled.sources.is_empty());
            at = end + step;
        }
    }
}

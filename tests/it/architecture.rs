//! The guards: what may use what, how big and how documented files are, which words and calls are
//! not wanted. Each failure states the rule and why it is there; the table to change, if the rule
//! is wrong, stands at the top of its test.

use crate::source_tree::{File, files, none, root, rust_folders};
use regex::Regex;
use std::collections::HashMap;
use std::fs;
use std::sync::LazyLock;

/// A reference to a module of the crate.
static MODULE: LazyLock<Regex> = LazyLock::new(|| regex(r"\bcrate::([a-z_]\w*)"));
/// A string literal.
static TEXT: LazyLock<Regex> = LazyLock::new(|| regex(r#""(?:[^"\\]|\\.)*""#));
/// The head of a test module.
static TESTS: LazyLock<Regex> = LazyLock::new(|| regex(r"^\s*mod tests\b"));

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns of this file are valid")
}

/// Floor of each module, read from `src/lib.rs`: the comment `// floor N` holds for the `mod`
/// lines after it.
fn floors() -> HashMap<String, u32> {
    let text = fs::read_to_string(root().join("src/lib.rs")).expect("src/lib.rs is there");
    let (floor_line, mod_line) = (regex(r"^// floor (\d+)"), regex(r"^pub mod (\w+);"));
    let mut floor = 0;
    let mut floors = HashMap::new();
    for line in text.lines() {
        if let Some(found) = floor_line.captures(line) {
            floor = found[1].parse().expect("the pattern takes digits only");
        } else if let Some(found) = mod_line.captures(line) {
            floors.insert(found[1].to_owned(), floor);
        }
    }
    floors
}

/// Modules of the crate that a line refers to, also in `crate::{a::X, b}`.
fn modules_named(line: &str) -> Vec<String> {
    let mut named: Vec<String> = MODULE.captures_iter(line).map(|found| found[1].to_owned()).collect();
    if let Some((_, group)) = line.split_once("crate::{") {
        let mut depth = 0;
        let mut at_name = true;
        let mut name = String::new();
        for one in group.chars() {
            match one {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => at_name = true,
                _ if one.is_alphanumeric() || one == '_' => {
                    if at_name && depth == 0 {
                        name.push(one);
                    }
                    continue;
                }
                _ => {}
            }
            if !name.is_empty() {
                named.push(std::mem::take(&mut name));
                at_name = one == ',';
            }
        }
    }
    named
}

#[test]
fn a_module_uses_only_lower_floors() {
    let same_floor_allowed = [("ir", "check")];
    let floors = floors();
    let mut broken = Vec::new();
    for file in files(&["src"], &["rs"]) {
        let Some(own) = floors.get(file.module()) else { continue };
        for (number, line) in file.code_lines() {
            for used in modules_named(line) {
                let Some(floor) = floors.get(&used) else { continue };
                let allowed = used == file.module()
                    || floor < own
                    || same_floor_allowed.contains(&(file.module(), used.as_str()));
                if !allowed {
                    broken.push(format!(
                        "{}:{number}: `{}` (floor {own}) uses `{used}` (floor {floor})",
                        file.path,
                        file.module()
                    ));
                }
            }
        }
    }
    none(
        &broken,
        "A module may use only modules of lower floors (order in src/lib.rs): so each can be read, tested and \
         split off knowing only what is below it. Move the shared part down, or pass it in.",
    );
}

#[test]
fn the_scan_for_module_names_sees_groups() {
    for (line, named) in [
        ("use crate::base::{Span, SourceId};", vec!["base"]),
        ("use crate::{base::Span, value::{Value, Text}, vm};", vec!["base", "value", "vm"]),
        ("let x = crate::vm::run(crate::ir::empty());", vec!["vm", "ir"]),
        ("use std::fmt;", vec![]),
    ] {
        assert_eq!(modules_named(line), named, "{line}");
    }
}

#[test]
fn a_crate_is_used_only_where_it_belongs() {
    // crate, where it may stand (path prefixes under src/), why
    let rules: &[(&str, &[&str], &str)] = &[
        ("pest", &["syntax/"], "the parser can be replaced in one module"),
        ("pest_derive", &["syntax/"], "the parser can be replaced in one module"),
        ("pest_meta", &["syntax/"], "the parser can be replaced in one module"),
        ("miette", &["diagnostics/render/"], "JSON, tests and editors do not depend on a terminal renderer"),
        ("clap", &["cli/"], "arguments are the command line's affair"),
        ("reqwest", &["net/"], "one place decides which hosts are reached, and how"),
        ("hyper", &["net/"], "one place decides which hosts are reached, and how"),
        ("axum", &["net/", "emulator/", "engine/"], "only what listens knows the HTTP server"),
        ("tower_http", &["net/", "emulator/", "engine/"], "only what listens knows the HTTP server"),
        ("rusqlite", &["engine/store/"], "the rest of the engine does not know how anything is kept"),
        ("opentelemetry", &["cli/traces.rs"], "the bot knows spans, not where they go"),
        ("opentelemetry_sdk", &["cli/traces.rs"], "the bot knows spans, not where they go"),
        ("opentelemetry_otlp", &["cli/traces.rs"], "the bot knows spans, not where they go"),
        ("tracing_opentelemetry", &["cli/traces.rs"], "the bot knows spans, not where they go"),
        (
            "rustix",
            &["cli/doctor/", "engine/store/sqlite/", "main.rs"],
            "only the doctor asks how much room a disk has, the store whether its file may be written, and the process how its \
             memory is made up",
        ),
        ("notify", &["engine/"], "only the engine watches files"),
        ("notify_debouncer_full", &["engine/"], "only the engine watches files"),
        (
            "tokio",
            &["net/", "webex/", "emulator/", "engine/", "testing/", "cli/"],
            "everything below the network is pure and synchronous",
        ),
        (
            "tokio_util",
            &["net/", "webex/", "emulator/", "engine/", "testing/", "cli/"],
            "everything below the network is pure and synchronous",
        ),
    ];
    let sources = files(&["src"], &["rs"]);
    let mut broken = Vec::new();
    for (name, allowed, why) in rules {
        let used = regex(&format!(r"(^|[^\w:.]){name}::|\buse {name}\b|#\[{name}\b"));
        for file in &sources {
            if allowed.iter().any(|prefix| file.path.starts_with(&format!("src/{prefix}"))) {
                continue;
            }
            for (number, _) in file.code_lines().filter(|(_, line)| used.is_match(line)) {
                broken.push(format!(
                    "{}:{number}: `{name}` belongs in {}: {why}",
                    file.path,
                    allowed.join(", ")
                ));
            }
        }
    }
    none(&broken, "A crate is used only in its own modules.");
}

#[test]
fn below_the_network_nothing_is_asynchronous() {
    let asynchronous = regex(r"\basync\b|\.await\b");
    let floors = floors();
    let mut broken = Vec::new();
    for file in files(&["src"], &["rs"]) {
        let pure = floors.get(file.module()).is_some_and(|floor| *floor <= 5) && file.module() != "net";
        for (number, line) in file.code_lines().filter(|_| pure) {
            if asynchronous.is_match(&without_texts(line)) {
                broken.push(format!("{}:{number}: {}", file.path, line.trim()));
            }
        }
    }
    none(
        &broken,
        "Below `net` code is synchronous: the compiler and the machine are functions of their input.",
    );
}

/// The line without its string literals, which may hold any word.
fn without_texts(line: &str) -> String {
    TEXT.replace_all(line, "\"\"").split(" // ").next().unwrap_or("").to_owned()
}

#[test]
fn files_are_small() {
    const LINES_MAX: usize = 500;
    let broken: Vec<String> = files(
        &["src", "tests", "benches", "grammar", "stdlib", "examples"],
        &["rs", "pest", "js", "mjs", "css", "html", "wbot", "sh"],
    )
    .iter()
    .map(|file| (file, file.text.lines().count()))
    .filter(|(_, lines)| *lines > LINES_MAX)
    .map(|(file, lines)| format!("{}: {lines} lines", file.path))
    .collect();
    none(
        &broken,
        "A file has at most 500 lines, tests included: it says one thing. Split it by what it says.",
    );
}

#[test]
fn every_folder_explains_itself() {
    let mut broken = Vec::new();
    for folder in rust_folders() {
        let path = format!("{folder}/mod.rs");
        let Ok(text) = fs::read_to_string(root().join(&path)) else {
            broken.push(format!("{path}: missing"));
            continue;
        };
        let docs = text.lines().take_while(|line| line.starts_with("//!")).count();
        if docs < 3 {
            broken.push(format!("{path}: opens with {docs} lines of `//!`, at least 3 are needed"));
        }
    }
    none(
        &broken,
        "Each folder under src/ has a mod.rs that opens with `//!`: what it does, input and output types, \
         invariants, where to start reading.",
    );
}

#[test]
fn mod_files_hold_only_docs_and_names() {
    let wanted = regex(r"^(#!?\[[^\]]*\]\s*)*(pub(\([a-z: ]+\))? )?(mod \w+|use .*)$");
    let private_use = regex(r"^(#\[[^\]]*\]\s*)*use ");
    let mut broken = Vec::new();
    for file in files(&["src"], &["rs"]).iter().filter(|file| file.path.ends_with("/mod.rs")) {
        let code: Vec<&str> = file.code_lines().map(|(_, line)| line.trim()).collect();
        for statement in code.join(" ").split(';').map(str::trim).filter(|it| !it.is_empty()) {
            if !wanted.is_match(statement) || private_use.is_match(statement) {
                broken.push(format!("{}: {statement}", file.path));
            }
        }
    }
    none(&broken, "A mod.rs holds docs, `mod` and `pub use`: it is the folder's table of contents.");
}

#[test]
fn no_glob_imports() {
    let glob = regex(r"^\s*(pub(\([a-z: ]+\))? )?use (crate|super)\b.*\*");
    let mut broken = Vec::new();
    for file in files(&["src"], &["rs"]) {
        let mut in_tests = file.path.ends_with("tests.rs") || file.path.contains("/tests/");
        for (number, line) in file.code_lines() {
            in_tests |= TESTS.is_match(line);
            if glob.is_match(line) && !(in_tests && line.contains("super::*")) {
                broken.push(format!("{}:{number}: {}", file.path, line.trim()));
            }
            if line.contains("super::super::") {
                broken.push(format!("{}:{number}: write the path from `crate::`", file.path));
            }
        }
    }
    none(
        &broken,
        "No glob imports of our own modules (`super::*` only in `mod tests`): a file's `use` lines are its list \
         of dependencies.",
    );
}

/// The files that hold everything that a person wrote.
fn all_texts() -> Vec<File> {
    let mut all = files(
        &["src", "tests", "benches", "grammar", "stdlib", "examples", "docs", "editors", ".ci"],
        &["rs", "pest", "js", "mjs", "css", "html", "wbot", "md", "sh", "toml", "snap", "json", ""],
    );
    for name in ["README.md", "CHANGELOG.md", "Cargo.toml", "clippy.toml"] {
        if let Ok(text) = fs::read_to_string(root().join(name)) {
            all.push(File { path: name.to_owned(), text });
        }
    }
    // This file names what it looks for.
    all.retain(|file| file.path != "tests/it/architecture.rs");
    all
}

#[test]
fn unfinished_work_is_not_committed() {
    let words = regex(r"\bdbg!|\btodo!|\bunimplemented!|\bFIXME\b|\bXXX\b|#\[ignore|#\[should_panic");
    let mut broken = Vec::new();
    for file in all_texts() {
        for (index, line) in file.text.lines().enumerate().filter(|(_, line)| words.is_match(line)) {
            broken.push(format!("{}:{}: {}", file.path, index + 1, line.trim()));
        }
    }
    none(&broken, "No markers of unfinished work, no test that is skipped or that wants a panic.");
}

#[test]
fn no_path_of_a_builders_machine() {
    let paths = regex(r"/root/|/home/[a-z]|/Users/[a-z]|/tmp/|\.cargo/registry");
    let mut broken = Vec::new();
    for file in all_texts() {
        for (index, line) in file.text.lines().enumerate().filter(|(_, line)| paths.is_match(line)) {
            broken.push(format!("{}:{}: {}", file.path, index + 1, line.trim()));
        }
    }
    none(&broken, "No absolute path: the repository means the same on every machine.");
}

#[test]
fn every_snapshot_has_its_test() {
    let source = regex(r"(?m)^source: (.+)$");
    let mut broken = Vec::new();
    for file in files(&["src", "tests"], &["snap"]) {
        let stem = file.path.rsplit('/').next().unwrap_or("").trim_end_matches(".snap");
        let name = regex(r"(-\d+|@.*)$").replace(stem.rsplit("__").next().unwrap_or(""), "").into_owned();
        let test =
            source.captures(&file.text).and_then(|found| fs::read_to_string(root().join(&found[1])).ok());
        if !test
            .is_some_and(|text| text.contains(&format!("fn {name}")) || text.contains(&format!("\"{name}\"")))
        {
            broken.push(file.path);
        }
    }
    none(&broken, "A snapshot that no test compares is dead weight: remove it.");
}

#[test]
fn the_outside_world_is_touched_in_few_files() {
    // file (or folder, with a slash), why it may
    let allowed: &[(&str, &str)] = &[
        ("src/cli/", "the command line reads files, the environment and ends the process"),
        ("src/compile/disk.rs", "the compiler's one door to the file system"),
        ("src/engine/clock.rs", "the real clock"),
        ("src/engine/chance.rs", "the source of randomness"),
        ("src/engine/watch.rs", "sees which files changed"),
        ("src/engine/store/", "durable storage"),
        ("src/net/pause.rs", "the waits between retries"),
        ("src/emulator/clock.rs", "the emulator's real clock"),
    ];
    let mark = "allow(clippy::disallowed_methods";
    let mut broken = Vec::new();
    for file in files(&["src"], &["rs"]).iter().filter(|file| file.text.contains(mark)) {
        if !allowed
            .iter()
            .any(|(path, _)| file.path == *path || path.ends_with('/') && file.path.starts_with(path))
        {
            broken.push(format!("{}: not in the list", file.path));
        }
        let whole_file =
            file.text.lines().any(|line| line.starts_with("#![allow(clippy::disallowed_methods"));
        if !whole_file || file.text.matches(mark).count() != 1 || !file.text.contains("reason = ") {
            broken.push(format!(
                "{}: one `#![allow(..., reason = \"...\")]` line at the top, no other",
                file.path
            ));
        }
    }
    none(
        &broken,
        "Clock, files, environment and randomness are reached only from the files listed in this test: \
         everything else is a function of its input and can be tested without a machine around it.",
    );
}

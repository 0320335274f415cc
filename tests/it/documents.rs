//! What the documents say is true: scripts check clean, commands exist, links lead somewhere.

use crate::markdown::blocks;
use crate::source_tree::{files, none, root};
use crate::wbot::Wbot;
use regex::Regex;
use std::fs;
use std::path::Path;
use wbot::compile::{Memory, compile};
use wbot::ir::Purpose;

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Documents outside the folders that are walked.
const TOP: [&str; 2] = ["README.md", "CHANGELOG.md"];

/// Pages whose scripts are whole; the page of the language quotes parts.
const PAGES: [&str; 8] = [
    "README.md",
    "docs/reference/dialogs.md",
    "docs/reference/cards.md",
    "docs/reference/triggers.md",
    "docs/reference/intents.md",
    "docs/reference/types.md",
    "docs/reference/testing.md",
    "docs/reference/formatting.md",
];

#[test]
fn scripts_of_the_pages_check_clean() {
    let mut broken = Vec::new();
    for page in PAGES {
        let blocks = blocks(&read(page));
        for block in blocks.iter().filter(|block| block.language() == "wbot") {
            // Blocks with a file name under the same heading stand beside it.
            let beside = blocks.iter().filter(|one| one.heading == block.heading && one.info.len() > 1);
            let files = beside.fold(Memory::new().file("bot.wbot", block.bytes()), |files, one| {
                files.file(one.file_name(), one.bytes())
            });
            for one in compile(Path::new("bot.wbot"), &files, Purpose::Test).diagnostics {
                broken.push(format!("{page}:{}: {}: {}", block.line, one.code.name, one.message));
            }
        }
    }
    none(&broken, "A reader's first script must work.");
}

#[test]
fn tests_of_the_pages_pass() {
    let mut bot = Wbot::new();
    for page in PAGES {
        let name = page.rsplit('/').next().unwrap_or(page).trim_end_matches(".md");
        let all = blocks(&read(page));
        for block in all.iter().filter(|block| block.language() == "wbot" && block.text.contains("\ntest \""))
        {
            bot = bot.file(&format!("{name}-{}.wbot", block.line), block.bytes());
        }
    }
    bot.args(["test", "."]).run().code(0).stdout_has(" 0 failed").stderr("");
}

#[test]
fn commands_of_the_documents_exist() {
    let command = Regex::new(r"(?m)(?:^|`)(?:cargo run -- |wbot )([a-z]+)((?: [^`\n]*)?)")
        .expect("the pattern is valid");
    let option = Regex::new(r"--[a-z-]+").expect("the pattern is valid");
    let mut broken = Vec::new();
    let mut documents: Vec<(String, String)> =
        TOP.iter().map(|path| ((*path).to_owned(), read(path))).collect();
    documents.extend(files(&["examples"], &["md"]).into_iter().map(|file| (file.path, file.text)));
    let mut helps = std::collections::HashMap::new();
    for (path, text) in &documents {
        for found in command.captures_iter(text) {
            let name = found[1].to_owned();
            let help = helps.entry(name.clone()).or_insert_with(|| {
                let printed = Wbot::new().args([name.as_str(), "--help"]).run();
                printed.stdout.contains("Usage: wbot").then_some(printed.stdout)
            });
            let Some(help) = help else {
                broken.push(format!("{path}: there is no command `wbot {name}`"));
                continue;
            };
            for option in option.find_iter(&found[2]).map(|option| option.as_str()) {
                if !help.contains(option) {
                    broken.push(format!("{path}: `wbot {name}` has no option {option}"));
                }
            }
        }
    }
    none(&broken, "What a document tells to type must work.");
}

#[test]
fn links_lead_somewhere() {
    let link = Regex::new(r"\]\(([^)\s]+)\)").expect("the pattern is valid");
    let code = Regex::new("`[^`]*`").expect("the pattern is valid");
    let mut documents = files(&["src", "tests", "docs", "stdlib", "examples", "grammar"], &["md"]);
    documents.extend(
        TOP.iter().map(|path| crate::source_tree::File { path: (*path).to_owned(), text: read(path) }),
    );
    let mut broken = Vec::new();
    for file in &documents {
        let folder = root().join(Path::new(&file.path).parent().unwrap_or(Path::new("")));
        // What stands in code is no link.
        let mut in_code = false;
        for line in file.text.lines() {
            in_code ^= line.starts_with("```");
            if in_code {
                continue;
            }
            for found in link.captures_iter(&code.replace_all(line, "")) {
                let target = found[1].split('#').next().unwrap_or("");
                if !target.is_empty() && !target.contains("://") && !folder.join(target).exists() {
                    broken.push(format!("{}: {target}", file.path));
                }
            }
        }
    }
    none(&broken, "A relative link names a file of the repository.");
}

#[test]
fn the_ci_runs_the_test_command_of_the_readme() {
    assert!(read("README.md").lines().any(|line| line == "cargo test"), "README.md names the test command");
    assert!(read(".ci/run").lines().any(|line| line == "cargo test"), ".ci/run runs it");
}

//! What the documents say is true: scripts check clean, commands exist, links lead somewhere.

use crate::language::differences;
use crate::markdown::{Block, blocks};
use crate::source_tree::{files, none, root};
use crate::wbot::Wbot;
use regex::Regex;
use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Documents outside the folders that are walked.
const TOP: [&str; 2] = ["README.md", "CHANGELOG.md"];

/// The pages with scripts.
fn script_pages() -> Vec<(String, String)> {
    let reference = files(&["docs/reference"], &["md"]).into_iter().map(|file| (file.path, file.text));
    std::iter::once(("README.md".to_owned(), read("README.md"))).chain(reference).collect()
}

/// The blocks that are entry files, each with the files beside it: those under its heading that have a
/// name.
fn scripts(page: &[Block]) -> Vec<(&Block, Vec<&Block>)> {
    let named = |block: &&Block| block.info.len() > 1;
    let entries = page.iter().filter(|block| block.language() == "wbot" && !named(block));
    let beside = |entry: &Block| {
        page.iter().filter(|block| named(block) && block.heading == entry.heading).collect::<Vec<_>>()
    };
    entries.map(|entry| (entry, beside(entry))).collect()
}

#[test]
fn scripts_of_the_pages_report_what_they_say_and_nothing_else() {
    let mut broken = Vec::new();
    for (path, text) in script_pages() {
        for (block, beside) in scripts(&blocks(&text)) {
            broken.extend(differences(block, &beside).iter().map(|found| format!("{path}: {found}")));
        }
    }
    none(&broken, "A reader's first script must work.");
}

#[test]
fn tests_of_the_pages_pass() {
    let mut bot = Wbot::new();
    for (path, text) in script_pages() {
        let name = path.rsplit('/').next().unwrap_or(&path).trim_end_matches(".md");
        for (block, beside) in scripts(&blocks(&text)) {
            if !block.text.contains("\ntest \"") {
                continue;
            }
            let folder = format!("{name}-{}", block.line);
            bot = bot.file(&format!("{folder}/bot.wbot"), block.bytes());
            for file in beside {
                bot = bot.file(&format!("{folder}/{}", file.file_name()), file.bytes());
            }
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

//! Every statement, declaration and trigger of the syntax tree has its page in `tests/language/`.

use crate::markdown::{Block, blocks};
use crate::source_tree::{files, none, root};
use crate::wbot::Wbot;
use std::collections::HashMap;
use std::fs;

/// A file of the tree, an enum in it, and the page of each of its variants.
type Construct = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// The page of each variant. A variant without a line fails the test.
const CONSTRUCTS: &[Construct] = &[
    (
        "stmt.rs",
        "StmtKind",
        &[
            ("Let", "statements/let.md"),
            ("Var", "statements/let.md"),
            ("Assign", "statements/assign.md"),
            ("Expr", "lints.md"),
            ("Edit", "statements/say.md"),
            ("Delete", "statements/say.md"),
            ("Wait", "statements/wait.md"),
            ("Later", "statements/later.md"),
            ("Start", "statements/start.md"),
            ("Fail", "statements/leaving.md"),
            ("Stop", "statements/leaving.md"),
            ("Log", "statements/log.md"),
            ("Respond", "statements/respond.md"),
            ("For", "statements/loops.md"),
            ("While", "statements/loops.md"),
            ("Break", "statements/loops.md"),
            ("Continue", "statements/loops.md"),
            ("Return", "statements/leaving.md"),
            ("Error", "syntax.md"),
        ],
    ),
    (
        "file.rs",
        "Item",
        &[
            ("Bot", "declarations/bot.md"),
            ("Use", "declarations/use.md"),
            ("Secret", "declarations/secret.md"),
            ("Config", "declarations/config.md"),
            ("Const", "declarations/const.md"),
            ("Type", "declarations/type.md"),
            ("State", "declarations/state.md"),
            ("Group", "declarations/group.md"),
            ("Fn", "declarations/fn.md"),
            ("Card", "cards/elements.md"),
            ("Intent", "triggers/intent.md"),
            ("Handler", "triggers/command.md"),
            ("Test", "tests.md"),
            ("Error", "syntax.md"),
        ],
    ),
    (
        "handler.rs",
        "Trigger",
        &[
            ("Command", "triggers/command.md"),
            ("Message", "triggers/message.md"),
            ("Otherwise", "triggers/otherwise.md"),
            ("Join", "triggers/join.md"),
            ("Leave", "triggers/leave.md"),
            ("MemberJoined", "triggers/member.md"),
            ("MemberLeft", "triggers/member.md"),
            ("Webhook", "triggers/webhook.md"),
            ("Every", "triggers/every.md"),
            ("Action", "cards/inputs.md"),
            ("Error", "triggers/error.md"),
            ("Start", "triggers/start.md"),
            ("Before", "triggers/middleware.md"),
            ("After", "triggers/middleware.md"),
            ("Intent", "triggers/intent.md"),
        ],
    ),
];

/// The variants of an enum, as its source says.
fn variants(file: &str, name: &str) -> Vec<String> {
    let path = root().join("src/syntax/ast").join(file);
    let source = fs::read_to_string(&path).unwrap();
    let body = source.split(&format!("pub enum {name} {{\n")).nth(1).unwrap();
    let body = body.split("\n}\n").next().unwrap();
    let variant = regex::Regex::new(r"(?m)^    ([A-Z]\w*)").unwrap();
    variant.captures_iter(body).map(|found| found[1].to_owned()).collect()
}

fn pages() -> HashMap<String, Vec<Block>> {
    let pages = files(&["tests/language"], &["md"]).into_iter();
    pages.map(|page| (page.path.replacen("tests/language/", "", 1), blocks(&page.text))).collect()
}

fn is_refused(block: &Block) -> bool {
    block.text.contains("# error: [") || block.text.contains("# warning: [")
}

fn is_test(block: &Block) -> bool {
    block.language() == "wbot"
        && block.info.len() == 1
        && block.text.contains("\ntest \"")
        && !is_refused(block)
}

#[test]
fn every_variant_has_a_page_and_every_page_a_refusal() {
    let pages = pages();
    let mut broken = Vec::new();
    for (file, name, table) in CONSTRUCTS {
        for variant in variants(file, name) {
            let Some((_, page)) = table.iter().find(|(known, _)| *known == variant) else {
                broken.push(format!("{name}::{variant} has no page: add one, and a line to CONSTRUCTS"));
                continue;
            };
            match pages.get(*page) {
                None => broken.push(format!("{name}::{variant}: there is no page tests/language/{page}")),
                // `on join` and the like can't be written wrong without being something else.
                Some(blocks) if *name != "Trigger" && !blocks.iter().any(is_refused) => {
                    broken.push(format!("tests/language/{page} shows nothing that is refused"));
                }
                Some(_) => {}
            }
        }
    }
    broken.dedup();
    none(&broken, "What an author can write is specified by a page.");
}

#[test]
fn tests_of_the_language_pages_pass() {
    let mut bot = Wbot::new();
    let mut pages: Vec<(String, Vec<Block>)> = pages().into_iter().collect();
    pages.sort_by(|a, b| a.0.cmp(&b.0));
    for (path, blocks) in &pages {
        let folder = path.trim_end_matches(".md").replace('/', "-");
        for block in blocks.iter().filter(|block| is_test(block)) {
            let folder = format!("{folder}-{}", block.line);
            bot = bot.file(&format!("{folder}/bot.wbot"), block.bytes());
            let beside = blocks.iter().filter(|other| other.heading == block.heading && other.info.len() > 1);
            for file in beside {
                bot = bot.file(&format!("{folder}/{}", file.file_name()), file.bytes());
            }
        }
    }
    bot.args(["test", "."]).run().code(0).stdout_has(" 0 failed").stderr("");
}

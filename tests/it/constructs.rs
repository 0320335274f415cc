//! Every statement, declaration, trigger, clause and card element has its page in `tests/language/`.

use crate::markdown::{Block, blocks};
use crate::source_tree::{files, none, root};
use crate::wbot::Wbot;
use std::collections::HashMap;
use std::fs;
use wbot::cards::{Part, part_types};

/// Where constructs come from, and the page of each.
type Constructs = (Source, &'static [(&'static str, &'static str)]);

/// What lists constructs in the sources.
#[derive(Clone, Copy)]
enum Source {
    /// The variants of an enum of the syntax tree: its file and name.
    Variants(&'static str, &'static str),
    /// The fields of a struct of the syntax tree: clauses.
    Fields(&'static str, &'static str),
    /// The words of elements and buttons in the schema of cards.
    Words,
    /// The inputs in the schema of cards.
    Inputs,
}

/// The page of each construct. One without a line fails the test.
const CONSTRUCTS: &[Constructs] = &[
    (
        Source::Variants("stmt.rs", "StmtKind"),
        &[
            ("Let", "statements/let.md"),
            ("Var", "statements/let.md"),
            ("Assign", "statements/assign.md"),
            ("Expr", "statements/expression.md"),
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
            ("Error", BROKEN),
        ],
    ),
    (
        Source::Variants("file.rs", "Item"),
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
            ("Card", "cards/card.md"),
            ("Intent", "triggers/intent.md"),
            ("Handler", "triggers/command.md"),
            ("Test", "tests.md"),
            ("Error", BROKEN),
        ],
    ),
    (
        Source::Variants("handler.rs", "Trigger"),
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
            ("Action", "triggers/action.md"),
            ("Error", "triggers/error.md"),
            ("Start", "triggers/start.md"),
            ("Before", "triggers/middleware.md"),
            ("After", "triggers/middleware.md"),
            ("Intent", "triggers/intent.md"),
        ],
    ),
    (
        Source::Variants("stmt.rs", "LaterWhen"),
        &[
            ("After", "statements/later.md"),
            ("At", "statements/later.md"),
            ("AtClock", "statements/later.md"),
            ("AtDay", "statements/later.md"),
        ],
    ),
    (
        Source::Fields("message.rs", "Ask"),
        &[
            ("to", "dialogs/to.md"),
            ("prompt", "dialogs/ask.md"),
            ("answer", "dialogs/as.md"),
            ("by", "dialogs/by.md"),
            ("until", "dialogs/until.md"),
            ("check", "dialogs/where.md"),
            ("within", "dialogs/within.md"),
        ],
    ),
    (Source::Variants("message.rs", "Prompt"), &[("Text", "dialogs/ask.md"), ("Card", "dialogs/card.md")]),
    (
        Source::Variants("message.rs", "AnswerType"),
        &[("Type", "dialogs/as.md"), ("OneOf", "dialogs/one-of.md")],
    ),
    (
        Source::Fields("card.rs", "CardDecl"),
        &[
            ("doc", "cards/card.md"),
            ("name", "cards/card.md"),
            ("params", "cards/card.md"),
            ("once", "cards/once.md"),
            ("expires", "cards/expires.md"),
            ("by", "cards/by.md"),
            ("fallback", "cards/fallback.md"),
            ("props", "cards/card.md"),
            ("body", "cards/card.md"),
            ("span", "cards/card.md"),
        ],
    ),
    (Source::Variants("card.rs", "CardBody"), &[("Nodes", "cards/card.md"), ("File", "cards/files.md")]),
    (
        Source::Variants("card.rs", "CardNodeKind"),
        &[
            ("Element", "cards/text.md"),
            ("Input", "cards/input-text.md"),
            ("If", "cards/branches.md"),
            ("For", "cards/branches.md"),
            ("Let", "cards/branches.md"),
            ("Include", "cards/include.md"),
            ("Raw", "cards/raw.md"),
            ("Entry", "cards/facts.md"),
            ("Value", "cards/images.md"),
            ("Error", BROKEN),
        ],
    ),
    (
        Source::Words,
        &[
            ("text", "cards/text.md"),
            ("rich", "cards/rich.md"),
            ("run", "cards/rich.md"),
            ("image", "cards/image.md"),
            ("images", "cards/images.md"),
            ("box", "cards/box.md"),
            ("columns", "cards/columns.md"),
            ("column", "cards/columns.md"),
            ("facts", "cards/facts.md"),
            ("actions", "cards/actions.md"),
            ("submit", "cards/submit.md"),
            ("open", "cards/open.md"),
            ("show", "cards/show.md"),
            ("toggle", "cards/toggle.md"),
        ],
    ),
    (
        Source::Inputs,
        &[
            ("Input.Text", "cards/input-text.md"),
            ("Input.Number", "cards/input-number.md"),
            ("Input.Date", "cards/input-date.md"),
            ("Input.Time", "cards/input-time.md"),
            ("Input.Toggle", "cards/input-toggle.md"),
            ("Input.ChoiceSet", "cards/input-choice.md"),
        ],
    ),
    (
        Source::Fields("card.rs", "InputNode"),
        &[
            ("name", "cards/input-text.md"),
            ("key", "cards/input-key.md"),
            ("ty", "cards/input-text.md"),
            ("default", "cards/input-text.md"),
            ("label", "cards/input-text.md"),
            ("props", "cards/input-text.md"),
            ("flags", "cards/input-text.md"),
        ],
    ),
];

/// The page of what does not parse: it is refused, and no more.
const BROKEN: &str = "syntax.md";

impl Source {
    /// The constructs that the sources have.
    fn listed(self) -> Vec<String> {
        match self {
            Self::Variants(file, name) => members(file, &format!("enum {name}"), r"(?m)^    ([A-Z]\w*)"),
            Self::Fields(file, name) => members(file, &format!("struct {name}"), r"(?m)^    pub (\w+):"),
            Self::Words => part_words(&[Part::Element, Part::Action, Part::Column, Part::Inline]),
            Self::Inputs => part_types(Part::Element)
                .filter(|kind| kind.is_input())
                .map(|kind| kind.json.to_owned())
                .collect(),
        }
    }
}

fn part_words(parts: &[Part]) -> Vec<String> {
    let kinds = parts.iter().flat_map(|part| part_types(*part));
    kinds.map(|kind| kind.word.to_owned()).filter(|word| !word.is_empty()).collect()
}

/// The members of a declaration, as its source says.
fn members(file: &str, declaration: &str, member: &str) -> Vec<String> {
    let path = root().join("src/syntax/ast").join(file);
    let source = fs::read_to_string(&path).unwrap();
    let body = source.split(&format!("pub {declaration} {{\n")).nth(1).unwrap();
    let body = body.split("\n}\n").next().unwrap();
    let member = regex::Regex::new(member).unwrap();
    member.captures_iter(body).map(|found| found[1].to_owned()).collect()
}

fn pages() -> HashMap<String, Vec<Block>> {
    let pages = files(&["tests/language"], &["md"]).into_iter();
    pages.map(|page| (page.path.replacen("tests/language/", "", 1), blocks(&page.text))).collect()
}

fn is_refused(block: &Block) -> bool {
    block.text.contains("# error: [") || block.text.contains("# warning: [")
}

fn is_accepted(block: &Block) -> bool {
    block.language() == "wbot" && !is_refused(block)
}

fn is_test(block: &Block) -> bool {
    is_accepted(block) && block.info.len() == 1 && block.text.contains("\ntest \"")
}

#[test]
fn every_construct_has_a_page_where_it_is_accepted_refused_and_run() {
    let pages = pages();
    let mut broken = Vec::new();
    for (source, table) in CONSTRUCTS {
        let listed = source.listed();
        assert!(!listed.is_empty(), "nothing is found in {table:?}");
        for construct in &listed {
            let Some((_, page)) = table.iter().find(|(known, _)| known == construct) else {
                broken.push(format!("{construct} has no page: add one, and a line to CONSTRUCTS"));
                continue;
            };
            let Some(blocks) = pages.get(*page) else {
                broken.push(format!("{construct}: there is no page tests/language/{page}"));
                continue;
            };
            let mut says = |shown: bool, what: &str| {
                if !shown {
                    broken.push(format!("tests/language/{page} shows nothing that is {what}"));
                }
            };
            says(blocks.iter().any(is_refused), "refused");
            if *page != BROKEN {
                says(blocks.iter().any(is_accepted), "accepted");
                says(blocks.iter().any(is_test), "run");
            }
        }
        for (construct, _) in *table {
            if !listed.iter().any(|known| known == construct) {
                broken.push(format!("there is no {construct}: remove its line from CONSTRUCTS"));
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

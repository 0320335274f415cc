//! The help of a message, followed to the letter, mends the script.
//!
//! `tests/language/helps/*.md`: under each heading a script with what it reports, a `text` block with the helps in the
//! order of the reports, and the script after somebody did what they say. The pages of the codes (`src/diagnostics/codes`)
//! have the same two scripts: each message of the example has a help, and what it suggests of that script stands in the
//! repair.

use crate::language::markers;
use crate::markdown::{Block, blocks};
use crate::source_tree::{files, none};
use std::path::Path;
use wbot::compile::{Compiled, Memory, compile};
use wbot::diagnostics::codes;
use wbot::ir::Purpose;

fn compiled(text: String) -> Compiled {
    compile(Path::new("bot.wbot"), &Memory::new().file("bot.wbot", text), Purpose::Test)
}

/// What is wrong with a section: the script, its helps, and the script that followed them.
fn wrong(blocks: &[&Block]) -> Result<(), String> {
    let [script, helps, followed] = blocks else { return Err("it has three blocks".to_owned()) };
    let said: Vec<String> = compiled(markers("", &script.text).0)
        .diagnostics
        .iter()
        .map(|one| one.help.clone().unwrap_or_else(|| format!("no help: {}", one.message)))
        .collect();
    let wanted: Vec<&str> = helps.text.lines().collect();
    if said != wanted {
        return Err(format!("the helps are\n{}", said.join("\n")));
    }
    let left: Vec<String> =
        compiled(followed.text.clone()).diagnostics.iter().map(|one| one.message.clone()).collect();
    if left.is_empty() { Ok(()) } else { Err(format!("after the help is followed: {left:?}")) }
}

#[test]
fn a_help_that_is_followed_leaves_nothing_to_say() {
    let mut broken = Vec::new();
    for page in files(&["tests/language/helps"], &["md"]) {
        let blocks = blocks(&page.text);
        for section in blocks.chunk_by(|a, b| a.heading == b.heading) {
            let section: Vec<&Block> = section.iter().collect();
            if let (Err(problem), Some(first)) = (wrong(&section), section.first()) {
                broken.push(format!("{}: {}: {problem}", page.path, first.heading));
            }
        }
    }
    none(&broken, "Who follows a help to the letter has mended the script.");
}

/// The pieces of this script that a help suggests: what stands in backticks, leaves nothing open and has a word of the
/// script in it.
fn suggested<'h>(help: &'h str, script: &str) -> Vec<&'h str> {
    let pieces = help.split('`').skip(1).step_by(2).filter(|piece| !piece.contains("..."));
    let word = |piece: &str| {
        let words = piece.split(|c: char| !c.is_alphanumeric() && c != '_');
        words.filter(|word| word.len() > 4).any(|word| script.contains(word))
    };
    pieces.filter(|piece| word(piece)).collect()
}

#[test]
fn the_repair_of_a_page_follows_its_help() {
    let mut broken = Vec::new();
    for code in codes::ALL.iter().filter(|code| !code.name.starts_with("run/")) {
        let blocks = blocks(code.page);
        let under = |heading: &str| -> Vec<&Block> {
            blocks.iter().filter(|block| block.heading == heading).collect()
        };
        let example = under("Example");
        let Some(entry) = example.first() else { continue };
        let memory =
            example.iter().fold(Memory::new(), |memory, file| memory.file(file.file_name(), file.bytes()));
        let script: String = example.iter().map(|block| block.text.as_str()).collect();
        let repair: String = under("How to fix").iter().map(|block| block.text.as_str()).collect();
        for one in compile(Path::new(entry.file_name()), &memory, Purpose::Test).diagnostics {
            let Some(help) = &one.help else {
                broken.push(format!("{}: `{}` has no help", code.name, one.message));
                continue;
            };
            let pieces = suggested(help, &script);
            if !pieces.is_empty() && !pieces.iter().any(|piece| repair.contains(piece)) {
                broken.push(format!("{}: the repair does not do this: {help}", code.name));
            }
        }
    }
    none(&broken, "A page mends its example as the message says.");
}

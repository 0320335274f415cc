//! The example of each code's page fires exactly that code, and its repair is clean.

use crate::markdown::{Block, blocks};
use crate::source_tree::{files, none};
use std::path::Path;
use wbot::compile::{Memory, compile};
use wbot::diagnostics::{Code, codes};
use wbot::ir::Purpose;

/// Codes of a running program: their pages show the log line, there is nothing to compile.
fn at_run_time(code: &Code) -> bool {
    code.name.starts_with("run/")
}

/// The codes that compiling these blocks gives: the first is the entry file, each of the others a
/// file beside it.
fn fired(blocks: &[&Block]) -> Result<Vec<String>, String> {
    let entry = blocks.first().ok_or("there is no block")?;
    let files =
        blocks.iter().fold(Memory::new(), |files, block| files.file(block.file_name(), block.bytes()));
    let compiled = compile(Path::new(entry.file_name()), &files, Purpose::Test);
    let mut fired: Vec<String> =
        compiled.diagnostics.iter().map(|one| format!("{}: {}", one.code.name, one.message)).collect();
    fired.dedup();
    Ok(fired)
}

#[test]
fn the_example_fires_its_code_and_the_repair_is_clean() {
    let mut broken = Vec::new();
    for code in codes::ALL.iter().filter(|code| !at_run_time(code)) {
        let blocks = blocks(code.page);
        let under =
            |heading| -> Vec<&Block> { blocks.iter().filter(|block| block.heading == heading).collect() };
        match fired(&under("Example")) {
            Ok(fired) => {
                let own = format!("{}: ", code.name);
                if fired.is_empty() || !fired.iter().all(|one| one.starts_with(&own)) {
                    broken.push(format!("{}: the example fires {fired:?}", code.name));
                }
            }
            Err(problem) => broken.push(format!("{}: Example: {problem}", code.name)),
        }
        match fired(&under("How to fix")) {
            Ok(fired) if fired.is_empty() => {}
            Ok(fired) => broken.push(format!("{}: the repair fires {fired:?}", code.name)),
            Err(problem) => broken.push(format!("{}: How to fix: {problem}", code.name)),
        }
    }
    none(&broken, "A page shows code that produces its diagnostic, and the same code mended.");
}

#[test]
fn repairs_of_run_time_codes_are_clean() {
    let mut broken = Vec::new();
    for code in codes::ALL.iter().filter(|code| at_run_time(code)) {
        let blocks = blocks(code.page);
        let repair: Vec<&Block> = blocks.iter().filter(|block| block.heading == "How to fix").collect();
        match fired(&repair) {
            Ok(fired) if fired.is_empty() => {}
            other => broken.push(format!("{}: the repair fires {other:?}", code.name)),
        }
    }
    none(&broken, "What a page advises can be written as it stands there.");
}

#[test]
fn codes_of_log_lines_are_in_the_table() {
    let quoted = regex::Regex::new("\"(run/[a-z-]+)\"").expect("the pattern is valid");
    let mut broken = Vec::new();
    for file in files(&["src"], &["rs"]) {
        let used = quoted.captures_iter(&file.text).filter_map(|found| found.get(1));
        let unknown = used.filter(|name| codes::find(name.as_str()).is_none());
        broken.extend(unknown.map(|name| format!("{}: {}", file.path, name.as_str())));
    }
    none(&broken, "Whoever reads a log can ask `wbot error` about each code in it.");
}

#[test]
fn pages_of_run_time_codes_show_the_log_line() {
    let broken: Vec<String> = codes::ALL
        .iter()
        .filter(|code| at_run_time(code))
        .filter(|code| {
            let blocks = blocks(code.page);
            !blocks.iter().any(|block| block.heading == "Example" && block.text.contains(code.name))
        })
        .map(|code| code.name.to_owned())
        .collect();
    none(&broken, "The example of a run-time code has a block with the log line, with the code in it.");
}

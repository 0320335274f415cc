//! Every code has its page, in the one form that `wbot error` and the tests of examples read.

use crate::source_tree::{files, none};
use wbot::diagnostics::codes;

/// The headings of a page, in order.
const HEADINGS: [&str; 4] = ["What it means", "Example", "How to fix", "Why wbot insists"];

#[test]
fn the_table_of_codes_is_sorted_and_well_named() {
    let names: Vec<&str> = codes::ALL.iter().map(|code| code.name).collect();
    let mut sorted = names.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(names, sorted, "the lines of src/diagnostics/codes.rs are sorted, each name once");
    let form = regex::Regex::new("^[a-z]+/[a-z0-9]+(-[a-z0-9]+)*$").expect("the pattern is valid");
    let broken: Vec<String> =
        names.iter().filter(|name| !form.is_match(name)).map(ToString::to_string).collect();
    none(&broken, "A code is `area/name` in lower case with dashes.");
}

#[test]
fn every_page_has_its_four_headings() {
    let mut broken = Vec::new();
    for code in codes::ALL {
        let headings: Vec<&str> = code.page.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        if code.page.lines().next() != Some(&format!("# {}", code.name)) {
            broken.push(format!("{}: the first line is `# {}`", code.name, code.name));
        }
        if headings != HEADINGS {
            broken.push(format!("{}: the headings are {HEADINGS:?}, found {headings:?}", code.name));
        }
    }
    none(&broken, "A page answers four questions, in the same order everywhere: readers know where to look.");
}

#[test]
fn no_page_without_a_code() {
    let broken: Vec<String> = files(&["src/diagnostics/codes"], &[])
        .into_iter()
        .filter(|file| {
            let name = file.path.strip_prefix("src/diagnostics/codes/").unwrap_or(&file.path);
            name.strip_suffix(".md").is_none_or(|name| codes::find(name).is_none())
        })
        .map(|file| file.path)
        .collect();
    none(&broken, "A page belongs to a line in src/diagnostics/codes.rs.");
}

//! The modules of the library: each is embedded, and none has anything to report.

use crate::source_tree::{files, none};
use std::path::Path;
use wbot::compile::{LIBRARY, Memory, compile};
use wbot::ir::Purpose;

#[test]
fn every_file_of_the_library_is_embedded() {
    let found: Vec<(String, String)> = files(&["stdlib"], &["wbot"])
        .into_iter()
        .map(|file| (file.path.trim_start_matches("stdlib/").trim_end_matches(".wbot").to_owned(), file.text))
        .collect();
    let embedded: Vec<(String, String)> =
        LIBRARY.iter().map(|module| (module.name.to_owned(), module.text.to_owned())).collect();
    assert_eq!(embedded, found, "src/compile/library.rs has a line for each file in stdlib/, sorted");
}

#[test]
fn every_module_checks_clean() {
    let mut broken = Vec::new();
    for module in LIBRARY {
        let files = Memory::new().file("bot.wbot", format!("use std.{}\n", module.name));
        for one in compile(Path::new("bot.wbot"), &files, Purpose::Run).diagnostics {
            broken.push(format!("std.{}: {}: {}", module.name, one.code.name, one.message));
        }
    }
    none(&broken, "A module of the library has nothing to report.");
}

//! Golden conversations: the `test` blocks of the scripts in the repository pass.

use crate::source_tree::root;
use crate::wbot::Wbot;

/// Runs `wbot test` over a path of the repository; all its tests pass, and there are some.
fn passes(path: &str) {
    let full = root().join(path);
    let path = full.to_str().expect("the path of the repository is UTF-8");
    Wbot::new().args(["test", path]).run().code(0).stdout_has(" 0 failed").stderr("");
}

#[test]
fn examples() {
    passes("examples");
}

#[test]
fn types_of_the_library_fit_real_payloads() {
    passes("tests/scripts/std_github");
}

#[test]
fn lambdas() {
    passes("tests/scripts/lambdas");
}

#[test]
fn control_flow_places_and_failures() {
    passes("tests/scripts/flow");
}

#[test]
fn values_and_types() {
    passes("tests/scripts/types");
}

#[test]
fn scripts_of_real_use() {
    for name in ["hello", "github_notifier", "jira_controller", "standup", "expenses", "travel_assistant"] {
        passes(&format!("tests/scripts/north-star/{name}.wbot"));
    }
}

#[test]
fn dialogs_triggers_and_access() {
    for name in ["dialogs", "triggers", "commands", "access", "cards", "intents"] {
        passes(&format!("tests/scripts/{name}"));
    }
}

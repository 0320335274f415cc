//! The modules of the library: each is embedded, and none has anything to report.

use crate::source_tree::{files, none};
use std::path::Path;
use wbot::compile::{LIBRARY, Memory, compile};
use wbot::ir::Purpose;
use wbot::value::{Type, conform, from_json};

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

/// The type that `std.github` calls `name`.
fn github_type(name: &str) -> Type {
    let script = format!("use std.github\n\nfn read(x: json) = x as github.{name}\n");
    let compiled = compile(Path::new("bot.wbot"), &Memory::new().file("bot.wbot", script), Purpose::Run);
    let read = compiled.checked.functions.iter().find(|function| function.name == "read");
    read.map(|function| function.result.clone()).expect("the function is there")
}

#[test]
fn real_deliveries_have_the_types_of_std_github() {
    let types = [
        ("check_run", "CheckRunEvent"),
        ("dependabot_alert", "DependabotAlertEvent"),
        ("deployment_status", "DeploymentStatusEvent"),
        ("fork", "ForkEvent"),
        ("issue_comment", "IssueCommentEvent"),
        ("issues", "IssuesEvent"),
        ("ping", "PingEvent"),
        ("pull_request", "PullRequestEvent"),
        ("pull_request_review", "PullRequestReviewEvent"),
        ("push", "Push"),
        ("release", "ReleaseEvent"),
        ("star", "StarEvent"),
        ("workflow_job", "WorkflowJobEvent"),
        ("workflow_run", "WorkflowRunEvent"),
    ];
    let mut broken = Vec::new();
    let mut seen = Vec::new();
    for file in files(&["tests/scripts/std_github/payloads"], &["json"]) {
        let name = file.path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or("");
        let Some((event, ty)) = types.iter().find(|(event, _)| *event == name) else {
            broken.push(format!("{}: no type is known for it", file.path));
            continue;
        };
        seen.push(*event);
        let payload = serde_json::from_str(&file.text).expect("payloads are JSON");
        let value = from_json(&payload).expect("payloads are no deeper than values may be");
        if let Err(mismatch) = conform(&value, &github_type(ty)) {
            broken.push(format!("{}: {mismatch:?}", file.path));
        }
    }
    broken.extend(
        types
            .iter()
            .filter(|(event, _)| !seen.contains(event))
            .map(|(event, _)| format!("no payload of {event}")),
    );
    none(&broken, "The types of std.github fit what GitHub sends.");
}

//! Card templates: Microsoft's samples, and single expressions: what its own engine gives for them.

use crate::source_tree::root;
use serde_json::Value as Json;
use std::fs;
use std::path::{Path, PathBuf};
use wbot::cards::{Absent, Datum, Template, expand};

fn folder() -> PathBuf {
    root().join("tests/data/cards/templates")
}

fn json(path: &Path) -> Json {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn expanded(template: &Json, data: &Json) -> Result<Json, String> {
    let read = Template::read(template);
    if let Some(problem) = read.problems.first() {
        return Err(problem.message.clone());
    }
    expand(&read, &Datum::from_json(data), Absent::Stays, 0).map(|it| it.card.to_json().unwrap_or_default())
}

#[test]
fn the_samples_are_expanded_as_by_microsoft() {
    let mut seen = 0;
    for part in ["scenarios", "elements"] {
        for entry in fs::read_dir(folder().join(part)).expect("the samples are there") {
            let expected = entry.expect("the folder can be read").path();
            let name = expected.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
            let Some(name) = name.strip_suffix(".expected.json") else { continue };
            let beside = |name: String| expected.with_file_name(name);
            let (template, data) = if part == "scenarios" {
                (beside(format!("{name}.template.json")), beside(format!("{name}.data.json")))
            } else {
                (beside(format!("{name}.json")), beside("Template.data.json".to_owned()))
            };
            let found =
                expanded(&json(&template), &json(&data)).unwrap_or_else(|why| panic!("{name}: {why}"));
            assert_eq!(numbers(&found), numbers(&json(&expected)), "{name}");
            seen += 1;
        }
    }
    assert!(seen >= 25, "only {seen} samples");
}

/// Whole floats as ints, as JavaScript prints them.
fn numbers(json: &Json) -> Json {
    Datum::from_json(json).to_json().unwrap_or_default()
}

#[test]
fn expressions_give_what_they_give_at_microsoft() {
    let file = json(&folder().join("expressions.json"));
    let data = file.get("data").expect("data");
    let cases = |part: &str| file.get(part).and_then(Json::as_object).expect("cases").clone();
    let mut wrong = Vec::new();
    // `differs`: where their engine fails on nothing, or lets through what a checker must not.
    for (text, expected) in cases("cases").iter().chain(&cases("differs")) {
        let template = serde_json::json!({ "v": text });
        let found = expanded(&template, data).map(|card| card.get("v").cloned().unwrap_or_default());
        let fails = expected.get("fails").or_else(|| expected.get("refused")).is_some();
        match found {
            Err(_) if fails => {}
            Ok(found) if !fails && numbers(&found) == numbers(expected) => {}
            other => wrong.push(format!("{text}: {other:?}, expected {expected}")),
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(cases("cases").len() >= 500, "cases were lost");
}

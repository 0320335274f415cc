//! The cards of `tests/data/cards`: what the validator makes of each, against the verdict of its manifest.

use crate::source_tree::root;
use serde_json::Value as Json;
use std::fs;
use wbot::cards::{Defect, RULES, Severity, validate};

/// A card with its verdict.
pub struct Sample {
    pub file: String,
    pub json: Json,
    /// Valid Adaptive Card 1.3, and Webex draws it as it is meant.
    pub good: bool,
    /// The places of what is wrong with it, where the manifest tells.
    pub at: Vec<String>,
    /// The rule that is broken.
    pub rule: Option<String>,
}

fn text(entry: &Json, name: &str) -> Option<String> {
    entry.get(name).and_then(Json::as_str).map(str::to_owned)
}

/// Where the manifest sees defects: `at`, else the places of schema errors and of Webex notes.
fn places(entry: &Json) -> Vec<String> {
    if let Some(at) = text(entry, "at") {
        return vec![at];
    }
    let list = |name: &str| entry.get(name).and_then(Json::as_array).cloned().unwrap_or_default();
    let schema = list("schema_errors").into_iter().filter_map(|error| {
        let error = error.as_str()?.to_owned();
        let (place, what) = error.split_once(": ")?;
        Some(match what.strip_prefix("unexpected: ") {
            // The first of the properties that are not expected.
            Some(names) => {
                format!("{}/{}", place.trim_end_matches('/'), names.split(", ").next().unwrap_or_default())
            }
            None => place.to_owned(),
        })
    });
    let notes = list("webex_notes").into_iter().filter_map(|note| {
        let note = note.as_str()?.to_owned();
        let mut words = note.split(' ');
        let rule = words.next()?;
        let warns = ["webex-ignored", "webex-partial", "data-uri"].contains(&rule);
        (!warns).then(|| words.next().unwrap_or_default().to_owned())
    });
    schema.chain(notes).collect()
}

pub fn samples() -> Vec<Sample> {
    let folder = root().join("tests/data/cards");
    let read = |file: &str| -> Json {
        let text = fs::read_to_string(folder.join(file)).expect("the manifest lists files that are there");
        serde_json::from_str(&text).expect("the files are JSON")
    };
    let manifest = read("manifest.json");
    let entries = manifest.as_array().expect("the manifest is a list");
    let judged = entries.iter().filter(|entry| entry["webex_supported"].is_boolean());
    judged
        .map(|entry| {
            // A template is judged by what becomes of it.
            let file = text(entry, "expected").or_else(|| text(entry, "file")).expect("a file has a name");
            Sample {
                json: read(&file),
                good: entry["valid"] == true && entry["webex_supported"] == true,
                at: places(entry),
                rule: text(entry, "rule"),
                file,
            }
        })
        .collect()
}

pub fn errors(json: &Json) -> Vec<Defect> {
    validate(json).into_iter().filter(|defect| defect.severity == Severity::Error).collect()
}

/// Whether a defect stands where the manifest says: there, or at a property of it.
fn names(defect: &Defect, at: &str) -> bool {
    let below = defect.at.strip_prefix(at).and_then(|rest| rest.strip_prefix('/'));
    defect.at == at || below.is_some_and(|rest| !rest.contains('/'))
}

/// Cards whose verdict the rules can't give, and why.
const MISSES: &[(&str, &str)] = &[(
    "samples/webex-renderer/ACRTextViewHyperLinkSample.json",
    "a press toggles an element that is not there; `invalid/toggle-target-missing.json` is refused for that",
)];

#[test]
fn each_card_gets_the_verdict_of_the_manifest() {
    let mut wrong = Vec::new();
    let mut missed = Vec::new();
    let (mut good, mut bad) = (0, 0);
    for sample in samples() {
        let errors = errors(&sample.json);
        let said: Vec<String> = errors.iter().map(ToString::to_string).collect();
        if sample.good {
            good += 1;
            if !errors.is_empty() && MISSES.iter().any(|(file, _)| *file == sample.file) {
                missed.push(sample.file);
            } else if !errors.is_empty() {
                wrong.push(format!("{}: refused: {said:?}", sample.file));
            }
            continue;
        }
        bad += 1;
        if errors.is_empty() {
            wrong.push(format!("{}: accepted", sample.file));
        }
        if !sample.at.iter().any(|at| errors.iter().any(|error| names(error, at))) {
            wrong.push(format!("{}: {:?} is not named: {said:?}", sample.file, sample.at));
        }
        if let Some(rule) = &sample.rule
            && !errors.iter().any(|error| error.rule.id == rule)
        {
            wrong.push(format!("{}: not by {rule}: {said:?}", sample.file));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(missed.len(), MISSES.len(), "what is listed as a miss is one: {missed:?}");
    let page = fs::read_to_string(root().join("docs/reference/cards.md")).expect("the page is there");
    for rule in RULES {
        let line =
            format!("| `{}` | {} | {} |", rule.id, format!("{:?}", rule.severity).to_lowercase(), rule.words);
        assert!(page.contains(&line), "docs/reference/cards.md lacks the rule: {line}");
    }
    let page = page.replace('\n', " ");
    for rate in [
        format!("{} of {good} good cards are accepted", good - missed.len()),
        format!("all {bad} others are refused, each with its defect at the right place"),
    ] {
        assert!(page.contains(&rate), "docs/reference/cards.md says other rates than: {rate}");
    }
}

//! How well intents are recognised: trained on the `train` rows of a data set, asked its `test` rows.
//!
//! `cargo bench --bench intents`: the small bots of `tests/data/intents/`.
//! `cargo bench --bench intents -- DATA.jsonl [TRAIN_SPLIT]`: other data, one JSON object a line, with `text`, `intent`, `split`;
//! the intent `oos` (or `None`) is out of scope. Prints accuracy in scope, out-of-scope recall, and the time to train.
#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark prints what it measured")]

use jiff::{Timestamp, tz::TimeZone};
use std::collections::BTreeMap;
use std::time::Instant;
use wbot::pattern::{Intent, IntentEngine, MessageText, PhraseModel, Piece, Surroundings};

struct Row {
    text: String,
    intent: String,
    split: String,
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    match args.first() {
        Some(path) => measure(path, args.get(1).map_or("train", String::as_str)),
        None => {
            for bot in ["bank", "it", "lunch", "travel"] {
                println!("{bot}");
                measure(&format!("{}/tests/data/intents/{bot}.jsonl", env!("CARGO_MANIFEST_DIR")), "train");
            }
        }
    }
}

fn measure(path: &str, train_split: &str) {
    let text = std::fs::read_to_string(path).expect("the data can be read");
    let rows: Vec<Row> = text.lines().filter_map(row).collect();
    let mut phrases: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.split == train_split && !is_out(&row.intent)) {
        phrases.entry(&row.intent).or_default().push(&row.text);
    }
    let intents: Vec<Intent> = phrases
        .iter()
        .map(|(name, phrases)| Intent {
            name: (*name).into(),
            slots: Vec::new(),
            templates: phrases.iter().map(|phrase| words(phrase)).collect(),
        })
        .collect();
    let start = Instant::now();
    let model = PhraseModel::train(&intents);
    let trained = start.elapsed();
    let (mut right, mut inside, mut refused, mut outside) = (0u32, 0u32, 0u32, 0u32);
    let (mut hushed, mut sure) = (0u32, 0u32);
    let surroundings = Surroundings { now: Timestamp::UNIX_EPOCH, zone: &TimeZone::UTC, rooms: &[] };
    let asked = Instant::now();
    for row in rows.iter().filter(|row| row.split.contains("test")) {
        let best = model.scores(&MessageText::plain(row.text.clone()), &surroundings).into_iter().next();
        let best = best.filter(|best| best.score >= model.threshold());
        if is_out(&row.intent) {
            outside += 1;
            refused += u32::from(best.is_none());
        } else {
            inside += 1;
            let name = best.and_then(|best| intents.get(best.intent)).map(|intent| intent.name.as_str());
            hushed += u32::from(name.is_none());
            sure += u32::from(name.is_some());
            right += u32::from(name == Some(row.intent.as_str()));
        }
    }
    let each = asked.elapsed() / (inside + outside).max(1);
    let share = |part: u32, whole: u32| 100.0 * f64::from(part) / f64::from(whole.max(1));
    println!(
        "{} intents, {} phrases, trained in {trained:?}, {each:?} each sentence",
        intents.len(),
        phrases.values().map(Vec::len).sum::<usize>(),
    );
    println!(
        "in scope        {:5.1} % right of {inside}, {:.1} % not recognised",
        share(right, inside),
        share(hushed, inside)
    );
    println!("when recognised {:5.1} % right of {sure}", share(right, sure));
    println!("out of scope    {:5.1} % refused of {outside}", share(refused, outside));
}

fn row(line: &str) -> Option<Row> {
    let json: serde_json::Value = serde_json::from_str(line).ok()?;
    let field = |name: &str| json.get(name).and_then(serde_json::Value::as_str).map(str::to_owned);
    Some(Row { text: field("text")?, intent: field("intent")?, split: field("split")? })
}

fn is_out(intent: &str) -> bool {
    matches!(intent, "oos" | "None")
}

fn words(phrase: &str) -> Vec<Piece> {
    let plain = phrase.to_lowercase();
    let words = plain
        .split(|letter: char| !letter.is_alphanumeric() && letter != '-')
        .filter(|word| !word.is_empty());
    words.map(|word| Piece::Word(word.into())).collect()
}

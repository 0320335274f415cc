//! How fast text becomes a tree: MB/s on good text, linearity, and unclosed brackets.
//!
//! `taskset -c 0 cargo bench --bench parse`

#![allow(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a benchmark measures time and prints"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};
use wbot::base::{SourceId, SourceText};
use wbot::syntax::parse;

const RUNS: usize = 21;
const SCRIPTS: [&str; 6] = [
    include_str!("../tests/scripts/north-star/expenses.wbot"),
    include_str!("../tests/scripts/north-star/github_notifier.wbot"),
    include_str!("../tests/scripts/north-star/hello.wbot"),
    include_str!("../tests/scripts/north-star/jira_controller.wbot"),
    include_str!("../tests/scripts/north-star/standup.wbot"),
    include_str!("../tests/scripts/north-star/travel_assistant.wbot"),
];

/// The scripts again and again up to `bytes`, each time with other names for what they declare.
fn good_text(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 8_192);
    for round in 0.. {
        for script in SCRIPTS {
            if text.len() >= bytes {
                return text;
            }
            text.push_str(&renamed(script, round));
            text.push('\n');
        }
    }
    text
}

/// The script with the round in the name of every function, state, type, card, action and test.
fn renamed(script: &str, round: usize) -> String {
    let mut names = Vec::new();
    for line in script.lines() {
        let mut words = line.split(|c: char| !(c.is_alphanumeric() || c == '_'));
        if matches!(
            words.next(),
            Some("fn" | "state" | "type" | "card" | "action" | "group" | "config" | "const")
        ) {
            names.extend(words.next().filter(|name| !name.is_empty()));
        }
    }
    let mut text = String::with_capacity(script.len() * 2);
    let mut word = String::new();
    for c in script.chars().chain(['\n']) {
        if c.is_alphanumeric() || c == '_' {
            word.push(c);
            continue;
        }
        text.push_str(&word);
        if names.contains(&word.as_str()) {
            text.push_str(&round.to_string());
        }
        word.clear();
        text.push(c);
    }
    text.replace("test \"", &format!("test \"{round}: "))
}

/// The best of many runs.
fn best(text: &str) -> Duration {
    let source = SourceText::new(SourceId(0), "bench.wbot", text);
    (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            let parsed = parse(black_box(&source));
            let taken = start.elapsed();
            black_box(parsed);
            taken
        })
        .min()
        .unwrap_or_default()
}

fn report(name: &str, text: &str) -> f64 {
    let taken = best(text);
    let ns_per_byte = taken.as_secs_f64() * 1e9 / text.len() as f64;
    println!(
        "{name:<32} {:>9} bytes {:>9.3} ms {:>7.1} MB/s {ns_per_byte:>7.1} ns/byte",
        text.len(),
        taken.as_secs_f64() * 1e3,
        1e3 / ns_per_byte
    );
    ns_per_byte
}

fn main() {
    let large = good_text(1_000_000);
    let errors = parse(&SourceText::new(SourceId(0), "bench.wbot", large.as_str())).diagnostics.len();
    assert_eq!(errors, 0, "the text of the benchmark is good");
    let whole = report("good text, 1 MB", &large);
    let part = report("good text, 100 kB", &good_text(100_000));
    println!("1 MB takes {:.2} times as long per byte as 100 kB", whole / part);
    for bracket in ["(", "[", "{"] {
        let text = format!("fn f() {{\n  say {}\n}}\n", bracket.repeat(10_000));
        let slow = report(&format!("10,000 unclosed `{bracket}`"), &text);
        println!("  {:.2} times the time per byte of good text", slow / whole);
    }
    let text = format!("fn f() {{\n  say \"{}\n}}\n", "{a(".repeat(10_000));
    let slow = report("10,000 unclosed holes", &text);
    println!("  {:.2} times the time per byte of good text", slow / whole);
    for (name, text) in [
        ("10,000 unclosed functions", "fn f() {\n".repeat(10_000)),
        ("3 unclosed in 10,000 functions", "fn f() {\n  say ([{\n".repeat(10_000)),
    ] {
        let slow = report(name, &text);
        println!("  {:.2} times the time per byte of good text", slow / whole);
    }
}

//! "If it checks, it is sent": the checker and what looks at a card before it is sent say the same.

use crate::cards::samples;
use proptest::prelude::{Strategy, any, prop_assert_eq, proptest};
use proptest::test_runner::{Config, RngSeed};
use serde_json::{Map, Value as Json, json};
use std::path::Path;
use wbot::cards::{ElementType, Kind, Part, Severity, Sketch, card_script, part_types, review};
use wbot::compile::{Memory, compile};
use wbot::ir::Purpose;

/// What the checker refuses in a script that says its only card.
fn refused(card: &str) -> Vec<String> {
    let script = format!("{card}\ncommand \"x\" {{ say card x() }}\n");
    let compiled = compile(Path::new("bot.wbot"), &Memory::new().file("bot.wbot", script), Purpose::Run);
    let errors =
        compiled.diagnostics.iter().filter(|one| one.severity() == wbot::diagnostics::Severity::Error);
    errors.map(|it| format!("{}: {}", it.code.name, it.message)).collect()
}

/// What would be refused when the card is sent.
fn unsendable(card: &Json) -> Vec<String> {
    let defects = review(&Sketch::from(card));
    defects.iter().filter(|it| it.severity == Severity::Error).map(ToString::to_string).collect()
}

/// The script, if both do not say the same of a card.
fn disagreement(card: &Json) -> Option<String> {
    let script = card_script("x", card)?;
    let (checked, sent) = (refused(&script), unsendable(card));
    (checked.is_empty() != sent.is_empty())
        .then(|| format!("the checker: {checked:?}\nbefore sending: {sent:?}\n{card}\n{script}"))
}

#[test]
fn what_is_refused_before_sending_is_refused_by_the_checker() {
    let (mut good, mut bad) = (0, 0);
    let mut wrong = Vec::new();
    for sample in samples() {
        let card = wbot::cards::card_of(&sample.json).unwrap_or(&sample.json);
        if card_script("x", card).is_some() {
            let count = if unsendable(card).is_empty() { &mut good } else { &mut bad };
            *count += 1;
        }
        wrong.extend(disagreement(card).map(|what| format!("{}:\n{what}", sample.file)));
    }
    assert!(wrong.is_empty(), "{} cards:\n{}", wrong.len(), wrong.join("\n"));
    assert!(good > 200 && bad > 60, "only {good} good and {bad} broken cards can be written as scripts");
}

/// Draws choices from bytes: the shrunk case has few of them.
struct Dice<'d> {
    bytes: &'d [u8],
    at: usize,
    names: usize,
}

impl Dice<'_> {
    fn roll(&mut self, sides: usize) -> usize {
        let byte = self.bytes.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        usize::from(byte) % sides
    }

    /// Once in `sides`; never when the bytes are used up.
    fn seldom(&mut self, sides: usize) -> bool {
        self.roll(sides) == sides - 1
    }

    fn name(&mut self) -> String {
        self.names += 1;
        // Sometimes one that is there.
        if self.seldom(12) { "n1".to_owned() } else { format!("n{}", self.names) }
    }

    fn value(&mut self, kind: Kind, depth: usize) -> Json {
        if self.seldom(24) {
            let odd = [json!(true), json!(-1), json!(2.5), json!("odd"), json!([]), json!({})];
            return odd[self.roll(odd.len())].clone();
        }
        match kind {
            Kind::Markdown => {
                ["a **b**", "# a", "![a](https://acme.com/a.png)", "a | b"][self.often()].into()
            }
            Kind::Plain => ["plain", "${x}", "a, b", ""][self.often()].into(),
            Kind::Url => {
                ["https://acme.com/a.png", "http://[::1]/", "a.png", "mailto:a@acme.com"][self.often()].into()
            }
            Kind::Color => ["#aabbcc", "#AABBCCDD", "red", "#abc"][self.often()].into(),
            Kind::Bool => (self.roll(2) == 1).into(),
            Kind::Count => self.roll(9).into(),
            Kind::Number => json!(self.roll(9)),
            Kind::Date => ["2026-01-05", "2026-12-31", "soon", "2026-13-01"][self.often()].into(),
            Kind::Time => ["09:00", "23:59", "25:00", "9"][self.often()].into(),
            Kind::Word(words) => words[self.roll(words.len())].into(),
            Kind::Length(_) => ["30px", "80px", "30", "wide"][self.often()].into(),
            Kind::Width => [json!("auto"), json!(2), json!("wide"), json!(-1)][self.often()].clone(),
            Kind::Regex => ["^a+$", "[a-z]{2,3}", "(a", "*"][self.often()].into(),
            Kind::Press | Kind::Many(_) | Kind::One(_) => self.parts(kind, depth),
            Kind::Fallback => "drop".into(),
            Kind::Requires => json!({ "acTest": "1.0" }),
            Kind::Data => {
                if self.seldom(3) {
                    json!({ "n1": 1 })
                } else {
                    json!({ "k": "v" })
                }
            }
            Kind::Version => "1.3".into(),
        }
    }

    /// The first two are right, and come mostly.
    fn often(&mut self) -> usize {
        if self.seldom(10) { 2 + self.roll(2) } else { self.roll(2) }
    }

    fn parts(&mut self, kind: Kind, depth: usize) -> Json {
        match kind {
            Kind::Press => self.part(Part::Action, depth + 1),
            Kind::One(part) => self.part(part, depth + 1),
            Kind::Many(part) => {
                let most = if self.seldom(16) { 7 } else { 3 };
                (0..self.roll(most)).map(|_| self.part(part, depth + 1)).collect()
            }
            _ => Json::Null,
        }
    }

    fn part(&mut self, part: Part, depth: usize) -> Json {
        let all: Vec<&ElementType> = part_types(part).collect();
        // Deep in the card something small.
        let kind = all[if depth > 4 { 0 } else { self.roll(all.len()) }];
        let mut object = self.object(kind, depth);
        if part == Part::Element || part == Part::Action || part == Part::Image {
            object.insert("type".to_owned(), kind.json.into());
        }
        Json::Object(object)
    }

    fn object(&mut self, kind: &ElementType, depth: usize) -> Map<String, Json> {
        let mut object = Map::new();
        for property in kind.properties().filter(|known| !["$schema", "version"].contains(&known.json)) {
            let there = if property.required { !self.seldom(40) } else { self.seldom(4) };
            if there {
                let value = if property.json == "id" || property.json == "elementId" {
                    self.name().into()
                } else {
                    self.value(property.kind, depth)
                };
                object.insert(property.json.to_owned(), value);
            }
        }
        if self.seldom(60) {
            object.insert("colour".to_owned(), "good".into());
        }
        object
    }

    fn card(&mut self) -> Json {
        let mut body: Vec<Json> = (0..=self.roll(4)).map(|_| self.part(Part::Element, 1)).collect();
        body.truncate(4);
        let most = if self.seldom(10) { 7 } else { 4 };
        let actions: Vec<Json> = (0..self.roll(most)).map(|_| self.part(Part::Action, 1)).collect();
        json!({ "type": "AdaptiveCard", "version": "1.3", "body": body, "actions": actions })
    }
}

fn cards() -> impl Strategy<Value = Json> {
    proptest::collection::vec(any::<u8>(), 0..120)
        .prop_map(|bytes| Dice { bytes: &bytes, at: 0, names: 0 }.card())
}

proptest! {
    #![proptest_config(Config { cases: 600, rng_seed: RngSeed::Fixed(26), failure_persistence: None, ..Config::default() })]

    #[test]
    fn if_it_checks_it_is_sent(card in cards()) {
        prop_assert_eq!(disagreement(&card), None);
    }
}

#[test]
fn cards_that_are_tried_are_of_both_kinds() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut good = 0;
    let mut said = 0;
    for _ in 0..300 {
        let card = cards().new_tree(&mut runner).unwrap().current();
        said += usize::from(card_script("x", &card).is_some());
        good += usize::from(unsendable(&card).is_empty());
    }
    assert!(said == 300 && (60..240).contains(&good), "{good} of 300 are good, {said} can be written");
}

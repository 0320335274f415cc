//! The entry: bytes to a script.

use super::action::sayable_card;
use super::lines::Lines;
use super::property::properties;
use crate::cards::schema::{Part, part_types};
use crate::cards::validate::{Defect, Severity, card_of, validate};
use serde_json::Value as Json;
use std::fmt::Write as _;

/// A card as a script.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// `card name() { ... }`, and a line end.
    pub script: String,
    /// What Webex takes, but does not draw as it is meant.
    pub warnings: Vec<Defect>,
}

/// Why some bytes are no card for Webex.
#[derive(Clone, Debug, PartialEq)]
pub enum ImportProblem {
    /// No JSON: what is wrong, with line and column.
    NotJson(String),
    /// What is wrong with it, errors first.
    Defects(Vec<Defect>),
}

/// The script of the card in `bytes`, called `name` as far as that can be a name. The card may stand in an
/// attachment or a message.
///
/// # Errors
/// If Webex would refuse the card, or show it without a part.
pub fn import(name: &str, bytes: &[u8]) -> Result<Imported, ImportProblem> {
    // Windows programs put a mark before the text.
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let json: Json =
        serde_json::from_slice(bytes).map_err(|error| ImportProblem::NotJson(error.to_string()))?;
    let defects = validate(&json);
    if defects.iter().any(|defect| defect.severity == Severity::Error) {
        return Err(ImportProblem::Defects(defects));
    }
    let script = card_of(&json).map(|card| script(name, card)).unwrap_or_default();
    Ok(Imported { script, warnings: defects })
}

/// The script of a card whether or not Webex takes it; nothing for one whose defects no script can have: in its
/// version, or in properties of the card as a whole.
#[must_use]
pub fn card_script(name: &str, card: &Json) -> Option<String> {
    let version = card.get("version").and_then(Json::as_str);
    let fine = version.is_some_and(|version| ["1.0", "1.1", "1.2", "1.3"].contains(&version));
    (fine && sayable_card(card, false)).then(|| script(name, card))
}

fn script(name: &str, card: &Json) -> String {
    let mut lines = Lines::default();
    let mut head = format!("card {}()", card_name(name));
    if let Some(kind) = part_types(Part::Card).next() {
        // Writing to a text cannot fail.
        let _ = write!(head, "{}", properties(kind, card, &[]));
    }
    lines.open(&head);
    lines.card(card);
    lines.close();
    lines.finish()
}

/// A name that a script can use, made of any text.
#[must_use]
pub fn card_name(text: &str) -> String {
    let mut name = String::new();
    let mut lower_before = false;
    for char in text.chars() {
        if char.is_ascii_alphanumeric() {
            if char.is_ascii_uppercase() && lower_before {
                name.push('_');
            }
            lower_before = char.is_ascii_lowercase() || char.is_ascii_digit();
            name.push(char.to_ascii_lowercase());
        } else if !name.is_empty() && !name.ends_with('_') {
            name.push('_');
            lower_before = false;
        }
    }
    let name = name.trim_end_matches('_');
    match name.chars().next() {
        None => "imported".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("card_{name}"),
        Some(_) if crate::syntax::is_name(name) => name.to_owned(),
        Some(_) => format!("{name}_card"),
    }
}

#[cfg(test)]
mod tests {
    use super::{ImportProblem, card_name, import};

    #[test]
    fn names() {
        for (text, name) in [
            ("FlightItinerary", "flight_itinerary"),
            ("Input.Text-2 (copy)", "input_text_2_copy"),
            ("5 things", "card_5_things"),
            ("card", "card_card"),
            ("größe", "gr_e"),
            ("...", "imported"),
        ] {
            assert_eq!(card_name(text), name, "{text}");
        }
    }

    #[test]
    fn what_is_no_json_says_where() {
        let Err(ImportProblem::NotJson(message)) = import("x", b"{\n  \"type\": }") else { unreachable!() };
        assert!(message.contains("line 2"), "{message}");
    }

    #[test]
    fn an_element_a_line() {
        let card = br#"{ "type": "AdaptiveCard", "version": "1.3", "lang": "en", "body": [
            { "type": "TextBlock", "text": "a {b} \"c\"\n", "size": "ExtraLarge", "wrap": true, "separator": true },
            { "type": "Container", "isVisible": false, "minHeight": "80px", "items": [
                { "type": "Image", "url": "https://acme.com/a.png", "selectAction":
                    { "type": "Action.OpenUrl", "title": "Go", "url": "https://acme.com" } } ] },
            { "type": "Input.Number", "id": "n", "label": "How many?", "min": 1, "value": 2.5, "isRequired": true,
              "errorMessage": "One." },
            { "type": "Input.ChoiceSet", "id": "first color", "choices": [
                { "title": "Red", "value": "1" }, { "title": "2", "value": "2" }], "value": "1" } ],
          "actions": [ { "type": "Action.Submit", "title": "Send", "data": { "x": [1, null] } } ] }"#;
        let expected = r#"card x() lang: "en" {
  text "a \{b} \"c\"\n" size: extra_large separator
  box min_height: 80px hidden {
    image "https://acme.com/a.png" select: open("Go", "https://acme.com")
  }
  input n: float = 2.5 "How many?" required error: "One." min: 1
  input first_color: "1" | "2" = "1" titles: { "1": "Red" } id: "first color"
  submit "Send" data: { "x": [1, none] }
}
"#;
        assert_eq!(import("x", card).unwrap().script, expected);
    }
}

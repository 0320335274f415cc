//! What comes back when a button is pressed: which button it was, and its inputs, looked at again. Clients
//! validate only as a help, and anybody in the room can post whatever they like.

use regex::Regex;
use serde_json::{Map, Value as Json};
use std::collections::HashMap;

/// The key under which a button keeps what is ours.
pub const OWN: &str = "wbot";

/// The key in it that gives the ids of inputs by their names, where the two differ.
pub const NAMES: &str = "names";

/// The key in it that tells a button from those before it that carry the same.
const NUMBER: &str = "number";

/// A submit that belongs to a button of the card.
#[derive(Clone, Debug, PartialEq)]
pub struct Submitted {
    /// What the button carries.
    pub data: Json,
    /// What stands on the button.
    pub title: String,
    /// The inputs that go with it, by name: texts, numbers, bools, lists; null where nothing was given. Inputs
    /// of rows are one value if the button stands in the row, else an object by row.
    pub values: Map<String, Json>,
    /// Inputs of rows by row, those that were left empty left out.
    pub rows: Map<String, Json>,
    /// What is wrong with them.
    pub problems: Vec<InputProblem>,
}

/// What is wrong with an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputProblem {
    /// Its label, else its name.
    pub label: String,
    /// In words, after the label.
    pub message: String,
}

/// Finds the button of `card` that `inputs` come from; nothing if it has none such: then they are forged.
#[must_use]
pub fn submitted(card: &Json, inputs: &Map<String, Json>) -> Option<Submitted> {
    let data = inputs.get(OWN)?;
    let (mut found, button) = collect(card, data);
    let button = button?;
    if sends_no_inputs(button) {
        found.clear();
    }
    let title = button.get("title").and_then(Json::as_str).unwrap_or_default().to_owned();
    let (values, rows) = (Map::new(), Map::new());
    let mut submitted = Submitted { data: data.clone(), title, values, rows, problems: Vec::new() };
    for input in &found {
        let Some(id) = input.get("id").and_then(Json::as_str) else { continue };
        let raw = inputs.get(id).unwrap_or(&Json::Null);
        let value = match read(input, raw) {
            Ok(value) => value,
            Err(message) => {
                let label = input.get("label").or_else(|| input.get("title")).and_then(Json::as_str);
                submitted.problems.push(InputProblem { label: label.unwrap_or(id).to_owned(), message });
                continue;
            }
        };
        match id.split_once("__") {
            None => {
                submitted.values.insert(id.to_owned(), value);
            }
            Some((name, row)) => {
                if let Json::Object(rows) =
                    submitted.rows.entry(name).or_insert_with(|| Json::Object(Map::new()))
                    && !value.is_null()
                {
                    rows.insert(row.to_owned(), value.clone());
                }
                let rows = found.iter().filter_map(|other| other.get("id")?.as_str()?.split_once("__"));
                if rows.filter(|(other, _)| *other == name).count() == 1 {
                    submitted.values.insert(name.to_owned(), value);
                } else if let Json::Object(rows) =
                    submitted.values.entry(name).or_insert_with(|| Json::Object(Map::new()))
                {
                    rows.insert(row.to_owned(), value);
                }
            }
        }
    }
    rename(&mut submitted.values, data);
    Some(submitted)
}

/// Whether a button sends nothing that is typed in, so that nothing of it is validated either.
#[must_use]
pub fn sends_no_inputs(button: &Json) -> bool {
    button.get("associatedInputs").and_then(Json::as_str).is_some_and(|it| it.eq_ignore_ascii_case("none"))
}

/// Inputs whose ids are no names have one in the script; the button knows them.
fn rename(values: &mut Map<String, Json>, data: &Json) {
    let Some(Json::Object(names)) = data.get(NAMES) else { return };
    for (name, id) in names {
        if let Some(value) = id.as_str().and_then(|id| values.remove(id)) {
            values.insert(name.clone(), value);
        }
    }
}

/// Gives buttons of JSON that only the run knew what is ours, so that they answer `ask card` like those that stand
/// in a script: they start no action. How many there are.
pub fn adopt_submits(node: &mut Json) -> usize {
    match node {
        Json::Array(items) => items.iter_mut().map(adopt_submits).sum(),
        Json::Object(fields) if fields.get("type").and_then(Json::as_str) == Some("Action.Submit") => {
            let data = fields.entry("data").or_insert_with(|| Json::Object(Map::new()));
            // What is no object has no room for what is ours.
            let known = data.get(OWN).is_some();
            if let Json::Object(data) = data {
                data.entry(OWN).or_insert_with(|| Json::Object(Map::new()));
            }
            usize::from(!known)
        }
        Json::Object(fields) => fields.values_mut().map(adopt_submits).sum(),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => 0,
    }
}

/// Numbers buttons that carry the same: which of them was pressed says what is typed in beside it, and what stands
/// on it.
pub fn tell_apart(card: &mut Json) {
    number_buttons(card, &mut HashMap::new());
}

fn number_buttons(node: &mut Json, seen: &mut HashMap<String, u64>) {
    match node {
        Json::Array(items) => items.iter_mut().for_each(|item| number_buttons(item, seen)),
        Json::Object(fields) if fields.get("type").and_then(Json::as_str) == Some("Action.Submit") => {
            if let Some(Json::Object(own)) = fields.get_mut("data").and_then(|data| data.get_mut(OWN)) {
                let before = seen.entry(Json::Object(own.clone()).to_string()).or_default();
                if *before > 0 {
                    own.insert(NUMBER.to_owned(), Json::from(*before));
                }
                *before += 1;
            }
        }
        Json::Object(fields) => fields.values_mut().for_each(|value| number_buttons(value, seen)),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

/// The buttons of a card that submit, with their titles and what they carry, in order.
#[must_use]
pub fn buttons(card: &Json) -> Vec<(String, Map<String, Json>)> {
    let mut found = Vec::new();
    gather(card, &mut found);
    found
}

fn gather(node: &Json, found: &mut Vec<(String, Map<String, Json>)>) {
    match node {
        Json::Array(items) => items.iter().for_each(|item| gather(item, found)),
        Json::Object(fields) => {
            if kind(node) == "Action.Submit" {
                let title = fields.get("title").and_then(Json::as_str).unwrap_or_default();
                let data = fields.get("data").and_then(Json::as_object).cloned().unwrap_or_default();
                found.push((title.to_owned(), data));
                return;
            }
            fields.values().for_each(|value| gather(value, found));
        }
        _ => {}
    }
}

fn kind(node: &Json) -> &str {
    node.get("type").and_then(Json::as_str).unwrap_or_default()
}

/// The inputs that go with the button that carries `data`: those of its card and of the cards around it,
/// not those of others that are shown on demand. And the button, if it is there.
fn collect<'c>(node: &'c Json, data: &Json) -> (Vec<&'c Json>, Option<&'c Json>) {
    let (mut inputs, mut button) = (Vec::new(), None);
    let parts: Vec<&Json> = match node {
        Json::Array(items) => items.iter().collect(),
        Json::Object(fields) => fields.values().collect(),
        _ => Vec::new(),
    };
    if kind(node).starts_with("Input.") {
        inputs.push(node);
    }
    if kind(node) == "Action.Submit" {
        return (inputs, Some(node).filter(|node| node.pointer("/data/wbot") == Some(data)));
    }
    for part in parts {
        let (more, here) = collect(part, data);
        if here.is_some() || kind(part) != "Action.ShowCard" {
            inputs.extend(more);
        }
        button = button.or(here);
    }
    (inputs, button)
}

fn read(input: &Json, raw: &Json) -> Result<Json, String> {
    let required = input.get("isRequired") == Some(&Json::Bool(true));
    let text = match raw {
        Json::Null => None,
        Json::String(text) if text.is_empty() => None,
        Json::String(text) => Some(text.clone()),
        Json::Bool(_) | Json::Number(_) => Some(raw.to_string()),
        Json::Array(_) | Json::Object(_) => return Err("is no plain value".to_owned()),
    };
    let given = |name: &str| input.get(name).and_then(Json::as_str);
    if kind(input) == "Input.Toggle" {
        let on = text.as_deref() == Some(given("valueOn").unwrap_or("true"));
        return if required && !on { Err(message(input, "must be chosen")) } else { Ok(Json::Bool(on)) };
    }
    let Some(text) = text else {
        return if required { Err(message(input, "is required")) } else { Ok(Json::Null) };
    };
    match kind(input) {
        "Input.Number" => number(input, &text),
        "Input.Date" => {
            let date: jiff::civil::Date = text.parse().map_err(|_| message(input, "is no date"))?;
            let bound = |name: &str| given(name).and_then(|bound| bound.parse::<jiff::civil::Date>().ok());
            if bound("min").is_some_and(|min| date < min) || bound("max").is_some_and(|max| date > max) {
                return Err(message(input, "is out of range"));
            }
            Ok(Json::String(date.to_string()))
        }
        "Input.Time" => match text.parse::<jiff::civil::Time>() {
            Ok(time) => Ok(Json::String(time.strftime("%H:%M").to_string())),
            Err(_) => Err(message(input, "is no time of day")),
        },
        "Input.ChoiceSet" => choice(input, &text),
        _ => {
            let chars = text.chars().count();
            if input
                .get("maxLength")
                .and_then(Json::as_u64)
                .is_some_and(|max| u64::try_from(chars).unwrap_or(u64::MAX) > max)
            {
                return Err(message(input, "is too long"));
            }
            let regex = given("regex").and_then(|regex| Regex::new(regex).ok());
            if regex.is_some_and(|regex| !regex.is_match(&text)) {
                return Err(message(input, "is not written as it should be"));
            }
            Ok(Json::String(text))
        }
    }
}

fn number(input: &Json, text: &str) -> Result<Json, String> {
    let number: f64 = text
        .trim()
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite())
        .ok_or_else(|| message(input, "is no number"))?;
    let bound = |name: &str| input.get(name).and_then(Json::as_f64);
    if let Some(min) = bound("min").filter(|min| number < *min) {
        return Err(message(input, &format!("must be at least {min}")));
    }
    if let Some(max) = bound("max").filter(|max| number > *max) {
        return Err(message(input, &format!("must be at most {max}")));
    }
    if let Ok(whole) = text.trim().parse::<i64>() {
        return Ok(whole.into());
    }
    serde_json::Number::from_f64(number).map(Json::Number).ok_or_else(|| message(input, "is no number"))
}

fn choice(input: &Json, text: &str) -> Result<Json, String> {
    let choices: Vec<&str> = input
        .get("choices")
        .and_then(Json::as_array)
        .map(|choices| choices.iter().filter_map(|one| one.get("value")?.as_str()).collect())
        .unwrap_or_default();
    let one = |text: &str| {
        if choices.contains(&text) {
            Ok(Json::String(text.to_owned()))
        } else {
            Err(message(input, "is none of the choices"))
        }
    };
    if input.get("isMultiSelect") == Some(&Json::Bool(true)) {
        return text.split(',').map(one).collect::<Result<_, _>>().map(Json::Array);
    }
    one(text)
}

/// The author's own words where there are some.
fn message(input: &Json, otherwise: &str) -> String {
    input.get("errorMessage").and_then(Json::as_str).unwrap_or(otherwise).to_owned()
}

#[cfg(test)]
mod tests {
    use super::{adopt_submits, buttons, submitted, tell_apart};
    use serde_json::{Value as Json, json};

    fn card() -> Json {
        json!({
            "body": [
                { "type": "Input.Text", "id": "what", "label": "What", "isRequired": true, "maxLength": 5, "regex": "^[a-z]+$" },
                { "type": "Input.Number", "id": "cost", "min": 1, "max": 10 },
                { "type": "Container", "items": [{ "type": "Input.Toggle", "id": "news", "title": "News" }] },
                { "type": "Input.ChoiceSet", "id": "kinds", "isMultiSelect": true, "choices": [{ "value": "a" }, { "value": "b" }] },
            ],
            "actions": [
                { "type": "Action.Submit", "title": "Send", "data": { "wbot": { "n": 1 } } },
                { "type": "Action.ShowCard", "card": {
                    "body": [{ "type": "Input.Text", "id": "why__0" }],
                    "actions": [{ "type": "Action.Submit", "title": "No", "data": { "wbot": { "n": 2 } } }],
                } },
            ],
        })
    }

    fn check(inputs: &Json, values: &Json, problems: &[&str]) {
        let found = submitted(&card(), inputs.as_object().unwrap()).unwrap();
        assert_eq!(Json::Object(found.values), *values);
        let found: Vec<String> =
            found.problems.iter().map(|it| format!("{} {}", it.label, it.message)).collect();
        assert_eq!(found, problems);
    }

    #[test]
    fn inputs_are_read_by_their_types() {
        check(
            &json!({ "wbot": { "n": 1 }, "what": "abc", "cost": "2.5", "news": "true", "kinds": "a,b" }),
            &json!({ "what": "abc", "cost": 2.5, "news": true, "kinds": ["a", "b"] }),
            &[],
        );
        check(
            &json!({ "wbot": { "n": 2 }, "what": "abc", "cost": 3, "why__0": "x" }),
            &json!({ "what": "abc", "cost": 3, "news": false, "kinds": null, "why": "x" }),
            &[],
        );
    }

    #[test]
    fn a_button_may_leave_the_inputs_out() {
        let mut card = card();
        card["actions"][0]["associatedInputs"] = json!("None");
        let inputs = json!({ "wbot": { "n": 1 }, "cost": "x" });
        let found = submitted(&card, inputs.as_object().unwrap()).unwrap();
        assert_eq!((found.values.len(), found.problems.len()), (0, 0));
    }

    #[test]
    fn buttons_of_json_from_outside_can_answer() {
        let submit = |data: Json| json!({ "type": "Action.Submit", "title": "Go", "data": data });
        let mut card = json!({ "body": [{ "selectAction": submit(json!({ "k": 1 })) }],
            "actions": [submit(json!({ "wbot": {} })), submit(json!("text")), { "type": "Action.Submit" }] });
        assert_eq!(adopt_submits(&mut card), 3);
        assert_eq!(card["body"][0]["selectAction"]["data"], json!({ "k": 1, "wbot": {} }));
        assert_eq!(card["actions"][1]["data"], "text");
        assert_eq!(card["actions"][2]["data"], json!({ "wbot": {} }));
    }

    #[test]
    fn buttons_that_carry_the_same_are_told_apart() {
        let submit = |title: &str| json!({ "type": "Action.Submit", "title": title, "data": { "wbot": { "action": "go" } } });
        let mut card = json!({
            "body": [{ "type": "Input.Text", "id": "a" }],
            "actions": [submit("One"), submit("Two"), { "type": "Action.ShowCard", "card": {
                "body": [{ "type": "Input.Text", "id": "b" }],
                "actions": [submit("All")],
            } }],
        });
        tell_apart(&mut card);
        let pressed = |title: &str| {
            let mut inputs =
                buttons(&card).into_iter().find(|(found, _)| found == title).expect("a button").1;
            inputs.extend([("a".to_owned(), json!("x")), ("b".to_owned(), json!("y"))]);
            let found = submitted(&card, &inputs).expect("it is of the card");
            (found.title, Json::Object(found.values))
        };
        assert_eq!(pressed("One"), ("One".to_owned(), json!({ "a": "x" })));
        assert_eq!(pressed("Two"), ("Two".to_owned(), json!({ "a": "x" })));
        assert_eq!(pressed("All"), ("All".to_owned(), json!({ "a": "x", "b": "y" })));
    }

    #[test]
    fn inputs_have_the_names_of_the_script() {
        let data = json!({ "names": { "first_name": "first name" } });
        let card = json!({
            "body": [{ "type": "Input.Text", "id": "first name" }],
            "actions": [{ "type": "Action.Submit", "title": "Send", "data": { "wbot": data } }],
        });
        let inputs = json!({ "wbot": data, "first name": "Ann" });
        let found = submitted(&card, inputs.as_object().unwrap()).unwrap();
        assert_eq!(Json::Object(found.values), json!({ "first_name": "Ann" }));
    }

    #[test]
    fn what_a_client_should_have_refused_is_refused() {
        check(
            &json!({ "wbot": { "n": 1 }, "cost": "x", "kinds": "c" }),
            &json!({ "news": false }),
            &["What is required", "cost is no number", "kinds is none of the choices"],
        );
        check(
            &json!({ "wbot": { "n": 1 }, "what": "ABC", "cost": 11 }),
            &json!({ "news": false, "kinds": null }),
            &["What is not written as it should be", "cost must be at most 10"],
        );
        let forged = json!({ "wbot": { "n": 3 } });
        assert_eq!(submitted(&card(), forged.as_object().unwrap()), None);
        let titles: Vec<String> = buttons(&card()).into_iter().map(|(title, _)| title).collect();
        assert_eq!(titles, ["Send", "No"]);
    }
}

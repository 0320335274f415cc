//! A card's values as JSON, and as text for clients that draw no card.

use crate::value::{Fault, Text, TextBuilder, Value, field, plain, to_json};
use serde_json::{Map, Value as Json};

/// The JSON of a card or a part of one. What is `none` is left out; the texts of text blocks are
/// markdown in which data is escaped, all others are plain.
///
/// # Errors
/// If a value is none that JSON can hold.
pub fn render(value: &Value) -> Result<Json, Fault> {
    match value {
        Value::Map(fields) | Value::Record(fields) => {
            let block = fields.get("type").and_then(Value::as_str) == Some("TextBlock");
            let mut object = Map::new();
            for (name, value) in fields.iter() {
                let json = match value {
                    Value::None => continue,
                    value if name == "data" => render_data(value)?,
                    Value::Text(text) if block && name == "text" => Json::String(card_text(text)),
                    Value::Text(text) => Json::String(text.as_str().to_owned()),
                    value => render(value)?,
                };
                object.insert(name.to_string(), json);
            }
            Ok(Json::Object(object))
        }
        Value::List(items) | Value::Set(items) => {
            items.iter().map(render).collect::<Result<_, _>>().map(Json::Array)
        }
        Value::Text(text) => Ok(Json::String(text.as_str().to_owned())),
        // A whole number reads as the designer writes it: `1`, not `1.0`.
        Value::Float(number) => match whole(*number) {
            Some(whole) => Ok(whole.into()),
            None => to_json(value),
        },
        other => to_json(other),
    }
}

/// A float without a fraction, where JSON numbers are exact.
#[expect(clippy::cast_possible_truncation, reason = "it has no fraction and is small")]
fn whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0).then_some(number as i64)
}

/// What goes back with a button: JSON as it is, but for what is ours.
fn render_data(value: &Value) -> Result<Json, Fault> {
    let (Value::Map(fields) | Value::Record(fields)) = value else { return to_json(value) };
    let mut object = Map::new();
    for (name, value) in fields.iter() {
        if name == super::submit::OWN && !is_ours(value) {
            continue;
        }
        let json = if name == super::submit::OWN { render(value)? } else { to_json(value)? };
        object.insert(name.to_string(), json);
    }
    Ok(Json::Object(object))
}

/// Whether the compiler has put it there. JSON that comes from outside could else name an action and its arguments,
/// and would be signed.
fn is_ours(own: &Value) -> bool {
    match field(own, "action") {
        Value::Text(action) => action.runs().all(|(own, _)| own),
        Value::None => field(own, super::choices::CHOICE) == Value::None,
        _ => false,
    }
}

/// The markdown of a text block: the script's own characters as they are, data escaped. Clients know
/// bold, italic, lists, links, and `{{DATE(...)}}`.
#[must_use]
pub fn card_text(text: &Text) -> String {
    let mut out = String::new();
    for (own, run) in text.runs() {
        if own {
            out.push_str(run);
            continue;
        }
        for letter in run.chars() {
            let line_start = out.rsplit('\n').next().unwrap_or_default().trim_start().is_empty();
            match letter {
                '\\' | '*' | '_' | '[' | ']' | '(' | ')' | '~' | '`' => out.push('\\'),
                '-' | '+' | '#' | '>' | '|' if line_start => out.push('\\'),
                // `1.` at the start of a line is a list.
                '.' if ends_with_number_line(&out) => out.push('\\'),
                // An invisible joiner keeps `{{DATE(` from being one.
                '{' if out.ends_with('{') => out.push('\u{2060}'),
                _ => {}
            }
            out.push(letter);
        }
    }
    out
}

fn ends_with_number_line(text: &str) -> bool {
    let line = text.rsplit('\n').next().unwrap_or_default();
    !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit())
}

/// Lines of a card that stand for it where no card is drawn.
const FALLBACK_LINES_MAX: usize = 12;

/// What a card says, as text: its texts, facts and the labels of its inputs; one that has none of these, what its
/// images show.
#[must_use]
pub fn fallback_text(content: &Value) -> Text {
    let mut lines = Vec::new();
    gather(content, &mut lines);
    if lines.is_empty() {
        gather_images(content, &mut lines);
    }
    let mut text = TextBuilder::new();
    for (at, line) in lines.iter().take(FALLBACK_LINES_MAX).enumerate() {
        text.push(if at == 0 { "" } else { "\n\n" }, true);
        text.push_text(line);
    }
    if text.is_empty() {
        text.push("(a card)", true);
    }
    text.finish()
}

/// `{{DATE(...)}}` is for clients that draw cards: in a message it is the date itself.
fn without_macros(text: &Text) -> Text {
    let whole = text.as_str();
    let mut out = TextBuilder::new();
    let mut from = 0;
    while let Some((start, end, shown)) = macro_from(whole, from) {
        out.push_text(&text.slice(from..start));
        out.push(&shown, false);
        from = end;
    }
    out.push_text(&text.slice(from..whole.len()));
    out.finish()
}

/// The next macro: where it begins and ends, and how it reads.
fn macro_from(text: &str, from: usize) -> Option<(usize, usize, String)> {
    let rest = text.get(from..)?;
    let (start, format) = ["{{DATE(", "{{TIME("]
        .iter()
        .zip(["%-d %B %Y", "%H:%M"])
        .filter_map(|(word, format)| Some((from + rest.find(word)?, format)))
        .min()?;
    let inner = text.get(start + 7..)?;
    let end = inner.find(")}}")?;
    let stamp = inner.get(..end)?.split(',').next()?.trim();
    // The clock that the stamp itself shows: that of the bot.
    let local: jiff::civil::DateTime = stamp.get(..19)?.parse().ok()?;
    Some((start, start + 7 + end + 3, local.strftime(format).to_string()))
}

fn gather(value: &Value, lines: &mut Vec<Text>) {
    match value {
        Value::List(items) => items.iter().for_each(|item| gather(item, lines)),
        Value::Map(_) | Value::Record(_) => {
            let text = |name: &str| match field(value, name) {
                Value::Text(text) if !plain(&text).trim().is_empty() => Some(text),
                _ => None,
            };
            match field(value, "type").as_str().unwrap_or_default() {
                "RichTextBlock" => lines.extend(runs(&field(value, "inlines"))),
                "TextBlock" => lines.extend(text("text").map(|text| without_macros(&text))),
                "Action.Submit" | "Action.OpenUrl" | "Action.ShowCard" | "Action.ToggleVisibility" => {}
                kind if kind.starts_with("Input.") => lines.extend(text("label")),
                _ => {
                    if let (Some(title), Some(fact)) = (text("title"), text("value")) {
                        let mut line = TextBuilder::new();
                        line.push_text(&title);
                        line.push(": ", true);
                        line.push_text(&without_macros(&fact));
                        lines.push(line.finish());
                    }
                    for part in ["body", "items", "columns", "facts"] {
                        gather(&field(value, part), lines);
                    }
                }
            }
        }
        _ => {}
    }
}

/// The runs of a rich text in one line; what stands in them is no markdown.
fn runs(inlines: &Value) -> Option<Text> {
    let Value::List(runs) = inlines else { return None };
    let mut line = TextBuilder::new();
    for run in runs.iter() {
        let text = if let Value::Text(_) = run { run.clone() } else { field(run, "text") };
        if let Value::Text(text) = text {
            line.push(without_macros(&text).as_str(), false);
        }
    }
    let line = line.finish();
    (!line.as_str().trim().is_empty()).then_some(line)
}

/// What images show, as far as the card says.
fn gather_images(value: &Value, lines: &mut Vec<Text>) {
    match value {
        Value::List(items) => items.iter().for_each(|item| gather_images(item, lines)),
        Value::Map(_) | Value::Record(_) => match field(value, "altText") {
            Value::Text(text) if !text.as_str().trim().is_empty() => {
                lines.push(Text::data(text.as_str()));
            }
            _ => {
                for part in ["body", "items", "columns", "images"] {
                    gather_images(&field(value, part), lines);
                }
            }
        },
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{card_text, fallback_text, render};
    use crate::value::{Text, TextBuilder, Value};
    use serde_json::json;

    fn mixed(own: &str, data: &str) -> Text {
        let mut text = TextBuilder::new();
        text.push(own, true);
        text.push(data, false);
        text.finish()
    }

    #[test]
    fn data_forges_nothing() {
        let check = |text: Text, expected: &str| assert_eq!(card_text(&text), expected);
        check(mixed("**Hi** ", "*x* [a](b)"), r"**Hi** \*x\* \[a\]\(b\)");
        check(Text::data("- a\n1. b\n2x"), "\\- a\n1\\. b\n2x");
        check(Text::data("a | b\n |--|--|"), "a | b\n \\|--|--|");
        check(Text::data("{{DATE(x)}}"), "{\u{2060}{DATE\\(x\\)}}");
        check(Text::own("{{DATE(x)}}"), "{{DATE(x)}}");
    }

    #[test]
    fn json_from_outside_starts_no_action() {
        let check = |own: Value, expected: serde_json::Value| {
            let submit = Value::map([
                ("type", Value::own("Action.Submit")),
                ("data", Value::map([("k", Value::data("v")), ("wbot", own)])),
            ]);
            assert_eq!(render(&submit).unwrap()["data"], expected);
        };
        let args = || ("args", Value::map([("id", Value::Int(1))]));
        let own = Value::map([("action", Value::own("decide")), args()]);
        check(own, json!({ "k": "v", "wbot": { "action": "decide", "args": { "id": 1 } } }));
        check(Value::map([("action", Value::data("decide")), args()]), json!({ "k": "v" }));
        check(Value::map([("action", Value::list(Vec::new()))]), json!({ "k": "v" }));
        check(Value::map([("choice", Value::Int(1))]), json!({ "k": "v" }));
        check(Value::map([] as [(&str, Value); 0]), json!({ "k": "v", "wbot": {} }));
    }

    #[test]
    fn a_card_becomes_json_and_text() {
        let block = Value::map([
            ("type", Value::own("TextBlock")),
            ("text", Value::Text(mixed("From ", "*Ann*"))),
            ("color", Value::None),
        ]);
        let fact = Value::map([("title", Value::own("Cost")), ("value", Value::data("*5*"))]);
        let facts = Value::map([("type", Value::own("FactSet")), ("facts", Value::list(vec![fact]))]);
        let card = Value::map([("body", Value::list(vec![block, facts]))]);
        let expected = json!({ "body": [
            { "type": "TextBlock", "text": r"From \*Ann\*" },
            { "type": "FactSet", "facts": [{ "title": "Cost", "value": "*5*" }] },
        ] });
        assert_eq!(render(&card), Ok(expected));
        assert_eq!(fallback_text(&card).as_str(), "From *Ann*\n\nCost: *5*");
        let stamp = "On {{DATE(2026-01-05T09:30:00+01:00, SHORT)}} at {{TIME(2026-01-05T09:30:00Z)}}.";
        let block = Value::map([("type", Value::own("TextBlock")), ("text", Value::own(stamp))]);
        assert_eq!(fallback_text(&block).as_str(), "On 5 January 2026 at 09:30.");
    }
}

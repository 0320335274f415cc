//! Values of properties: the right JSON type, then what it says.

use super::defect::Severity;
use super::ecma;
use super::place::Wrong;
use super::rules;
use crate::cards::schema::{Kind, Property, newer_word};
use crate::cards::sketch::{Sketch, SketchKind};
use crate::diagnostics::nearest;
use serde_json::{Number, Value as Json};

/// A property that is looked at.
#[derive(Clone, Copy)]
pub(super) struct Seen<'s> {
    /// The JSON type of what has it.
    pub(super) of: &'static str,
    /// Its name in JSON.
    pub(super) json: &'s str,
    /// Its name in words: as the author wrote it.
    pub(super) name: &'s str,
    /// Whether a `${...}` is what a template has left.
    pub(super) templates: bool,
}

/// The name of a property in words: as the author wrote it, or without a mark where nobody wrote one.
pub(super) fn name_of(json: &str, written: Option<&str>) -> String {
    match written {
        Some(written) => format!("`{written}`"),
        None => format!("the {json}"),
    }
}

/// What is wrong with the value of a property; nothing if that is not known yet.
pub(super) fn wrong(seen: Seen<'_>, property: &Property, value: &Sketch) -> Option<Wrong> {
    if matches!(value.kind, SketchKind::Open) {
        return None;
    }
    let name = seen.name;
    let text = |rule: fn(Seen<'_>, &str) -> Option<Wrong>| {
        expect(name, value, "text").or_else(|| value.text().and_then(|text| rule(seen, text)))
    };
    match property.kind {
        Kind::Markdown | Kind::Plain => text(template),
        Kind::Url => expect(name, value, "text").or_else(|| url(seen, value)),
        Kind::Color => text(color),
        // The schema takes null for the target of a toggle.
        Kind::Bool if seen.of == "TargetElement" && matches!(value.kind, SketchKind::Null) => None,
        Kind::Bool => expect(name, value, "bool"),
        Kind::Count => expect(name, value, "count"),
        Kind::Number => expect(name, value, "number"),
        Kind::Date => text(date),
        Kind::Time => text(time),
        Kind::Word(words) => word(seen, words, value),
        Kind::Length(words) => expect(name, value, "text").or_else(|| length(seen, words, value.text()?)),
        Kind::Width => width(seen, value),
        Kind::Regex => text(regex),
        Kind::Version => text(version),
        Kind::Requires => match &value.kind {
            SketchKind::Object(needs) => needs.iter().find_map(|need| expect(name, &need.value, "text")),
            _ => expect(name, value, "object"),
        },
        Kind::Data => match value.kind {
            SketchKind::Object(_) | SketchKind::Text(_) => None,
            _ => expect(name, value, "object"),
        },
        Kind::Press | Kind::One(_) | Kind::Many(_) | Kind::Fallback => None,
    }
}

/// What a value is, with its article.
fn named(value: &Sketch) -> String {
    match &value.kind {
        SketchKind::Null => "null".to_owned(),
        SketchKind::Bool(value) => format!("the bool `{value}`"),
        SketchKind::Number(value) => format!("the number `{value}`"),
        SketchKind::Text(words) => match words.whole() {
            Some(text) => format!("the text {}", quoted(text)),
            None => "a text".to_owned(),
        },
        SketchKind::List(_) => "a list".to_owned(),
        SketchKind::Object(_) => "an object".to_owned(),
        SketchKind::Either(_) | SketchKind::Open => "something else".to_owned(),
    }
}

/// A text in quotes, the beginning of a long one.
pub(super) fn quoted(text: &str) -> String {
    const SHOWN: usize = 40;
    let short: String = text.chars().take(SHOWN).collect();
    let more = if short.len() < text.len() { "..." } else { "" };
    format!("{}{more}", Json::String(short))
}

fn is_whole(number: &Number) -> bool {
    number.as_u64().is_some() || number.as_f64().is_some_and(|it| it >= 0.0 && it.fract() == 0.0)
}

/// A value of the wrong JSON type. `name`: what it is the value of, in words.
pub(super) fn expect(name: &str, value: &Sketch, wanted: &str) -> Option<Wrong> {
    use SketchKind::{Bool, Either, List, Null, Number, Object, Open, Text};
    let (fits, noun) = match wanted {
        "text" => (matches!(value.kind, Text(_)), "a text"),
        "bool" => (matches!(value.kind, Bool(_)), "`true` or `false`"),
        "count" => (matches!(&value.kind, Number(number) if is_whole(number)), "a whole number, 0 or more"),
        "number" => (matches!(value.kind, Number(_)), "a number"),
        "list" => (matches!(value.kind, List(_)), "a list"),
        _ => (matches!(value.kind, Object(_)), "an object"),
    };
    if fits || matches!(value.kind, Open | Either(_)) {
        return None;
    }
    let text = value.text().unwrap_or_default();
    let help = match (wanted, &value.kind) {
        (_, Null) => "leave it out".to_owned(),
        ("text", Number(number)) => format!("write it in quotes: `\"{number}\"`"),
        ("text", Bool(flag)) => format!("write it in quotes: `\"{flag}\"`"),
        ("bool", Text(_)) if ["true", "false"].contains(&text.to_lowercase().as_str()) => {
            format!("write it without quotes: `{}`", text.to_lowercase())
        }
        ("number" | "count", Text(_)) if text.parse::<f64>().is_ok() => {
            format!("write it without quotes: `{text}`")
        }
        ("list", Object(_)) => "put it into brackets: `[{ ... }]`".to_owned(),
        ("count", Number(_)) => "write a whole number, or leave it out".to_owned(),
        _ => format!("write {noun}"),
    };
    let message = format!("{name} is {}, it must be {noun}", named(value));
    Some(Wrong::new(&rules::WRONG_TYPE, message, help))
}

/// `${...}` that nothing has filled in.
pub(super) fn template(seen: Seen<'_>, text: &str) -> Option<Wrong> {
    if !seen.templates {
        return None;
    }
    let open = text.find("${")?;
    let close = text.get(open..)?.find('}')?;
    let hole = text.get(open..=open + close)?;
    Some(Wrong::new(
        &rules::UNEXPANDED_TEMPLATE,
        format!("`{hole}` of a template is still there: it would be shown as it is"),
        "fill it in: a template is used by `card x(p: T) from \"./x.card.json\"`",
    ))
}

/// The same where it breaks the card.
fn breaking_template(seen: Seen<'_>, text: &str) -> Option<Wrong> {
    template(seen, text).map(|wrong| wrong.weighs(Severity::Error))
}

fn url(seen: Seen<'_>, value: &Sketch) -> Option<Wrong> {
    let SketchKind::Text(words) = &value.kind else { return None };
    let known = words.whole();
    // What is known of an address with holes is how it begins.
    let text = known.unwrap_or(words.start());
    if let Some(wrong) = known.and_then(|text| breaking_template(seen, text)) {
        return Some(wrong);
    }
    let lower = text.trim().to_ascii_lowercase();
    let scheme = ["https://", "http://"].iter().find(|scheme| lower.starts_with(**scheme));
    let host = scheme.and_then(|scheme| lower.strip_prefix(scheme));
    if host.is_some_and(|host| host.starts_with(|first: char| first.is_alphanumeric() || first == '[')) {
        return None;
    }
    let image = seen.of != "Action.OpenUrl" || seen.json == "iconUrl";
    let all: &[&str] = if image { &["https://", "http://", "data:image/"] } else { &["https://", "http://"] };
    if known.is_none() && (host == Some("") || all.iter().any(|scheme| scheme.starts_with(&lower))) {
        return None;
    }
    if image && lower.starts_with("data:image/") {
        return Some(Wrong::new(
            &rules::DATA_URI,
            "an image as `data:` counts fully into the size of the card, and may not be drawn",
            "put it on a server, and give its address",
        ));
    }
    let more = if known.is_none() { " and more" } else { "" };
    Some(Wrong::new(
        &rules::BAD_URL,
        format!("{} is {}{more}, which is no absolute http address", seen.name, quoted(text)),
        "begin it with `https://`",
    ))
}

fn color(seen: Seen<'_>, text: &str) -> Option<Wrong> {
    let digits = text.strip_prefix('#').unwrap_or_default();
    if [6, 8].contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    Some(Wrong::new(
        &rules::BAD_COLOR,
        format!("{} is {}, which is no colour", seen.name, quoted(text)),
        "write `\"#RRGGBB\"`, or `\"#AARRGGBB\"` with the opacity first",
    ))
}

fn date(seen: Seen<'_>, text: &str) -> Option<Wrong> {
    let shaped = text.len() == 10 && text.bytes().filter(|byte| *byte == b'-').count() == 2;
    if text.is_empty() || (shaped && text.parse::<jiff::civil::Date>().is_ok()) {
        return None;
    }
    let message = format!("{} is {}, which clients can't read as a date", seen.name, quoted(text));
    template(seen, text).or_else(|| Some(Wrong::new(&rules::BAD_DATE, message, "write it as `YYYY-MM-DD`")))
}

fn time(seen: Seen<'_>, text: &str) -> Option<Wrong> {
    let shaped = text.len() == 5 && text.as_bytes().get(2) == Some(&b':');
    if text.is_empty() || (shaped && text.parse::<jiff::civil::Time>().is_ok()) {
        return None;
    }
    let message = format!("{} is {}, which clients can't read as a time", seen.name, quoted(text));
    let help = "write it as `HH:MM`, with 24 hours";
    template(seen, text).or_else(|| Some(Wrong::new(&rules::BAD_TIME, message, help)))
}

fn word(seen: Seen<'_>, words: &[&str], value: &Sketch) -> Option<Wrong> {
    // The schema takes null for the style of what holds others.
    if matches!(value.kind, SketchKind::Null)
        && seen.json == "style"
        && ["Container", "ColumnSet", "Column"].contains(&seen.of)
    {
        return None;
    }
    if let Some(wrong) = expect(seen.name, value, "text") {
        return Some(wrong);
    }
    let text = value.text()?;
    if words.iter().any(|word| word.eq_ignore_ascii_case(text)) {
        return None;
    }
    if let Some(wrong) = breaking_template(seen, text) {
        return Some(wrong);
    }
    if let Some(newer) = newer_word(seen.of, text) {
        let message =
            format!("{} {} came with version {}, Webex takes 1.3", seen.name, quoted(text), newer.version);
        return Some(Wrong::new(&rules::VERSION_TOO_NEW, message, newer.instead));
    }
    let help = match nearest(text, words.iter().copied()) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => format!("it is one of {}", listed(words)),
    };
    Some(Wrong::new(&rules::BAD_ENUM, format!("{} can't be {}", seen.name, quoted(text)), help))
}

fn listed(words: &[&str]) -> String {
    words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ")
}

/// Whether a text is `50px`.
fn is_pixels(text: &str) -> bool {
    let Some(digits) = text.trim().strip_suffix("px").map(str::trim) else { return false };
    digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && digits.parse::<f64>().is_ok()
}

fn length(seen: Seen<'_>, words: &[&str], text: &str) -> Option<Wrong> {
    if is_pixels(text) || words.iter().any(|word| word.eq_ignore_ascii_case(text)) {
        return None;
    }
    let help = match text.parse::<u32>() {
        Ok(number) => format!("write `\"{number}px\"`"),
        Err(_) if words.is_empty() => "write `\"50px\"`".to_owned(),
        Err(_) => format!("write `\"50px\"`, or one of {}", listed(words)),
    };
    let message = format!("{} is {}: clients leave it out of account", seen.name, quoted(text));
    template(seen, text).or_else(|| Some(Wrong::new(&rules::BAD_LENGTH, message, help)))
}

fn width(seen: Seen<'_>, value: &Sketch) -> Option<Wrong> {
    let text = match &value.kind {
        SketchKind::Number(number) if number.as_f64().is_some_and(|weight| weight >= 0.0) => return None,
        SketchKind::Number(number) => {
            return Some(Wrong::new(
                &rules::BAD_WIDTH,
                format!("a width of {number} is below nothing"),
                "write a weight, such as 1",
            ));
        }
        SketchKind::Text(words) => words.whole()?,
        _ => return expect(seen.name, value, "text"),
    };
    let known = ["auto", "stretch"].iter().any(|word| word.eq_ignore_ascii_case(text.trim()));
    // A weight in quotes is read by all clients.
    if known || is_pixels(text) || text.trim().parse::<f64>().is_ok_and(|weight| weight >= 0.0) {
        return None;
    }
    if let Some(wrong) = breaking_template(seen, text) {
        return Some(wrong);
    }
    let help = match nearest(text, ["auto", "stretch"]) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => "write \"auto\", \"stretch\", a weight such as 2, or \"50px\"".to_owned(),
    };
    Some(Wrong::new(&rules::BAD_WIDTH, format!("a column can't have the width {}", quoted(text)), help))
}

fn regex(_: Seen<'_>, text: &str) -> Option<Wrong> {
    let problem = ecma::problem(text)?;
    let message = format!("the regex {} does not compile: {problem}", quoted(text));
    Some(Wrong::new(&rules::BAD_REGEX, message, "mend it, or leave it out"))
}

fn version(_: Seen<'_>, text: &str) -> Option<Wrong> {
    let mut numbers = text.split('.').map(|part| part.parse::<u32>().ok());
    let (Some(Some(major)), Some(minor)) = (numbers.next(), numbers.next().unwrap_or(Some(0))) else {
        return Some(Wrong::new(
            &rules::BAD_VERSION,
            format!("{} is no version", quoted(text)),
            "write \"1.3\"",
        ));
    };
    if (major, minor) > (1, 3) {
        return Some(Wrong::new(
            &rules::VERSION_TOO_NEW,
            format!("the card says version {text}, Webex takes 1.3: clients show only its fallback"),
            "write \"1.3\", and use nothing newer",
        ));
    }
    let bad = Wrong::new(&rules::BAD_VERSION, format!("there is no version {text}"), "write \"1.3\"");
    (major != 1).then_some(bad)
}

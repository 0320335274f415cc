//! Values of properties: the right JSON type, then what it says.

use super::defect::Severity;
use super::ecma;
use super::rules::{self, Rule};
use crate::cards::schema::{Kind, Property, newer_word};
use crate::diagnostics::nearest;
use serde_json::Value as Json;

/// What is wrong with a value: the rule, how bad it is, what is wrong, what to do.
pub(super) type Wrong = (&'static Rule, Severity, String, String);

#[expect(clippy::unnecessary_wraps, reason = "all that call it give an `Option`")]
fn error(rule: &'static Rule, message: String, help: impl Into<String>) -> Option<Wrong> {
    Some((rule, rule.severity, message, help.into()))
}

/// What is wrong with the value of a property of a `of`.
pub(super) fn wrong(of: &str, property: &Property, value: &Json) -> Option<Wrong> {
    let name = property.json;
    match property.kind {
        Kind::Markdown | Kind::Plain => expect(name, value, "text").or_else(|| template(value)),
        Kind::Url => expect(name, value, "text").or_else(|| url(of, name, value)),
        Kind::Color => expect(name, value, "text").or_else(|| color(name, value)),
        // The schema takes null for the target of a toggle.
        Kind::Bool if of == "TargetElement" && value.is_null() => None,
        Kind::Bool => expect(name, value, "bool"),
        Kind::Count => expect(name, value, "count"),
        Kind::Number => expect(name, value, "number"),
        Kind::Date => expect(name, value, "text").or_else(|| date(name, value)),
        Kind::Time => expect(name, value, "text").or_else(|| time(name, value)),
        Kind::Word(words) => word((of, name), words, value),
        Kind::Length(words) => length((of, name), words, value),
        Kind::Width => width(value),
        Kind::Regex => expect(name, value, "text").or_else(|| regex(value)),
        Kind::Version => expect(name, value, "text").or_else(|| version(value)),
        Kind::Requires => match value {
            Json::Object(needs) => needs.values().find_map(|need| expect(name, need, "text")),
            _ => expect(name, value, "object"),
        },
        Kind::Data => match value {
            Json::Object(_) | Json::String(_) => None,
            _ => expect(name, value, "object"),
        },
        Kind::Press | Kind::One(_) | Kind::Many(_) | Kind::Fallback => None,
    }
}

/// What a value is, with its article.
fn named(value: &Json) -> String {
    match value {
        Json::Null => "null".to_owned(),
        Json::Bool(value) => format!("the bool `{value}`"),
        Json::Number(value) => format!("the number `{value}`"),
        Json::String(value) => format!("the text {}", quoted(value)),
        Json::Array(_) => "a list".to_owned(),
        Json::Object(_) => "an object".to_owned(),
    }
}

/// A text in quotes, the beginning of a long one.
pub(super) fn quoted(text: &str) -> String {
    const SHOWN: usize = 40;
    let short: String = text.chars().take(SHOWN).collect();
    let more = if short.len() < text.len() { "..." } else { "" };
    format!("{}{more}", Json::String(short))
}

/// A value of the wrong JSON type.
pub(super) fn expect(name: &str, value: &Json, wanted: &str) -> Option<Wrong> {
    let whole = |value: &Json| {
        value.as_u64().is_some() || value.as_f64().is_some_and(|it| it >= 0.0 && it.fract() == 0.0)
    };
    let (fits, noun) = match wanted {
        "text" => (value.is_string(), "a text"),
        "bool" => (value.is_boolean(), "`true` or `false`"),
        "count" => (whole(value), "a whole number"),
        "number" => (value.is_number(), "a number"),
        "list" => (value.is_array(), "a list"),
        _ => (value.is_object(), "an object"),
    };
    if fits {
        return None;
    }
    let help = match (wanted, value) {
        (_, Json::Null) => "leave it out".to_owned(),
        ("text", Json::Number(_) | Json::Bool(_)) => format!("write it in quotes: `\"{value}\"`"),
        ("bool", Json::String(text)) if ["true", "false"].contains(&text.to_lowercase().as_str()) => {
            format!("write it without quotes: `{}`", text.to_lowercase())
        }
        ("number" | "count", Json::String(text)) if text.parse::<f64>().is_ok() => {
            format!("write it without quotes: `{text}`")
        }
        ("list", Json::Object(_)) => "put it into brackets: `[{ ... }]`".to_owned(),
        _ => format!("write {noun}"),
    };
    error(&rules::WRONG_TYPE, format!("`{name}` is {}, it must be {noun}", named(value)), help)
}

/// `${...}` that nothing has filled in.
fn template(value: &Json) -> Option<Wrong> {
    let text = value.as_str()?;
    let open = text.find("${")?;
    let close = text.get(open..)?.find('}')?;
    let hole = text.get(open..=open + close)?;
    error(
        &rules::UNEXPANDED_TEMPLATE,
        format!("`{hole}` of a template is still there: it would be shown as it is"),
        "fill it in: a template is used by `card x(p: T) from \"./x.card.json\"`",
    )
}

fn url(of: &str, name: &str, value: &Json) -> Option<Wrong> {
    let text = value.as_str()?;
    if let Some((rule, _, message, help)) = template(value) {
        return Some((rule, Severity::Error, message, help));
    }
    let lower = text.trim().to_ascii_lowercase();
    let host = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    if host.is_some_and(|host| host.starts_with(|first: char| first.is_alphanumeric() || first == '[')) {
        return None;
    }
    let image = of != "Action.OpenUrl" || name == "iconUrl";
    if image && lower.starts_with("data:image/") {
        return error(
            &rules::DATA_URI,
            "an image as `data:` counts fully into the size of the card, and may not be drawn".to_owned(),
            "put it on a server, and give its address",
        );
    }
    error(
        &rules::BAD_URL,
        format!("`{name}` is {}, which is no absolute http address", quoted(text)),
        "begin it with `https://`",
    )
}

fn color(name: &str, value: &Json) -> Option<Wrong> {
    let text = value.as_str()?;
    let digits = text.strip_prefix('#').unwrap_or_default();
    if [6, 8].contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    error(
        &rules::BAD_COLOR,
        format!("`{name}` is {}, which is no colour", quoted(text)),
        "write `\"#RRGGBB\"`, or `\"#AARRGGBB\"` with the opacity first",
    )
}

fn date(name: &str, value: &Json) -> Option<Wrong> {
    let text = value.as_str()?;
    let shaped = text.len() == 10 && text.bytes().filter(|byte| *byte == b'-').count() == 2;
    if text.is_empty() || (shaped && text.parse::<jiff::civil::Date>().is_ok()) {
        return None;
    }
    template(value).or_else(|| {
        error(
            &rules::BAD_DATE,
            format!("`{name}` is {}, which clients can't read as a date", quoted(text)),
            "write it as `YYYY-MM-DD`",
        )
    })
}

fn time(name: &str, value: &Json) -> Option<Wrong> {
    let text = value.as_str()?;
    let shaped = text.len() == 5 && text.as_bytes().get(2) == Some(&b':');
    if text.is_empty() || (shaped && text.parse::<jiff::civil::Time>().is_ok()) {
        return None;
    }
    template(value).or_else(|| {
        error(
            &rules::BAD_TIME,
            format!("`{name}` is {}, which clients can't read as a time", quoted(text)),
            "write it as `HH:MM`, with 24 hours",
        )
    })
}

fn word((of, name): (&str, &str), words: &[&str], value: &Json) -> Option<Wrong> {
    // The schema takes null for the style of what holds others.
    if value.is_null() && name == "style" && ["Container", "ColumnSet", "Column"].contains(&of) {
        return None;
    }
    let Some(text) = value.as_str() else { return expect(name, value, "text") };
    if words.iter().any(|word| word.eq_ignore_ascii_case(text)) {
        return None;
    }
    if let Some((rule, _, message, help)) = template(value) {
        return Some((rule, Severity::Error, message, help));
    }
    if let Some(newer) = newer_word(of, text) {
        return error(
            &rules::VERSION_TOO_NEW,
            format!("the {name} {} came with version {}, Webex takes 1.3", quoted(text), newer.version),
            newer.instead,
        );
    }
    let help = match nearest(text, words.iter().copied()) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => format!("it is one of {}", listed(words)),
    };
    error(&rules::BAD_ENUM, format!("`{name}` can't be {}", quoted(text)), help)
}

fn listed(words: &[&str]) -> String {
    words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ")
}

/// The pixels of `50px`.
pub(super) fn pixels(text: &str) -> Option<f64> {
    let digits = text.trim().strip_suffix("px")?.trim();
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if plain { digits.parse().ok() } else { None }
}

fn length((of, name): (&str, &str), words: &[&str], value: &Json) -> Option<Wrong> {
    let Some(text) = value.as_str() else { return expect(name, value, "text") };
    if pixels(text).is_some() || words.iter().any(|word| word.eq_ignore_ascii_case(text)) {
        return None;
    }
    let help = match text.parse::<u32>() {
        Ok(number) => format!("write `\"{number}px\"`"),
        Err(_) if words.is_empty() => "write `\"50px\"`".to_owned(),
        Err(_) => format!("write `\"50px\"`, or one of {}", listed(words)),
    };
    template(value).or_else(|| {
        let message = format!("`{name}` of {of} is {}: clients leave it out of account", quoted(text));
        error(&rules::BAD_LENGTH, message, help)
    })
}

fn width(value: &Json) -> Option<Wrong> {
    let text = match value {
        Json::Number(number) if number.as_f64().is_some_and(|weight| weight >= 0.0) => return None,
        Json::String(text) => text,
        Json::Number(_) => {
            return error(
                &rules::BAD_WIDTH,
                format!("a width of {value} is below nothing"),
                "write a weight, such as 1",
            );
        }
        _ => return expect("width", value, "text"),
    };
    let known = ["auto", "stretch"].iter().any(|word| word.eq_ignore_ascii_case(text.trim()));
    // A weight in quotes is read by all clients.
    if known || pixels(text).is_some() || text.trim().parse::<f64>().is_ok_and(|weight| weight >= 0.0) {
        return None;
    }
    if let Some((rule, _, message, help)) = template(value) {
        return Some((rule, Severity::Error, message, help));
    }
    let help = match nearest(text, ["auto", "stretch"]) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => "write \"auto\", \"stretch\", a weight such as 2, or \"50px\"".to_owned(),
    };
    error(&rules::BAD_WIDTH, format!("a column can't have the width {}", quoted(text)), help)
}

fn regex(value: &Json) -> Option<Wrong> {
    let text = value.as_str()?;
    match ecma::problem(text) {
        None => None,
        Some(problem) => error(
            &rules::BAD_REGEX,
            format!("the regex {} does not compile: {problem}", quoted(text)),
            "mend it, or leave it out",
        ),
    }
}

fn version(value: &Json) -> Option<Wrong> {
    let text = value.as_str()?;
    let mut numbers = text.split('.').map(|part| part.parse::<u32>().ok());
    let (Some(Some(major)), minor) = (numbers.next(), numbers.next().unwrap_or(Some(0))) else {
        return error(&rules::BAD_VERSION, format!("{} is no version", quoted(text)), "write \"1.3\"");
    };
    let Some(minor) = minor else {
        return error(&rules::BAD_VERSION, format!("{} is no version", quoted(text)), "write \"1.3\"");
    };
    if (major, minor) > (1, 3) {
        return error(
            &rules::VERSION_TOO_NEW,
            format!("the card says version {text}, Webex takes 1.3: clients show only its fallback"),
            "write \"1.3\", and use nothing newer",
        );
    }
    if major != 1 {
        return error(&rules::BAD_VERSION, format!("there is no version {text}"), "write \"1.3\"");
    }
    None
}

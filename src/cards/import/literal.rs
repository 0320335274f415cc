//! Texts, numbers and JSON as a script writes them.

use serde_json::{Number, Value as Json};
use std::fmt::Write as _;

/// A text in quotes, with no hole in it.
pub(super) fn text(value: &str) -> String {
    let mut out = String::with_capacity(value.len() + 2);
    out.push('"');
    for char in value.chars() {
        match char {
            '"' | '\\' | '{' => {
                out.push('\\');
                out.push(char);
            }
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // What nobody sees in an editor.
            char if char.is_control() || is_invisible(char) => {
                // Writing to a text cannot fail.
                let _ = write!(out, "\\u{{{:x}}}", u32::from(char));
            }
            char => out.push(char),
        }
    }
    out.push('"');
    out
}

/// Characters that change the order of others, or take no room.
fn is_invisible(char: char) -> bool {
    matches!(char, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// A number, in a form without an exponent.
pub(super) fn number(value: &Number) -> String {
    match (value.as_i64(), value.as_f64()) {
        (Some(whole), _) => whole.to_string(),
        (None, Some(float)) => {
            let plain = float.to_string();
            if plain.contains('.') { plain } else { format!("{plain}.0") }
        }
        (None, None) => value.to_string(),
    }
}

/// JSON as a value of a script.
pub(super) fn json(value: &Json) -> String {
    match value {
        Json::Null => "none".to_owned(),
        Json::Bool(value) => value.to_string(),
        Json::Number(value) => number(value),
        Json::String(value) => text(value),
        Json::Array(items) => {
            format!("[{}]", items.iter().map(json).collect::<Vec<_>>().join(", "))
        }
        Json::Object(fields) if fields.is_empty() => "{}".to_owned(),
        Json::Object(fields) => {
            let fields: Vec<String> =
                fields.iter().map(|(name, value)| format!("{}: {}", text(name), json(value))).collect();
            format!("{{ {} }}", fields.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{json, text};
    use serde_json::json as value;

    #[test]
    fn nothing_is_lost_or_read_as_something_else() {
        assert_eq!(text("{{DATE(x)}} \"\\\n\u{1}\u{200b}"), r#""\{\{DATE(x)}} \"\\\n\u{1}\u{200b}""#);
        let found =
            json(&value!({ "a b": [1, -2.5, 1e20, 18_446_744_073_709_551_615_u64], "c": {}, "d": null }));
        assert_eq!(
            found,
            r#"{ "a b": [1, -2.5, 100000000000000000000.0, 18446744073709552000.0], "c": {}, "d": none }"#
        );
    }
}

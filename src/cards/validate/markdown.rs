//! Markdown that clients draw as it is written: they know bold, italic, lists and links.

use super::defect::Severity;

/// What the text uses that is not drawn, and how bad that is.
pub(super) fn unsupported(text: &str) -> Option<(Severity, String, &'static str)> {
    let mut used: Vec<&str> = Vec::new();
    let mut lost = false;
    let lines: Vec<&str> = text.lines().collect();
    let before = |at: usize| at.checked_sub(1).and_then(|at| lines.get(at));
    if lines
        .iter()
        .enumerate()
        .any(|(at, line)| is_delimiter(line) && before(at).is_some_and(|it| it.contains('|')))
    {
        used.push("a table");
        lost = true;
    }
    if has_image(text) {
        used.push("an image");
        lost = true;
    }
    if lines.iter().any(|line| is_heading(line)) {
        used.push("a heading");
    }
    if text.matches('`').count() >= 2 {
        used.push("code");
    }
    if lines.iter().any(|line| line.starts_with("> ")) {
        used.push("a quote");
    }
    if ["<br", "<b>", "<i>", "<a ", "<p>", "<ul>", "<li>"].iter().any(|tag| text.contains(tag)) {
        used.push("HTML");
    }
    let (last, rest) = used.split_last()?;
    let list = if rest.is_empty() { (*last).to_owned() } else { format!("{} and {last}", rest.join(", ")) };
    let severity = if lost { Severity::Error } else { Severity::Warning };
    let help = if lost {
        "use columns or facts for a table, an image of its own for an image"
    } else {
        "use bold, italic, lists and links; `size` and `weight` for a heading, `fontType` for code"
    };
    Some((severity, format!("the text has {list}, which clients of Webex show as they are written"), help))
}

/// `| --- | :-: |`
fn is_delimiter(line: &str) -> bool {
    let line = line.trim();
    line.contains('|') && line.contains("--") && line.bytes().all(|byte| b"|-: ".contains(&byte))
}

fn is_heading(line: &str) -> bool {
    let rest = line.trim_start_matches('#');
    (1..=6).contains(&(line.len() - rest.len())) && rest.starts_with(' ')
}

/// `![title](url)`
fn has_image(text: &str) -> bool {
    text.match_indices("![").any(|(at, _)| {
        let escaped = at > 0 && text.as_bytes().get(at - 1) == Some(&b'\\');
        let rest = text.get(at..).unwrap_or_default();
        !escaped
            && rest.find("](").is_some_and(|close| rest.get(close..).is_some_and(|rest| rest.contains(')')))
    })
}

#[cfg(test)]
mod tests {
    use super::unsupported;
    use crate::cards::validate::Severity;

    #[test]
    fn what_clients_do_not_draw() {
        let check = |text: &str, expected: Option<(Severity, &str)>| {
            let found = unsupported(text);
            match expected {
                None => assert_eq!(found, None, "{text}"),
                Some((severity, part)) => {
                    let (found, message, _) = found.unwrap();
                    assert!(found == severity && message.contains(part), "{text}: {message}");
                }
            }
        };
        check("**a** _b_ [c](https://x)\n- d\n1. e", None);
        check("#1 in sales, a | b, {{DATE(x)}}", None);
        check("# Title", Some((Severity::Warning, "a heading")));
        check("use `ls`", Some((Severity::Warning, "code")));
        check("a | b\n--|--\n1 | 2", Some((Severity::Error, "a table")));
        check("see ![logo](https://x/y.png)", Some((Severity::Error, "an image")));
        check("# T\n> q\n`x`", Some((Severity::Warning, "a heading, code and a quote")));
    }
}

//! Yes or no, as people answer a question.

use crate::pattern::fold::fold;

/// Words that say yes, as the first word of an answer.
const YES: [&str; 20] = [
    "yes",
    "y",
    "yeah",
    "yep",
    "yup",
    "ya",
    "sure",
    "ok",
    "okay",
    "confirm",
    "confirmed",
    "affirmative",
    "true",
    "absolutely",
    "certainly",
    "definitely",
    "please",
    "agreed",
    "go",
    "do",
];
/// Words that say no, as the first word of an answer.
const NO: [&str; 12] =
    ["no", "n", "nope", "nah", "not", "never", "don't", "dont", "negative", "false", "stop", "abort"];

/// What `yes please`, `No.`, `👍` mean; nothing for what is neither.
#[must_use]
pub fn read_confirmation(typed: &str) -> Option<bool> {
    let folded = fold(typed.trim());
    if folded.starts_with('👍') {
        return Some(true);
    }
    if folded.starts_with('👎') {
        return Some(false);
    }
    let first = folded
        .split(|letter: char| !letter.is_alphanumeric() && letter != '\'')
        .find(|word| !word.is_empty())?;
    // "go" and "do" say yes only in "go ahead", "go for it", "do it".
    let second = folded.split_whitespace().nth(1).unwrap_or_default();
    match first {
        "go" => (second.starts_with("ahead") || second == "for" || folded.trim() == "go").then_some(true),
        "do" if second.starts_with("not") => Some(false),
        "do" => second.starts_with("it").then_some(true),
        first if YES.contains(&first) => Some(true),
        first if NO.contains(&first) => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::read_confirmation;

    #[test]
    fn yes_no_and_neither() {
        let check = |typed: &str, meant: Option<bool>| assert_eq!(read_confirmation(typed), meant, "{typed}");
        for typed in ["yes", "Yes!", "yes please", "Y", "sure, go on", "OK", "do it", "go ahead", "👍"] {
            check(typed, Some(true));
        }
        for typed in ["no", "No.", "nope", "don’t", "do not", "not now", "👎", "no thanks"] {
            check(typed, Some(false));
        }
        for typed in ["", "maybe", "go away", "what?", "yesterday", "north"] {
            check(typed, None);
        }
    }
}

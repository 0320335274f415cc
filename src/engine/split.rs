//! Cuts a text that is too long for one message, at paragraphs where that is possible.

/// Fences of code: a part that ends within one closes it, the next part opens it again.
const FENCE: &str = "```";

/// The parts of `markdown`, each of at most `bytes_max` bytes and none of them blank; none where there
/// is nothing to say.
pub(super) fn split(markdown: &str, bytes_max: usize) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = markdown.trim_end();
    // The line that opened the fence which the rest begins in.
    let mut opened: Option<String> = None;
    while !rest.trim().is_empty() {
        let prefix = opened.as_ref().map(|line| format!("{line}\n")).unwrap_or_default();
        if prefix.len() + rest.len() <= bytes_max {
            parts.push(prefix + rest);
            break;
        }
        // Room for the fence that is opened again and for closing it.
        let room = bytes_max.saturating_sub(prefix.len() + FENCE.len() + 1).max(1);
        let (part, after) = rest.split_at(cut(rest, room));
        let open_after = fence_after(part, opened.clone());
        let mut text = prefix + part.trim_end();
        if open_after.is_some() {
            text.push('\n');
            text.push_str(FENCE);
        }
        if !text.trim().is_empty() {
            parts.push(text);
        }
        opened = open_after;
        rest = if opened.is_some() { after.trim_start_matches('\n') } else { after.trim_start() };
    }
    parts
}

/// Where to cut `text` so that at most `room` bytes come before: after a paragraph, else a line, else a
/// word, if that leaves a part that is not too small, else between two characters.
fn cut(text: &str, room: usize) -> usize {
    let end = floor(text, room);
    let head = text.get(..end).unwrap_or(text);
    let late_enough = |at: &usize| *at > end / 4;
    let after = |mark: &str| head.rfind(mark).map(|at| at + mark.len()).filter(late_enough);
    let at = after("\n\n").or_else(|| after("\n")).or_else(|| after(" ")).unwrap_or(end);
    // One character at least, however little room there is.
    at.max(text.chars().next().map_or(1, char::len_utf8))
}

/// The largest character boundary that is not beyond `at`.
fn floor(text: &str, at: usize) -> usize {
    if at >= text.len() {
        return text.len();
    }
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// The opening line of the fence that is open after `part`, where `open` was open before.
fn fence_after(part: &str, mut open: Option<String>) -> Option<String> {
    for line in part.lines() {
        let line = line.trim();
        if line.starts_with(FENCE) {
            open = match open {
                Some(_) => None,
                None => Some(line.chars().take(40).collect()),
            };
        }
    }
    open
}

#[cfg(test)]
mod tests {
    use super::split;

    fn check(text: &str, bytes_max: usize, want: &[&str]) {
        let parts = split(text, bytes_max);
        assert_eq!(parts, want);
        assert!(parts.iter().all(|part| part.len() <= bytes_max && !part.trim().is_empty()));
    }

    #[test]
    fn what_fits_is_one_message() {
        check("hello\n\nworld", 12, &["hello\n\nworld"]);
        check("  hello\n", 12, &["  hello"]);
        check(" \n ", 12, &[]);
        check("", 12, &[]);
    }

    #[test]
    fn paragraphs_come_before_lines_and_words() {
        check("one two\n\nthree four\nfive", 20, &["one two", "three four\nfive"]);
        check("one two\nthree four five", 20, &["one two", "three four five"]);
        check("one two three four five", 18, &["one two three", "four five"]);
        check("onetwothreefour", 12, &["onetwoth", "reefour"]);
    }

    #[test]
    fn bytes_count_and_characters_stay_whole() {
        check("ééééé", 8, &["éé", "ééé"]);
        check("😀😀😀", 9, &["😀", "😀😀"]);
        let long = "é".repeat(10_000);
        let parts = split(&long, 7439);
        assert_eq!(parts.concat(), long);
        assert!(parts.iter().all(|part| part.len() <= 7439));
    }

    #[test]
    fn a_fence_is_closed_and_opened_again() {
        check(
            "Log:\n```text\nfirst line\nsecond line\nthird\n```\nend",
            34,
            &["Log:\n```text\nfirst line\n```", "```text\nsecond line\nthird\n```\nend"],
        );
    }
}

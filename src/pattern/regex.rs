//! Regexes of scripts: checked with a place for what is wrong, compiled when first used.
//!
//! The syntax is that of the `regex` crate; matching is linear in the text. `/` stands as `\/`.

use crate::base::limits;
use regex::{Regex, RegexBuilder};
use regex_syntax::hir::{Hir, HirKind};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::ops::Range;
use std::sync::OnceLock;

/// A regex with its flags, as a script writes it. Part of a stored program; compiled once, when it
/// is first asked for.
#[derive(Debug, Serialize, Deserialize)]
pub struct LazyRegex {
    /// Between the slashes.
    pub source: SmolStr,
    /// After the second slash: of `i`, `m`, `s`.
    pub flags: SmolStr,
    #[serde(skip)]
    compiled: OnceLock<Option<Regex>>,
    #[serde(skip)]
    whole: OnceLock<Option<Regex>>,
}

/// A named group of a regex.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegexGroup {
    /// Its name.
    pub name: SmolStr,
    /// Whether the regex can match without it.
    pub can_be_absent: bool,
}

/// What is wrong with a regex.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegexMistake {
    /// In the words of regexes: lower-case start, no full stop.
    pub message: String,
    /// The bytes of the source; empty at the end where the whole is meant.
    pub at: Range<usize>,
}

impl LazyRegex {
    /// The regex `source` with `flags`.
    #[must_use]
    pub fn new(source: impl Into<SmolStr>, flags: impl Into<SmolStr>) -> Self {
        Self { source: source.into(), flags: flags.into(), compiled: OnceLock::new(), whole: OnceLock::new() }
    }

    /// The compiled regex; nothing where it is none (a checked program has only good ones).
    #[must_use]
    pub fn get(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| build(&self.source, &self.flags)).as_ref()
    }

    /// Whether all of `text` matches.
    #[must_use]
    pub fn matches_whole(&self, text: &str) -> bool {
        let whole = self.whole.get_or_init(|| build(&format!(r"\A(?:{})\z", self.source), &self.flags));
        whole.as_ref().is_some_and(|regex| regex.is_match(text))
    }
}

impl Clone for LazyRegex {
    fn clone(&self) -> Self {
        Self {
            source: self.source.clone(),
            flags: self.flags.clone(),
            compiled: self.compiled.clone(),
            whole: self.whole.clone(),
        }
    }
}

/// The same text is the same regex, compiled or not.
impl PartialEq for LazyRegex {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source && self.flags == other.flags
    }
}

impl Eq for LazyRegex {}

fn build(source: &str, flags: &str) -> Option<Regex> {
    RegexBuilder::new(source)
        .case_insensitive(flags.contains('i'))
        .multi_line(flags.contains('m'))
        .dot_matches_new_line(flags.contains('s'))
        .size_limit(limits::REGEX_BYTES_MAX)
        .dfa_size_limit(limits::REGEX_BYTES_MAX)
        .nest_limit(limits::REGEX_NESTING_MAX)
        .build()
        .ok()
}

/// What a regex says, without its flags.
pub(super) fn parse_regex(source: &str, flags: &str) -> Result<Hir, regex_syntax::Error> {
    regex_syntax::ParserBuilder::new()
        .case_insensitive(flags.contains('i'))
        .multi_line(flags.contains('m'))
        .dot_matches_new_line(flags.contains('s'))
        .nest_limit(limits::REGEX_NESTING_MAX)
        .build()
        .parse(source)
}

/// The named groups of a regex in order, or what is wrong with it.
///
/// # Errors
/// The first mistake of the regex, an unknown flag, or that it compiles to too much.
pub fn check_regex(source: &str, flags: &str) -> Result<Vec<RegexGroup>, RegexMistake> {
    let end = source.len()..source.len();
    if let Some(flag) = flags.chars().find(|flag| !matches!(flag, 'i' | 'm' | 's')) {
        let message = format!("there is no flag `{flag}`: the flags are `i`, `m` and `s`");
        return Err(RegexMistake { message, at: end });
    }
    let hir = parse_regex(source, flags).map_err(|error| match &error {
        regex_syntax::Error::Parse(error) => mistake(&error.kind().to_string(), error.span()),
        regex_syntax::Error::Translate(error) => mistake(&error.kind().to_string(), error.span()),
        _ => RegexMistake { message: String::from("this is no regex"), at: end.clone() },
    })?;
    if build(source, flags).is_none() {
        let message = String::from("this regex repeats so much that it grows too large");
        return Err(RegexMistake { message, at: 0..source.len() });
    }
    let mut groups = Vec::new();
    named_groups(&hir, false, &mut groups);
    Ok(groups)
}

fn mistake(message: &str, span: &regex_syntax::ast::Span) -> RegexMistake {
    RegexMistake { message: message.to_lowercase(), at: span.start.offset..span.end.offset }
}

/// Recursion is bounded by the nesting limit of the parser.
fn named_groups(hir: &Hir, absent: bool, groups: &mut Vec<RegexGroup>) {
    match hir.kind() {
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) | HirKind::Look(_) => {}
        HirKind::Repetition(repetition) => {
            named_groups(&repetition.sub, absent || repetition.min == 0, groups);
        }
        HirKind::Capture(capture) => {
            if let Some(name) = &capture.name {
                groups.push(RegexGroup { name: SmolStr::new(name), can_be_absent: absent });
            }
            named_groups(&capture.sub, absent, groups);
        }
        HirKind::Concat(parts) => {
            for part in parts {
                named_groups(part, absent, groups);
            }
        }
        HirKind::Alternation(parts) => {
            for part in parts {
                named_groups(part, true, groups);
            }
        }
    }
}

/// How a regex that the message is about is mended.
#[must_use]
pub fn regex_help(message: &str) -> &'static str {
    match message {
        "unclosed group" => "write `)` where the group ends, or `\\(` for the bracket itself",
        "unopened group" => "write `(` where the group begins, or `\\)` for the bracket itself",
        "unclosed character class" => "write `]` where the class ends, or `\\[` for the bracket itself",
        _ if message.starts_with("repetition operator missing") => {
            "write before it what is repeated, or `\\*`, `\\+`, `\\?` for the sign itself"
        }
        _ if message.contains("look-around") => {
            "there is no look-around: write what stands there, and put what is wanted in `( )`"
        }
        _ if message.starts_with("there is no flag `g`") => {
            "leave it out: `.find_all(/.../)` and `.replace(/.../, \"...\")` take all there are anyway"
        }
        _ if message.starts_with("there is no flag") => "leave it out",
        "invalid capture group character" => "a group's name has letters, digits and `_`: `(?<name>...)`",
        _ if message.contains("backreference") => {
            "there are no back references: write out what may stand there"
        }
        _ => "write a regex of Rust's `regex` crate, with `/` as `\\/`",
    }
}

#[cfg(test)]
mod tests {
    use super::{LazyRegex, check_regex};

    #[test]
    fn groups_that_can_be_left_out() {
        check(r"\b(?<key>WEB-\d+)\b", "key");
        check(r"(?<a>x)(?<b>y)?", "a b?");
        check(r"(?<a>x(?<b>y)*)|(?<c>z)", "a? b? c?");
        check(r"(?<a>x){0,3}(?P<b>[ab]|cd)+", "a? b");
    }

    #[test]
    fn mistakes_have_a_place() {
        for (source, flags, underlined, message) in [
            ("a(b", "", "(", "unclosed group"),
            ("[a-", "", "[", "unclosed character class"),
            ("a**+{", "", "{", "unclosed counted repetition"),
            (r"\q", "", r"\q", "unrecognized escape"),
            ("(?=x)", "", "(?=", "look-around"),
            ("a", "g", "", "there is no flag `g`"),
            (r"(\w{1000}){1000}", "", r"(\w{1000}){1000}", "too large"),
        ] {
            let mistake = check_regex(source, flags).expect_err(source);
            assert_eq!(source.get(mistake.at.clone()), Some(underlined), "{source}: {mistake:?}");
            assert!(mistake.message.contains(message), "{source}: {mistake:?}");
        }
    }

    #[test]
    fn a_whole_text_matches() {
        let key = LazyRegex::new(r"a|ab", "i");
        assert!(key.matches_whole("AB") && !key.matches_whole("abc") && !key.matches_whole("x ab"));
        assert!(LazyRegex::new("(", "").get().is_none());
    }

    fn check(source: &str, expected: &str) {
        let groups = check_regex(source, "").expect("it is a regex");
        let shown = groups.iter().map(|group| {
            let mark = if group.can_be_absent { "?" } else { "" };
            format!("{}{mark}", group.name)
        });
        assert_eq!(shown.collect::<Vec<_>>().join(" "), expected, "{source}");
    }
}

//! `.env` files: `KEY=VALUE` lines. No expansion of `$X`, no commands; values are never shown.

use std::fmt;

/// A line that is not understood.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct DotenvError {
    /// The line, from 1.
    pub(super) line: usize,
    /// What is wrong. Never has a value in it: most are secrets.
    pub(super) problem: &'static str,
}

impl fmt::Display for DotenvError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}: {}", self.line, self.problem)
    }
}

/// Reads the text of a `.env` file: names and values in the order of the lines (of a name that
/// stands there twice the last one counts, as in a shell).
///
/// `export` before a name is skipped. `'...'` is taken as it stands; in `"..."` the escapes `\n`,
/// `\r`, `\t`, `\"`, `\\`, `\$` count; both may go over several lines. A value without quotes ends at
/// the end of the line or before ` #`.
pub(super) fn parse(text: &str) -> Result<Vec<(String, String)>, DotenvError> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut rest = text;
    let mut entries = Vec::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            return Ok(entries);
        }
        if rest.starts_with('#') {
            rest = rest.split_once('\n').map_or("", |(_, after)| after);
            continue;
        }
        let line = text.get(..text.len() - rest.len()).map_or(1, |before| before.matches('\n').count() + 1);
        let error = |problem| DotenvError { line, problem };
        let (name, after) = name(rest).map_err(error)?;
        let (value, after) = value(after).map_err(error)?;
        entries.push((name.to_owned(), value));
        rest = after;
    }
}

/// The name of an assignment and what stands after its `=`.
fn name(rest: &str) -> Result<(&str, &str), &'static str> {
    let line = rest.split('\n').next().unwrap_or(rest);
    let exported = line.strip_prefix("export").filter(|after| after.starts_with([' ', '\t']));
    let start = exported.map_or(0, |after| line.len() - after.trim_start().len());
    let (name, _) = line
        .get(start..)
        .and_then(|assignment| assignment.split_once('='))
        .ok_or("expected NAME=VALUE, found no `=`")?;
    let after = rest.get(start + name.len() + 1..).unwrap_or("");
    let name = name.trim();
    let well_formed = name.chars().all(|one| one.is_ascii_alphanumeric() || one == '_')
        && name.starts_with(|one: char| one.is_ascii_alphabetic() || one == '_');
    if well_formed {
        Ok((name, after))
    } else {
        Err("a name has letters, digits and `_`, and begins with no digit")
    }
}

/// The value and what stands after its line.
fn value(after: &str) -> Result<(String, &str), &'static str> {
    let after = after.trim_start_matches([' ', '\t']);
    let (value, after) = if let Some(quoted) = after.strip_prefix('\'') {
        let (value, after) = quoted.split_once('\'').ok_or("the quote `'` is never closed")?;
        (value.to_owned(), after)
    } else if let Some(quoted) = after.strip_prefix('"') {
        double_quoted(quoted).ok_or("the quote `\"` is never closed")?
    } else {
        let (line, after) = after.split_once('\n').unwrap_or((after, ""));
        return Ok((without_comment(line).trim().to_owned(), after));
    };
    let (line_end, after) = after.split_once('\n').unwrap_or((after, ""));
    let line_end = line_end.trim();
    if line_end.is_empty() || line_end.starts_with('#') {
        Ok((value, after))
    } else {
        Err("found more text after the closing quote")
    }
}

/// A value up to its closing `"`, escapes resolved, and what stands after it.
fn double_quoted(quoted: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut chars = quoted.chars();
    loop {
        match chars.next()? {
            '"' => return Some((value, chars.as_str())),
            '\\' => match chars.next()? {
                'n' => value.push('\n'),
                'r' => value.push('\r'),
                't' => value.push('\t'),
                one @ ('"' | '\\' | '$') => value.push(one),
                other => value.extend(['\\', other]),
            },
            one => value.push(one),
        }
    }
}

/// An unquoted value without the comment after it: `#` begins one at the start or after a space.
fn without_comment(line: &str) -> &str {
    let mut before = ' ';
    for (at, one) in line.char_indices() {
        if one == '#' && before.is_whitespace() {
            return line.get(..at).unwrap_or(line);
        }
        before = one;
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{any, prop_assert_eq, proptest};

    fn check(text: &str, expected: &[(&str, &str)]) {
        let entries = parse(text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
        let entries: Vec<_> = entries.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(entries, expected, "{text:?}");
    }

    #[test]
    fn the_forms_of_a_line() {
        check("", &[]);
        check("\u{FEFF}A=1", &[("A", "1")]);
        check(
            "A=1\nB = two words \n\n# comment\nexport C=3\r\n",
            &[("A", "1"), ("B", "two words"), ("C", "3")],
        );
        check("A=\nB=x", &[("A", ""), ("B", "x")]);
        check("A=a#b # comment", &[("A", "a#b")]);
        check("A=# only a comment", &[("A", "")]);
        check("A='#$x \\n \"' # c", &[("A", "#$x \\n \"")]);
        check(r#"A="a\n\"b\" \\ \$x \q" "#, &[("A", "a\n\"b\" \\ $x \\q")]);
        check("KEY=\"-----BEGIN\nabc\n-----END\"\nB=1", &[("KEY", "-----BEGIN\nabc\n-----END"), ("B", "1")]);
        check("A=$HOME/${x}`ls`", &[("A", "$HOME/${x}`ls`")]);
        check("A=b=c", &[("A", "b=c")]);
        check("export=1\nexportX=2", &[("export", "1"), ("exportX", "2")]);
    }

    #[test]
    fn a_bad_line_is_named_but_never_shown() {
        for (text, line, part) in [
            ("A=1\nhunter2", 2, "no `=`"),
            ("1A=hunter2", 1, "begins with no digit"),
            ("A B=hunter2", 1, "a name has"),
            ("=hunter2", 1, "a name has"),
            ("\n\nA='hunter2", 3, "never closed"),
            ("A=\"hunter2\\", 1, "never closed"),
            ("A='x' hunter2", 1, "after the closing quote"),
        ] {
            let error = parse(text).expect_err(text);
            assert_eq!(error.line, line, "{text:?}");
            assert!(error.to_string().contains(part), "{text:?}: {error}");
            assert!(!error.to_string().contains("hunter2"), "{text:?}: {error}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in any::<String>()) {
            let _ = parse(&text);
        }

        #[test]
        fn a_quoted_value_comes_back(value in any::<String>()) {
            let escaped = value.replace('\\', "\\\\").replace('"', "\\\"");
            let text = format!("A=1\nexport KEY=\"{escaped}\" # c\nB=2");
            let entries = parse(&text).expect("a quoted value is well formed");
            prop_assert_eq!(entries.get(1).map(|(_, value)| value.clone()), Some(value));
            prop_assert_eq!(entries.len(), 3);
        }
    }
}

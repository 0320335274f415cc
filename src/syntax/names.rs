//! How names are written, by what they name: the one place that decides.

use super::layout::is_name;
use crate::base::Span;
use crate::diagnostics::{Diagnostic, codes};

/// What a name is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    /// A value or what makes one: `max_items`, `approval`.
    Value,
    /// A type: `Ticket`.
    Type,
    /// A secret: `GITHUB_SECRET`.
    Secret,
}

impl NameKind {
    /// Whether `name` is written like the name of such a thing.
    #[must_use]
    pub fn takes(self, name: &str) -> bool {
        let first = name.bytes().next();
        match self {
            Self::Value => {
                first.is_some_and(|first| first == b'_' || first.is_ascii_lowercase()) && is_word(name)
            }
            Self::Type => {
                first.is_some_and(|first| first.is_ascii_uppercase())
                    && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
            }
            Self::Secret => {
                name.bytes().any(|byte| byte.is_ascii_uppercase())
                    && name
                        .bytes()
                        .all(|byte| byte == b'_' || byte.is_ascii_uppercase() || byte.is_ascii_digit())
            }
        }
    }

    /// How such a thing would be called: `MaxItems` is `max_items` for a value, `MAX_ITEMS` for a secret.
    #[must_use]
    pub fn instead_of(self, name: &str) -> String {
        let words = words(name);
        let mended = match self {
            Self::Value => words.join("_"),
            Self::Type => words.iter().map(|word| capitalized(word)).collect(),
            Self::Secret => words.join("_").to_uppercase(),
        };
        if self.takes(&mended) {
            return mended;
        }
        match self {
            Self::Value => format!("_{mended}"),
            Self::Type => format!("T{mended}"),
            Self::Secret => format!("S_{mended}"),
        }
    }
}

/// Letters, digits and `_`, a digit not first.
fn is_word(name: &str) -> bool {
    name.bytes().all(|byte| byte == b'_' || byte.is_ascii_alphanumeric())
        && name.bytes().next().is_some_and(|first| !first.is_ascii_digit())
}

/// The words of a name in small letters: `HTTPServer` and `http_server` are two.
fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| letters.get(before));
        let after = letters.get(at + 1);
        let begins = letter.is_ascii_uppercase()
            && (before.is_some_and(|before| !before.is_ascii_uppercase())
                || after.is_some_and(char::is_ascii_lowercase));
        if (begins || *letter == '_') && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if *letter != '_' {
            word.push(letter.to_ascii_lowercase());
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map_or_else(String::new, |first| format!("{}{}", first.to_ascii_uppercase(), letters.as_str()))
}

/// What is wrong with how a name is written, if it is a word at all; `taken` says what it can't be called instead.
#[must_use]
pub fn misnamed(name: &str, span: Span, kind: NameKind, taken: &dyn Fn(&str) -> bool) -> Option<Diagnostic> {
    if kind.takes(name) || !is_word(name) {
        return None;
    }
    let message = match kind {
        NameKind::Value => {
            format!("a name that is no type and no secret begins with a small letter, found `{name}`")
        }
        NameKind::Type if name.starts_with(|first: char| first.is_ascii_uppercase()) => {
            format!("the name of a type has letters and digits only, found `{name}`")
        }
        NameKind::Type => format!("the name of a type begins with a capital letter, found `{name}`"),
        NameKind::Secret => format!("secrets are written in capitals, found `{name}`"),
    };
    let mut instead = kind.instead_of(name);
    while (kind == NameKind::Value && !is_name(&instead)) || taken(&instead) {
        instead.push(if kind == NameKind::Type { '2' } else { '_' });
    }
    let help = format!("call it `{instead}`, here and where it is used");
    Some(Diagnostic::new(&codes::SYNTAX_NAME_CASE, span, message).help(help))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a name of each kind is said to be called instead; nothing where it is good.
    fn check(name: &str, value: Option<&str>, ty: Option<&str>, secret: Option<&str>) {
        let instead = |kind| {
            let found = misnamed(name, Span::default(), kind, &|name| name == "taken" || name == "Taken")?;
            let help = found.help.unwrap_or_default();
            Some(help.split('`').nth(1).unwrap_or_default().to_owned())
        };
        assert_eq!(instead(NameKind::Value).as_deref(), value, "{name} as a value");
        assert_eq!(instead(NameKind::Type).as_deref(), ty, "{name} as a type");
        assert_eq!(instead(NameKind::Secret).as_deref(), secret, "{name} as a secret");
    }

    #[test]
    fn a_name_is_written_as_what_it_names() {
        check("max_items", None, Some("MaxItems"), Some("MAX_ITEMS"));
        check("maxItems", None, Some("MaxItems"), Some("MAX_ITEMS"));
        check("MaxItems", Some("max_items"), None, Some("MAX_ITEMS"));
        check("MAX_ITEMS", Some("max_items"), Some("MaxItems"), None);
        check("HTTPServer2", Some("http_server2"), None, Some("HTTP_SERVER2"));
        check("X", Some("x"), None, None);
        check("My_Type", Some("my_type"), Some("MyType"), Some("MY_TYPE"));
        check("_x", None, Some("X"), Some("X"));
        check("_X", None, Some("X"), None);
        check("_", None, Some("T"), Some("S_"));
        check("_2fa", None, Some("T2fa"), Some("2FA"));
    }

    #[test]
    fn what_is_proposed_is_free() {
        check("For", Some("for_"), None, Some("FOR"));
        check("True", Some("true_"), None, Some("TRUE"));
        check("Taken", Some("taken_"), None, Some("TAKEN"));
        check("taken", None, Some("Taken2"), Some("TAKEN"));
    }

    #[test]
    fn what_is_no_word_is_another_mistake() {
        check("2nd", None, None, None);
        check("", None, None, None);
        check("first-name", None, None, None);
    }
}

//! Texts that a regex can't be found without: a message that has none of them need not be searched.

use regex_syntax::hir::{Class, Hir, HirKind};

/// Texts of a clause: more tell little.
const TEXTS_MAX: usize = 24;
/// Letters of one text: more are not needed to tell.
const LETTERS_MAX: usize = 24;

/// One of these texts is in each match. Folded letter by letter with [`fold_char`].
pub(super) type Clause = Vec<String>;

/// What is known of all matches of a regex.
struct Known {
    /// All that can match, where that is little.
    exact: Option<Vec<String>>,
    clauses: Vec<Clause>,
}

/// The same for letters that differ in case only. Any function does, as long as it is one: a text is searched
/// for texts that went through it too.
pub(super) fn fold_char(letter: char) -> char {
    match letter {
        // These match `k`, `s` and `å` in a regex without case.
        '\u{212a}' => 'k',
        'ſ' => 's',
        '\u{212b}' => 'å',
        _ if letter.is_ascii() => letter.to_ascii_lowercase(),
        _ => {
            let mut lower = letter.to_lowercase();
            match (lower.next(), lower.next()) {
                (Some(one), None) => one,
                _ => letter,
            }
        }
    }
}

/// The clauses of a regex; recursion is bounded by the nesting limit of the parser.
pub(super) fn clauses(hir: &Hir) -> Vec<Clause> {
    let known = known(hir);
    let mut all = known.clauses;
    all.extend(known.exact.and_then(useful));
    all
}

fn useful(clause: Clause) -> Option<Clause> {
    (!clause.is_empty() && clause.iter().all(|text| !text.is_empty())).then_some(clause)
}

fn known(hir: &Hir) -> Known {
    let exactly = |texts| Known { exact: Some(texts), clauses: Vec::new() };
    let nothing = || Known { exact: None, clauses: Vec::new() };
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => exactly(vec![String::new()]),
        HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
            Ok(text) => exactly(vec![text.chars().take(LETTERS_MAX).map(fold_char).collect()]).cut(text),
            Err(_) => nothing(),
        },
        HirKind::Class(class) => class_letters(class).map_or_else(nothing, exactly),
        HirKind::Capture(capture) => known(&capture.sub),
        HirKind::Repetition(repetition) => {
            let sub = known(&repetition.sub);
            match (repetition.min, repetition.max) {
                (1, Some(1)) => sub,
                (0, Some(1)) => {
                    let exact = sub.exact.map(|mut texts| {
                        texts.push(String::new());
                        texts
                    });
                    Known { exact, clauses: Vec::new() }
                }
                (0, _) => nothing(),
                _ => sub.not_exact(),
            }
        }
        HirKind::Concat(parts) => concat(parts),
        HirKind::Alternation(parts) => alternation(parts),
    }
}

impl Known {
    /// A text that was cut is in each match, but is not all of it.
    fn cut(self, text: &str) -> Self {
        if text.chars().count() > LETTERS_MAX { self.not_exact() } else { self }
    }

    fn not_exact(mut self) -> Self {
        self.clauses.extend(self.exact.take().and_then(useful));
        self
    }
}

/// The letters of a small class.
fn class_letters(class: &Class) -> Option<Vec<String>> {
    let Class::Unicode(class) = class else { return None };
    let size: u32 = class.iter().map(|range| u32::from(range.end()) - u32::from(range.start()) + 1).sum();
    if size > 64 {
        return None;
    }
    let mut letters: Vec<String> =
        class.iter().flat_map(|range| range.start()..=range.end()).map(|one| fold_char(one).into()).collect();
    letters.sort_unstable();
    letters.dedup();
    (letters.len() <= TEXTS_MAX).then_some(letters)
}

fn concat(parts: &[Hir]) -> Known {
    let mut all = Known { exact: Some(vec![String::new()]), clauses: Vec::new() };
    let mut whole = true;
    for part in parts {
        let part = known(part);
        all.clauses.extend(part.clauses);
        let open = all.exact.take().unwrap_or_else(|| vec![String::new()]);
        let joined = part.exact.as_deref().and_then(|texts| product(&open, texts));
        match joined {
            Some(joined) => all.exact = Some(joined),
            None => {
                whole = false;
                all.clauses.extend(useful(open));
                // The next texts begin anew, perhaps with this part.
                all.exact = part.exact;
            }
        }
    }
    if whole { all } else { all.not_exact() }
}

fn product(left: &[String], right: &[String]) -> Option<Vec<String>> {
    if left.len() * right.len() > TEXTS_MAX {
        return None;
    }
    let mut all: Vec<String> =
        left.iter().flat_map(|a| right.iter().map(move |b| format!("{a}{b}"))).collect();
    all.sort_unstable();
    all.dedup();
    all.iter().all(|text| text.chars().count() <= LETTERS_MAX).then_some(all)
}

fn alternation(parts: &[Hir]) -> Known {
    let parts: Vec<Known> = parts.iter().map(known).collect();
    if parts.iter().all(|part| part.exact.is_some()) {
        let texts: Vec<String> = parts.iter().flat_map(|part| part.exact.iter().flatten().cloned()).collect();
        if texts.len() <= TEXTS_MAX {
            return Known { exact: Some(texts), clauses: Vec::new() };
        }
    }
    // One of the clauses of each branch, joined.
    let mut joined = Clause::new();
    for part in parts {
        let all = part.not_exact().clauses;
        let Some(best) = all.into_iter().max_by_key(shortest) else {
            return Known { exact: None, clauses: Vec::new() };
        };
        joined.extend(best);
    }
    let clauses =
        if joined.len() <= 4 * TEXTS_MAX { useful(joined).into_iter().collect() } else { Vec::new() };
    Known { exact: None, clauses }
}

/// Letters of the shortest text.
pub(super) fn shortest(clause: &Clause) -> usize {
    clause.iter().map(|text| text.chars().count()).min().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::clauses;

    #[test]
    fn what_each_match_has() {
        for (regex, expected) in [
            (r"\bWEB-\d+\b", "web-"),
            (r"(?i)web-\d+ (now|later)", "web- |  later,  now"),
            ("(?i)ask", "ask"),
            (r"deploy (\w+) to (prod|dev)", "deploy  |  to dev,  to prod"),
            (r"(foo|ba[rz])+x?", "bar, baz, foo"),
            (r"(foo\d|bar\d)", "bar, foo"),
            (r"\d+", ""),
            (r"(foo|\d)", ""),
            ("a?b", "ab, b"),
            (".*", ""),
        ] {
            let hir = regex_syntax::parse(regex).expect(regex);
            let shown = clauses(&hir).into_iter().map(|mut clause| {
                clause.sort();
                clause.join(", ")
            });
            assert_eq!(shown.collect::<Vec<_>>().join(" | "), expected, "{regex}");
        }
    }
}

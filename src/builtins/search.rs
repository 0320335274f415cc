//! What texts are searched for: a text, or a regex.

use crate::builtins::args::Args;
use crate::value::{Fault, FaultKind, Value};
use regex::{Regex, RegexBuilder};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// Regexes that are kept compiled: a program has a handful.
const REGEXES_KEPT: usize = 256;
/// Largest compiled regex in bytes: a script's regexes are small.
const REGEX_BYTES_MAX: usize = 1 << 20;

static COMPILED: LazyLock<Mutex<HashMap<String, Arc<Regex>>>> = LazyLock::new(Mutex::default);

/// What is searched for.
pub(super) enum Pattern<'a> {
    /// These characters.
    Text(&'a str),
    /// What a regex matches.
    Regex(Arc<Regex>),
}

impl<'a> Args<'a> {
    /// A text or a regex; a regex literal is the record `{ regex }` of its source.
    pub(super) fn pattern(&self, at: usize) -> Result<Pattern<'a>, Fault> {
        match self.get(at)? {
            Value::Record(fields) => {
                let source = fields.get("regex").and_then(Value::as_str).unwrap_or_default();
                compiled(source).map(Pattern::Regex)
            }
            _ => self.str(at).map(Pattern::Text),
        }
    }
}

fn compiled(source: &str) -> Result<Arc<Regex>, Fault> {
    let mut kept = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(regex) = kept.get(source) {
        return Ok(Arc::clone(regex));
    }
    let built = RegexBuilder::new(source).size_limit(REGEX_BYTES_MAX).build();
    // The checker refuses what is no regex; what is too large is seen here only.
    let regex =
        built.map_err(|_| Fault::new(FaultKind::Limit, format!("the regex /{source}/ is too large")))?;
    if kept.len() >= REGEXES_KEPT {
        kept.clear();
    }
    let regex = Arc::new(regex);
    kept.insert(source.to_owned(), Arc::clone(&regex));
    Ok(regex)
}

impl Pattern<'_> {
    /// Where it is found, without overlaps, in bytes. An empty text is found nowhere.
    pub(super) fn all(&self, text: &str) -> Vec<Range<usize>> {
        match self {
            Self::Text("") => Vec::new(),
            Self::Text(part) => text.match_indices(part).map(|(at, part)| at..at + part.len()).collect(),
            Self::Regex(regex) => regex.find_iter(text).map(|found| found.range()).collect(),
        }
    }

    /// Where it is found first.
    pub(super) fn first(&self, text: &str) -> Option<Range<usize>> {
        match self {
            Self::Text(part) => text.find(part).map(|at| at..at + part.len()),
            Self::Regex(regex) => regex.find(text).map(|found| found.range()),
        }
    }
}

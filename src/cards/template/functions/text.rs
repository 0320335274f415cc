//! Texts. Places and lengths count UTF-16 units, as in JavaScript.

use super::args::{Args, Given};
use crate::cards::template::datum::Datum;
use crate::value::Text;
use regex::{NoExpand, Regex, RegexBuilder};

/// Bytes of a regex once compiled.
const REGEX_BYTES_MAX: usize = 1 << 20;

pub(super) fn length(args: &[Datum]) -> Given {
    Ok(Datum::count(Args(args).text(0)?.as_str().encode_utf16().count()))
}

pub(super) fn lower(args: &[Datum]) -> Given {
    Ok(Datum::Text(Args(args).text(0)?.map_runs(str::to_lowercase)))
}

pub(super) fn upper(args: &[Datum]) -> Given {
    Ok(Datum::Text(Args(args).text(0)?.map_runs(str::to_uppercase)))
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// A word begins at a letter, digit or `_` and ends at a blank.
pub(super) fn title_case(args: &[Datum]) -> Given {
    let text = Args(args).text(0)?.as_str().to_lowercase();
    let mut out = String::new();
    let mut rest = text.as_str();
    let begins = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    while let Some(start) = rest.find(begins) {
        let (before, word) = rest.split_at(start);
        let end = word.find(char::is_whitespace).unwrap_or(word.len());
        let (word, after) = word.split_at(end);
        out.push_str(before);
        out.push_str(&capital(word));
        rest = after;
    }
    out.push_str(rest);
    Ok(Datum::data(out))
}

pub(super) fn sentence_case(args: &[Datum]) -> Given {
    Ok(Datum::data(capital(&Args(args).text(0)?.as_str().to_lowercase())))
}

pub(super) fn trim(args: &[Datum]) -> Given {
    let text = Args(args).text(0)?;
    let whole = text.as_str();
    let start = whole.len() - whole.trim_start().len();
    Ok(Datum::Text(text.slice(start..start + whole.trim().len())))
}

/// A place in a text or list that must lie in `0..=most`.
fn place(args: &[Datum], at: usize, most: usize) -> Result<usize, String> {
    let place = Args(args).whole(at)?;
    usize::try_from(place)
        .ok()
        .filter(|place| *place <= most)
        .ok_or_else(|| format!("{place} is beyond the text, which has {most} characters"))
}

pub(super) fn substring(args: &[Datum]) -> Given {
    let units: Vec<u16> = Args(args).text(0)?.as_str().encode_utf16().collect();
    let start = place(args, 1, units.len())?;
    let count = if args.len() > 2 { place(args, 2, units.len() - start)? } else { units.len() - start };
    Ok(Datum::data(String::from_utf16_lossy(units.get(start..start + count).unwrap_or_default())))
}

pub(super) fn replace(args: &[Datum]) -> Given {
    let (text, what, with) = (Args(args).text(0)?, Args(args).text(1)?, Args(args).text(2)?);
    if what.is_empty() {
        return Err("an empty text cannot be replaced".to_owned());
    }
    let mut out = crate::value::TextBuilder::new();
    let mut from = 0;
    for (at, found) in text.as_str().match_indices(what.as_str()) {
        out.push_text(&text.slice(from..at));
        out.push_text(&with);
        from = at + found.len();
    }
    out.push_text(&text.slice(from..text.as_str().len()));
    Ok(Datum::Text(out.finish()))
}

fn regex(pattern: &str, any_case: bool) -> Result<Regex, String> {
    let mut builder = RegexBuilder::new(pattern);
    builder.case_insensitive(any_case).size_limit(REGEX_BYTES_MAX);
    builder.build().map_err(|_| format!("`{pattern}` is no regex"))
}

pub(super) fn replace_ignore_case(args: &[Datum]) -> Given {
    let (text, what, with) = (Args(args).text(0)?, Args(args).text(1)?, Args(args).text(2)?);
    if what.is_empty() {
        return Err("an empty text cannot be replaced".to_owned());
    }
    let regex = regex(&regex::escape(what.as_str()), true)?;
    Ok(Datum::data(regex.replace_all(text.as_str(), NoExpand(with.as_str()))))
}

pub(super) fn split(args: &[Datum]) -> Given {
    let (text, by) = (Args(args).text(0)?, Args(args).text(1)?);
    let parts: Vec<Datum> = if by.is_empty() {
        text.as_str().chars().map(|letter| Datum::data(letter.to_string())).collect()
    } else {
        text.as_str().split(by.as_str()).map(Datum::data).collect()
    };
    Ok(Datum::list(parts))
}

pub(super) fn starts_with(args: &[Datum]) -> Given {
    Ok(Datum::Bool(Args(args).text(0)?.as_str().starts_with(Args(args).text(1)?.as_str())))
}

pub(super) fn ends_with(args: &[Datum]) -> Given {
    Ok(Datum::Bool(Args(args).text(0)?.as_str().ends_with(Args(args).text(1)?.as_str())))
}

pub(super) fn is_match(args: &[Datum]) -> Given {
    let (text, pattern) = (Args(args).text(0)?, Args(args).text(1)?);
    Ok(Datum::Bool(regex(pattern.as_str(), false)?.is_match(text.as_str())))
}

/// An empty text has one word, as in JavaScript's `split`.
pub(super) fn count_words(args: &[Datum]) -> Given {
    Ok(Datum::count(Args(args).text(0)?.as_str().split_whitespace().count().max(1)))
}

pub(super) fn ordinal(args: &[Datum]) -> Given {
    let number = Args(args).whole(0)?;
    let ending = match (number % 100, number % 10) {
        _ if number <= 0 => "",
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    Ok(Datum::data(format!("{number}{ending}")))
}

pub(super) fn line_end(_: &[Datum]) -> Given {
    Ok(Datum::Text(Text::own("\n")))
}

//! Lists.

use super::args::{Args, Given, shown};
use crate::base::limits;
use crate::cards::template::datum::Datum;
use crate::value::{Text, TextBuilder};
use indexmap::IndexMap;
use std::cmp::Ordering;
use std::sync::Arc;

/// Equal as in JavaScript's `===`: no two lists or objects are.
fn same(one: &Datum, two: &Datum) -> bool {
    match (one, two) {
        (Datum::List(one), Datum::List(two)) => Arc::ptr_eq(one, two),
        (Datum::Object(one), Datum::Object(two)) => Arc::ptr_eq(one, two),
        (Datum::Null, Datum::Missing) | (Datum::Missing, Datum::Null) => false,
        _ => one.equals(two),
    }
}

fn position(args: &[Datum], last: bool) -> Given {
    let (within, what) = (Args(args).get(0), Args(args).get(1));
    let found = match &within {
        Datum::List(items) => {
            let mut places = items.iter().enumerate().filter(|(_, item)| same(item, &what)).map(|(at, _)| at);
            if last { places.next_back() } else { places.next() }
        }
        Datum::Text(_) | Datum::Missing | Datum::Null => {
            let (text, part) = (Args(args).text(0)?, Args(args).text(1)?);
            let bytes =
                if last { text.as_str().rfind(part.as_str()) } else { text.as_str().find(part.as_str()) };
            bytes.and_then(|at| text.as_str().get(..at)).map(|before| before.encode_utf16().count())
        }
        other => return Err(format!("{} is neither a text nor a list", shown(other))),
    };
    Ok(found.map_or(Datum::Number(-1.0), Datum::count))
}

pub(super) fn index_of(args: &[Datum]) -> Given {
    position(args, false)
}

pub(super) fn last_index_of(args: &[Datum]) -> Given {
    position(args, true)
}

pub(super) fn join_items(args: &[Datum]) -> Given {
    let items = Args(args).list(0)?;
    let between = Args(args).text(1)?;
    let last = if args.len() > 2 { Args(args).text(2)? } else { between.clone() };
    let mut all = TextBuilder::new();
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            all.push_text(if at + 1 == items.len() { &last } else { &between });
        }
        all.push_text(&item.show());
    }
    Ok(Datum::Text(all.finish()))
}

pub(super) fn count(args: &[Datum]) -> Given {
    match Args(args).get(0) {
        Datum::Text(text) => Ok(Datum::count(text.as_str().encode_utf16().count())),
        Datum::List(items) => Ok(Datum::count(items.len())),
        Datum::Object(fields) => Ok(Datum::count(fields.len())),
        other => Err(format!("{} has no parts to count", shown(&other))),
    }
}

/// A letter of a text.
fn letter(letter: Option<char>) -> Datum {
    letter.map_or(Datum::Missing, |letter| Datum::data(letter.to_string()))
}

pub(super) fn first(args: &[Datum]) -> Given {
    Ok(match Args(args).get(0) {
        Datum::Text(text) => letter(text.as_str().chars().next()),
        Datum::List(items) => items.first().cloned().unwrap_or_default(),
        _ => Datum::Missing,
    })
}

pub(super) fn last(args: &[Datum]) -> Given {
    Ok(match Args(args).get(0) {
        Datum::Text(text) => letter(text.as_str().chars().next_back()),
        Datum::List(items) => items.last().cloned().unwrap_or_default(),
        _ => Datum::Missing,
    })
}

pub(super) fn create(args: &[Datum]) -> Given {
    Ok(Datum::list(args.to_vec()))
}

fn distinct<'d>(items: impl Iterator<Item = &'d Datum>) -> Datum {
    let mut found: Vec<Datum> = Vec::new();
    for item in items {
        if !found.iter().any(|known| same(known, item)) {
            found.push(item.clone());
        }
    }
    Datum::list(found)
}

fn lists(args: &[Datum]) -> Result<Vec<Arc<Vec<Datum>>>, String> {
    (0..args.len()).map(|at| Args(args).list(at)).collect()
}

pub(super) fn union(args: &[Datum]) -> Given {
    Ok(distinct(lists(args)?.iter().flat_map(|list| list.iter())))
}

pub(super) fn intersection(args: &[Datum]) -> Given {
    let lists = lists(args)?;
    let Some((head, rest)) = lists.split_first() else { return Ok(Datum::list(Vec::new())) };
    Ok(distinct(
        head.iter().filter(|item| rest.iter().all(|list| list.iter().any(|other| same(item, other)))),
    ))
}

pub(super) fn unique(args: &[Datum]) -> Given {
    Ok(distinct(Args(args).list(0)?.iter()))
}

/// A number of items that is not below zero.
fn amount(args: &[Datum], at: usize) -> Result<usize, String> {
    Ok(usize::try_from(Args(args).whole(at)?).unwrap_or_default())
}

pub(super) fn skip(args: &[Datum]) -> Given {
    let count = amount(args, 1)?;
    Ok(Datum::list(Args(args).list(0)?.iter().skip(count).cloned().collect()))
}

pub(super) fn take(args: &[Datum]) -> Given {
    let count = amount(args, 1)?;
    if let Datum::Text(text) = Args(args).get(0) {
        return Ok(Datum::data(text.as_str().chars().take(count).collect::<String>()));
    }
    Ok(Datum::list(Args(args).list(0)?.iter().take(count).cloned().collect()))
}

pub(super) fn sub_array(args: &[Datum]) -> Given {
    let items = Args(args).list(0)?;
    let place = |at: usize| {
        let place = Args(args).whole(at)?;
        usize::try_from(place)
            .ok()
            .filter(|place| *place <= items.len())
            .ok_or_else(|| format!("{place} is beyond the list, which has {} items", items.len()))
    };
    let start = place(1)?;
    let end = if args.len() > 2 { place(2)? } else { items.len() };
    Ok(Datum::list(items.get(start..end).unwrap_or_default().to_vec()))
}

/// By a property if one is named, else as texts, as JavaScript sorts.
fn sorted(args: &[Datum]) -> Result<Vec<Datum>, String> {
    let mut items = Args(args).list(0)?.as_ref().clone();
    if args.len() > 1 {
        let name = Args(args).text(1)?;
        items.sort_by(|one, two| match (one.property(name.as_str()), two.property(name.as_str())) {
            (Datum::Number(one), Datum::Number(two)) => one.partial_cmp(&two).unwrap_or(Ordering::Equal),
            (Datum::Text(one), Datum::Text(two)) => utf16(&one, &two),
            _ => Ordering::Equal,
        });
    } else {
        items.sort_by(|one, two| utf16(&one.show(), &two.show()));
    }
    Ok(items)
}

fn utf16(one: &Text, two: &Text) -> Ordering {
    one.as_str().encode_utf16().cmp(two.as_str().encode_utf16())
}

pub(super) fn sort(args: &[Datum]) -> Given {
    sorted(args).map(Datum::list)
}

pub(super) fn sort_down(args: &[Datum]) -> Given {
    let mut items = sorted(args)?;
    items.reverse();
    Ok(Datum::list(items))
}

pub(super) fn reverse(args: &[Datum]) -> Given {
    if let Datum::Text(text) = Args(args).get(0) {
        return Ok(Datum::data(text.as_str().chars().rev().collect::<String>()));
    }
    Ok(Datum::list(Args(args).list(0)?.iter().rev().cloned().collect()))
}

pub(super) fn flatten(args: &[Datum]) -> Given {
    let depth = if args.len() > 1 { Args(args).number(1)?.max(1.0) } else { 100.0 };
    let mut items = Args(args).list(0)?.as_ref().clone();
    let mut level = 0.0;
    while level < depth && items.iter().any(|item| matches!(item, Datum::List(_))) {
        let mut next = Vec::new();
        for item in &items {
            match item {
                Datum::List(inner) => next.extend(inner.iter().cloned()),
                other => next.push(other.clone()),
            }
        }
        if next.len() > limits::ELEMENTS_MAX {
            return Err(format!("a list has at most {} items", limits::ELEMENTS_MAX));
        }
        items = next;
        level += 1.0;
    }
    Ok(Datum::list(items))
}

pub(super) fn indices_and_values(args: &[Datum]) -> Given {
    let pair = |index: Datum, value: &Datum| {
        let fields = [("index".into(), index), ("value".into(), value.clone())];
        Datum::Object(Arc::new(IndexMap::from(fields)))
    };
    Ok(Datum::list(match Args(args).get(0) {
        Datum::List(items) => {
            items.iter().enumerate().map(|(at, item)| pair(Datum::count(at), item)).collect()
        }
        Datum::Object(fields) => fields.iter().map(|(key, value)| pair(Datum::data(key), value)).collect(),
        other => return Err(format!("{} is neither a list nor an object", shown(&other))),
    }))
}

#[cfg(test)]
mod tests {
    use super::{Datum, join_items};
    use crate::value::Text;

    #[test]
    fn the_signs_between_items_stay_the_authors() {
        let items = Datum::list(vec![Datum::data("a"), Datum::data("b")]);
        let Ok(Datum::Text(text)) = join_items(&[items, Datum::Text(Text::own(" * "))]) else {
            panic!("no text")
        };
        let runs: Vec<(bool, &str)> = text.runs().collect();
        assert_eq!(runs, [(false, "a"), (true, " * "), (false, "b")]);
    }
}

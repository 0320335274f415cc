//! Comparing, testing, joining.

use super::args::{Args, Given, shown};
use crate::cards::template::datum::Datum;
use crate::value::{Text, TextBuilder};
use std::cmp::Ordering;

pub(super) fn equal(args: &[Datum]) -> Given {
    Ok(Datum::Bool(Args(args).get(0).equals(&Args(args).get(1))))
}

pub(super) fn different(args: &[Datum]) -> Given {
    Ok(Datum::Bool(!Args(args).get(0).equals(&Args(args).get(1))))
}

/// The order of two numbers or two texts; none beside nothing.
fn order(args: &[Datum]) -> Result<Option<Ordering>, String> {
    let (left, right) = (Args(args).get(0), Args(args).get(1));
    match (&left, &right) {
        (Datum::Number(left), Datum::Number(right)) => Ok(left.partial_cmp(right)),
        (Datum::Text(left), Datum::Text(right)) => {
            Ok(Some(left.as_str().encode_utf16().cmp(right.as_str().encode_utf16())))
        }
        _ if left.is_nothing() || right.is_nothing() => Ok(None),
        _ => Err(format!("{} and {} cannot be compared", shown(&left), shown(&right))),
    }
}

pub(super) fn less(args: &[Datum]) -> Given {
    Ok(Datum::Bool(order(args)?.is_some_and(Ordering::is_lt)))
}

pub(super) fn less_or_equal(args: &[Datum]) -> Given {
    Ok(Datum::Bool(order(args)?.is_some_and(Ordering::is_le)))
}

pub(super) fn greater(args: &[Datum]) -> Given {
    Ok(Datum::Bool(order(args)?.is_some_and(Ordering::is_gt)))
}

pub(super) fn greater_or_equal(args: &[Datum]) -> Given {
    Ok(Datum::Bool(order(args)?.is_some_and(Ordering::is_ge)))
}

pub(super) fn exists(args: &[Datum]) -> Given {
    Ok(Datum::Bool(!Args(args).get(0).is_nothing()))
}

pub(super) fn empty(args: &[Datum]) -> Given {
    Ok(Datum::Bool(match Args(args).get(0) {
        Datum::Missing | Datum::Null => true,
        Datum::Text(text) => text.is_empty(),
        Datum::List(items) => items.is_empty(),
        Datum::Object(fields) => fields.is_empty(),
        Datum::Bool(_) | Datum::Number(_) | Datum::Ticks(_) => false,
    }))
}

pub(super) fn bool(args: &[Datum]) -> Given {
    Ok(Datum::Bool(match Args(args).get(0) {
        Datum::Number(number) => number != 0.0,
        Datum::Text(text) => !text.as_str().to_lowercase().contains("false"),
        other => other.is_true(),
    }))
}

pub(super) fn contains(args: &[Datum]) -> Given {
    let (within, what) = (Args(args).get(0), Args(args).get(1));
    Ok(Datum::Bool(match (&within, &what) {
        (Datum::Text(text), Datum::Text(part)) => text.as_str().contains(part.as_str()),
        (Datum::List(items), _) => items.iter().any(|item| item.equals(&what)),
        (_, Datum::Text(name)) => !matches!(within.property(name.as_str()), Datum::Missing),
        _ => false,
    }))
}

pub(super) fn is_string(args: &[Datum]) -> Given {
    Ok(Datum::Bool(matches!(Args(args).get(0), Datum::Text(_))))
}

pub(super) fn is_integer(args: &[Datum]) -> Given {
    Ok(Datum::Bool(matches!(Args(args).get(0), Datum::Number(number) if number.fract() == 0.0)))
}

pub(super) fn is_float(args: &[Datum]) -> Given {
    Ok(Datum::Bool(matches!(Args(args).get(0), Datum::Number(number) if number.fract() != 0.0)))
}

pub(super) fn is_array(args: &[Datum]) -> Given {
    Ok(Datum::Bool(matches!(Args(args).get(0), Datum::List(_))))
}

/// As in JavaScript, where lists and `null` are objects.
pub(super) fn is_object(args: &[Datum]) -> Given {
    Ok(Datum::Bool(matches!(Args(args).get(0), Datum::Object(_) | Datum::List(_) | Datum::Null)))
}

pub(super) fn is_boolean(args: &[Datum]) -> Given {
    Ok(Datum::Bool(matches!(Args(args).get(0), Datum::Bool(_))))
}

/// `+`: numbers are added, texts joined.
fn add(left: &Datum, right: &Datum) -> Given {
    match (left, right) {
        (Datum::Number(left), Datum::Number(right)) => Ok(Datum::Number(left + right)),
        (Datum::Number(_), nothing) | (nothing, Datum::Number(_)) if nothing.is_nothing() => {
            Err("nothing cannot be added to a number".to_owned())
        }
        (
            Datum::Number(_) | Datum::Text(_) | Datum::Missing | Datum::Null,
            Datum::Number(_) | Datum::Text(_) | Datum::Missing | Datum::Null,
        ) => Ok(Datum::Text(joined(&left.show(), &right.show()))),
        (Datum::Number(_) | Datum::Text(_), other) | (other, _) => {
            Err(format!("{} is neither a number nor a text", shown(other)))
        }
    }
}

pub(super) fn plus(args: &[Datum]) -> Given {
    let mut items = args.iter();
    let first = items.next().cloned().unwrap_or_default();
    items.try_fold(first, |sum, item| add(&sum, item))
}

/// Two lists are joined, anything else is put together as a text.
fn concat_two(left: &Datum, right: &Datum) -> Datum {
    match (left, right) {
        (Datum::List(left), Datum::List(right)) => {
            Datum::list(left.iter().chain(right.iter()).cloned().collect())
        }
        (Datum::List(list), nothing) | (nothing, Datum::List(list)) if nothing.is_nothing() => {
            Datum::List(list.clone())
        }
        (left, right) if left.is_nothing() && right.is_nothing() => Datum::Missing,
        _ => Datum::Text(joined(&super::convert::plain(left), &super::convert::plain(right))),
    }
}

pub(super) fn concat(args: &[Datum]) -> Given {
    let mut items = args.iter();
    let first = items.next().cloned().unwrap_or_default();
    Ok(items.fold(first, |all, item| concat_two(&all, item)))
}

fn joined(left: &Text, right: &Text) -> Text {
    let mut both = TextBuilder::new();
    both.push_text(left);
    both.push_text(right);
    both.finish()
}

//! Reads one argument as its type.

use super::calendar::{date, meant};
use super::clock::time_ms;
use super::duration::duration_ms;
use super::number::{float, int, is_whole_number, yes_or_no};
use super::{ArgumentType, Mistake, Surroundings};
use crate::diagnostics::nearest;
use crate::pattern::MessageText;
use crate::pattern::fold::fold;
use crate::pattern::words::{WordKind, split_words};
use crate::value::{PersonRef, Value};
use jiff::{Timestamp, tz::TimeZone};
use smol_str::SmolStr;
use std::borrow::Cow;
use url::Url;

/// What was typed for a hole.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument<'m> {
    /// The characters, without quotes around them.
    pub text: Cow<'m, str>,
    /// The person, if it is a mention.
    pub mention: Option<&'m PersonRef>,
}

impl<'m> Argument<'m> {
    /// A text that is no mention.
    #[must_use]
    pub fn plain(text: &'m str) -> Self {
        Self { text: Cow::Borrowed(text), mention: None }
    }
}

/// The value of an argument. A list reads it as one item or several parted by commas.
///
/// # Errors
/// What would have been right.
pub fn read_argument(
    ty: &ArgumentType,
    argument: &Argument<'_>,
    surroundings: &Surroundings<'_>,
) -> Result<Value, Mistake> {
    let text = argument.text.trim();
    let value = match ty {
        ArgumentType::Text => Some(Value::data(argument.text.as_ref())),
        ArgumentType::Int => {
            let too_large = int(text).is_none() && is_whole_number(text);
            return int(text).map(Value::Int).ok_or_else(|| Mistake { too_large, ..Mistake::new(ty) });
        }
        ArgumentType::Float => float(text).map(Value::Float),
        ArgumentType::Bool => yes_or_no(text).map(Value::Bool),
        ArgumentType::Duration => duration_ms(text).map(Value::Duration),
        ArgumentType::Date => return day(text, ty, today(surroundings)),
        ArgumentType::Time => time_ms(text, surroundings.now, surroundings.zone).map(Value::Time),
        ArgumentType::Email => match argument.mention {
            Some(person) if !person.email.is_empty() => Some(Value::data(&person.email)),
            Some(_) | None => email(text).map(Value::data),
        },
        ArgumentType::Url => return url(text, ty),
        ArgumentType::Person => person(argument).map(Value::Person),
        ArgumentType::Room => return room(text, ty, surroundings),
        ArgumentType::OneOf(texts) => return one_of(text, ty, texts),
        ArgumentType::Matches(regex) => {
            regex.matches_whole(&argument.text).then(|| Value::data(argument.text.as_ref()))
        }
        ArgumentType::List(item) => {
            return read_list(item, std::iter::once(argument.clone()), surroundings)
                .map_err(|(_, mistake)| mistake);
        }
    };
    value.ok_or_else(|| Mistake::new(ty))
}

/// The items of a list: words, each of which may be several items parted by commas. With the text of
/// the item that was refused.
pub(in crate::pattern) fn read_list<'m>(
    item: &ArgumentType,
    arguments: impl Iterator<Item = Argument<'m>>,
    surroundings: &Surroundings<'_>,
) -> Result<Value, (SmolStr, Mistake)> {
    let mut values = Vec::new();
    for argument in arguments {
        // A mention and a quoted text with spaces are one item.
        if argument.mention.is_some() || argument.text.contains(char::is_whitespace) {
            let value = read_argument(item, &argument, surroundings);
            values.push(value.map_err(|mistake| (argument.text.as_ref().into(), mistake))?);
            continue;
        }
        for part in argument.text.split(',').filter(|part| !part.is_empty()) {
            let value = read_argument(item, &Argument::plain(part), surroundings);
            values.push(value.map_err(|mistake| (part.into(), mistake))?);
        }
    }
    if values.is_empty() {
        return Err((SmolStr::new_static(","), Mistake::new(item)));
    }
    Ok(Value::list(values))
}

/// The value of a whole message, as the hole at the end of a command would have it: a list takes its words.
///
/// # Errors
/// What would have been right, with the text that was refused.
pub fn read_answer(
    ty: &ArgumentType,
    message: &MessageText,
    surroundings: &Surroundings<'_>,
) -> Result<Value, (SmolStr, Mistake)> {
    if let ArgumentType::List(item) = ty {
        let words = split_words(message);
        let arguments = words.iter().map(|word| Argument {
            text: Cow::Borrowed(word.text),
            mention: if let WordKind::Mention(person) = word.kind { Some(person) } else { None },
        });
        return read_list(item, arguments, surroundings);
    }
    let mention = message.mentions.first().map(|mention| &mention.person);
    let typed = message.text.trim();
    let argument = Argument { mention, ..Argument::plain(typed) };
    read_argument(ty, &argument, surroundings).map_err(|mistake| (typed.into(), mistake))
}

/// The value of a default, as if a user had typed it.
pub(in crate::pattern) fn read_default(
    ty: &ArgumentType,
    text: &str,
    surroundings: &Surroundings<'_>,
) -> Result<Value, Mistake> {
    match ty {
        ArgumentType::List(_) => {
            read_answer(ty, &MessageText::plain(text), surroundings).map_err(|(_, mistake)| mistake)
        }
        _ => read_argument(ty, &Argument::plain(text), surroundings),
    }
}

/// What is wrong with a default whenever it is read. Which rooms there are is not known before.
pub(in crate::pattern) fn mistake_in_default(ty: &ArgumentType, text: &str) -> Option<Mistake> {
    let item = if let ArgumentType::List(item) = ty { item } else { ty };
    if matches!(item, ArgumentType::Room) {
        return None;
    }
    let surroundings = Surroundings { now: Timestamp::UNIX_EPOCH, zone: &TimeZone::UTC, rooms: &[] };
    read_default(ty, text, &surroundings).err()
}

fn today(surroundings: &Surroundings<'_>) -> jiff::civil::Date {
    surroundings.zone.to_datetime(surroundings.now).date()
}

fn day(text: &str, ty: &ArgumentType, today: jiff::civil::Date) -> Result<Value, Mistake> {
    date(text, today).map(Value::Date).ok_or_else(|| {
        let mut days = meant(text, today).into_iter().map(|day| SmolStr::from(day.to_string()));
        Mistake { nearest: days.next(), other: days.next(), ..Mistake::new(ty) }
    })
}

/// `ada@example.com`, `<ada@example.com>`, `mailto:ada@example.com`.
fn email(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('<').and_then(|text| text.strip_suffix('>')).unwrap_or(text);
    let address = inner.strip_prefix("mailto:").unwrap_or(inner);
    let (local, domain) = address.split_once('@')?;
    let local_fits = !local.is_empty()
        && local.chars().all(|letter| !letter.is_whitespace() && !"<>()[]\\,;:\"".contains(letter));
    let label_fits = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|letter| letter.is_alphanumeric() || letter == '-')
    };
    (local_fits && domain.contains('.') && domain.split('.').all(label_fits)).then_some(address)
}

fn url(text: &str, ty: &ArgumentType) -> Result<Value, Mistake> {
    let is_web = |text: &str| {
        Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
    };
    let inner = text.strip_prefix('<').and_then(|text| text.strip_suffix('>')).unwrap_or(text);
    if is_web(inner) && !inner.contains(char::is_whitespace) {
        return Ok(Value::data(inner));
    }
    let with_scheme = format!("https://{inner}");
    let looks_like_host =
        !inner.contains("://") && !inner.contains(char::is_whitespace) && inner.contains('.');
    let nearest = (looks_like_host && is_web(&with_scheme)).then(|| with_scheme.into());
    Err(Mistake { nearest, ..Mistake::new(ty) })
}

fn person(argument: &Argument<'_>) -> Option<PersonRef> {
    match argument.mention {
        Some(person) => Some(person.clone()),
        None => email(argument.text.trim()).map(PersonRef::of_email),
    }
}

fn room(text: &str, ty: &ArgumentType, surroundings: &Surroundings<'_>) -> Result<Value, Mistake> {
    let rooms = surroundings.rooms;
    let wanted = fold_words(text);
    let exact = rooms.iter().find(|known| known.title == text);
    if let Some(known) = exact.or_else(|| rooms.iter().find(|known| fold_words(&known.title) == wanted)) {
        return Ok(Value::Room(known.room.clone()));
    }
    let near = nearest(text, rooms.iter().map(|known| known.title.as_str()));
    Err(Mistake { nearest: near.map(SmolStr::new), ..Mistake::new(ty) })
}

fn one_of(text: &str, ty: &ArgumentType, texts: &[SmolStr]) -> Result<Value, Mistake> {
    let wanted = fold_words(text);
    let exact = texts.iter().find(|one| *one == text);
    if let Some(one) = exact.or_else(|| texts.iter().find(|one| fold_words(one) == wanted)) {
        return Ok(Value::data(one));
    }
    let near = nearest(text, texts.iter().map(SmolStr::as_str));
    Err(Mistake { nearest: near.map(SmolStr::new), ..Mistake::new(ty) })
}

/// Folded, with one space between words.
fn fold_words(text: &str) -> String {
    text.split_whitespace().map(fold).collect::<Vec<_>>().join(" ")
}

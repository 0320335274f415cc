//! Days, as people type them: `2026-01-05`, `5 Jan`, `January 5, 2026`, `tomorrow`, `monday`,
//! `in 3 days`, `the 5th of January`, `next friday`, `Sunday 3 May`.

use super::numeral::count;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// The day that `text` names, seen from `today`. A day without a year is the next such one, today
/// included; the name of a weekday is the next such day, today excluded but where it is `this` one. A weekday
/// before a day must be that of the day.
pub(super) fn date(text: &str, today: Date) -> Option<Date> {
    let (weekday, day) = named(text, today)?;
    weekday.is_none_or(|weekday| day.weekday() == weekday).then_some(day)
}

/// Whether a text names a day and another weekday than its own.
pub(in crate::pattern) fn contradicts_itself(text: &str, today: Date) -> bool {
    named(text, today).is_some_and(|(weekday, day)| weekday.is_some_and(|weekday| weekday != day.weekday()))
}

/// The days that a text may mean which names none: with slashes nobody knows whether the day or the month stands
/// first; of a day with another weekday it is that day.
pub(super) fn meant(text: &str, today: Date) -> Vec<Date> {
    if let Some((Some(_), day)) = named(text, today) {
        return vec![day];
    }
    let parts: Vec<&str> = text.trim().split('/').collect();
    let [first, second, year] = parts.as_slice() else { return Vec::new() };
    let Some(year) = digits(year, 4).filter(|_| year.len() == 4) else { return Vec::new() };
    let part = |text: &str| i8::try_from(digits(text, 2)?).ok();
    let (Some(first), Some(second)) = (part(first), part(second)) else { return Vec::new() };
    let mut days: Vec<Date> = [(second, first), (first, second)]
        .into_iter()
        .filter_map(|(month, day)| Date::new(year, month, day).ok())
        .collect();
    days.dedup();
    days
}

/// Whether a text begins as that of a day does: with a digit, a weekday or a month, and more behind it.
pub(super) fn begins_day(text: &str) -> bool {
    let lower = text.to_lowercase();
    let first = lower.split_whitespace().next().unwrap_or_default().trim_end_matches(',');
    text.starts_with(|first: char| first.is_ascii_digit())
        || weekday(first).is_some()
        || month_number(first).is_some()
}

/// The day, with the weekday that stands before it.
fn named(text: &str, today: Date) -> Option<(Option<Weekday>, Date)> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().map(|word| word.trim_end_matches(',')).collect();
    let words = match words.as_slice() {
        ["on", rest @ ..] if !rest.is_empty() => rest,
        all => all,
    };
    match words {
        [first, rest @ ..] if rest.len() > 1 && weekday(first).is_some() => {
            Some((weekday(first), of_month(without_the(rest), today)?))
        }
        all => Some((None, day(without_the(all), today)?)),
    }
}

fn without_the<'w>(words: &'w [&'w str]) -> &'w [&'w str] {
    match words {
        ["the", rest @ ..] if rest.len() > 1 => rest,
        all => all,
    }
}

fn day(words: &[&str], today: Date) -> Option<Date> {
    match words {
        ["today"] => Some(today),
        ["tomorrow"] => today.tomorrow().ok(),
        ["yesterday"] => today.yesterday().ok(),
        ["day", "after", "tomorrow"] => today.checked_add(2.days()).ok(),
        ["day", "before", "yesterday"] => today.checked_sub(2.days()).ok(),
        ["next" | "coming", day] => next_weekday(day, today),
        ["this", day] => next_weekday(day, today.yesterday().ok()?),
        [one] => iso(one).or_else(|| dotted(one)).or_else(|| next_weekday(one, today)),
        ["in", count, unit] => in_some(count, unit, today),
        all => of_month(all, today),
    }
}

/// `5 Jan`, `January 5, 2027`, `5th of January`
fn of_month(words: &[&str], today: Date) -> Option<Date> {
    match words {
        [day, month] => next_of_year(day, month, today).or_else(|| next_of_year(month, day, today)),
        [day, "of", month] | [month, "the", day] => next_of_year(day, month, today),
        [day, "of", month, year] | [month, "the", day, year] => of_year(day, month, year),
        [day, month, year] => of_year(day, month, year).or_else(|| of_year(month, day, year)),
        _ => None,
    }
}

/// `2026-01-05`, `2026/1/5`
fn iso(text: &str) -> Option<Date> {
    let mut parts = text.split(['-', '/']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    Date::new(digits(year, 4)?, i8::try_from(digits(month, 2)?).ok()?, i8::try_from(digits(day, 2)?).ok()?)
        .ok()
}

/// `3.4.2026`: where dots part them the day stands first; with slashes nobody knows.
fn dotted(text: &str) -> Option<Date> {
    let (day, rest) = text.split_once('.')?;
    let (month, year) = rest.split_once('.')?;
    let year = if year.len() == 4 { digits(year, 4)? } else { return None };
    Date::new(year, i8::try_from(digits(month, 2)?).ok()?, i8::try_from(digits(day, 2)?).ok()?).ok()
}

fn digits(text: &str, most: usize) -> Option<i16> {
    let fits = (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

fn next_weekday(text: &str, today: Date) -> Option<Date> {
    today.nth_weekday(1, weekday(text)?).ok()
}

fn weekday(text: &str) -> Option<Weekday> {
    Some(match text {
        "mon" | "monday" => Weekday::Monday,
        "tue" | "tues" | "tuesday" => Weekday::Tuesday,
        "wed" | "wednesday" => Weekday::Wednesday,
        "thu" | "thur" | "thurs" | "thursday" => Weekday::Thursday,
        "fri" | "friday" => Weekday::Friday,
        "sat" | "saturday" => Weekday::Saturday,
        "sun" | "sunday" => Weekday::Sunday,
        _ => return None,
    })
}

/// `in 3 days`, `in two weeks`, `in a month`
fn in_some(many: &str, unit: &str, today: Date) -> Option<Date> {
    let count = count(many)?;
    let span = match unit {
        "day" | "days" => count.days(),
        "week" | "weeks" => count.weeks(),
        "month" | "months" => count.months(),
        "year" | "years" => count.years(),
        _ => return None,
    };
    today.checked_add(span).ok()
}

fn of_year(day: &str, month: &str, year: &str) -> Option<Date> {
    let year = if year.len() == 4 { digits(year, 4)? } else { return None };
    Date::new(year, month_number(month)?, day_number(day)?).ok()
}

fn next_of_year(day: &str, month: &str, today: Date) -> Option<Date> {
    let (day, month) = (day_number(day)?, month_number(month)?);
    // 29 February is at most eight years away.
    (0..=8).find_map(|years: i16| {
        let date = Date::new(today.year().checked_add(years)?, month, day).ok()?;
        (date >= today).then_some(date)
    })
}

/// `5`, `5.`, `5th`
fn day_number(text: &str) -> Option<i8> {
    let ends = ["st", "nd", "rd", "th", "."];
    let number = ends.iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text);
    i8::try_from(digits(number, 2)?).ok()
}

fn month_number(text: &str) -> Option<i8> {
    Some(match text.trim_end_matches('.') {
        "jan" | "january" => 1,
        "feb" | "february" => 2,
        "mar" | "march" => 3,
        "apr" | "april" => 4,
        "may" => 5,
        "jun" | "june" => 6,
        "jul" | "july" => 7,
        "aug" | "august" => 8,
        "sep" | "sept" | "september" => 9,
        "oct" | "october" => 10,
        "nov" | "november" => 11,
        "dec" | "december" => 12,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{date, meant};
    use jiff::civil;

    #[test]
    fn days_seen_from_a_monday() {
        for (typed, day) in [
            ("2026-01-05", "2026-01-05"),
            ("2026/3/9", "2026-03-09"),
            ("today", "2026-01-05"),
            ("Tomorrow", "2026-01-06"),
            ("yesterday", "2026-01-04"),
            ("5 Jan", "2026-01-05"),
            ("4 jan", "2027-01-04"),
            ("Jan 6", "2026-01-06"),
            ("6th January", "2026-01-06"),
            ("1. Feb.", "2026-02-01"),
            ("January 5, 2027", "2027-01-05"),
            ("5 january 2024", "2024-01-05"),
            ("29 feb", "2028-02-29"),
            ("monday", "2026-01-12"),
            ("Fri", "2026-01-09"),
            ("in 3 days", "2026-01-08"),
            ("in 2 weeks", "2026-01-19"),
            ("in 1 month", "2026-02-05"),
            ("3.4.2026", "2026-04-03"),
            ("03.04.2026", "2026-04-03"),
            ("in a week", "2026-01-12"),
            ("in two weeks", "2026-01-19"),
            ("5th of January", "2026-01-05"),
            ("the 5th of January", "2026-01-05"),
            ("the 3rd of April 2027", "2027-04-03"),
            ("January the 6th", "2026-01-06"),
            ("the 3rd April", "2026-04-03"),
            ("next Friday", "2026-01-09"),
            ("next monday", "2026-01-12"),
            ("this monday", "2026-01-05"),
            ("this friday", "2026-01-09"),
            ("day after tomorrow", "2026-01-07"),
            ("the day after tomorrow", "2026-01-07"),
            ("the day before yesterday", "2026-01-03"),
            ("on Sunday", "2026-01-11"),
            ("on 5 Jan", "2026-01-05"),
            ("Sunday 3 May", "2026-05-03"),
            ("Sunday, May 3rd", "2026-05-03"),
            ("on Sun the 3rd of May 2026", "2026-05-03"),
            ("Saturday 3 January 2026", "2026-01-03"),
        ] {
            check(typed, Some(day));
        }
    }

    #[test]
    fn what_is_none() {
        for typed in [
            "",
            "5",
            "jan",
            "30 feb",
            "2026-02-30",
            "26-01-05",
            "05/01/2026",
            "on",
            "on on sunday",
            "Monday 3 May",
            "Sunday 3 May 2027",
            "sunday tomorrow",
            "sunday monday",
            "sunday in 3 days",
            "5 foo",
            "32 jan",
            "2026-1-5-1",
            "3.4.26",
            "3.13.2026",
            "3.4.2026.1",
            "next",
            "next week",
            "the tomorrow",
            "the of January",
            "the 5th",
            "in the week",
            "in  days",
            "in 99999 days",
            "in 9999 years",
            "+2026-01-05",
            "0 jan",
        ] {
            check(typed, None);
        }
    }

    #[test]
    fn what_may_be_meant() {
        let today = civil::date(2026, 1, 5);
        for (typed, days) in [
            ("3/4/2026", &["2026-04-03", "2026-03-04"][..]),
            ("4/4/2026", &["2026-04-04"]),
            ("25/12/2026", &["2026-12-25"]),
            ("12/25/2026", &["2026-12-25"]),
            ("Monday 3 May", &["2026-05-03"]),
            ("13/13/2026", &[]),
            ("3/4", &[]),
            ("3/4/26", &[]),
            ("soon", &[]),
        ] {
            let found: Vec<String> = meant(typed, today).iter().map(ToString::to_string).collect();
            assert_eq!(found, days, "{typed}");
        }
    }

    fn check(typed: &str, expected: Option<&str>) {
        let today = civil::date(2026, 1, 5);
        assert_eq!(date(typed, today).map(|date| date.to_string()).as_deref(), expected, "{typed}");
    }
}

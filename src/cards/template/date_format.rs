//! Formats of .NET, as Microsoft's engine understands them: it turns them into those of the library
//! Day.js, and so do we, quirks and all.

use jiff::civil::DateTime;

/// The format when none is given.
pub(super) const ISO: &str = "YYYY-MM-DDTHH:mm:ss.SSS[Z]";

/// A local time with its distance from UTC, in seconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    pub(super) local: DateTime,
    pub(super) offset: i32,
}

/// The format in the words of Day.js. What has none there stays as it is, the whole format with it.
pub(super) fn converted(format: &str) -> String {
    if format.is_empty() {
        return ISO.to_owned();
    }
    convert(format).unwrap_or_else(|| format.to_owned())
}

/// The word of Day.js for `count` times the letter; of letters of which it takes fewer, the last counts.
fn word(letter: char, count: usize) -> Option<&'static str> {
    Some(match (letter, count) {
        ('d', 1) => "D",
        ('d', 2) => "DD",
        ('d', 3) => "ddd",
        ('d', _) => "dddd",
        ('f' | 'F', 3..) => "SSS",
        ('h', 1) => "h",
        ('h', _) => "hh",
        ('H', 1) => "H",
        ('H', _) => "HH",
        ('m', 1) => "m",
        ('m', _) => "mm",
        ('M', 1) => "M",
        ('M', 2) => "MM",
        ('M', 3) => "MMM",
        ('M', _) => "MMMM",
        ('s', 1) => "s",
        ('s', _) => "ss",
        ('t', _) => "A",
        ('y', 1 | 2) => "YY",
        ('y', _) => "YYYY",
        ('z', 1 | 2) => "ZZ",
        ('z', _) => "Z",
        _ => return None,
    })
}

fn convert(format: &str) -> Option<String> {
    match format {
        "R" | "r" | "U" | "u" => return None,
        "O" | "o" => return convert("YYYY-MM-DDTHH:mm:ss.SSS0000Z"),
        _ => {}
    }
    let mut out = String::new();
    let letters: Vec<char> = format.chars().collect();
    let mut at = 0;
    while let Some(letter) = letters.get(at).copied() {
        match letter {
            'd' | 'f' | 'F' | 'g' | 'h' | 'H' | 'm' | 'M' | 's' | 't' | 'y' | 'z' => {
                let count = letters.iter().skip(at).take_while(|other| **other == letter).count();
                out.push_str(word(letter, count)?);
                at += count;
                continue;
            }
            'K' => out.push('Z'),
            '\'' | '`' => {
                let rest = letters.get(at + 1..)?;
                let len = rest.iter().position(|other| *other == letter)?;
                out.extend(rest.iter().take(len));
                at += len + 1;
            }
            '%' => {}
            '\\' => {
                at += 1;
                out.push(*letters.get(at)?);
            }
            other => out.push(other),
        }
        at += 1;
    }
    Some(out)
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// Letters of a format and how many of them belong together.
const RUNS: &[(char, usize)] = &[
    ('Y', 4),
    ('M', 4),
    ('D', 2),
    ('d', 4),
    ('H', 2),
    ('h', 2),
    ('a', 1),
    ('A', 1),
    ('m', 2),
    ('s', 2),
    ('Z', 2),
];

/// Writes the moment in a format of Day.js.
pub(super) fn write(moment: Moment, format: &str) -> String {
    let mut out = String::new();
    let mut rest = format;
    while let Some(first) = rest.chars().next() {
        if first == '['
            && let Some(end) = rest.find(']').filter(|end| *end > 1)
        {
            out.push_str(rest.get(1..end).unwrap_or_default());
            rest = rest.get(end + 1..).unwrap_or_default();
            continue;
        }
        let len = if rest.starts_with("SSS") {
            3
        } else {
            let most = RUNS.iter().find(|(letter, _)| *letter == first).map_or(0, |(_, most)| *most);
            rest.chars().take(most).take_while(|letter| *letter == first).count()
        };
        if len == 0 {
            out.push(first);
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
            continue;
        }
        let (word, after) = rest.split_at(len);
        out.push_str(&part(moment, word));
        rest = after;
    }
    out
}

fn part(Moment { local, offset }: Moment, word: &str) -> String {
    let named = |names: &[&str], at: i8, len: usize| {
        let name = usize::try_from(at).ok().and_then(|at| names.get(at)).copied().unwrap_or_default();
        name.get(..len.min(name.len())).unwrap_or_default().to_owned()
    };
    let hour12 = if local.hour() % 12 == 0 { 12 } else { local.hour() % 12 };
    let half = if local.hour() < 12 { "am" } else { "pm" };
    let weekday = local.weekday().to_sunday_zero_offset();
    match word {
        "YY" => format!("{:02}", local.year().rem_euclid(100)),
        "YYYY" => format!("{:04}", local.year()),
        "M" => local.month().to_string(),
        "MM" => format!("{:02}", local.month()),
        "MMM" => named(&MONTHS, local.month() - 1, 3),
        "MMMM" => named(&MONTHS, local.month() - 1, usize::MAX),
        "D" => local.day().to_string(),
        "DD" => format!("{:02}", local.day()),
        "d" => weekday.to_string(),
        "dd" => named(&DAYS, weekday, 2),
        "ddd" => named(&DAYS, weekday, 3),
        "dddd" => named(&DAYS, weekday, usize::MAX),
        "H" => local.hour().to_string(),
        "HH" => format!("{:02}", local.hour()),
        "h" => hour12.to_string(),
        "hh" => format!("{hour12:02}"),
        "a" => half.to_owned(),
        "A" => half.to_uppercase(),
        "m" => local.minute().to_string(),
        "mm" => format!("{:02}", local.minute()),
        "s" => local.second().to_string(),
        "ss" => format!("{:02}", local.second()),
        "SSS" => format!("{:03}", local.subsec_nanosecond() / 1_000_000),
        "Z" => zone(offset, ":"),
        _ => zone(offset, ""),
    }
}

fn zone(offset: i32, between: &str) -> String {
    let minutes = offset.abs() / 60;
    let sign = if offset < 0 { '-' } else { '+' };
    format!("{sign}{:02}{between}{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::{Moment, converted, write};

    #[test]
    fn formats_of_dot_net() {
        let moment = Moment { local: jiff::civil::date(2018, 3, 5).at(13, 4, 9, 250_000_000), offset: 3600 };
        for (format, expected) in [
            ("MM/dd/yy hh:mm tt", "03/05/18 01:04 PM"),
            ("dddd, MMMM d, yyyy", "Monday, March 5, 2018"),
            ("ddd MMM y H:m:s", "Mon Mar 18 13:4:9"),
            ("yyyy-MM-ddTHH:mm:ssZ", "2018-03-05T13:04:09+01:00"),
            ("o", "2018-03-05T13:04:09.2500000+01:00"),
            ("z zz zzz K", "+0100 +0100 +01:00 +01:00"),
            ("fff", "250"),
            ("", "2018-03-05T13:04:09.250Z"),
            // What Day.js cannot do stays, and letters that are its own words are taken for them.
            ("hh:mm f", "01:04 f"),
            ("r", "r"),
            ("h 'at' m", "1 pmt 4"),
            ("%d", "5"),
        ] {
            assert_eq!(write(moment, &converted(format)), expected, "{format}");
        }
    }
}

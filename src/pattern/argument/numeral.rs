//! Numbers in words: `three`, `twenty-one`, `two hundred and five`, `a dozen`, `two dozen`.

/// The number that the words of `text` name, below a million.
pub(super) fn numeral(text: &str) -> Option<i64> {
    let lower = text.to_lowercase();
    let all: Vec<&str> = lower.split_whitespace().flat_map(|word| word.split('-')).collect();
    match all.as_slice() {
        ["a", "dozen"] => return Some(12),
        [dozens @ .., "dozen" | "dozens"] => return Some(12 * below_hundred(dozens)?),
        ["zero"] => return Some(0),
        _ => {}
    }
    let (thousands, rest) = multiple(&all, "thousand", hundreds)?;
    let number = 1000 * thousands + if rest.is_empty() { 0 } else { hundreds(rest)? };
    (number > 0).then_some(number)
}

/// What stands before the unit, and the words after it.
fn multiple<'w>(
    words: &'w [&'w str],
    unit: &str,
    read: impl Fn(&[&str]) -> Option<i64>,
) -> Option<(i64, &'w [&'w str])> {
    let Some(at) = words.iter().position(|word| *word == unit) else { return Some((0, words)) };
    let (front, rest) = words.split_at_checked(at)?;
    let count = if front == ["a"] { 1 } else { read(front)? };
    match rest.get(1..)? {
        ["and"] => None,
        ["and", rest @ ..] | rest => Some((count, rest)),
    }
}

fn hundreds(words: &[&str]) -> Option<i64> {
    let (hundreds, rest) = multiple(words, "hundred", below_hundred)?;
    let rest = if rest.is_empty() && hundreds > 0 { 0 } else { below_hundred(rest)? };
    (hundreds < 10).then_some(100 * hundreds + rest)
}

fn below_hundred(words: &[&str]) -> Option<i64> {
    match words {
        [one] => small(one).or_else(|| tens(one)),
        [ten, one] => Some(tens(ten)? + small(one).filter(|one| *one < 10)?),
        _ => None,
    }
}

fn small(word: &str) -> Option<i64> {
    const SMALL: [&str; 19] = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    (1..).zip(SMALL).find(|(_, name)| *name == word).map(|(number, _)| number)
}

fn tens(word: &str) -> Option<i64> {
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    (2..).zip(TENS).find(|(_, name)| *name == word).map(|(number, _)| 10 * number)
}

/// `3`, `three`, `a`: how many of a unit of time.
pub(super) fn count(word: &str) -> Option<i64> {
    match word {
        "a" | "an" => Some(1),
        _ if word.bytes().all(|byte| byte.is_ascii_digit()) && word.len() <= 4 => word.parse().ok(),
        _ => numeral(word),
    }
}

#[cfg(test)]
mod tests {
    use super::numeral;

    #[test]
    fn numbers_in_words() {
        for (typed, number) in [
            ("zero", Some(0)),
            ("one", Some(1)),
            ("Three", Some(3)),
            ("twelve", Some(12)),
            ("twenty", Some(20)),
            ("twenty-one", Some(21)),
            ("ninety nine", Some(99)),
            ("a hundred", Some(100)),
            ("two hundred", Some(200)),
            ("two hundred and five", Some(205)),
            ("three thousand two hundred and twelve", Some(3212)),
            ("a dozen", Some(12)),
            ("one dozen", Some(12)),
            ("two dozen", Some(24)),
            ("dozen", None),
            ("a hundred dozen", None),
            ("a", None),
            ("and", None),
            ("hundred", None),
            ("two hundred and", None),
            ("-three", None),
            ("three-", None),
            ("twenty twelve", None),
            ("five twenty", None),
            ("ten hundred", None),
            ("beers", None),
            ("three beers", None),
            ("", None),
        ] {
            assert_eq!(numeral(typed), number, "{typed}");
        }
    }
}

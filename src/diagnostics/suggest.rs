//! "Did you mean": the nearest of some names.

/// The candidate most like `name`, if it is like enough to be worth saying. Case does not count;
/// of equals the first wins.
#[must_use]
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = name.to_lowercase();
    let length = wanted.chars().count();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let distance = strsim::osa_distance(&wanted, &candidate.to_lowercase());
        let longest = length.max(candidate.chars().count());
        let allowed = match longest {
            0..=2 => 1.min(longest.saturating_sub(1)),
            // Of short names the beginning is enough; other letters make another word.
            3..=4 if length >= 2 && candidate.to_lowercase().starts_with(&wanted) => 2,
            3..=4 => 1,
            5 => 2,
            _ => longest / 3,
        };
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn suggests_typos_and_nothing_far_away() {
        let names = ["room", "person", "replace", "len"];
        for (typed, near) in [
            ("rom", Some("room")),
            ("persn", Some("person")),
            ("replaec", Some("replace")),
            ("PERSON", Some("person")),
            ("zebra", None),
            ("x", None),
            ("foo", None),
            ("ro", Some("room")),
        ] {
            assert_eq!(nearest(typed, names), near, "{typed}");
        }
    }
}

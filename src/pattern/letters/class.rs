//! The letters of some regexes, as few classes: letters that no regex tells apart are one.

use super::kind::Kind;
use super::shape::{Set, Shapes, ranges};
use regex_syntax::hir::HirKind;
use std::collections::HashMap;

/// Intervals of letters that are looked at to find the classes: regexes of more are not made by hand.
const INTERVALS_MAX: usize = 8_000_000;
/// Letters that read well in a message, best first.
const NICE: &str =
    "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_.,:;!?#@+*/=&%$()[]{}<>'\"|~^`\\ \n\r\t";
/// What look-around tells apart, besides the ends of lines.
const KINDS: [&str; 2] = [r"\w", r"[[:word:]&&[:ascii:]]"];

/// Some classes, as bits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(in crate::pattern) struct Classes(Vec<u64>);

impl FromIterator<u32> for Classes {
    fn from_iter<T: IntoIterator<Item = u32>>(classes: T) -> Self {
        let mut bits = Vec::new();
        for class in classes {
            let Ok(at) = usize::try_from(class / 64) else { continue };
            if bits.len() <= at {
                bits.resize(at + 1, 0);
            }
            if let Some(word) = bits.get_mut(at) {
                *word |= 1 << (class % 64);
            }
        }
        Self(bits)
    }
}

impl Classes {
    pub(super) fn contains(&self, class: u32) -> bool {
        let word = usize::try_from(class / 64).ok().and_then(|at| self.0.get(at));
        word.is_some_and(|word| word & 1 << (class % 64) != 0)
    }

    /// The classes, in order.
    pub(in crate::pattern) fn iter(&self) -> impl Iterator<Item = u32> {
        let words = (0u32..).zip(&self.0).filter(|(_, word)| **word != 0);
        words.flat_map(|(at, word)| {
            (0..64).filter(move |bit| word & 1 << bit != 0).map(move |bit| at * 64 + bit)
        })
    }

    /// The first of them.
    pub(in crate::pattern) fn first(&self) -> Option<u32> {
        self.first_common(self)
    }

    /// The first that the others are of, too.
    pub(in crate::pattern) fn first_common(&self, others: &Self) -> Option<u32> {
        let mut common = (0u32..).zip(self.0.iter().zip(&others.0).map(|(a, b)| a & b));
        common.find(|(_, word)| *word != 0).map(|(at, word)| at * 64 + word.trailing_zeros())
    }
}

/// See the module. The number of a class is the less, the better its letter reads.
#[derive(Clone, Debug)]
pub(in crate::pattern) struct Letters {
    /// One letter for each class, and what look-around sees of it.
    of_class: Vec<(char, Kind)>,
    /// The first letter of each interval, with its class, in order.
    starts: Vec<(u32, u32)>,
    /// The classes of the letters of ASCII.
    ascii: Vec<u32>,
    /// The classes of each set of the shapes.
    members: Vec<Classes>,
    none: Classes,
}

impl Letters {
    /// Of the shapes; nothing where they tell too many letters apart.
    pub(in crate::pattern) fn of(shapes: &Shapes) -> Option<Self> {
        let mut all: Vec<Set> = shapes.sets().cloned().collect();
        let given = all.len();
        if shapes.look_at_letters() {
            for kind in KINDS {
                let hir = regex_syntax::parse(kind).ok()?;
                let HirKind::Class(class) = hir.kind() else { return None };
                all.push(ranges(class)?);
            }
            all.extend(['\n', '\r'].map(|letter| vec![(u32::from(letter), u32::from(letter))]));
        }
        let mut bounds: Vec<u32> = all.iter().flatten().flat_map(|(from, to)| [*from, to + 1]).collect();
        bounds.extend([0, 0xD800, 0xE000]);
        bounds.sort_unstable();
        bounds.dedup();
        let split = split(&bounds, &all)?;
        // What stands between the letters is none.
        let intervals: Vec<(u32, u32)> =
            bounds.into_iter().zip(split).filter(|(start, _)| char::from_u32(*start).is_some()).collect();
        let mut letters = Self {
            starts: intervals,
            of_class: Vec::new(),
            ascii: Vec::new(),
            members: Vec::new(),
            none: Classes::default(),
        };
        letters.name_classes(shapes.look_at_letters());
        letters.ascii = (0u8..128).map(|letter| letters.search(u32::from(letter))).collect();
        letters.members = all.iter().take(given).map(|set| letters.within(set)).collect();
        Some(letters)
    }

    /// Numbers the classes by the letters that stand for them.
    fn name_classes(&mut self, look_at_letters: bool) {
        let kind = |letter| if look_at_letters { Kind::of(letter) } else { Kind::Other };
        let mut of_class: HashMap<u32, (usize, char)> = HashMap::new();
        for (rank, nice) in NICE.chars().enumerate() {
            of_class.entry(self.search(u32::from(nice))).or_insert((rank, nice));
        }
        for (at, (start, class)) in self.starts.iter().enumerate() {
            let Some(letter) = char::from_u32(*start) else { continue };
            of_class.entry(*class).or_insert((NICE.len() + at, letter));
        }
        let mut order: Vec<((usize, char), u32)> =
            of_class.into_iter().map(|(class, named)| (named, class)).collect();
        order.sort_unstable();
        self.of_class = order.iter().map(|((_, letter), _)| (*letter, kind(*letter))).collect();
        let named: HashMap<u32, u32> = order.iter().map(|(_, class)| *class).zip(0u32..).collect();
        for (_, class) in &mut self.starts {
            *class = named.get(class).copied().unwrap_or_default();
        }
    }

    fn search(&self, letter: u32) -> u32 {
        let after = self.starts.partition_point(|(start, _)| *start <= letter);
        after.checked_sub(1).and_then(|at| self.starts.get(at)).map_or(0, |(_, class)| *class)
    }

    fn within(&self, set: &Set) -> Classes {
        let intervals = set.iter().flat_map(|(from, to)| {
            let first = self.starts.partition_point(|(start, _)| start < from);
            self.starts.iter().skip(first).take_while(move |(start, _)| start <= to)
        });
        intervals.map(|(_, class)| *class).collect()
    }

    pub(in crate::pattern) fn class_of(&self, letter: char) -> u32 {
        let number = u32::from(letter);
        let ascii = usize::try_from(number).ok().and_then(|at| self.ascii.get(at));
        ascii.copied().unwrap_or_else(|| self.search(number))
    }

    /// All classes; those with a letter that reads well first.
    pub(in crate::pattern) fn classes(&self) -> impl Iterator<Item = u32> + use<> {
        0..u32::try_from(self.of_class.len()).unwrap_or(u32::MAX)
    }

    /// The letter that stands for a class.
    pub(in crate::pattern) fn letter(&self, class: u32) -> Option<char> {
        self.of_class.get(usize::try_from(class).ok()?).map(|(letter, _)| *letter)
    }

    /// What look-around sees of a class; of what is none, the end of the text.
    pub(in crate::pattern) fn kind(&self, class: u32) -> Kind {
        let found = usize::try_from(class).ok().and_then(|at| self.of_class.get(at));
        found.map_or(Kind::Edge, |(_, kind)| *kind)
    }

    /// The classes of a set of the shapes.
    pub(in crate::pattern) fn members(&self, set: u32) -> &Classes {
        usize::try_from(set).ok().and_then(|at| self.members.get(at)).unwrap_or(&self.none)
    }
}

/// The classes of the intervals: each set parts those of which it has some letters only.
fn split(bounds: &[u32], sets: &[Set]) -> Option<Vec<u32>> {
    let mut classes = vec![0u32; bounds.len()];
    let (mut next, mut looked_at) = (1u32, 0usize);
    for set in sets {
        let mut inside: HashMap<u32, u32> = HashMap::new();
        for (from, to) in set {
            let first = bounds.partition_point(|bound| bound < from);
            let intervals = bounds.iter().zip(&mut classes).skip(first);
            for (_, class) in intervals.take_while(|(bound, _)| *bound <= to) {
                looked_at += 1;
                *class = *inside.entry(*class).or_insert_with(|| {
                    next += 1;
                    next - 1
                });
            }
        }
        if looked_at > INTERVALS_MAX {
            return None;
        }
    }
    Some(classes)
}

#[cfg(test)]
mod tests {
    use super::{Kind, Letters};
    use crate::pattern::letters::Shapes;

    #[test]
    fn letters_that_are_told_apart() {
        for (regex, expected) in [
            ("", "a"),
            (r"^\d$", "a0"),
            ("x[ab]", "acx"),
            (".", "a\n"),
            (r"(?i)k", "ak"),
            ("[^é]", "aé"),
            // And what look-around sees: a word of ASCII, another one, no word, the ends of lines.
            (r"\b", "a-\n\rª"),
            (r"x\b", "ax-\n\rª"),
        ] {
            let letters = letters(regex);
            let shown: String = letters.classes().filter_map(|class| letters.letter(class)).collect();
            assert_eq!(shown, expected, "{regex}");
        }
    }

    #[test]
    fn every_letter_has_the_class_of_its_kind() {
        let letters = letters(r"\b[\w--\d]é[^x]");
        for letter in ('\0'..='\u{2ff}').chain(['٠', '\u{d7ff}', '\u{e000}', '\u{10ffff}']) {
            let class = letters.class_of(letter);
            assert_eq!(letters.kind(class), Kind::of(letter), "{letter:?}");
            let stands = letters.letter(class).expect("a class has a letter");
            assert_eq!(letters.class_of(stands), class, "{letter:?}");
        }
    }

    fn letters(regex: &str) -> Letters {
        let mut shapes = Shapes::default();
        shapes.add(&regex_syntax::parse(regex).expect(regex)).expect("of letters");
        Letters::of(&shapes).expect("few enough")
    }
}

//! The letters of some regexes, as few classes: letters that no regex tells apart are one.

use regex_syntax::hir::{Class, ClassUnicode, Hir, HirKind};
use std::collections::HashMap;

/// Classes of letters in the regexes that are compared: more are too many to search through.
const CLASSES_MAX: usize = 96;
/// Letters that read well in a message, best first.
const NICE: &str =
    "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_.,:;!?#@+*/=&%$()[]{}<>'\"|~^`\\ \n\r\t";

/// See the module.
pub(super) struct Letters {
    /// One letter for each class.
    pub(super) of_class: Vec<char>,
    /// The first letter of each interval, with its class, in order.
    starts: Vec<(u32, u16)>,
}

impl Letters {
    /// Of the regexes; nothing where they tell too many letters apart.
    pub(super) fn of(regexes: &[&Hir]) -> Option<Self> {
        let mut sets: Vec<Vec<(u32, u32)>> = Vec::new();
        for regex in regexes {
            collect(regex, &mut sets)?;
        }
        for word in [r"\w", r"[[:word:]&&[:ascii:]]", r"\n"] {
            let hir = regex_syntax::parse(word).ok()?;
            collect(&hir, &mut sets)?;
        }
        sets.sort();
        sets.dedup();
        let mut bounds: Vec<u32> = sets.iter().flatten().flat_map(|(from, to)| [*from, to + 1]).collect();
        bounds.extend([0, 0xD800, 0xE000]);
        bounds.sort_unstable();
        bounds.dedup();
        let mut classes: HashMap<Vec<u16>, u16> = HashMap::new();
        let mut letters = Self { of_class: Vec::new(), starts: Vec::with_capacity(bounds.len()) };
        let mut cursors = vec![0usize; sets.len()];
        for start in bounds {
            let Some(first) = char::from_u32(start) else { continue };
            let mut within = Vec::new();
            for ((set, cursor), at) in sets.iter().zip(&mut cursors).zip(0u16..) {
                while set.get(*cursor).is_some_and(|(_, to)| *to < start) {
                    *cursor += 1;
                }
                if set.get(*cursor).is_some_and(|(from, _)| *from <= start) {
                    within.push(at);
                }
            }
            let next = u16::try_from(classes.len()).ok()?;
            let class = *classes.entry(within).or_insert_with(|| {
                letters.of_class.push(first);
                next
            });
            letters.starts.push((start, class));
        }
        if letters.of_class.len() > CLASSES_MAX {
            return None;
        }
        for nice in NICE.chars().rev() {
            let class = letters.class_of(nice);
            if let Some(letter) = letters.of_class.get_mut(usize::from(class)) {
                *letter = nice;
            }
        }
        Some(letters)
    }

    pub(super) fn class_of(&self, letter: char) -> u16 {
        let after = self.starts.partition_point(|(start, _)| *start <= u32::from(letter));
        after.checked_sub(1).and_then(|at| self.starts.get(at)).map_or(0, |(_, class)| *class)
    }

    /// The classes that letters of a set have.
    pub(super) fn classes_of(&self, set: &[(u32, u32)]) -> Vec<u16> {
        let mut classes = Vec::new();
        for (from, to) in set {
            let first = self.starts.partition_point(|(start, _)| start < from);
            let within = self.starts.iter().skip(first).take_while(|(start, _)| start <= to);
            classes.extend(within.map(|(_, class)| *class));
        }
        classes.sort_unstable();
        classes.dedup();
        classes
    }

    /// All classes, those with a letter that reads well first.
    pub(super) fn in_order(&self) -> Vec<u16> {
        let mut order: Vec<(usize, u16)> = self
            .of_class
            .iter()
            .zip(0u16..)
            .map(|(letter, class)| (NICE.find(*letter).unwrap_or(usize::MAX), class))
            .collect();
        order.sort_unstable();
        order.into_iter().map(|(_, class)| class).collect()
    }
}

/// The sets of letters that a regex names. Recursion is bounded by the nesting limit of the parser.
fn collect(hir: &Hir, sets: &mut Vec<Vec<(u32, u32)>>) -> Option<()> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?;
            sets.extend(text.chars().map(|letter| vec![(u32::from(letter), u32::from(letter))]));
        }
        HirKind::Class(class) => sets.push(ranges(class)?),
        HirKind::Repetition(repetition) => collect(&repetition.sub, sets)?,
        HirKind::Capture(capture) => collect(&capture.sub, sets)?,
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            for part in parts {
                collect(part, sets)?;
            }
        }
    }
    Some(())
}

/// The letters of a class; nothing for bytes that are no letters.
pub(super) fn ranges(class: &Class) -> Option<Vec<(u32, u32)>> {
    let unicode: ClassUnicode = match class {
        Class::Unicode(class) => class.clone(),
        Class::Bytes(class) => class.to_unicode_class()?,
    };
    Some(unicode.iter().map(|range| (u32::from(range.start()), u32::from(range.end()))).collect())
}

//! What regexes say, without the names of their groups: what two of them say alike is one shape.

use indexmap::IndexSet;
use regex_syntax::hir::{Class, ClassUnicode, Hir, HirKind, Look};

/// Letters, as ranges of their numbers.
pub(super) type Set = Vec<(u32, u32)>;

/// A part of regexes. Parts of it are named by their number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Shape {
    /// A letter of a set.
    Letter(u32),
    /// A look-around: `regex_syntax::hir::Look`, as a number.
    Look(u32),
    /// One after the other; of none, the empty text.
    Concat(Vec<u32>),
    /// One of these.
    Alternation(Vec<u32>),
    /// The same some times.
    Repetition { shape: u32, min: u32, max: Option<u32> },
}

/// The shapes of some regexes, and the sets of letters in them; each once.
#[derive(Clone, Debug, Default)]
pub(in crate::pattern) struct Shapes {
    all: IndexSet<Shape>,
    sets: IndexSet<Set>,
    look_at_letters: bool,
}

impl Shapes {
    /// Adds a regex and gives the number of its shape; nothing for one of bytes that are no letters. Recursion is
    /// bounded by the nesting limit of the parser.
    pub(in crate::pattern) fn add(&mut self, hir: &Hir) -> Option<u32> {
        let shape = match hir.kind() {
            HirKind::Empty => Shape::Concat(Vec::new()),
            HirKind::Literal(literal) => {
                let text = std::str::from_utf8(&literal.0).ok()?;
                let letters: Option<Vec<u32>> = text
                    .chars()
                    .map(|letter| {
                        let set = self.set(vec![(u32::from(letter), u32::from(letter))])?;
                        self.insert(Shape::Letter(set))
                    })
                    .collect();
                Shape::Concat(letters?)
            }
            HirKind::Class(class) => Shape::Letter(self.set(ranges(class)?)?),
            HirKind::Look(look) => {
                self.look_at_letters |= !matches!(look, Look::Start | Look::End);
                Shape::Look(look.as_repr())
            }
            HirKind::Capture(capture) => return self.add(&capture.sub),
            HirKind::Repetition(repetition) => {
                let shape = self.add(&repetition.sub)?;
                Shape::Repetition { shape, min: repetition.min, max: repetition.max }
            }
            HirKind::Concat(parts) => {
                let mut all = Vec::new();
                for part in parts {
                    let added = self.add(part)?;
                    // So that literals that begin alike share their letters.
                    match self.get(added) {
                        Some(Shape::Concat(letters)) => all.extend(letters),
                        Some(_) | None => all.push(added),
                    }
                }
                Shape::Concat(all)
            }
            HirKind::Alternation(parts) => {
                let parts: Option<Vec<u32>> = parts.iter().map(|part| self.add(part)).collect();
                Shape::Alternation(parts?)
            }
        };
        self.insert(shape)
    }

    fn insert(&mut self, shape: Shape) -> Option<u32> {
        u32::try_from(self.all.insert_full(shape).0).ok()
    }

    fn set(&mut self, set: Set) -> Option<u32> {
        u32::try_from(self.sets.insert_full(set).0).ok()
    }

    pub(super) fn get(&self, shape: u32) -> Option<&Shape> {
        self.all.get_index(usize::try_from(shape).ok()?)
    }

    /// Whether a look-around tells more than the ends of a text.
    pub(super) fn look_at_letters(&self) -> bool {
        self.look_at_letters
    }

    /// The sets of letters, by their number.
    pub(super) fn sets(&self) -> impl Iterator<Item = &Set> {
        self.sets.iter()
    }
}

/// The letters of a class; nothing for bytes that are no letters.
pub(super) fn ranges(class: &Class) -> Option<Set> {
    let unicode: ClassUnicode = match class {
        Class::Unicode(class) => class.clone(),
        Class::Bytes(class) => class.to_unicode_class()?,
    };
    Some(unicode.iter().map(|range| (u32::from(range.start()), u32::from(range.end()))).collect())
}

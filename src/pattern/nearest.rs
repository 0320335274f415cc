//! The command that was probably meant.

use crate::pattern::index::{Openings, Place, edits};
use crate::pattern::routes::Routes;
use crate::pattern::words::Words;
use smol_str::SmolStr;

/// The word of the built-in command.
pub(super) const HELP: &str = "help";

/// A command that a message nearly is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nearest {
    /// How it goes.
    pub usage: SmolStr,
    /// Whether its first words were typed as they are: what follows did not fit.
    pub words_fit: bool,
}

/// How far a message is from an opening; less is nearer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Distance {
    /// All words of the opening, with so many edits.
    Whole(usize),
    /// Its first word only.
    FirstWord(usize),
}

/// The nearest command that the sender may run, by the words before its first argument; of equals
/// the first. Nothing where none is near.
pub(super) fn nearest_command(
    (routes, openings): (&Routes, &Openings),
    words: &Words<'_>,
    may_run: &dyn Fn(u32) -> bool,
) -> Option<Nearest> {
    let command = |place: Place| routes.commands.get(usize::try_from(place.command).ok()?);
    let may = |place: Place| command(place).is_some_and(|route| may_run(route.handler));
    let (whole, begins) = openings.like(&words.folded, &may);
    let mut best: Option<(Distance, (u32, u32), Nearest)> = None;
    let mut consider = |opening: &str, usage: &SmolStr, at: (u32, u32)| {
        let Some(distance) = distance(opening, words) else { return };
        if best.as_ref().is_none_or(|(least, before, _)| (distance, at) < (*least, *before)) {
            let words_fit = distance == Distance::Whole(0);
            best = Some((distance, at, Nearest { usage: usage.clone(), words_fit }));
        }
    };
    for place in whole.into_iter().chain(begins) {
        let Some(route) = command(place) else { continue };
        let at = |index: u32| usize::try_from(index).unwrap_or(usize::MAX);
        let Some(alternative) = route.matcher.alternatives.get(at(place.alternative)) else { continue };
        let Some(opening) = alternative.openings.get(at(place.opening)) else { continue };
        consider(opening, &alternative.usage, (place.command, place.alternative));
    }
    consider(HELP, &SmolStr::new_static(HELP), (u32::MAX, 0));
    best.map(|(_, _, nearest)| nearest)
}

fn distance(opening: &str, words: &Words<'_>) -> Option<Distance> {
    let count = opening.split(' ').count();
    let typed: Vec<&str> = words.folded.iter().take(count).map(SmolStr::as_str).collect();
    if let Some(edits) = edits(&typed.join(" "), opening) {
        return Some(Distance::Whole(edits));
    }
    let first = opening.split(' ').next()?;
    edits(typed.first()?, first).map(Distance::FirstWord)
}

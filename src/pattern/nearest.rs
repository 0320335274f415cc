//! The command that was probably meant.

use crate::diagnostics::nearest;
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
    routes: &Routes,
    words: &Words<'_>,
    may_run: &dyn Fn(u32) -> bool,
) -> Option<Nearest> {
    let mut best: Option<(Distance, Nearest)> = None;
    let mut consider = |opening: &str, usage: &SmolStr| {
        let Some(distance) = distance(opening, words) else { return };
        if best.as_ref().is_none_or(|(least, _)| distance < *least) {
            let words_fit = distance == Distance::Whole(0);
            best = Some((distance, Nearest { usage: usage.clone(), words_fit }));
        }
    };
    for route in routes.commands.iter().filter(|route| may_run(route.handler)) {
        for alternative in &route.matcher.alternatives {
            for opening in &alternative.openings {
                consider(opening, &alternative.usage);
            }
        }
    }
    consider(HELP, &SmolStr::new_static(HELP));
    best.map(|(_, nearest)| nearest)
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

/// The edits between two words, if they are few.
fn edits(typed: &str, word: &str) -> Option<usize> {
    // The distance takes time in the product of the lengths.
    if typed.len() > word.len() * 2 + 8 {
        return None;
    }
    nearest(typed, [word]).map(|word| strsim::osa_distance(typed, word))
}

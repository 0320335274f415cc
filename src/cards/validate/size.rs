//! How many bytes a card has.

use super::defect::Severity;
use super::place::{Place, Wrong};
use super::rules;
use crate::cards::sketch::{Item, Sketch, SketchKind, Spot};

/// Bytes of JSON from which a card may be too big, since its images count too.
const BYTES_MANY: usize = 22_000;
/// Bytes of JSON beyond which Webex answers "Unable to share content to room" (its card sampler's rule of
/// thumb).
const BYTES_MAX: usize = 60_000;
/// A loop of which fewer rows fit is worth a word: lists of that length are met.
const ROWS_FEW: usize = 50;

/// Compact UTF-8, as it is sent.
pub(super) fn size(card: &Sketch, place: &mut Place) {
    let mut loops = Vec::new();
    let bytes = bytes_of(card, &mut loops);
    let (severity, message) = if bytes > BYTES_MAX {
        (Severity::Error, format!("the card has {bytes} bytes, Webex takes {BYTES_MAX}"))
    } else if bytes > BYTES_MANY {
        let message =
            format!("the card has {bytes} bytes: with its images Webex may take no more than {BYTES_MAX}");
        (Severity::Warning, message)
    } else {
        return many_rows(&loops, BYTES_MAX - bytes, place);
    };
    place.report(
        card.spot.span,
        Wrong::new(&rules::CARD_TOO_BIG, message, "show fewer rows").weighs(severity),
    );
}

/// Loops whose lists nothing bounds.
fn many_rows(loops: &[(&Spot, usize)], left: usize, place: &mut Place) {
    // Those of an included card are looked at there.
    for (spot, bytes) in loops.iter().filter(|(spot, _)| spot.through.is_none()) {
        let rows = left.checked_div(*bytes).unwrap_or(usize::MAX);
        if rows < ROWS_FEW {
            let message = format!("about {rows} rows of this fit into a card, and nothing bounds the list");
            let help = format!("take so many of it: `[0..{}]`", rows.saturating_sub(1));
            let wrong = Wrong::new(&rules::CARD_TOO_BIG, message, help).weighs(Severity::Warning);
            place.report(spot.span, wrong);
        }
    }
}

/// The bytes that are known; of branches the longest, of loops without a known end none.
fn bytes_of<'s>(sketch: &'s Sketch, loops: &mut Vec<(&'s Spot, usize)>) -> usize {
    match &sketch.kind {
        SketchKind::Null => 4,
        SketchKind::Bool(value) => {
            if *value {
                4
            } else {
                5
            }
        }
        SketchKind::Number(number) => number.to_string().len(),
        SketchKind::Text(words) => words.bytes(),
        SketchKind::Open => 0,
        SketchKind::Either(all) => all.iter().map(|one| bytes_of(one, loops)).max().unwrap_or(0),
        SketchKind::List(items) => {
            let commas = items.len().saturating_sub(1);
            2 + commas + items.iter().map(|item| item_bytes(item, loops)).sum::<usize>()
        }
        SketchKind::Object(fields) => {
            let each = fields.iter().map(|field| field.name.len() + 3 + bytes_of(&field.value, loops));
            2 + fields.len().saturating_sub(1) + each.sum::<usize>()
        }
    }
}

fn item_bytes<'s>(item: &'s Item, loops: &mut Vec<(&'s Spot, usize)>) -> usize {
    match item {
        Item::One(one) | Item::When(one) => bytes_of(one, loops),
        Item::Open => 0,
        Item::Choice { branches, .. } => {
            let each = branches.iter().map(|items| items.iter().map(|item| item_bytes(item, loops)).sum());
            each.max().unwrap_or(0)
        }
        Item::Rows { rows, items, spot } => {
            let row: usize = items.iter().map(|item| item_bytes(item, loops)).sum();
            if rows.is_none() {
                loops.push((spot, row));
            }
            row.saturating_mul(rows.unwrap_or(0))
        }
    }
}

//! Rules that look at more than one property, or at the card as a whole.

use super::around::{Around, Terms};
use super::place::{Place, Wrong};
use super::rules;
use super::sets::{Card, Input, choices, limits, required};
use super::values::quoted;
use super::walk::Walk;
use crate::cards::schema::{ElementType, Part};
use crate::cards::sketch::{Item, Sketch, SketchKind, Spot, Words};
use indexmap::IndexMap;

/// Buttons of one list that clients show.
const ACTIONS_MAX: usize = 5;
/// Images of one message.
const IMAGES_MAX: usize = 10;
/// Cards in cards that anybody has tried.
const DEPTH_MAX: usize = 1;

/// What has an id.
#[derive(Debug)]
struct Named {
    json: &'static str,
    spot: Spot,
    terms: Terms,
}

/// What is gathered on the walk.
#[derive(Debug, Default)]
pub(super) struct Whole {
    /// Where the card begins.
    pub(super) root: String,
    ids: IndexMap<String, Vec<Named>>,
    /// How ids begin whose end is not known.
    made: Vec<String>,
    /// Places and ids of what toggles name.
    targets: Vec<(String, Spot, String)>,
    pub(super) images: usize,
    /// The card and all that it shows.
    cards: Vec<Card>,
    /// The newest feature that is used: its version 1.x and its name.
    newest: (u8, &'static str),
    /// The version 1.x that the card declares.
    declared: Option<(u8, Spot)>,
    /// What is said once.
    said: Vec<&'static str>,
    /// There are elements that are not known, which may have any name.
    open: bool,
    /// There are presses that are not known, which may send what is typed.
    open_presses: bool,
}

impl Whole {
    /// A card, in another.
    pub(super) fn card(&mut self, parent: Option<usize>) -> usize {
        self.cards.push(Card::within(parent));
        self.cards.len() - 1
    }

    /// There is a part that is not known.
    pub(super) fn leaves_open(&mut self, part: Part) {
        self.open |= part != Part::Action;
        self.open_presses = true;
    }

    pub(super) fn uses(&mut self, since: u8, name: &'static str) {
        if since > self.newest.0 {
            self.newest = (since, name);
        }
    }

    pub(super) fn target(&mut self, at: String, id: &Words, spot: &Spot) {
        if let Some(id) = id.whole() {
            self.targets.push((at, spot.clone(), id.to_owned()));
        }
    }

    pub(super) fn add_images(&mut self, more: usize, spot: &Spot, place: &mut Place) {
        self.images = self.images.saturating_add(more);
        if self.images <= IMAGES_MAX || more == 0 || self.said.contains(&rules::TOO_MANY_IMAGES.id) {
            return;
        }
        self.said.push(rules::TOO_MANY_IMAGES.id);
        let span = spot.beside(&Spot::default());
        let message = format!("the card has more than {IMAGES_MAX} images, Webex takes no more");
        let help = "show fewer, or send a second message; backgrounds and icons count too";
        place.report(span, Wrong::new(&rules::TOO_MANY_IMAGES, message, help));
    }

    fn id(&mut self, place: &mut Place, (id, json): (&Sketch, &'static str), around: Around<'_>) {
        let SketchKind::Text(words) = &id.kind else {
            self.made.extend(matches!(id.kind, SketchKind::Open | SketchKind::Either(_)).then(String::new));
            return;
        };
        let Some(name) = words.whole() else {
            self.made.push(words.start().to_owned());
            return;
        };
        if name.is_empty() {
            return;
        }
        let named = Named { json, spot: id.spot.clone(), terms: around.terms() };
        let known = self.ids.entry(name.to_owned()).or_default();
        let first = known.iter().find(|first| first.terms.meet(&named.terms));
        let row = first.is_some_and(|first| first.spot.span.is_some() && first.spot.span == named.spot.span);
        let also = first.and_then(|first| first.spot.beside(&named.spot));
        let span = first.map_or(named.spot.span, |first| named.spot.beside(&first.spot));
        let at = place.below("id");
        if around.repeated || (row && also == span) {
            let message =
                format!("all rows would have the id {}: desktop clients drop the whole card", quoted(name));
            place.report_at(
                at,
                named.spot.span,
                Wrong::new(&rules::DUPLICATE_ID, message, "give each row its own"),
            );
        } else if first.is_some() {
            let message = format!(
                "two things in this card have the id {}: desktop clients drop the whole card",
                quoted(name)
            );
            let wrong = Wrong::new(&rules::DUPLICATE_ID, message, "give each its own");
            place.report_both(at, (span, also), wrong);
        }
        known.push(named);
    }

    /// What can only be said when all is known.
    pub(super) fn finish(&mut self, place: &mut Place, ours: bool) {
        for (at, spot, id) in std::mem::take(&mut self.targets) {
            match self.ids.get(&id).and_then(|named| named.first()) {
                None if self.open || self.made.iter().any(|start| id.starts_with(start)) => {}
                None => {
                    let near = crate::diagnostics::nearest(&id, self.ids.keys().map(String::as_str));
                    let help = match near {
                        Some(near) => format!("did you mean {}?", quoted(near)),
                        None => format!("give an element `\"id\": {}`", quoted(&id)),
                    };
                    let message = format!("no element of this card has the id {}", quoted(&id));
                    place.report_at(at, spot.span, Wrong::new(&rules::UNKNOWN_TARGET, message, help));
                }
                Some(named) if named.json == "ActionSet" || named.json.starts_with("Action.") => {
                    let help = "put the buttons into a `Container`, and toggle that";
                    let wrong = Wrong::new(&rules::WEBEX_PARTIAL, "Webex does not toggle buttons", help);
                    place.report_at(at, spot.span, wrong);
                }
                Some(_) => {}
            }
        }
        super::sets::inputs(&self.cards, self.open_presses, place);
        let (since, name) = self.newest;
        if ours {
            // It is always sent as 1.3.
            return;
        }
        if let Some((declared, spot)) = self.declared.as_ref().filter(|(declared, _)| *declared < since) {
            let root = if self.root == "/" { "" } else { &self.root };
            let message = format!("the card says version 1.{declared}, `{name}` came with 1.{since}");
            let wrong = Wrong::new(&rules::FEATURE_NEWER_THAN_VERSION, message, "write \"1.3\"");
            place.report_at(format!("{root}/version"), spot.span, wrong);
        }
    }
}

/// A list of buttons, as long as it can become.
pub(super) fn buttons(place: &mut Place, list: &Sketch, items: &[Item]) {
    let mut sixth = None;
    let count = count_buttons(items, 0, &mut sixth);
    if count > ACTIONS_MAX {
        let at = format!("{}/{ACTIONS_MAX}", place.here());
        let span = sixth.and_then(|spot| spot.beside(&list.spot));
        let message = format!("there are {count} buttons side by side, clients show {ACTIONS_MAX}");
        let help = "offer a choice instead, or put some into an `Action.ShowCard`";
        place.report_at(at, span, Wrong::new(&rules::TOO_MANY_ACTIONS, message, help));
    }
}

/// How many buttons there are after `items`; `sixth`: the one that is too many.
fn count_buttons<'s>(items: &'s [Item], before: usize, sixth: &mut Option<&'s Spot>) -> usize {
    items.iter().fold(before, |count, item| {
        let (after, spot) = match item {
            Item::One(one) | Item::When(one) => (count + 1, Some(one.head())),
            Item::Open => (count, None),
            Item::Choice { branches, .. } => {
                let all = branches.iter().map(|branch| count_buttons(branch, count, sixth));
                (all.max().unwrap_or(count), None)
            }
            Item::Rows { rows, items, spot } => {
                let row = count_buttons(items, 0, &mut None);
                (count.saturating_add(row.saturating_mul(rows.unwrap_or(1))), Some(spot))
            }
        };
        if count <= ACTIONS_MAX && after > ACTIONS_MAX && sixth.is_none() {
            *sixth = spot;
        }
        after
    })
}

/// The rules for one object, after its properties have been looked at.
pub(super) fn object_rules(walk: &mut Walk, object: &Sketch, kind: &'static ElementType, around: Around<'_>) {
    let Walk { place, whole, .. } = walk;
    if let Some(id) = object.get("id") {
        if kind.is_input() && id.text().is_some_and(|id| id.trim().is_empty()) {
            let at = place.below("id");
            let message = "the `id` of this input is empty: what is typed into it would have no name";
            let wrong = Wrong::new(&rules::INPUT_NEEDS_ID, message, "write `\"id\": \"name\"`");
            place.report_at(at, id.spot.span, wrong);
        } else if !around.fallback {
            whole.id(place, (id, kind.json), around);
        }
    }
    if let Some(icon) = object.get("iconUrl") {
        whole.add_images(1, &icon.spot, place);
    }
    let head = object.head();
    match kind.json {
        "Media" => {
            let help = "show an `Image`, with an `Action.OpenUrl` to the media";
            place.report(
                head.span,
                Wrong::new(&rules::WEBEX_UNSUPPORTED, "Webex plays no media in cards", help),
            );
        }
        "Image" => whole.add_images(1, head, place),
        "ColumnSet" => ignored(place, object, &["height"], "of a `ColumnSet`"),
        "AdaptiveCard" => {
            let names = ["speak", "fallbackText", "verticalContentAlignment"];
            ignored(place, object, &names, "of a card");
            if around.depth == 0 {
                let version = object.get("version");
                whole.declared = version.and_then(|version| {
                    Some((version.text()?.strip_prefix("1.")?.parse().ok()?, version.spot.clone()))
                });
            }
        }
        "Action.ShowCard"
            if around.depth > DEPTH_MAX - 1 && !whole.said.contains(&rules::DEEP_SHOWCARD.id) =>
        {
            whole.said.push(rules::DEEP_SHOWCARD.id);
            let message = "a card in a card in this card: hard to use on a phone";
            let help = "show it in one step, or send another card";
            place.report(head.span, Wrong::new(&rules::DEEP_SHOWCARD, message, help));
        }
        "Action.Submit" if !around.fallback => {
            if let Some(card) = whole.cards.get_mut(around.card) {
                card.submit(place.here(), object, around.terms());
            }
        }
        "TargetElement" => {
            if let Some(id) = object.get("elementId")
                && let SketchKind::Text(words) = &id.kind
            {
                whole.target(place.here(), words, &id.spot);
            }
        }
        _ => {}
    }
    if kind.is_input() {
        input_rules(walk, object, around);
    }
}

fn input_rules(walk: &mut Walk, object: &Sketch, around: Around<'_>) {
    let Walk { place, whole, .. } = walk;
    // It is called by its name.
    let spot = object.get("id").map_or(object.head(), |id| &id.spot).clone();
    required(place, object, spot.span);
    limits(place, object);
    choices(place, object);
    if let Some(card) = whole.cards.get_mut(around.card).filter(|_| !around.fallback) {
        let id = object.text_of("id").unwrap_or_default().to_owned();
        card.inputs.push(Input { at: place.here(), id, spot, terms: around.terms() });
    }
}

fn ignored(place: &mut Place, object: &Sketch, names: &[&str], of: &str) {
    for field in object.fields().iter().filter(|field| names.contains(&field.name.as_str())) {
        let at = place.below(&field.name);
        let name = super::values::name_of(&field.name, field.written.as_deref());
        let message = format!("Webex leaves {name} {of} out of account");
        place.report_at(at, field.spot.span, Wrong::new(&rules::WEBEX_IGNORED, message, "leave it out"));
    }
}

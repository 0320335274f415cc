//! Rules that look at more than one property, or at the card as a whole.

use super::place::Place;
use super::rules;
use super::sets::{Card, choices, limits, required};
use super::values::quoted;
use super::walk::{Around, Walk};
use crate::cards::schema::ElementType;
use serde_json::{Map, Value as Json};
use std::collections::HashMap;

/// Buttons of one list that clients show.
const ACTIONS_MAX: usize = 5;
/// Images of one message.
const IMAGES_MAX: usize = 10;
/// Cards in cards that anybody has tried.
const DEPTH_MAX: usize = 1;

/// What is gathered on the walk.
#[derive(Debug, Default)]
pub(super) struct Whole {
    /// Where the card begins.
    pub(super) root: String,
    /// Ids, with the types that have them.
    ids: HashMap<String, &'static str>,
    /// Places and ids of what toggles name.
    targets: Vec<(String, String)>,
    images: usize,
    /// The card and all that it shows.
    cards: Vec<Card>,
    /// The newest feature that is used: its version 1.x and its name.
    newest: (u8, &'static str),
    /// The version 1.x that the card declares.
    declared: Option<u8>,
    deep: bool,
}

impl Whole {
    /// A card, in another.
    pub(super) fn card(&mut self, parent: Option<usize>) -> usize {
        self.cards.push(Card { parent, ..Card::default() });
        self.cards.len() - 1
    }

    pub(super) fn uses(&mut self, since: u8, name: &'static str) {
        if since > self.newest.0 {
            self.newest = (since, name);
        }
    }

    pub(super) fn target(&mut self, at: String, id: &str) {
        self.targets.push((at, id.to_owned()));
    }

    pub(super) fn image(&mut self, place: &mut Place) {
        self.images += 1;
        if self.images == IMAGES_MAX + 1 {
            place.report(
                &rules::TOO_MANY_IMAGES,
                format!("this is image {} of the card, Webex takes {IMAGES_MAX}", self.images),
                "show fewer, or send a second message; backgrounds and icons count too",
            );
        }
    }

    fn id(&mut self, place: &mut Place, id: &str, json: &'static str) {
        if self.ids.insert(id.to_owned(), json).is_some() {
            let at = place.below("id");
            place.report_at(
                &rules::DUPLICATE_ID,
                at,
                format!(
                    "two things in this card have the id {}: desktop clients drop the whole card",
                    quoted(id)
                ),
                "give each its own",
            );
        }
    }

    /// What can only be said when all is known.
    pub(super) fn finish(&mut self, place: &mut Place) {
        for (at, id) in std::mem::take(&mut self.targets) {
            match self.ids.get(&id) {
                None => {
                    let near = crate::diagnostics::nearest(&id, self.ids.keys().map(String::as_str));
                    let help = match near {
                        Some(near) => format!("did you mean {}?", quoted(near)),
                        None => format!("give an element `\"id\": {}`", quoted(&id)),
                    };
                    place.report_at(
                        &rules::UNKNOWN_TARGET,
                        at,
                        format!("no element of this card has the id {}", quoted(&id)),
                        help,
                    );
                }
                Some(json) if *json == "ActionSet" || json.starts_with("Action.") => place.report_at(
                    &rules::WEBEX_PARTIAL,
                    at,
                    "Webex does not toggle buttons".to_owned(),
                    "put the buttons into a `Container`, and toggle that",
                ),
                Some(_) => {}
            }
        }
        super::sets::inputs(&self.cards, place);
        let (since, name) = self.newest;
        if let Some(declared) = self.declared.filter(|declared| *declared < since) {
            let root = if self.root == "/" { String::new() } else { self.root.clone() };
            place.report_at(
                &rules::FEATURE_NEWER_THAN_VERSION,
                format!("{root}/version"),
                format!("the card says version 1.{declared}, `{name}` came with 1.{since}"),
                "write \"1.3\"",
            );
        }
    }
}

/// A list of buttons.
pub(super) fn buttons(place: &mut Place, count: usize) {
    if count > ACTIONS_MAX {
        let at = format!("{}/{ACTIONS_MAX}", place.here());
        place.report_at(
            &rules::TOO_MANY_ACTIONS,
            at,
            format!("there are {count} buttons side by side, clients show {ACTIONS_MAX}"),
            "offer a choice instead, or put some into an `Action.ShowCard`",
        );
    }
}

/// The rules for one object, after its properties have been looked at.
pub(super) fn object_rules(
    walk: &mut Walk,
    fields: &Map<String, Json>,
    kind: &'static ElementType,
    around: Around,
) {
    let Walk { place, whole } = walk;
    let text = |name: &str| fields.get(name).and_then(Json::as_str);
    if let Some(id) = text("id") {
        if kind.is_input() && id.trim().is_empty() {
            let at = place.below("id");
            let message = "the `id` of this input is empty: what is typed into it would have no name";
            place.report_at(&rules::INPUT_NEEDS_ID, at, message.to_owned(), "write `\"id\": \"name\"`");
        } else if !around.fallback && !id.is_empty() {
            whole.id(place, id, kind.json);
        }
    }
    if fields.contains_key("iconUrl") {
        whole.image(place);
    }
    match kind.json {
        "Media" => place.report(
            &rules::WEBEX_UNSUPPORTED,
            "Webex plays no media in cards".to_owned(),
            "show an `Image`, with an `Action.OpenUrl` to the media",
        ),
        "Image" => whole.image(place),
        "ColumnSet" => ignored(place, fields, &["height"], "of a `ColumnSet`"),
        "AdaptiveCard" => {
            let names = ["speak", "fallbackText", "verticalContentAlignment"];
            ignored(place, fields, &names, "of a card");
            if around.depth == 0 {
                whole.declared = text("version").and_then(|it| it.strip_prefix("1.")?.parse().ok());
            }
        }
        "Action.ShowCard" if around.depth > DEPTH_MAX - 1 && !whole.deep => {
            whole.deep = true;
            place.report(
                &rules::DEEP_SHOWCARD,
                "a card in a card in this card: hard to use on a phone".to_owned(),
                "show it in one step, or send another card",
            );
        }
        "Action.Submit" if !around.fallback => {
            if let Some(card) = whole.cards.get_mut(around.card) {
                card.submit(place.here(), fields);
            }
        }
        "TargetElement" => {
            if let Some(id) = text("elementId") {
                whole.target(place.here(), id);
            }
        }
        _ => {}
    }
    if kind.is_input() {
        required(place, fields);
        limits(place, fields);
        choices(place, fields);
        if let Some(card) = whole.cards.get_mut(around.card).filter(|_| !around.fallback) {
            card.inputs.push((place.here(), text("id").unwrap_or_default().to_owned()));
        }
    }
}

fn ignored(place: &mut Place, fields: &Map<String, Json>, names: &[&str], of: &str) {
    for name in names.iter().filter(|name| fields.contains_key(**name)) {
        let at = place.below(name);
        let message = format!("Webex leaves `{name}` {of} out of account");
        place.report_at(&rules::WEBEX_IGNORED, at, message, "leave it out");
    }
}

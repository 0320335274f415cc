//! Buttons that are pressed in a test, and files that are sent.

use super::run::{Performance, Problem, problem};
use super::said::Place;
use crate::base::{Span, limits};
use crate::cards::{NAMES, OWN, buttons};
use crate::check::hir::{FunctionId, Line};
use crate::compile::beside;
use crate::emulator::Upload;
use crate::webex::wire::RoomType;
use serde_json::{Map, Value as Json};

impl Performance<'_> {
    pub(super) fn sends(&mut self, span: Span, line: &Line, file: &str) -> Result<(), Problem> {
        let path = beside(&self.program.path, file);
        let bytes = self.program.sources.read(&path, limits::WEBHOOK_BODY_BYTES_MAX);
        let bytes = bytes.map_err(|error| problem(span, format!("{}: {error}", path.display())))?;
        let name =
            path.file_name().map_or_else(|| file.to_owned(), |name| name.to_string_lossy().into_owned());
        let upload = Upload { name, media_type: "application/octet-stream".to_owned(), bytes };
        self.says(span, line, Some(upload))
    }

    /// Presses the button of the newest card that has it and that the person can see.
    pub(super) async fn clicks(
        &mut self,
        span: Span,
        (who, button): (&str, &str),
        inputs: Option<FunctionId>,
    ) -> Result<(), Problem> {
        let given = match inputs {
            Some(function) => match self.json(function, span).await? {
                Json::Object(given) => given,
                _ => return Err(problem(span, "the inputs are a record: `with { reason: \"late\" }`")),
            },
            None => Map::new(),
        };
        let person = self.stage.person(who).map_err(|message| problem(span, message))?.id.clone();
        let found = self.stage.emulator.read(|world| {
            let visible =
                world.messages().rev().filter(|message| !message.deleted && world.can_see(&person, message));
            visible.into_iter().find_map(|message| {
                let card = &message.attachments.first()?.content;
                let data = buttons(card).into_iter().find(|(title, _)| title == button)?.1;
                let room = world.room(&message.room_id)?;
                let direct = room.kind == RoomType::Direct;
                Some((message.id.clone(), card.clone(), data, (direct, room.title.clone())))
            })
        });
        let Some((message, card, mut data, (direct, title))) = found else {
            return Err(problem(span, self.no_button(who, &person, button)));
        };
        let own = data.get(OWN).and_then(|own| own.get("action"));
        let action = own.and_then(Json::as_str).map(str::to_owned);
        let given = by_id(given, data.get(OWN).and_then(|own| own.get(NAMES)));
        fill(&card, &given, &mut data);
        if let Some(stray) = given.keys().find(|name| !data.contains_key(*name)) {
            let own = inputs_of(&card);
            let has = if own.is_empty() { "no inputs".to_owned() } else { own.join(", ") };
            return Err(problem(span, format!("the card has no input `{stray}`; it has {has}")));
        }
        let pressed = self.stage.emulator.click(&person, &message, data);
        pressed.map_err(|error| problem(span, format!("Webex refuses this press: {error}")))?;
        if let Some(coverage) = &self.program.coverage {
            coverage.pressed(button, action.as_deref());
        }
        self.note(format!("{who} clicks {button:?}"), "");
        self.person = Some(who.to_owned());
        self.place =
            Some(if direct { Place::Direct(self.stage.cast.email(who)) } else { Place::Room(title) });
        Ok(())
    }
}

impl Performance<'_> {
    /// What can be pressed instead.
    fn no_button(&self, who: &str, person: &str, button: &str) -> String {
        let newest = self.stage.emulator.read(|world| {
            let mut visible =
                world.messages().rev().filter(|message| !message.deleted && world.can_see(person, message));
            let card =
                visible.find_map(|message| message.attachments.first().map(|card| card.content.clone()));
            card.map(|card| {
                buttons(&card).into_iter().map(|(title, _)| format!("{title:?}")).collect::<Vec<_>>()
            })
        });
        let instead = match newest {
            None => "there is no card here".to_owned(),
            Some(titles) if titles.is_empty() => "the newest card has no button that submits".to_owned(),
            Some(titles) => format!("the newest card has {}", titles.join(", ")),
        };
        format!("{who} sees no card with a button {button:?}; {instead}")
    }
}

/// What is given by the ids of the inputs: a name that the script has for one is in the button.
fn by_id(given: Map<String, Json>, names: Option<&Json>) -> Map<String, Json> {
    let id = |name: &str| names?.get(name)?.as_str().map(str::to_owned);
    given.into_iter().map(|(name, value)| (id(&name).unwrap_or(name), value)).collect()
}

/// The names of a card's inputs.
fn inputs_of(card: &Json) -> Vec<String> {
    let mut data = Map::new();
    fill(card, &Map::new(), &mut data);
    data.keys().map(|name| format!("`{name}`")).collect()
}

/// The inputs as a client sends them: texts, those that were not touched as they stood there.
fn fill(node: &Json, given: &Map<String, Json>, data: &mut Map<String, Json>) {
    match node {
        Json::Array(items) => items.iter().for_each(|item| fill(item, given, data)),
        Json::Object(fields) => {
            let kind = fields.get("type").and_then(Json::as_str).unwrap_or_default();
            if let (true, Some(id)) = (kind.starts_with("Input."), fields.get("id").and_then(Json::as_str)) {
                let untouched = fields.get("value").map(sent).unwrap_or_default();
                let value = match given.get(id) {
                    None => untouched,
                    // A box is ticked, whatever word that is sent as.
                    Some(Json::Bool(on)) if kind == "Input.Toggle" => {
                        let word = fields.get(if *on { "valueOn" } else { "valueOff" });
                        word.map_or_else(|| on.to_string(), sent)
                    }
                    Some(value) => sent(value),
                };
                data.insert(id.to_owned(), Json::String(value));
            }
            for (name, value) in fields {
                if name != "data" {
                    fill(value, given, data);
                }
            }
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

fn sent(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        Json::Array(items) => items.iter().map(sent).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

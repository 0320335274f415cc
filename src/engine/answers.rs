//! What a message says as an answer: a value of the type that is asked for, a file, one of the choices.

use super::active::Active;
use super::core::Core;
use super::questions::Incoming;
use crate::ir::Expects;
use crate::pattern::{
    Argument, ArgumentType, MessageText, Surroundings, bad_answer_text, read_answer, read_argument,
    read_confirmation,
};
use crate::value::{FileRef, PersonRef, Read, Text, Value, field, hole};
use crate::vm::Question;
use jiff::Timestamp;
use smol_str::SmolStr;
use std::sync::Arc;

impl Core {
    /// What a message says as the answer to `question`, or what whoever wrote it is told.
    pub(super) async fn read_answer(
        &self,
        active: &Active,
        question: &Question,
        incoming: &Incoming<'_>,
    ) -> Result<Value, Text> {
        let typed = incoming.text.text.trim();
        match &question.expects {
            Expects::Confirmation => read_confirmation(typed)
                .map(Value::Bool)
                .ok_or_else(|| Text::own("Please answer `yes` or `no`.")),
            Expects::File => match incoming.message.files.first() {
                Some(url) => Ok(Value::File(FileRef { url: SmolStr::new(url) })),
                None => Err(Text::own("Please attach a file.")),
            },
            Expects::OneOf => self.choose(active, &question.choices, incoming.text).await,
            Expects::Card(_) => Err(Text::own("Please fill in the card.")),
            Expects::Argument(ArgumentType::Text) if typed.is_empty() => {
                Err(Text::own("Please answer with a text."))
            }
            Expects::Argument(ty) => {
                let now_ms = self.clock.now_ms();
                let asks = matches!(ty, ArgumentType::Room);
                let rooms = if asks { self.known_rooms(now_ms).await } else { Arc::from([]) };
                let now = Timestamp::from_millisecond(now_ms).unwrap_or_default();
                let zone = &active.settings.zone;
                let surroundings = Surroundings { now, zone, rooms: &rooms };
                read_answer(ty, incoming.text, &surroundings)
                    .map_err(|(typed, mistake)| bad_answer_text(&typed, &mistake))
            }
        }
    }

    /// One of the choices that were made at run time, by what a hole of a string prints for it.
    async fn choose(&self, active: &Active, choices: &[Value], text: &MessageText) -> Result<Value, Text> {
        if let Some(chosen) = self.choose_person(active, choices, text).await {
            return Ok(chosen);
        }
        let typed = text.text.trim();
        let mut names: Vec<SmolStr> = Vec::new();
        for choice in choices {
            names.push(self.shown(active, choice).await);
        }
        let ty = ArgumentType::OneOf(names.clone().into());
        let surroundings =
            Surroundings { now: Timestamp::default(), zone: &active.settings.zone, rooms: &[] };
        match read_argument(&ty, &Argument::plain(typed), &surroundings) {
            Ok(chosen) => {
                let at = names.iter().position(|name| Some(name.as_str()) == chosen.as_str());
                let choice = at.and_then(|at| choices.get(at)).cloned();
                Ok(choice.unwrap_or(chosen))
            }
            Err(mistake) => Err(bad_answer_text(typed, &mistake)),
        }
    }

    /// The person who is named by a mention or an address, as in a command, if they are a choice.
    async fn choose_person(&self, active: &Active, choices: &[Value], text: &MessageText) -> Option<Value> {
        if !choices.iter().any(|choice| matches!(choice, Value::Person(_))) {
            return None;
        }
        let surroundings =
            Surroundings { now: Timestamp::default(), zone: &active.settings.zone, rooms: &[] };
        let Ok(Value::Person(named)) = read_answer(&ArgumentType::Person, text, &surroundings) else {
            return None;
        };
        for choice in choices {
            let Value::Person(person) = choice else { continue };
            if *person == named || self.same_person(person, &named).await {
                return Some(choice.clone());
            }
        }
        None
    }

    /// Whether two are one person, one of them known by an address and the other by an id.
    async fn same_person(&self, one: &PersonRef, other: &PersonRef) -> bool {
        let mut emails = Vec::new();
        for person in [one, other] {
            let known = if person.email.is_empty() {
                self.with_email(person.id.clone()).await.email
            } else {
                person.email.clone()
            };
            emails.push(known);
        }
        matches!(emails.as_slice(), [one, other] if !one.is_empty() && one == other)
    }

    /// What a hole of a string prints for a choice.
    pub(super) async fn shown(&self, active: &Active, choice: &Value) -> SmolStr {
        let read = match choice {
            Value::Person(person) => Some((Read::Person(person.clone()), "name")),
            Value::Room(room) => Some((Read::Room(room.clone()), "title")),
            _ => None,
        };
        let value = match read {
            Some((read, name)) => match self.read_cached(&read).await {
                Ok(answer) => field(&answer, name),
                Err(_) => Value::None,
            },
            None => hole(choice, &active.settings.zone).unwrap_or_default(),
        };
        SmolStr::new(value.as_str().unwrap_or_default())
    }
}

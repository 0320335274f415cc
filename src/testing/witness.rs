//! Looks on while the engine works: what the bot said, and what its runs logged.

use super::coverage::Coverage;
use super::said::{Place, Said};
use crate::emulator::Emulator;
use crate::engine::{Happening, Observer, RunEnd};
use crate::value::{Effect, FaultKind, Target, Text, With, field, plain_named};
use crate::webex::wire::RoomType;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What was said and logged since the test looked last.
#[derive(Debug)]
pub(super) struct Witness {
    emulator: Emulator,
    coverage: Option<Arc<Coverage>>,
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    said: Vec<Said>,
    logs: Vec<String>,
}

impl Witness {
    pub(super) fn new(emulator: Emulator, coverage: Option<Arc<Coverage>>) -> Self {
        Self { emulator, coverage, seen: Mutex::default() }
    }

    /// Whether it wants to be told what runs.
    pub(super) fn traces(&self) -> bool {
        self.coverage.is_some()
    }

    /// Takes what the bot said, in order.
    pub(super) fn take_said(&self) -> Vec<Said> {
        std::mem::take(&mut self.seen().said)
    }

    /// What the runs logged so far.
    pub(super) fn logs(&self) -> Vec<String> {
        self.seen().logs.clone()
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn said(&self, to: &Target, text: &Text, with: Option<&With>) -> Said {
        let card = match with {
            Some(With::Card(card)) => field(card, "name").as_str().map(str::to_owned),
            Some(With::Choices(_) | With::File { .. }) | None => None,
        };
        let name = |who: &str| {
            self.emulator.read(|world| {
                let person = world.person(who).or_else(|| world.person_by_email(who));
                person.map(|person| person.display_name.clone())
            })
        };
        let plain = plain_named(text, &name);
        Said { place: self.place(to), markdown: text.as_str().to_owned(), plain, card }
    }

    fn place(&self, to: &Target) -> Place {
        match to {
            Target::Person(person) if !person.email.is_empty() => Place::Direct(person.email.to_string()),
            Target::Person(person) => {
                let email = self.emulator.read(|world| world.person(&person.id).map(|it| it.email.clone()));
                Place::Direct(email.unwrap_or_else(|| person.id.to_string()))
            }
            Target::Room(room) => self.place_of_room(&room.id),
        }
    }

    fn place_of_room(&self, id: &str) -> Place {
        let bot = self.emulator.bot().id;
        self.emulator.read(|world| {
            let room = world.room(id);
            match room.filter(|room| room.kind == RoomType::Direct) {
                Some(room) => {
                    let other = world.members(&room.id).find(|person| person.id != bot);
                    Place::Direct(other.map(|person| person.email.clone()).unwrap_or_default())
                }
                None => Place::Room(room.map_or_else(|| id.to_owned(), |room| room.title.clone())),
            }
        })
    }
}

impl Observer for Witness {
    fn observe(&self, happening: &Happening) {
        match happening {
            Happening::Sent { effect: Effect::Say { to, text, with, .. }, outcome: Ok(()), .. } => {
                let said = self.said(to, text, with.as_deref());
                self.seen().said.push(said);
            }
            Happening::Sent { outcome: Err(why), .. } => self.seen().logs.push(why.clone()),
            Happening::Traced { program, trace } => {
                if let Some(coverage) = &self.coverage {
                    coverage.ran(*program, trace);
                }
            }
            Happening::Logged { line, .. } => self.seen().logs.push(line.clone()),
            Happening::Ended { how: RunEnd::Failed { kind, message, place, .. }, .. }
                if *kind != FaultKind::Fail =>
            {
                let at = place.as_ref().map_or_else(String::new, |place| format!(" at {place}"));
                self.seen().logs.push(format!("{}{at}: {message}", kind.code()));
            }
            _ => {}
        }
    }
}

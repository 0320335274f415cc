//! Who and what a test needs to be there from the start.

use super::said::Place;
use crate::check::hir::{StepKind, Test, TestPlace};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

/// People and rooms of a test.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cast {
    /// Address of each name before `>`.
    people: BTreeMap<SmolStr, SmolStr>,
    /// Who is in which group from the start.
    pub(super) rooms: BTreeMap<SmolStr, BTreeSet<SmolStr>>,
    /// Groups to which the bot is added by the test.
    pub(super) without_bot: BTreeSet<SmolStr>,
    /// Who is added to which group by the test.
    joiners: BTreeSet<(SmolStr, SmolStr)>,
}

/// Somebody made each room; where nobody of the test can have, it was this one.
const HOST: &str = "somebody";

impl Cast {
    /// Reads who speaks and where.
    pub(super) fn of(test: &Test) -> Self {
        let mut cast = Self::default();
        for step in &test.steps {
            if let StepKind::Person { name, email } = &step.kind {
                cast.people.insert(name.clone(), email.to_lowercase().into());
            }
        }
        let mut joined = BTreeSet::new();
        for step in &test.steps {
            match &step.kind {
                StepKind::Clicks { who, .. } => cast.meet(who),
                StepKind::Line(line) | StepKind::Sends { line, .. } => {
                    cast.meet(&line.who);
                    if let TestPlace::Room(title) = &line.place {
                        cast.rooms.entry(title.clone()).or_default().insert(line.who.clone());
                    }
                }
                StepKind::Bot(line) => match &line.place {
                    TestPlace::Room(title) => {
                        cast.rooms.entry(title.clone()).or_default();
                    }
                    TestPlace::Direct(name) => cast.meet(name),
                    TestPlace::Default | TestPlace::Thread => {}
                },
                StepKind::Join { who, room: Some(title) } => {
                    let used = cast.rooms.contains_key(title);
                    cast.rooms.entry(title.clone()).or_default();
                    match who {
                        None if !used => {
                            joined.insert(title.clone());
                        }
                        Some(name) => {
                            cast.meet(name);
                            cast.joiners.insert((title.clone(), name.clone()));
                        }
                        None => {}
                    }
                }
                StepKind::Leave { who: Some(name), .. } => cast.meet(name),
                _ => {}
            }
        }
        cast.without_bot = joined;
        if cast.rooms.keys().any(|title| cast.host(title).is_none()) {
            cast.meet(&SmolStr::new_static(HOST));
        }
        cast
    }

    /// Who made a group: the first who speaks in it, else somebody who is not added to it later.
    pub(super) fn host(&self, title: &SmolStr) -> Option<&SmolStr> {
        let first = self.rooms.get(title).and_then(|members| members.first());
        let is_added = |name: &SmolStr| self.joiners.contains(&(title.clone(), name.clone()));
        first.or_else(|| self.people.keys().find(|name| !is_added(name)))
    }

    fn meet(&mut self, name: &SmolStr) {
        let email = || format!("{}@example.com", name.to_lowercase()).into();
        self.people.entry(name.clone()).or_insert_with(email);
    }

    /// All names with their addresses.
    pub(super) fn people(&self) -> impl Iterator<Item = (&str, &str)> {
        self.people.iter().map(|(name, email)| (name.as_str(), email.as_str()))
    }

    /// The address of a name.
    pub(super) fn email(&self, name: &str) -> String {
        self.people
            .get(name)
            .map_or_else(|| format!("{}@example.com", name.to_lowercase()), ToString::to_string)
    }

    /// How a place is written before `>` for the bot.
    pub(super) fn shown(&self, place: &Place, current: Option<&Place>) -> String {
        if current == Some(place) {
            return "bot>".to_owned();
        }
        match place {
            Place::Room(title) => format!("bot in {title:?}>"),
            Place::Direct(email) => {
                let name = self.people.iter().find(|(_, address)| address.as_str() == email);
                // Whoever is met for the first time would have this address.
                let bare = email.strip_suffix("@example.com").unwrap_or(email);
                format!("bot to {}>", name.map_or(bare, |(name, _)| name.as_str()))
            }
        }
    }
}

/// `alice` is Alice, `mary_ann` is Mary Ann.
pub(super) fn display_name(name: &str) -> String {
    let words = name.split('_').filter(|word| !word.is_empty()).map(|word| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    });
    words.collect::<Vec<String>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::display_name;

    #[test]
    fn names_are_read_from_the_script() {
        for (name, shown) in [("alice", "Alice"), ("mary_ann", "Mary Ann"), ("Bob", "Bob"), ("érik", "Érik")]
        {
            assert_eq!(display_name(name), shown);
        }
    }
}

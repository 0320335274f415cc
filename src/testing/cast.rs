//! Who and what a test needs to be there from the start.

use super::said::Place;
use crate::check::hir::{StepKind, Test, TestPlace};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

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
        // The group of the line before, for who replies in its thread.
        let mut here: Option<SmolStr> = None;
        for step in &test.steps {
            match &step.kind {
                StepKind::Clicks { who, .. } => cast.meet(who),
                StepKind::Line(line) | StepKind::Sends { line, .. } => {
                    cast.meet(&line.who);
                    match &line.place {
                        TestPlace::Room(title) => here = Some(title.clone()),
                        TestPlace::Default | TestPlace::Direct(_) => here = None,
                        TestPlace::Thread => {}
                    }
                    if let Some(title) = &here {
                        cast.rooms.entry(title.clone()).or_default().insert(line.who.clone());
                    }
                }
                StepKind::Bot(line) => match &line.place {
                    TestPlace::Room(title) => {
                        cast.rooms.entry(title.clone()).or_default();
                        here = Some(title.clone());
                    }
                    TestPlace::Direct(name) => {
                        cast.meet(name);
                        here = None;
                    }
                    TestPlace::Default | TestPlace::Thread => {}
                },
                StepKind::Join { who, room: Some(title) } => {
                    here = Some(title.clone());
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
        cast.others(test);
        cast.without_bot = joined;
        if cast.rooms.keys().any(|title| cast.host(title).is_none()) {
            cast.meet(&SmolStr::new_static(HOST));
        }
        cast
    }

    /// Who is in a group without a word: only there can somebody be mentioned, and press a button.
    fn others(&mut self, test: &Test) {
        // The group of the line before.
        let mut group: Option<&SmolStr> = None;
        for step in &test.steps {
            match &step.kind {
                StepKind::Line(line) | StepKind::Sends { line, .. } => {
                    group = group_of(&line.place, group);
                    for name in mentions(&line.text).filter_map(|range| line.text.get(range)) {
                        if self.people.contains_key(name) {
                            self.is_in(group, name.into());
                        }
                    }
                }
                // Without a place it is that of the line before.
                StepKind::Bot(line) if line.place != TestPlace::Default => {
                    group = group_of(&line.place, group);
                }
                StepKind::Clicks { who, .. } => self.is_in(group, who.clone()),
                _ => {}
            }
        }
    }

    fn is_in(&mut self, group: Option<&SmolStr>, name: SmolStr) {
        let Some(title) = group else { return };
        let here = (title.clone(), name);
        if !self.joiners.contains(&here) {
            self.rooms.entry(here.0).or_default().insert(here.1);
        }
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

    /// What somebody types, as a client has it: `@bot` and the names of people of the test are mentions, by their
    /// display names.
    pub(super) fn typed(&self, text: &str, bot: &str) -> String {
        let mut typed = String::new();
        let mut rest = 0;
        for range in mentions(text) {
            let shown = match text.get(range.clone()) {
                Some("bot") => bot.to_owned(),
                Some(name) if self.people.contains_key(name) => display_name(name),
                _ => continue,
            };
            typed.push_str(text.get(rest..range.start).unwrap_or_default());
            typed.push_str(&shown);
            rest = range.end;
        }
        typed.push_str(text.get(rest..).unwrap_or_default());
        typed
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

/// The group that a line is in, if it is in one; `before`: that of the line before.
fn group_of<'t>(place: &'t TestPlace, before: Option<&'t SmolStr>) -> Option<&'t SmolStr> {
    match place {
        TestPlace::Room(title) => Some(title),
        TestPlace::Default | TestPlace::Direct(_) => None,
        TestPlace::Thread => before,
    }
}

/// Where names stand after an `@` that begins a word.
fn mentions(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices('@').filter_map(move |(at, _)| {
        let before = text.get(..at)?.chars().next_back();
        let name = text.get(at + 1..)?;
        let end = name.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(name.len());
        let begins = end > 0 && before.is_none_or(|letter| !letter.is_alphanumeric());
        begins.then_some(at + 1..at + 1 + end)
    })
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
    use super::{display_name, mentions};

    #[test]
    fn names_are_read_from_the_script() {
        for (name, shown) in [("alice", "Alice"), ("mary_ann", "Mary Ann"), ("Bob", "Bob"), ("érik", "Érik")]
        {
            assert_eq!(display_name(name), shown);
        }
    }

    #[test]
    fn mentions_are_names_after_an_at_that_begins_a_word() {
        for (text, names) in [
            ("@bot give @mary_ann, @érik", &["bot", "mary_ann", "érik"][..]),
            ("(@bob)@bot", &["bob", "bot"]),
            ("a@b.c @ @@x @", &["x"]),
        ] {
            let found: Vec<&str> = mentions(text).filter_map(|range| text.get(range)).collect();
            assert_eq!(found, names, "{text}");
        }
    }
}

//! The state that a run sees between two effects: one transaction.

use crate::ir::Scope;
use crate::value::{PersonRef, Value};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// Which value of which state.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct StateKey {
    /// Name of the state.
    pub state: SmolStr,
    /// Whose value.
    pub scope: ScopeKey,
}

/// Whose value of a state it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ScopeKey {
    /// The bot's.
    Bot,
    /// A room's, by id.
    Room(SmolStr),
    /// A person's, by the store's key of the person.
    Person(SmolStr),
    /// A person's in a room: room id, key of the person.
    Member(SmolStr, SmolStr),
}

impl ScopeKey {
    /// The key of a person in the store: the address, which every event carries, else the id. The
    /// engine leads a later address to the first one.
    #[must_use]
    pub fn of_person(person: &PersonRef) -> SmolStr {
        if person.email.is_empty() { person.id.clone() } else { person.email.clone() }
    }

    /// The scope that this is a key of.
    #[must_use]
    pub fn scope(&self) -> Scope {
        match self {
            Self::Bot => Scope::Bot,
            Self::Room(_) => Scope::Room,
            Self::Person(_) => Scope::Person,
            Self::Member(_, _) => Scope::Member,
        }
    }
}

/// What the engine has loaded for a segment, and what the segment wrote.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StateView {
    entries: IndexMap<StateKey, Entry>,
    /// What was there before each change that somebody may want back, oldest first.
    changed: Vec<(StateKey, Option<Value>, bool)>,
    /// The `Try`s that were opened in this segment: how many others were open then, and how much had been
    /// changed. One that is not here was opened before the segment.
    tries: Vec<(usize, usize)>,
}

#[derive(Clone, Debug, PartialEq)]
struct Entry {
    /// Version in the store; 0 where the store has none.
    version: u64,
    value: Option<Value>,
    written: bool,
}

/// One value that a segment read or wrote.
#[derive(Clone, Debug, PartialEq)]
pub struct StateChange {
    /// Which.
    pub key: StateKey,
    /// The version that was read; the commit fails if the store has another one by then.
    pub version: u64,
    /// The new value, or `None` where it was only read.
    pub value: Option<Value>,
}

impl StateView {
    /// Nothing loaded yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts in what the store has: a value with its version (from 1), or nothing (version 0).
    pub fn load(&mut self, key: StateKey, version: u64, value: Option<Value>) {
        self.entries.insert(key, Entry { version, value, written: false });
    }

    /// Gives an absent state its first value, without writing it.
    pub(super) fn initialise(&mut self, key: &StateKey, value: Value) {
        if let Some(entry) = self.entries.get_mut(key) {
            entry.value.get_or_insert(value);
        }
    }

    /// What is known of a state: not loaded, loaded and absent, or a value.
    #[expect(clippy::option_option, reason = "not loaded, and loaded as absent, are different things")]
    pub(super) fn get(&self, key: &StateKey) -> Option<Option<&Value>> {
        self.entries.get(key).map(|entry| entry.value.as_ref())
    }

    /// The value of a loaded state, to be changed. With `handled`, what is there now can be had back.
    pub(super) fn get_mut(&mut self, key: &StateKey, handled: bool) -> Option<&mut Value> {
        let entry = self.entries.get_mut(key)?;
        if handled {
            let start = self.tries.last().map_or(0, |(_, changed)| *changed);
            let since = self.changed.get(start..).unwrap_or_default();
            if !since.iter().any(|(known, ..)| known == key) {
                self.changed.push((key.clone(), entry.value.clone(), entry.written));
            }
        }
        entry.written = true;
        entry.value.as_mut()
    }

    /// A `Try` begins, in `outer` others.
    pub(super) fn begin_try(&mut self, outer: usize) {
        self.end_try(outer);
        self.tries.push((outer, self.changed.len()));
    }

    /// The `Try` in `outer` others is over, and all that were in it.
    pub(super) fn end_try(&mut self, outer: usize) {
        while self.tries.pop_if(|(others, _)| *others >= outer).is_some() {}
    }

    /// A failure is handled by the `Try` in `outer` others: what was changed in it is as before, or as it was
    /// at the beginning of the segment.
    pub(super) fn drop_changes(&mut self, outer: usize) {
        // They rise, so those that were in it are last.
        let at = self.tries.partition_point(|(others, _)| *others < outer);
        let start =
            self.tries.get(at).filter(|(others, _)| *others == outer).map_or(0, |(_, changed)| *changed);
        self.end_try(outer);
        for (key, value, written) in self.changed.drain(start.min(self.changed.len())..).rev() {
            if let Some(entry) = self.entries.get_mut(&key) {
                (entry.value, entry.written) = (value, written);
            }
        }
    }

    /// Everything that was read or written, for the commit.
    #[must_use]
    pub fn changes(&self) -> Vec<StateChange> {
        self.entries
            .iter()
            .map(|(key, entry)| StateChange {
                key: key.clone(),
                version: entry.version,
                value: if entry.written { entry.value.clone() } else { None },
            })
            .collect()
    }

    /// Whether anything was written.
    #[must_use]
    pub fn is_written(&self) -> bool {
        self.entries.values().any(|entry| entry.written)
    }
}

//! Handles to things that Webex keeps. They are ids, so they can be stored anywhere.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::hash::{Hash, Hasher};

/// A person: known by id, by lower-cased address, or by both.
///
/// Two references are equal if both have an id and the ids are equal, otherwise if the addresses
/// are. Events of Webex carry both; `person("a@b")` has the address alone until a read fills in the id.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct PersonRef {
    /// The `PEOPLE` id as Webex gives it; empty where not known.
    pub id: SmolStr,
    /// The address, lower case; empty where not known.
    pub email: SmolStr,
}

impl PersonRef {
    /// A person of whom only the address is known.
    #[must_use]
    pub fn of_email(email: &str) -> Self {
        Self { id: SmolStr::default(), email: email.trim().to_lowercase().into() }
    }

    /// A person of whom both are known.
    #[must_use]
    pub fn new(id: impl Into<SmolStr>, email: &str) -> Self {
        Self { id: id.into(), email: email.trim().to_lowercase().into() }
    }

    /// The name to use where nothing better is known: the local part of the address.
    #[must_use]
    pub fn local_part(&self) -> &str {
        self.email.split('@').next().filter(|part| !part.is_empty()).unwrap_or(&self.id)
    }
}

impl PartialEq for PersonRef {
    fn eq(&self, other: &Self) -> bool {
        if !self.id.is_empty() && !other.id.is_empty() {
            return self.id == other.id;
        }
        self.email == other.email && (!self.email.is_empty() || self.id == other.id)
    }
}

impl Eq for PersonRef {}

impl Hash for PersonRef {
    /// Equal references must hash alike although either part may be missing: one bucket for all
    /// would do; the sets that hold people are small and compare by content anyway.
    fn hash<H: Hasher>(&self, state: &mut H) {
        0u8.hash(state);
    }
}

/// A room, by the id that Webex gives.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RoomRef {
    /// The `ROOM` id.
    pub id: SmolStr,
    /// Whether it is the one-to-one room with a person.
    pub direct: bool,
}

/// A message, by id, with what is needed to edit, delete or answer it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MessageRef {
    /// The `MESSAGE` id.
    pub id: SmolStr,
    /// Its room.
    pub room: SmolStr,
    /// The root of its thread, where it stands in one.
    pub thread: Option<SmolStr>,
}

/// A file that came with a message, by its address.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FileRef {
    /// `https://webexapis.com/v1/contents/...`
    pub url: SmolStr,
}

//! Who may do something: groups, the access rules of the bot, guards of handlers.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// A group: its people, by any of the entries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Its name.
    pub name: SmolStr,
    /// Who is in it.
    pub entries: Vec<Who>,
}

/// Somebody, or several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Who {
    /// Everybody.
    Anyone,
    /// All addresses of a domain, lower case.
    Domain(SmolStr),
    /// One person by address, lower case.
    Person(SmolStr),
    /// The members of the room with this title.
    Room(SmolStr),
}

/// A condition of a handler.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Guard {
    /// Only the people of a group: index into the program's groups.
    Group(u16),
    /// Only in a direct room.
    Direct,
    /// Only in a group room.
    GroupRoom,
    /// Not more often than so.
    Limit {
        /// How often.
        count: u32,
        /// In how long, in milliseconds.
        per_ms: i64,
        /// For whom it counts.
        scope: LimitScope,
    },
}

/// For whom a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LimitScope {
    /// All together.
    Bot,
    /// Each person.
    Person,
    /// Each room.
    Room,
}

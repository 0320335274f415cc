//! What arguments are read against.

use crate::value::RoomRef;
use jiff::{Timestamp, tz::TimeZone};
use smol_str::SmolStr;

/// The present and what the bot knows: what `tomorrow` or a room's title means.
#[derive(Clone, Debug)]
pub struct Surroundings<'a> {
    /// Now.
    pub now: Timestamp,
    /// The bot's time zone.
    pub zone: &'a TimeZone,
    /// The rooms that the bot is in. May be empty where no hole asks for a room
    /// ([`Routes::ask_for_rooms`](crate::pattern::Routes::ask_for_rooms)).
    pub rooms: &'a [KnownRoom],
}

/// A room with its title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownRoom {
    /// As people see it.
    pub title: SmolStr,
    /// The room.
    pub room: RoomRef,
}

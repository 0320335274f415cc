//! What is known of what is where: what the bot said, what it heard of itself, and until when a room is known. For
//! messages whose call was cut off: in a group a bot may not list what it said there.

use crate::webex::id_key;
use crate::webex::wire::{Message, WireTime};
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Messages that are remembered: more than go to one room while one of them is looked for.
const MESSAGES_MAX: usize = 1000;
/// Rooms that are remembered. What is forgotten is unknown, so a message that is cut off there counts as failed.
const ROOMS_MAX: usize = 20_000;

/// What was said last.
#[derive(Debug, Default)]
pub(super) struct Said(Mutex<Memory>);

#[derive(Debug, Default)]
struct Memory {
    /// Keys of messages that the bot knows to have said, oldest first, and the same to look them up.
    said: VecDeque<Arc<str>>,
    is_said: HashSet<Arc<str>>,
    /// Messages of the bot that came back to it: the keys of the room and of the message, and its id.
    heard: VecDeque<(String, String, String)>,
    /// When the last message that is known of a room was written, by Webex's clock, in milliseconds since 1970.
    known_until: HashMap<String, i64>,
}

impl Said {
    /// The bot said this: Webex answered so, or it was found.
    pub(super) fn note(&self, message: &Message) {
        self.claim(message);
        self.know(&message.room_id, message.created);
    }

    /// Takes a message that was found for the one that was looked for; another one that looks may have taken it.
    pub(super) fn claim(&self, message: &Message) -> bool {
        let key = id_key(&message.id);
        let mut known = self.known();
        let key: Arc<str> = key.into();
        let free = known.is_said.insert(Arc::clone(&key));
        if free && let Some(oldest) = keep(&mut known.said, key) {
            known.is_said.remove(&oldest);
        }
        free
    }

    /// A message of the bot came back to it.
    pub(super) fn heard(&self, message: &Message) {
        let (room, key) = (id_key(&message.room_id), id_key(&message.id));
        keep(&mut self.known().heard, (room, key, message.id.clone()));
    }

    /// Nothing of a room until `time` is what the bot says next.
    pub(super) fn know(&self, room: &str, time: Option<WireTime>) {
        let Some(time) = time else { return };
        let mut known = self.known();
        if known.known_until.len() >= ROOMS_MAX {
            known.known_until.clear();
        }
        let until_ms = known.known_until.entry(id_key(room)).or_insert(i64::MIN);
        *until_ms = time.as_millisecond().max(*until_ms);
    }

    /// Whether the bot knows that it said this.
    pub(super) fn has(&self, id: &str) -> bool {
        let key = id_key(id);
        self.known().is_said.contains(key.as_str())
    }

    /// Ids of messages of the bot in a room that it heard and does not know to have said.
    pub(super) fn unknown_in(&self, room: &str) -> Vec<String> {
        let (known, room) = (self.known(), id_key(room));
        let heard = known
            .heard
            .iter()
            .filter(|(heard, key, _)| *heard == room && !known.is_said.contains(key.as_str()));
        heard.map(|(_, _, id)| id.clone()).collect()
    }

    /// Whether something that the bot is known to have said in a room came back to it.
    pub(super) fn is_heard_in(&self, room: &str) -> bool {
        let (known, room) = (self.known(), id_key(room));
        known.heard.iter().any(|(heard, key, _)| *heard == room && known.is_said.contains(key.as_str()))
    }

    /// Until when a room is known, in milliseconds since 1970.
    pub(super) fn known_until_ms(&self, room: &str) -> Option<i64> {
        self.known().known_until.get(&id_key(room)).copied()
    }

    fn known(&self) -> MutexGuard<'_, Memory> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Gives what is not remembered any more.
fn keep<T>(list: &mut VecDeque<T>, one: T) -> Option<T> {
    let oldest = if list.len() >= MESSAGES_MAX { list.pop_front() } else { None };
    list.push_back(one);
    oldest
}

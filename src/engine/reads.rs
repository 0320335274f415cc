//! Reads: what a run may know of Webex at any time. Answers are kept for a minute.

use super::core::Core;
use super::dispatch;
use crate::base::limits;
use crate::value::{Fault, FaultKind, FileRef, MessageRef, Outcome, PersonRef, Read, RoomRef, Value, field};
use crate::webex::wire::{Message, Person, Room, RoomType};
use crate::webex::{MembershipFilter, WebexErrorKind, same_id};
use smol_str::{SmolStr, format_smolstr};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Answers with the time at which they came.
#[derive(Debug, Default)]
pub(super) struct ReadCache {
    answers: Mutex<HashMap<SmolStr, (i64, Value)>>,
}

impl ReadCache {
    pub(super) fn get(&self, read: &Read, now_ms: i64) -> Option<Value> {
        let answers = self.answers();
        let (at_ms, answer) = answers.get(&key(read))?;
        let age_ms = now_ms.saturating_sub(*at_ms);
        (0..limits::READ_CACHE_MS).contains(&age_ms).then(|| answer.clone())
    }

    pub(super) fn put(&self, read: &Read, now_ms: i64, answer: Value) {
        let mut answers = self.answers();
        if answers.len() >= limits::READ_CACHE_MAX {
            answers.retain(|_, (at_ms, _)| now_ms.saturating_sub(*at_ms) < limits::READ_CACHE_MS);
        }
        if answers.len() >= limits::READ_CACHE_MAX {
            answers.clear();
        }
        answers.insert(key(read), (now_ms, answer));
    }

    /// Forgets what a change of a room makes wrong: titles, and who is in it.
    pub(super) fn forget_rooms(&self) {
        let of_rooms = |key: &SmolStr| {
            key == "rooms" || ["room ", "title ", "people "].iter().any(|kind| key.starts_with(kind))
        };
        self.answers().retain(|key, _| !of_rooms(key));
    }

    fn answers(&self) -> MutexGuard<'_, HashMap<SmolStr, (i64, Value)>> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ids and addresses are of different shape, so one cannot be taken for the other.
fn key(read: &Read) -> SmolStr {
    match read {
        Read::Person(person) if person.id.is_empty() => format_smolstr!("person {}", person.email),
        Read::Person(person) => format_smolstr!("person {}", person.id),
        Read::Room(room) => format_smolstr!("room {}", room.id),
        Read::RoomByTitle(title) => format_smolstr!("title {title}"),
        Read::Rooms => SmolStr::new_static("rooms"),
        Read::People(room) => format_smolstr!("people {}", room.id),
        Read::Message(message) => format_smolstr!("message {}", message.id),
        Read::Mentions(message) => format_smolstr!("mentions {}", message.id),
        Read::File(file) => format_smolstr!("file {}", file.url),
    }
}

impl Core {
    /// The answer to a read, from the last minute if there is one.
    pub(super) async fn read_cached(&self, read: &Read) -> Outcome {
        match self.reads.get(read, self.clock.now_ms()) {
            Some(answer) => Ok(answer),
            None => self.read(read).await,
        }
    }

    /// The answer to a read, kept if it is one. A failure is not kept.
    pub(super) async fn read(&self, read: &Read) -> Outcome {
        let answer = match read {
            Read::Person(person) => self.profile(person).await,
            Read::Room(room) => self.room_record(room).await,
            Read::RoomByTitle(title) => self.room_by_title(title).await,
            Read::Rooms => self.group_rooms().await,
            Read::People(room) => self.people_of(room).await,
            Read::Message(message) => self.message_record(message).await,
            Read::Mentions(message) => self.mentioned(message).await,
            Read::File(file) => self.file(file).await,
        }?;
        self.reads.put(read, self.clock.now_ms(), answer.clone());
        Ok(answer)
    }

    /// Somebody of another organization may not be looked up: then the address must do.
    async fn profile(&self, person: &PersonRef) -> Outcome {
        let found = if person.id.is_empty() {
            self.gateway.person_by_email(&person.email).await
        } else {
            self.gateway.person(&person.id).await.map(Some)
        };
        match found {
            Ok(found) => Ok(profile_record(person, &found.unwrap_or_default())),
            Err(error) => match error.kind {
                WebexErrorKind::NotFound | WebexErrorKind::Forbidden | WebexErrorKind::Invalid => {
                    Ok(profile_record(person, &Person::default()))
                }
                _ => Err(dispatch::fault(&error)),
            },
        }
    }

    async fn room_record(&self, room: &RoomRef) -> Outcome {
        let found = self.gateway.room(&room.id).await.map_err(|error| dispatch::fault(&error))?;
        Ok(Value::record([
            ("id", Value::data(&room.id)),
            ("title", Value::data(&found.title)),
            ("direct", Value::Bool(found.room_type == RoomType::Direct)),
        ]))
    }

    async fn room_by_title(&self, title: &str) -> Outcome {
        let rooms =
            self.gateway.rooms(limits::ROOMS_READ_MAX).await.map_err(|error| dispatch::fault(&error))?;
        match rooms_called(&rooms, title).as_slice() {
            [] => Ok(Value::None),
            [room] => Ok(Value::Room(room_ref(room))),
            several => {
                let message = format!(
                    "{} rooms that the bot is in are called {title:?}: rename all but one",
                    several.len()
                );
                Err(Fault::new(FaultKind::Webex, message))
            }
        }
    }

    async fn group_rooms(&self) -> Outcome {
        let rooms =
            self.gateway.rooms(limits::ROOMS_READ_MAX).await.map_err(|error| dispatch::fault(&error))?;
        let groups = rooms.iter().filter(|room| room.room_type == RoomType::Group);
        Ok(Value::list(groups.map(|room| Value::Room(room_ref(room))).collect()))
    }

    async fn people_of(&self, room: &RoomRef) -> Outcome {
        let filter = MembershipFilter { room_id: Some(&room.id), ..MembershipFilter::default() };
        let members = self.gateway.memberships(filter, limits::MEMBERS_READ_MAX).await;
        let members = members.map_err(|error| dispatch::fault(&error))?;
        let others = members.iter().filter(|member| !same_id(&member.person_id, &self.me.id));
        let people =
            others.map(|member| Value::Person(PersonRef::new(&member.person_id, &member.person_email)));
        Ok(Value::list(people.collect()))
    }

    async fn message_record(&self, message: &MessageRef) -> Outcome {
        let found = self.gateway.message(&message.id).await.map_err(|error| dispatch::fault(&error))?;
        let text = self.text_of(&found);
        Ok(content_record(&found, &text))
    }

    /// A message names people by id; their addresses are asked for, since state is kept under them.
    async fn mentioned(&self, message: &MessageRef) -> Outcome {
        let found = self.gateway.message(&message.id).await.map_err(|error| dispatch::fault(&error))?;
        let mut people = Vec::new();
        for id in found.mentioned_people.iter().filter(|id| !same_id(id, &self.me.id)) {
            let profile = self.profile(&PersonRef::new(id, "")).await?;
            let email = field(&profile, "email");
            people.push(Value::Person(PersonRef::new(id, email.as_str().unwrap_or_default())));
        }
        Ok(Value::list(people))
    }

    /// Webex tells the name of a file with its content.
    async fn file(&self, file: &FileRef) -> Outcome {
        let found = self.gateway.download(&file.url, false).await.map_err(|error| dispatch::fault(&error))?;
        let text = String::from_utf8_lossy(&found.bytes);
        Ok(Value::record([("name", Value::data(&found.name)), ("text", Value::data(text))]))
    }
}

/// What is not known is empty, but for the name: the local part of the address stands for it.
pub(super) fn profile_record(person: &PersonRef, found: &Person) -> Value {
    let email = found.emails.first().map_or(person.email.clone(), |email| email.to_lowercase().into());
    let id = if found.id.is_empty() { person.id.clone() } else { SmolStr::new(&found.id) };
    let known = PersonRef { id, email };
    let name = if found.display_name.is_empty() { known.local_part() } else { &found.display_name };
    let (first, last) = name.split_once(' ').unwrap_or((name, ""));
    let or = |field: &Option<String>, other: &str| {
        Value::data(field.as_deref().filter(|text| !text.is_empty()).unwrap_or(other))
    };
    Value::record([
        ("id", Value::data(&known.id)),
        ("email", Value::data(&known.email)),
        ("name", Value::data(name)),
        ("first_name", or(&found.first_name, first)),
        ("last_name", or(&found.last_name, last.trim())),
        ("nickname", or(&found.nick_name, first)),
        ("avatar", or(&found.avatar, "")),
    ])
}

/// The content of a message, without the mention of the bot.
pub(super) fn content_record(message: &Message, text: &str) -> Value {
    let files = message.files.iter().map(|url| Value::File(FileRef { url: SmolStr::new(url) }));
    Value::record([
        ("text", Value::data(text)),
        ("markdown", Value::data(message.markdown.as_deref().unwrap_or(text))),
        ("person", Value::Person(PersonRef::new(&message.person_id, &message.person_email))),
        ("files", Value::list(files.collect())),
    ])
}

pub(super) fn room_ref(room: &Room) -> RoomRef {
    RoomRef { id: SmolStr::new(&room.id), direct: room.room_type == RoomType::Direct }
}

/// Rooms with this title as it stands, else but for case. A direct room is named by its person and is
/// not meant.
fn rooms_called<'r>(rooms: &'r [Room], title: &str) -> Vec<&'r Room> {
    let groups = || rooms.iter().filter(|room| room.room_type == RoomType::Group);
    let exact: Vec<&Room> = groups().filter(|room| room.title == title).collect();
    if !exact.is_empty() {
        return exact;
    }
    let wanted = title.trim().to_lowercase();
    groups().filter(|room| room.title.trim().to_lowercase() == wanted).collect()
}

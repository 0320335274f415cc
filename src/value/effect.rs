//! What the machine asks of the world, and what the world answers. Plain data.

use super::{Fault, FileRef, MessageRef, PersonRef, RoomRef, Text, Value};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// Something that a run wants done. The run waits until its [`Outcome`] comes back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Effect {
    /// Post a message.
    Say {
        /// Where to.
        to: Target,
        /// The markdown with its marks: data in it is escaped when it is sent.
        text: Text,
        /// The root of the thread to post into.
        thread: Option<SmolStr>,
        /// What comes with the text.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        with: Option<Box<With>>,
    },
    /// Replace the text of an own message.
    Edit {
        /// Which.
        message: MessageRef,
        /// The new markdown with its marks.
        text: Text,
    },
    /// Delete an own message.
    Delete {
        /// Which.
        message: MessageRef,
    },
    /// Call a host that the script lists.
    Http(HttpCall),
    /// Begin a run at a time. It is committed with the run that asks for it, and done by that.
    Later {
        /// When, in milliseconds since 1970.
        due_ms: i64,
        /// What is called.
        function: u32,
        /// With what.
        args: Vec<Value>,
    },
    /// Begin a run. It is committed with the run that asks for it, and done by that.
    Start {
        /// What is called.
        function: u32,
        /// With what.
        args: Vec<Value>,
    },
    /// Change a room or who is in it.
    Room(RoomChange),
    /// Answer the webhook delivery that started the run.
    Respond {
        /// HTTP status.
        status: u16,
        /// The body: json, or none for an empty one.
        body: Value,
    },
}

/// A change of a room, or of who is in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum RoomChange {
    /// Make a group room with the bot in it; gives the room.
    Create {
        /// What it is called; not empty.
        title: SmolStr,
    },
    /// Give it another title.
    Rename {
        /// Which.
        room: RoomRef,
        /// What it is called from now on; not empty.
        title: SmolStr,
    },
    /// Delete it, or leave what others made.
    Delete {
        /// Which.
        room: RoomRef,
    },
    /// Add a person; who is there stays.
    Add {
        /// Where to.
        room: RoomRef,
        /// Who.
        person: PersonRef,
    },
    /// Take a person out; who is not there stays out.
    Remove {
        /// Where from.
        room: RoomRef,
        /// Who.
        person: PersonRef,
    },
}

/// What comes with the text of a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum With {
    /// A card: the record `{ name, content, fallback, once, expires, by }`.
    Card(Value),
    /// What a question can be answered with: a button for each.
    Choices(Vec<Value>),
    /// A file.
    File {
        /// A text, json, or a file that somebody sent.
        content: Value,
        /// What it is called.
        name: SmolStr,
    },
}

/// Where a message goes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Target {
    /// A room.
    Room(RoomRef),
    /// A person, in private.
    Person(PersonRef),
}

/// One call of `http.METHOD(...)`. Secrets in it are still names; they are filled in when it is sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HttpCall {
    /// Upper case.
    pub method: SmolStr,
    /// Absolute address; a text.
    pub url: SmolStr,
    /// Query parameters that are appended (text values, lists repeat the name).
    pub query: Vec<(SmolStr, Value)>,
    /// Headers; the values are texts or secrets.
    pub headers: Vec<(SmolStr, Value)>,
    /// The body.
    pub body: CallBody,
    /// How long it may take, in milliseconds.
    pub timeout_ms: i64,
    /// How often it may be tried again; `None` where the script says nothing.
    pub retry: Option<u32>,
}

/// The body of an [`HttpCall`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum CallBody {
    /// No body.
    Empty,
    /// A value sent as JSON.
    Json(Value),
    /// A map sent as `application/x-www-form-urlencoded`.
    Form(Value),
    /// A text or secret sent as it is.
    Text(Value),
}

/// What came of an [`Effect`]: the value of its expression, or a fault.
pub type Outcome = Result<Value, Fault>;

/// Something that the machine must know and may ask for anywhere: no effect, answered by the engine
/// and kept for 60 s.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Read {
    /// The profile: a record `{ id, email, name, first_name, last_name, nickname, avatar }` of texts
    /// (absent ones empty).
    Person(PersonRef),
    /// The room: a record `{ id: text, title: text, direct: bool }`.
    Room(RoomRef),
    /// The room with this title that the bot is in: a room, or none.
    RoomByTitle(SmolStr),
    /// The group rooms that the bot is in: a list of rooms.
    Rooms,
    /// The people of a room without the bot: a list of persons.
    People(RoomRef),
    /// A message's content: a record `{ text, markdown, person, files }`.
    Message(MessageRef),
    /// Whom a message mentions, without the bot: a list of persons.
    Mentions(MessageRef),
    /// A file's content as text.
    File(FileRef),
}

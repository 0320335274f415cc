//! The operations of the machine: a stack machine whose frames are plain data.
//!
//! Notation: `[a b] -> [c]` is what an operation takes from the stack (top last) and leaves there.
//! An operation that cannot go on yet (a state that is not loaded, a read that is not answered)
//! changes nothing and is done again.

use super::ask::Due;
use crate::builtins::BuiltinId;
use crate::value::Operator;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// One operation. Indices are into the tables of the [`Program`](super::Program) or of the function.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Op {
    /// `[] -> [constant]`
    Constant(u32),
    /// `[a] -> []`
    Pop,
    /// `[] -> [local]`
    Local(u16),
    /// `[a] -> []`, stored in the local
    SetLocal(u16),
    /// `[] -> [config]`
    Config(u16),
    /// `[] -> [secret]`, by name
    Secret(u16),
    /// `[] -> [value]`
    Context(ContextVariable),
    /// `[] -> [state]`, or `[owner] -> [state]`
    State {
        /// Index into the program's states.
        state: u16,
        /// Whether a room or person whose state it is lies on the stack.
        owner: bool,
    },
    /// Writes into a place: `[owner? keys... value] -> []`
    Assign(u16),
    /// Calls a built-in that changes a place: `[owner? keys... args...] -> [result]`
    Change {
        /// Index into the function's places.
        place: u16,
        /// The built-in.
        builtin: BuiltinId,
        /// How many arguments, the place not counted.
        args: u8,
    },
    /// Goes on at the operation with this index.
    Jump(u32),
    /// `[bool] -> []`, jumps if it is false
    JumpIfFalse(u32),
    /// `[bool] -> []`, jumps if it is true
    JumpIfTrue(u32),
    /// `[a] -> [a]` and jumps if it is no `none`, else `[a] -> []` (`??`)
    JumpIfSome(u32),
    /// `[a] -> [a]`, jumps if it is `none` (`?.`)
    JumpIfNone(u32),
    /// `[a] -> [b]`
    Negate,
    /// `[bool] -> [bool]`
    Not,
    /// `[a b] -> [c]`
    Binary(Operator),
    /// `[from to] -> [list]`: both ends in
    Range,
    /// `[person] -> [bool]`; index into the program's groups
    InGroup(u16),
    /// `[] -> [list of persons]`; index into the program's groups
    Members(u16),
    /// `[text] -> [bool]`, or `[text?]`: whether the regex is found in it
    Matches(u32),
    /// `[text] -> [list of the named groups, text or none each]`, or `[none]` where it is not found
    Captures(u32),
    /// `[value] -> [text or secret]`: what a hole of a string prints; index into the formats
    Hole(Option<u32>),
    /// `[part...] -> [text or secret]`
    Join(u16),
    /// `[item...] -> [list]`
    List(u32),
    /// `[item...] -> [set]`
    Set(u32),
    /// `[key value ...] -> [map]`, so many entries
    Map(u32),
    /// `[value...] -> [record]`; index into the program's shapes
    Record(u32),
    /// `[record other] -> [record]`: the fields of `other` over those of `record` (`{ ...r, x: 1 }`)
    Merge,
    /// `[a] -> [field]`; `none` where it is not there (json)
    Field(u32),
    /// `[a key] -> [item]`, `none` where there is none; a negative key counts from the end
    Index,
    /// `[a from to] -> [part]`: both ends in, what is outside is left out
    Slice,
    /// `[a] -> [a as T]`, or a fault with the path of the first mismatch
    As(u32),
    /// `[a] -> [b]`; index into the program's coercions
    Coerce(u32),
    /// `[args...] -> [result]`
    Call {
        /// Index of the function.
        function: u32,
        /// How many arguments.
        args: u8,
    },
    /// `[closure args...] -> [result]`
    CallClosure(u8),
    /// `[captures...] -> [closure]`
    Closure {
        /// Index of the function.
        function: u32,
        /// How many captured values.
        captures: u8,
    },
    /// `[args...] -> [result]`; the receiver is the first argument
    Builtin {
        /// The built-in.
        builtin: BuiltinId,
        /// How many arguments.
        args: u8,
    },
    /// `[template data] -> [content]`: a card from a designer file, filled in
    Fill,
    /// `[result] -> ` the caller's stack
    Return,
    /// `[collection] -> [list]`: what a `for` goes over: items, or `[key, value]` pairs of a map
    Items,
    /// `[] -> [item]`, and the index goes up; jumps to `exit` after the last one
    Next {
        /// Local that holds the list.
        items: u16,
        /// Local that holds the index of the next item.
        index: u16,
        /// Where to go on after the last one.
        exit: u32,
    },
    /// `[] -> []`: keeps the height of the operand stack in the local
    Mark(u16),
    /// Drops the operands above the height that is kept in the local: a `break` within an expression.
    Release(u16),
    /// A failure from here on goes to the operation with this index, with the error on the stack.
    Try(u32),
    /// The innermost `Try` ends.
    EndTry,
    /// `[text? card? file? name? to?] -> [message]`
    Say {
        /// What of the message lies on the stack.
        parts: Parts,
        /// Whether a room or person to say it to lies on the stack.
        to: bool,
    },
    /// `[text? card? file? name?] -> [message]`: in the thread of the message
    Reply(Parts),
    /// `[message text] -> [none]`
    Edit,
    /// `[message] -> [none]`
    Delete,
    /// `[status body] -> [none]`
    Respond,
    /// `[prompt to? choices? until? within?] -> [answer]`: asks, and waits
    Ask {
        /// Index into the program's questions.
        ask: u32,
        /// Where to go on with the answers so far, when the time is over and several are awaited.
        expired: u32,
    },
    /// `[text] -> [answer]`: says what is wrong with the answer to the last question, and waits for
    /// another one
    Refuse,
    /// `[answer] -> [list]`: keeps the answer. While there are too few, waits for another one and goes on
    /// with that at the operation with this index.
    Collect(u32),
    /// `[duration] -> []`
    Wait,
    /// `[when? closure] -> [none]`: a run that begins at a time
    Later(Due),
    /// `[args...] -> [none]`: a run of its own that calls the function
    Start {
        /// Index of the function.
        function: u32,
        /// How many arguments.
        args: u8,
    },
    /// `[text record] -> []`
    Log(LogLevel),
    /// `[text] -> ` a failure that tells the user
    Fail,
    /// Ends the run, silently.
    Stop,
}

impl Op {
    /// Whether it goes on at one of two places.
    #[must_use]
    pub fn decides(&self) -> bool {
        matches!(self, Self::JumpIfFalse(_) | Self::JumpIfTrue(_) | Self::JumpIfSome(_) | Self::JumpIfNone(_))
    }
}

/// What a message consists of.
#[expect(clippy::struct_excessive_bools, reason = "each part is there or not, whatever the others are")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parts {
    /// A text.
    pub text: bool,
    /// A card.
    pub card: bool,
    /// The content of a file.
    pub file: bool,
    /// What the file is called.
    pub name: bool,
}

/// What a handler finds around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ContextVariable {
    /// Who the run is with.
    Person,
    /// Where.
    Room,
    /// The message that started it.
    Message,
    /// The thread it is in, or none.
    Thread,
    /// Who gave the last answer.
    Answerer,
    /// In tests: the bot's last message, a record.
    Last,
    /// Who the run is with, or none.
    PersonIfAny,
    /// Where, or none.
    RoomIfAny,
}

/// How much a log line weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogLevel {
    /// `log debug`
    Debug,
    /// `log info`
    Info,
    /// `log warn`
    Warn,
    /// `log error`
    Error,
}

/// Something that can be assigned or changed in place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Where the path begins.
    pub root: PlaceRoot,
    /// The steps from there; the keys of `Index` segments lie on the stack in order.
    pub path: Vec<Segment>,
}

/// The variable that a place is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlaceRoot {
    /// A local of the function.
    Local(u16),
    /// A state.
    State {
        /// Index into the program's states.
        state: u16,
        /// Whether the room or person whose state it is lies on the stack, below the keys.
        owner: bool,
    },
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Segment {
    /// `.name`, or `?.name`: skip the assignment where there is nothing.
    Field {
        /// The field.
        name: SmolStr,
        /// Whether it was written `?.`.
        optional: bool,
    },
    /// `[key]`
    Index {
        /// Whether the step before may be absent.
        optional: bool,
    },
}

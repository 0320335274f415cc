//! What a store keeps, as rows: keys that it can index, and bodies that it cannot read.

use smol_str::SmolStr;

/// Everything that one step of the engine changes, at once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Commit {
    /// A delivery that must not have been seen before.
    pub seen: Option<Seen>,
    /// Where no event may wait.
    pub silence: Option<Silence>,
    /// Events that wait to be handled, by id.
    pub events: Vec<Change<EventRecord, SmolStr>>,
    /// Runs, by id.
    pub runs: Vec<Change<RunRecord, SmolStr>>,
    /// States that were read or written.
    pub states: Vec<StateWrite>,
    /// Effects to be dispatched, by run and sequence.
    pub effects: Vec<Change<EffectRecord, EffectKey>>,
    /// Effects whose [`EffectRecord::begun`] changes; no matter if one is not there.
    pub begun: Vec<(EffectKey, bool)>,
    /// Timers, by id.
    pub timers: Vec<Change<TimerRecord, SmolStr>>,
    /// Open questions, by run and place; removed for a whole run.
    pub waits: Vec<Change<WaitRecord, SmolStr>>,
}

/// One row that comes or goes.
#[derive(Clone, Debug, PartialEq)]
pub enum Change<Record, Key> {
    /// The row is written, over one with the same key.
    Put(Record),
    /// The row goes; no matter if it is not there.
    Remove(Key),
}

/// A delivery, for recognising its repetition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// What it is known by: `webex:messages:created:ID`, `hook:/github:ID`.
    pub key: SmolStr,
    /// When it came, in milliseconds since 1970.
    pub at_ms: i64,
}

/// Mailboxes in which no event waits that was sent until a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silence {
    /// The first mailbox, by the order of their bytes.
    pub from: SmolStr,
    /// The mailbox after the last one.
    pub to: SmolStr,
    /// Until when, in milliseconds since 1970.
    pub until_ms: i64,
}

/// An event that was accepted and not handled yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventRecord {
    /// Its identity.
    pub id: SmolStr,
    /// The conversation that it belongs to, or a key of its own.
    pub mailbox: SmolStr,
    /// When it was sent, in milliseconds since 1970: the order within the mailbox; of equals, the one
    /// that was put first comes first.
    pub sent_ms: i64,
    /// The event.
    pub body: Vec<u8>,
}

/// A run between two steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunRecord {
    /// Its identity.
    pub id: SmolStr,
    /// The program that it keeps.
    pub program: SmolStr,
    /// The mailbox whose order it is part of.
    pub mailbox: SmolStr,
    /// Whether it can be stepped at once: it waits for nothing.
    pub ready: bool,
    /// In a commit the version that was read, 0 for a new run; in an answer the version now.
    pub version: u64,
    /// The run.
    pub body: Vec<u8>,
}

/// Which value of which state.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StateName {
    /// Name of the state.
    pub state: SmolStr,
    /// Whose value: empty for the bot's, else a kind and ids.
    pub owner: SmolStr,
}

/// How much waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backlog {
    /// Runs that wait for an answer, a time or an effect.
    pub waiting: u64,
    /// Effects that are not known to be done.
    pub outgoing: u64,
    /// Events that were accepted and not handled.
    pub events: u64,
}

/// A state that a segment read, and what it writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateWrite {
    /// Which.
    pub name: StateName,
    /// The version that was read; 0 where there was none.
    pub version: u64,
    /// The new value; `None` where it was only read.
    pub value: Option<Vec<u8>>,
}

/// A state as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredState {
    /// Counts its writes, from 1.
    pub version: u64,
    /// The value.
    pub value: Vec<u8>,
}

/// What an effect is known by.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EffectKey {
    /// The run that asked for it.
    pub run: SmolStr,
    /// How many the run asked for before.
    pub sequence: u32,
}

/// An effect that is to be dispatched, or is under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EffectRecord {
    /// What it is known by.
    pub key: EffectKey,
    /// The mailbox that is held until it is done.
    pub mailbox: SmolStr,
    /// Effects with the same lane go out one after another: the room that a message goes to. Empty
    /// where order does not matter.
    pub lane: SmolStr,
    /// Whether it may have been tried: after this was written, not before.
    pub begun: bool,
    /// The effect.
    pub body: Vec<u8>,
}

/// Something to be done at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimerRecord {
    /// Its identity.
    pub id: SmolStr,
    /// When, in milliseconds since 1970.
    pub due_ms: i64,
    /// Whether nobody waits for it, so that it may be late when there is much to do.
    pub can_wait: bool,
    /// The program that it keeps, if it keeps one.
    pub program: Option<SmolStr>,
    /// What is to be done.
    pub body: Vec<u8>,
}

/// An open question: where its answer may come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitRecord {
    /// The run that asked.
    pub run: SmolStr,
    /// The conversation, person or room that it listens to. A run may listen to several.
    pub place: SmolStr,
    /// The question.
    pub body: Vec<u8>,
}

/// A program as it was encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgramRecord {
    /// Its hash.
    pub id: SmolStr,
    /// Since when it is kept, in milliseconds since 1970.
    pub kept_ms: i64,
    /// Its encoding.
    pub body: Vec<u8>,
}

/// What still needs a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgramUse {
    /// The program.
    pub id: SmolStr,
    /// Since when it is kept, in milliseconds since 1970.
    pub kept_ms: i64,
    /// Runs that are not over.
    pub runs: u64,
    /// Timers whose runs have not begun.
    pub timers: u64,
}

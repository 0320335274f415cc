//! Where everything durable is kept: accepted events, runs, state, outgoing effects, timers, waits,
//! programs.
//!
//! Input: one [`Commit`] for each step of a run. Output: records by the lookups of [`Store`].
//! Invariants: a commit happens whole or not at all; a value that another run changed in between is a
//! [`StoreError::Conflict`], a delivery that came before is [`StoreError::Duplicate`]; bodies are bytes
//! that the store never looks into; no lookup reads "all runs". Every store passes the conformance
//! suite in `tests/it/store_conformance.rs`. Start with `contract.rs`, then `record.rs`.

mod contract;
mod memory;
mod record;
mod sqlite;
mod tables;

pub use contract::{Attempt, Store, StoreError, StoreFuture, Uncommitted};
pub use memory::MemoryStore;
pub use record::{
    Backlog, Change, Commit, EffectKey, EffectRecord, EventRecord, ProgramRecord, ProgramUse, RunRecord,
    Seen, Silence, StateName, StateWrite, StoredState, TimerRecord, WaitRecord,
};
pub use sqlite::{Counts, Holder, OpenError, Place, SqliteStore, StoreFile, Workshop};

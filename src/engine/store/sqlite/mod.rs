//! The store in a file: an SQLite database in WAL mode, written by one thread, read by others.
//!
//! Input: the path of the file. Output: a [`SqliteStore`], which is a [`Store`](super::Store); a
//! [`StoreFile`] for who only looks.
//! Invariants: a commit that was answered is on the disk (`synchronous=FULL`); commits that wait
//! together become durable together, each checked and answered by itself, in the order in which they
//! were asked for; one process has the file at a time; a file of a newer `wbot` is refused; who only looks leaves nothing
//! beside the file. Nothing is
//! kept in memory but SQLite's page caches, so that what waits costs disk and nothing else. Start with
//! `store.rs`, then `writer.rs`, `apply.rs`, `schema.rs`.

mod apply;
mod deadline;
mod file;
mod lock;
mod open;
mod place;
mod query;
mod readers;
mod real;
mod rows;
mod schema;
mod store;
mod writer;

pub use file::{Counts, StoreFile};
pub use lock::Holder;
pub use open::OpenError;
pub use place::{Place, Workshop};
pub use store::SqliteStore;

//! The websocket of Webex as a source of events: no public address is needed.
//!
//! Input: a client for the bot's token. Output: events for the engine, those of a room in the order in which they came.
//! Data flow: `connect.rs` opens a session (catalogue, device, socket, authorization); `session.rs` reads
//! its frames, keeps it alive and queues what it says; `coming.rs` looks up ids and hands events to the
//! engine, rooms side by side; `worker.rs` acknowledges what came in, in order, and looks for what was missed beside
//! that; `source.rs` opens the next session when one ends.
//! Invariants: a frame is acknowledged after its event is stored; after each connection what was missed in a room is
//! handled before what came there later; a token that is refused, and a socket that another process took
//! over, end the source. Start with `source.rs`.

mod coming;
mod connect;
mod outage;
mod probe;
mod session;
mod source;
mod worker;

pub use probe::NotOpened;
pub use source::{SocketSource, Timing};

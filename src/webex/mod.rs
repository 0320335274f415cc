//! Webex over its REST API: the shapes of the wire, ids, and the client.
//!
//! Input: what the engine wants done and what the service delivers. Output: wire types, typed
//! events, typed errors.
//!
//! Invariants:
//! - No token and no secret appears in a log line, an error or a `Debug` form.
//! - The token goes to the API's host alone (and the legacy host of files), whatever an answer says.
//! - A call that may have been carried out and would act twice is not repeated.
//! - Every call of a token goes through its one queue.
//!
//! Start with `wire/mod.rs` and `gateway.rs`, then `client.rs`, `queue/mod.rs`.

mod calls;
mod client;
mod error;
mod event;
mod files;
mod gateway;
mod html_text;
mod id;
mod mention;
pub mod mercury;
mod messages;
mod paging;
pub mod queue;
mod reconcile;
mod retry;
mod signature;
mod split;
mod watch;
pub mod wire;

pub use calls::MembershipFilter;
pub use client::{API_URL, WebexClient};
pub use error::{WebexError, WebexErrorKind};
pub use event::{EventData, EventError, EventKind, IncomingEvent, Resource};
pub use files::{DownloadedFile, OutgoingFile};
pub use gateway::{Gateway, Reply};
pub use html_text::Label;
pub use id::{CLUSTER_US, HydraId, IdKind, id_key, same_id};
pub use mention::{Heard, text_for};
pub use messages::{Destination, MessageFilter, Outgoing};
pub use reconcile::{HookPlan, HookStep, WantedHook, name_prefix, reconcile};
pub use signature::{SIGNATURE_HEADER, SignatureError, sign, verify};
pub use split::{split_markdown, split_message};
pub use watch::{CallWatch, Called, Unwatched};

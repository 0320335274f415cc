//! What the page and out-of-process tests do beside the API: look at the world as a person, speak as
//! a person, make people and rooms, order faults, call the bot's own webhooks, follow changes.
//!
//! Input: JSON from the page of the same origin, without tokens (`http::guard` keeps others out).
//! Output: JSON views, a stream of events, the files of the page. Start with `router.rs`; what the
//! page draws is in `view.rs`.

mod calls;
mod contents;
mod events;
mod faults;
mod hook;
mod page;
mod people;
mod reset;
mod router;
mod say;
mod view;

pub(super) use router::router;

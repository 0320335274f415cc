//! The shapes of the Webex REST wire: what the client sends and reads, and what a server double
//! reads and sends.
//!
//! Input: JSON bytes. Output: plain structs, one file per resource. Source of the shapes: the
//! published description of the Messaging API and its guide pages.
//!
//! Invariants:
//! - Reading is tolerant: unknown fields are ignored, optional fields may be absent or `null`, a
//!   time that is no time is absent, an unknown enum word becomes the careful choice.
//! - Writing is exact: camelCase, absent optional fields are left out, times are UTC with
//!   milliseconds and `Z`.
//! - Ids are opaque text here; [`crate::webex::HydraId`] takes them apart.
//!
//! Start with `message.rs`.

mod action;
mod delivery;
mod error_body;
#[cfg(test)]
mod golden_tests;
mod lenient;
mod membership;
mod message;
mod page;
mod person;
mod room;
mod secret;
mod tab;
mod team;
mod time;
mod webhook;

pub use action::{AttachmentAction, AttachmentActionCreate};
pub use delivery::{EventEnvelope, WebhookDelivery};
pub use error_body::{AttachmentErrors, ErrorBody, ErrorDetail, Errors};
pub use membership::{Membership, MembershipCreate, MembershipUpdate};
pub use message::{Attachment, CARD_CONTENT_TYPE, Message, MessageCreate, MessageEdit};
pub use page::Page;
pub use person::{Person, PersonType, is_bot_address};
pub use room::{Room, RoomCreate, RoomType, RoomUpdate};
pub use secret::WireSecret;
pub use tab::{RoomTab, RoomTabCreate};
pub use team::{Team, TeamCreate, TeamMembership, TeamMembershipCreate};
pub use time::WireTime;
pub(super) use time::lenient as lenient_time;
pub use webhook::{Webhook, WebhookCreate, WebhookStatus, WebhookUpdate};

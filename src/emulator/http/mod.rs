//! The REST API over HTTP: routes, who calls, error bodies, paging, faults.
//!
//! Input: requests on loopback with a bearer token. Output: answers with the statuses, bodies and
//! headers of the platform. All rules are in `world`; nothing is decided here but the form.
//!
//! Start with `router.rs`.

mod actions;
mod call_layer;
mod contents;
mod denied;
mod extract;
mod fault_layer;
mod form;
mod guard;
mod listener;
mod memberships;
mod mercury;
mod messages;
mod paging;
mod people;
mod remote_file;
mod rooms;
mod router;
mod socket;
mod tabs;
mod teams;
mod tracking;
mod webhooks;

pub(super) use contents::download;
pub(super) use extract::{JsonBody, QueryMap};
pub(super) use guard::guard;
pub(super) use listener::{Gate, GatedListener};
pub(super) use mercury::mercury_router;
pub(super) use router::router;
pub(super) use tracking::tracking;

//! The websocket side of the platform: the devices that are registered and the sockets that are open.
//!
//! Input: activities of the world, orders of tests. Output: frames to send, which `http::socket` carries.
//! Invariants: a device has one socket at a time, a newer one replaces it; frames of one socket are in the
//! order in which things happened; what happens while a device has no socket is lost to it, as on the
//! platform. Start with `registry.rs`.

mod registry;

pub(crate) use registry::{Line, Sockets};

//! Hosts of the web: how they are spelled, which a script lists with `net`, which addresses are public.
//!
//! Input: URLs and the patterns of a script. Output: [`AllowList`] and its [`Denial`]s. Invariants: pure;
//! nothing of an address but its host is ever shown. Start with `allow.rs`.

mod address;
mod allow;
mod target;

pub use address::is_public;
pub use allow::{AllowList, BadPattern, Denial};
pub use target::{same_origin, shown};

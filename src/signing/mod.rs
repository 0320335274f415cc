//! How third parties prove that a delivery is theirs: checking it, and doing the same in tests and trial runs.
//!
//! Input: a [`Scheme`], the secret, headers and the raw body. Output: `Ok`, or a [`Refusal`]; headers
//! that prove. Invariants: pure; comparisons take the same time whatever differs. Start with `scheme.rs`.

mod scheme;
mod sign;
mod verify;

pub use scheme::{Algorithm, Encoding, Scheme};
pub use sign::{hex, sign};
pub use verify::{Delivery, Refusal, delivery_id, verify};

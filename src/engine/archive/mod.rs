//! A store seen from outside a bot: what is in it, whether it is sound, and all of it as text.
//!
//! Input: a [`StoreFile`](super::store::StoreFile). Output: an [`Overview`], a list of [`Flaw`]s, lines
//! of JSON that [`import`] makes the same store of again. Invariants: looking changes nothing and needs
//! no bot; a line of an export says all of its row, readable where that loses nothing. Start with
//! `inspect.rs`; `plain.rs` says how values look.

mod body;
mod check;
mod export;
mod import;
mod inspect;
mod owner;
mod plain;

pub use check::{Flaw, check, flaws_of};
pub use export::export;
pub use import::{ImportError, Imported, import};
pub use inspect::{Overview, ProgramLine, StateLine, TimerLine, WaitLine, inspect};
pub use owner::other_owner;

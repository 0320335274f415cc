//! Webex markdown drawn: to html that is safe to show, and to the plain text that a reader sees.
//!
//! Input: the source, and a function that tells who can be mentioned. Output: [`Drawn`]. Pure. The
//! subset is that of Cisco's page "Formatting Messages": no tables, no images (drawn as links), raw
//! html is shown as text, a single newline is a space.
//!
//! Invariant: whatever the source, the html has only the tags and attributes of `safe.rs`. Start
//! with `draw.rs`.

mod draw;
mod mention;
mod plain;
mod safe;

pub(crate) use draw::{Drawn, draw};
pub(crate) use mention::{Mention, Mentionable, Target};
pub(crate) use safe::escape;

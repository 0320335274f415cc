//! Texts as Webex markdown: the script's own characters are markup, data is escaped for where it
//! stands, so that a reader sees it literally.
//!
//! Input: a [`Text`](crate::value::Text); output: markdown ([`render_markdown`]) or what a reader sees
//! ([`plain`]). Invariants: data never opens or closes anything; what the script's own characters
//! form does not depend on the data between them, except that a link to nowhere safe is no link; where
//! it is not certain that a Markdown engine takes data as code, it is escaped as prose. Prefer
//! entities to backslashes for `<`, `>` and `&`: whatever a service does before it reads markdown, no
//! `<@all>` is there to be found. Start with `render.rs`; `prose.rs` has the rules for characters.

mod angle;
mod code;
mod emphasis;
mod link;
mod plain;
#[cfg(test)]
mod property_tests;
mod prose;
mod render;
#[cfg(test)]
mod render_tests;

pub use plain::{plain, plain_named};
pub use render::render_markdown;

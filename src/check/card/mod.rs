//! Cards: their declarations become functions that build the card's value.
//!
//! Input: [`ast::CardDecl`](crate::syntax::ast::CardDecl). Output: a pure function that gives the record
//! `{ name, content, fallback, once, expires, by }`; `content` is the card as a map, with marked texts. Elements
//! and properties are looked up in [`crate::cards`]. What Webex would refuse of a card is not decided here: when all
//! cards are checked, `review.rs` shows each, as far as its script tells (`sketch/`), to the one validator of cards.
//! Start with `declare.rs`, then `node.rs`.

mod answer;
mod arrow;
mod call;
mod declare;
mod element;
mod file;
mod habit;
mod include;
mod input;
mod literal;
mod make;
mod node;
mod press;
mod property;
mod review;
mod sketch;

pub(super) use declare::{ActionDef, CardDef};
pub(super) use file::CardFile;
pub(super) use input::InputInfo;
pub(super) use press::Pressed;

//! Which elements, actions and parts there are, and which properties they have: the one table that the
//! checker, the validator and the importer read.
//!
//! Names are those of the DSL; the schema's own are taken too, as they are and in snake case. Source: the schema of Adaptive Cards 1.3
//! (Microsoft), and what Webex says that it supports. Invariant: only data and look-ups. Start with `kind.rs`.

mod actions;
mod elements;
mod inputs;
mod kind;
mod lookup;
mod newer;
mod parts;
mod words;

pub use kind::{Content, ElementType, Kind, Part, Property, snake};
pub use lookup::{action, card_property, element, input_property, of_json_type, part_types, words};
pub(in crate::cards) use newer::{newer_property, newer_type, newer_word};

//! The parser as a whole, tested.
//!
//! `scripts.rs` has the good scripts that must parse, `shape.rs` says what text becomes which tree,
//! `lexical.rs` looks at newlines, strings, comments and transcripts, `errors.rs` at what is said about
//! mistakes (`mistakes.wbot`, `brackets.wbot`), `total.rs` shows that any text parses. Start with
//! `shape.rs`. Invariant: `everything.wbot` has one of everything that the language has.

mod errors;
mod lexical;
mod scripts;
mod shape;
mod total;

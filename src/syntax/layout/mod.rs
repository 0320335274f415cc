//! The layout scan: one linear pass over the bytes that settles everything lexical, so that the
//! grammar reads tokens and knows nothing of space, comments and newlines that mean nothing.
//!
//! Input: the text of a file. Output: a [`Layout`]: tokens with their byte ranges, and the same
//! tokens as a text of codes for pest, one character each; comments and blank lines; the
//! **chunks**, which are the logical lines at bracket depth zero, that is, the declarations; and
//! what is wrong with brackets and strings. Where something is, the tokens are mended (a stray
//! bracket is left out, an unclosed string closed), so that one mistake is reported once and
//! brackets always match in a chunk that is not marked as broken.
//!
//! Invariants: never fails; time is linear in the length; tokens ascend and do not overlap, and
//! between them there is nothing but space and comments. Start with `scan.rs`.

mod borders;
mod brackets;
mod chat;
mod code;
mod foreign;
mod holes;
mod mend;
mod quotes;
mod scan;
mod scanner;
mod strings;
mod token;
mod words;

pub(in crate::syntax) use brackets::is_pair;
pub(in crate::syntax) use code::Code;
pub(in crate::syntax) use scan::{Chunk, Layout, Token, scan};
pub use words::is_name;
pub(in crate::syntax) use words::{
    DECLARATION_WORDS, is_declaration_word, is_reserved_code, is_statement_code, is_test_elsewhere,
    statement_words, word_of,
};

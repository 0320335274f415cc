//! The parser that pest derives from `grammar/wbot.pest`.

#![allow(missing_docs, reason = "the derived enum of rules; `label.rs` names them for people")]

use pest_derive::Parser;

#[derive(Parser)]
#[grammar = "grammar/wbot.pest"]
pub(super) struct Grammar;

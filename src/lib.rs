//! `wbot`: a compiler and runtime for `.wbot` scripts, which declare Webex bots.
//!
//! Modules stand in floor order: a module may use only modules of the floors below its own.
//! `src/README.md` has the bird's eye view, the data flow, the invariants and the recipes.
#![forbid(unsafe_code)]

// floor 0
pub mod base;
// floor 1
pub mod diagnostics;
// floor 2
pub mod syntax;
pub mod value;
// floor 3
pub mod builtins;
pub mod cards;
pub mod hosts;
pub mod pattern;
pub mod signing;
// floor 4
pub mod check;
pub mod ir;
// floor 5
pub mod compile;
pub mod format;
pub mod net;
pub mod settings;
pub mod vm;
// floor 6
pub mod webex;
// floor 7
pub mod emulator;
pub mod engine;
// floor 8
pub mod testing;
// floor 9
pub mod cli;

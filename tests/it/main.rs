//! The one integration test binary: each module is a ring or a guard, see `tests/README.md`.
#![allow(clippy::disallowed_methods, reason = "tests read the repository and run the real binary")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failed unwrap is a failed test"
)]
#![allow(unreachable_pub, reason = "one binary, nothing is exported")]

mod architecture;
mod builtins;
mod card_check;
mod card_import;
mod cards;
mod cascades;
mod chaos;
mod cli;
mod cli_card;
mod clients;
mod constructs;
mod contract;
mod doctor;
mod documents;
mod durability;
mod durable;
mod emulator_api;
mod emulator_control;
mod emulator_faults;
mod emulator_page;
mod emulator_support;
mod emulator_webhooks;
mod engine;
mod formatting;
mod fuzzing;
mod golden_store;
mod helps;
mod language;
mod library;
mod limits;
mod markdown;
mod notifier;
mod operations;
mod operations_page;
mod page_examples;
mod pages;
mod running;
mod scripts;
mod socket;
mod source_tree;
mod store_conformance;
mod store_files;
mod store_import;
mod support;
mod templates;
mod test_command;
#[cfg(feature = "otel")]
mod traces;
mod wbot;
mod webex_client;
mod webex_files;

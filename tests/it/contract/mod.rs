//! What Webex says of its API (`tests/data/webex/openapi/`) against what the emulator answers and what the client
//! sends. `document.rs` reads the file and makes it strict, `exceptions.rs` lists where the file is wrong,
//! `check.rs` judges a call, `session.rs` makes every call there is.

mod check;
mod client;
mod document;
mod exceptions;
mod session;

use wbot::emulator::Emulator;

/// All calls that the emulator noted are as Webex says.
#[track_caller]
pub fn verify(emulator: &Emulator) {
    let problems: Vec<String> = emulator.calls().iter().flat_map(check::problems).collect();
    assert!(problems.is_empty(), "not as the OpenAPI file says:\n{}", problems.join("\n"));
}

//! Runs the `test` blocks of a script over the engine and the emulator, in virtual time.
//!
//! Input: a program compiled for tests ([`TestProgram`]); output: an [`Outcome`] for each test. Between the
//! script and the transcript everything is the production code: engine, client, HTTP on loopback; only
//! the clock and the network of the script are replaced. Invariants: no internet, no real time, no luck.
//! Start with `run.rs`, then `stage.rs`.

mod arrivals;
mod cast;
mod coverage;
mod mock;
mod outcome;
mod press;
mod reload;
mod run;
mod said;
mod stage;
mod steps;
mod witness;

pub use coverage::{Coverage, CoverageReport, Covered};
pub use outcome::{Failure, Line, Mark, Outcome};
pub use reload::dummy_secret;
pub use run::{TestProgram, run_test};

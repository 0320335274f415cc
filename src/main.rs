//! The `wbot` program; everything is in the library, see `src/cli/`.

use std::process::ExitCode;

fn main() -> ExitCode {
    wbot::cli::main()
}

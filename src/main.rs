//! The `wbot` program; everything is in the library, see `src/cli/`.

use std::process::ExitCode;

/// A message costs some hundred small allocations, on any thread: a third less time with this one than with glibc's, and
/// much less again with musl's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    wbot::cli::main()
}

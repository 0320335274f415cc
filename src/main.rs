//! The `wbot` program; everything is in the library, see `src/cli/`.

use std::process::ExitCode;

/// A message costs some hundred small allocations, on any thread: with glibc's allocator it took a seventh more time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Some systems give huge pages to everybody: a bot that does nothing would take ten MB more. Where that cannot be
    // declined it takes them.
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::disable_transparent_huge_pages(true);
    wbot::cli::main()
}

//! Follows the files of a program: each save is compiled and put in service.

use super::observer::Happening;
use super::watch::{Watch, WatchError};
use super::{EngineHandle, Loaded};
use std::path::PathBuf;
use std::time::Duration;

/// What compiling the program again came to.
#[derive(Debug)]
pub struct Recompiled {
    /// The files that it was read from: what is watched next.
    pub files: Vec<PathBuf>,
    /// The program, or why there is none: diagnostics as they are to be printed.
    pub result: Result<Loaded, String>,
}

/// An editor may be in the middle of a save: what does not check is read again after this time.
const HALF_WRITTEN: Duration = Duration::from_millis(100);

/// Compiles with `compile` after each change of a file that `watch` watches, and hands the program to
/// `engine`. What does not check leaves the program before in service; `report` gets the diagnostics.
///
/// # Errors
/// When the system does not let the files be watched any more.
pub async fn follow(
    engine: EngineHandle,
    mut watch: Watch,
    mut compile: impl FnMut() -> Recompiled,
    mut report: impl FnMut(&str),
) -> Result<(), WatchError> {
    loop {
        let changed = watch.changed().await;
        tracing::debug!(?changed, "files were saved");
        let mut compiled = compile();
        if compiled.result.is_err() {
            engine.core.clock.pause(HALF_WRITTEN).await;
            if !watch.look().is_empty() {
                compiled = compile();
            }
        }
        watch.set(compiled.files)?;
        let refused = match compiled.result {
            Ok(loaded) => match engine.reload(loaded).await {
                Ok(_) => continue,
                Err(refused) => refused.to_string(),
            },
            Err(diagnostics) => {
                tracing::error!(
                    code = "run/reload",
                    "the new version does not check, the one before goes on"
                );
                engine.core.vitals.meter.reload("broken");
                engine.core.observer.observe(&Happening::ReloadRefused { why: diagnostics.clone() });
                diagnostics
            }
        };
        report(&refused);
    }
}

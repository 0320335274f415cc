//! Putting a program in service: the first one, and each later version.

use super::Loaded;
use super::active::Active;
use super::codec::{decode, program_key};
use super::core::Core;
use super::observer::Happening;
use super::schedules::Planning;
use super::store::{ProgramRecord, Store, StoreError};
use crate::ir::{Program, ProgramId};
use crate::value::{Value, conform};
use smol_str::SmolStr;
use std::sync::Arc;

/// Why a program cannot be put in service.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// A stored value is none of the type that the state has now.
    #[error(
        "`state {state}` has a type that does not fit what is stored{}: {mismatch}; give new fields a default or `?`, or give the state another name",
        of(owner)
    )]
    State {
        /// The state.
        state: SmolStr,
        /// Whose value; empty for the bot's.
        owner: SmolStr,
        /// `$.items[3].id: expected text, found int`
        mismatch: String,
    },
    /// The program cannot be stored or read.
    #[error("the program cannot be kept: {0}")]
    Store(#[from] StoreError),
}

fn of(owner: &str) -> String {
    if owner.is_empty() { String::new() } else { format!(" ({owner})") }
}

/// Checks and stores `loaded`, then new runs take it.
pub(super) async fn reload(core: &Arc<Core>, loaded: Loaded) -> Result<ProgramId, Refused> {
    let next = Arc::new(Active::new(loaded));
    if let Err(refused) = fits(&*core.store, next.program()).await {
        tracing::error!(code = "run/reload", "the new version is refused, the one before goes on: {refused}");
        core.observer.observe(&Happening::ReloadRefused { why: refused.to_string() });
        return Err(refused);
    }
    keep_program(core, &next).await?;
    let before = core.active.swap(Arc::clone(&next));
    if before.id() != next.id() {
        core.keep_earlier(&before);
    }
    core.plan(Planning::Keep).await?;
    let program = next.id();
    tracing::info!(%program, "a new version of the program is in service");
    core.observer.observe(&Happening::Reloaded { program });
    Ok(program)
}

/// Stores a program, so that its runs can go on after a restart.
pub(super) async fn keep_program(core: &Core, active: &Active) -> Result<(), StoreError> {
    let body = active.program().encode();
    let body = body.map_err(|error| StoreError::Failed(format!("the program cannot be encoded: {error}")))?;
    core.store
        .put_program(ProgramRecord { id: program_key(active.id()), kept_ms: core.clock.now_ms(), body })
        .await
}

/// Whether every stored value is one of the type that its state has in `program`.
pub(super) async fn fits(store: &dyn Store, program: &Program) -> Result<(), Refused> {
    const PAGE: usize = 200;
    for state in &program.states {
        let mut after = None;
        loop {
            let page = store.values_of(state.name.clone(), after.take(), PAGE).await?;
            for (name, stored) in &page {
                let value: Value = decode(&stored.value)?;
                if let Err(mismatch) = conform(&value, &state.ty) {
                    let mismatch = mismatch.to_string();
                    return Err(Refused::State {
                        state: name.state.clone(),
                        owner: name.owner.clone(),
                        mismatch,
                    });
                }
            }
            match page.last() {
                Some((name, _)) if page.len() == PAGE => after = Some(name.owner.clone()),
                _ => break,
            }
        }
    }
    Ok(())
}

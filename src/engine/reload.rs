//! Putting a program in service: the first one, and each later version.

use super::Loaded;
use super::active::Active;
use super::codec::{decode, program_key};
use super::core::Core;
use super::observer::Happening;
use super::schedules::Planning;
use super::store::{ProgramRecord, Store, StoreError};
use crate::ir::{Program, ProgramId, State};
use crate::value::{Value, conform, to_json};
use smol_str::SmolStr;
use std::sync::Arc;

/// Why a program cannot be put in service.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// A stored value is none of the type that the state has now.
    #[error(
        "`state {state}` has a type that does not fit what is stored{}: {mismatch}; stored is {stored}; give new fields a default or `?`, or give the state another name",
        of(owner)
    )]
    State {
        /// The state.
        state: SmolStr,
        /// Whose value; empty for the bot's.
        owner: SmolStr,
        /// `$.items[3].id: expected text, found int`
        mismatch: String,
        /// The value, as JSON; the beginning of a long one.
        stored: String,
    },
    /// The program cannot be stored or read.
    #[error("the program cannot be kept: {0}")]
    Store(#[from] StoreError),
}

/// Characters of a stored value that a message shows.
const SHOWN_CHARS_MAX: usize = 200;

fn shown(value: &Value) -> String {
    let json = to_json(value).map_or_else(|fault| fault.plain(), |json| json.to_string());
    match json.char_indices().nth(SHOWN_CHARS_MAX) {
        Some((end, _)) => format!("{}...", json.get(..end).unwrap_or_default()),
        None => json,
    }
}

fn of(owner: &str) -> String {
    if owner.is_empty() { String::new() } else { format!(" ({owner})") }
}

/// Checks and stores `loaded`, then new runs take it.
pub(super) async fn reload(core: &Arc<Core>, loaded: Loaded) -> Result<ProgramId, Refused> {
    let next = Arc::new(Active::new(loaded));
    let now = core.active.load_full();
    if let Err(refused) = fits(&*core.store, next.program(), Some(now.program())).await {
        tracing::error!(code = "run/reload", "the new version is refused, the one before goes on: {refused}");
        core.vitals.meter.reload("refused");
        core.observer.observe(&Happening::ReloadRefused { why: refused.to_string() });
        return Err(refused);
    }
    // At hand from here on: it must not be taken for one that nobody needs.
    core.keep_earlier(&next);
    keep_program(core, &next).await?;
    let before = core.active.swap(Arc::clone(&next));
    if before.id() != next.id() {
        core.keep_earlier(&before);
    }
    core.plan(Planning::Keep).await?;
    let program = next.id();
    tracing::info!(%program, "a new version of the program is in service");
    core.tidy().await;
    let staying = core.tell_staying().await;
    core.vitals.meter.reload("done");
    core.observer.observe(&Happening::Reloaded { program, staying });
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

/// Whether every stored value is one of the type that its state has in `program`. What has the same type
/// in `before`, which is in service, fits.
pub(super) async fn fits(
    store: &dyn Store,
    program: &Program,
    before: Option<&Program>,
) -> Result<(), Refused> {
    const PAGE: usize = 200;
    let known = |state: &State| {
        let before = before.into_iter().flat_map(|program| &program.states);
        before.into_iter().any(|other| other.name == state.name && other.ty == state.ty)
    };
    for state in program.states.iter().filter(|state| !known(state)) {
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
                        stored: shown(&value),
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

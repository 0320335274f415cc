//! Which open conversations keep which version of the program.

use super::codec::{decode, program_key};
use super::core::Core;
use super::store::{Commit, ProgramUse, RunRecord, StateName, StateWrite, StoreError, StoredState};
use crate::vm::Run;
use crate::webex::{id_key, same_id};
use jiff::Timestamp;
use smol_str::SmolStr;

/// Conversations that stay on an earlier version of the program until they end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staying {
    /// The version.
    pub program: SmolStr,
    /// Since when it is kept, in milliseconds since 1970.
    pub since_ms: i64,
    /// Runs that are under way or wait.
    pub runs: u64,
    /// Runs that begin later.
    pub later: u64,
    /// What some of them are handled by.
    pub handlers: Vec<SmolStr>,
}

/// Runs of one version that are looked at for their handlers.
const LOOKED_AT: usize = 50;
/// Handlers that are named.
const NAMED: usize = 3;

impl Core {
    /// The earlier versions that are still needed, the oldest first.
    pub(super) async fn staying(&self) -> Result<Vec<Staying>, StoreError> {
        let now = program_key(self.active.load().id());
        let mut staying = Vec::new();
        for ProgramUse { id, kept_ms, runs, timers } in self.store.program_uses().await? {
            if id == now || runs.saturating_add(timers) == 0 {
                continue;
            }
            let mut handlers: Vec<SmolStr> = Vec::new();
            for stored in self.store.runs_of(id.clone(), None, LOOKED_AT).await? {
                // One that cannot be read is told of when it is to go on.
                let Ok(Some(handler)) = self.handler_of(&stored).await else { continue };
                if !handlers.contains(&handler) && handlers.len() < NAMED {
                    handlers.push(handler);
                }
            }
            staying.push(Staying { program: id, since_ms: kept_ms, runs, later: timers, handlers });
        }
        Ok(staying)
    }

    async fn handler_of(&self, stored: &RunRecord) -> Result<Option<SmolStr>, StoreError> {
        let run: Run = decode(&stored.body)?;
        Ok(self.program_of(&run).await?.map(|active| active.handler_name(run.handler)))
    }

    /// Says which conversations stay on which version, one line for each version.
    pub(super) async fn tell_staying(&self) -> Vec<Staying> {
        let staying = self.staying().await.unwrap_or_else(|error| {
            tracing::warn!(code = "run/store", "the versions in use could not be looked up: {error}");
            Vec::new()
        });
        for one in &staying {
            tracing::info!("{one}");
        }
        staying
    }

    /// A store belongs to one bot: another one would go on with conversations that are not its own.
    /// Gives whose it is, where it is not this bot's.
    pub(super) async fn belongs_to_other(&self) -> Result<Option<SmolStr>, StoreError> {
        let name = bot_of_store();
        let stored = self.store.states(vec![name.clone()]).await?.into_iter().next().flatten();
        if let Some(stored) = stored {
            return other_bot(&stored, &self.me.id);
        }
        let value = Some(super::codec::encode(&self.me.id)?);
        let states = vec![StateWrite { name, version: 0, value }];
        self.store.commit(Commit { states, ..Commit::default() }).await?;
        Ok(None)
    }
}

/// Where a store says whose it is: the id of its bot.
pub(super) fn bot_of_store() -> StateName {
    StateName { state: "bot of this store".into(), owner: SmolStr::default() }
}

/// The bot, other than `me` (a `PEOPLE` id), that is kept there: the part of its id that names it.
pub(super) fn other_bot(stored: &StoredState, me: &str) -> Result<Option<SmolStr>, StoreError> {
    let owner: SmolStr = decode(&stored.value)?;
    Ok((!same_id(&owner, me)).then(|| id_key(&owner).into()))
}

impl std::fmt::Display for Staying {
    /// `2 open conversations stay on version 1f3a09c2 of 2026-01-05 09:00 UTC until they end: command "book"`
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let some = |count: u64, one: &str, many: &str| match count {
            0 => None,
            1 => Some(format!("1 {one}")),
            count => Some(format!("{count} {many}")),
        };
        let runs = some(self.runs, "open conversation", "open conversations");
        let later = some(self.later, "`later`", "`later`s");
        let what: Vec<String> = runs.into_iter().chain(later).collect();
        let stay = if self.runs.saturating_add(self.later) == 1 { "stays" } else { "stay" };
        let short: String = self.program.chars().take(8).collect();
        let since = Timestamp::from_millisecond(self.since_ms).unwrap_or_default();
        write!(
            out,
            "{} {stay} on version {short} of {} until the end",
            what.join(" and "),
            since.strftime("%Y-%m-%d %H:%M UTC")
        )?;
        if !self.handlers.is_empty() {
            write!(out, ": {}", self.handlers.join(", "))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Staying;

    #[test]
    fn the_line_says_what_stays_where() {
        let check = |runs, later, handlers: &[&str], want: &str| {
            let staying = Staying {
                program: "1f3a09c2aabbccdd".into(),
                since_ms: 1_767_603_600_000,
                runs,
                later,
                handlers: handlers.iter().map(|name| (*name).into()).collect(),
            };
            assert_eq!(staying.to_string(), want);
        };
        let version = "on version 1f3a09c2 of 2026-01-05 09:00 UTC until the end";
        check(1, 0, &["on join"], &format!("1 open conversation stays {version}: on join"));
        check(2, 1, &["a", "b"], &format!("2 open conversations and 1 `later` stay {version}: a, b"));
        check(0, 3, &[], &format!("3 `later`s stay {version}"));
    }
}

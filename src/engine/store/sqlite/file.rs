//! The whole file, row by row, for who looks at it or copies it. A bot may have it meanwhile: what is
//! seen is one moment of it.

use super::deadline::Deadline;
use super::open::TakesBack;
use super::{Holder, OpenError, lock, open, query, real, rows};
use crate::engine::store::{
    EffectRecord, EventRecord, ProgramRecord, ProgramUse, RunRecord, Seen, StateName, StoreError,
    StoredState, TimerRecord, WaitRecord,
};
use rusqlite::{Connection, OptionalExtension, Row};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A store that is only read.
#[derive(Debug)]
pub struct StoreFile {
    // Dropped in this order.
    connection: Connection,
    _takes_back: TakesBack,
    deadline: Option<Deadline>,
}

/// What a store holds, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Deliveries that are remembered.
    pub seen: u64,
    /// Events that were accepted and not handled.
    pub events: u64,
    /// Runs.
    pub runs: u64,
    /// States.
    pub states: u64,
    /// Effects that are not known to be done.
    pub effects: u64,
    /// Timers.
    pub timers: u64,
    /// Places that open questions listen to.
    pub waits: u64,
    /// Programs.
    pub programs: u64,
}

fn failed(error: &rusqlite::Error) -> StoreError {
    StoreError::Failed(error.to_string())
}

impl StoreFile {
    /// Opens the store at `path` to look at it. Nothing is left beside it that was not there.
    ///
    /// # Errors
    /// When there is none, or none that can be read.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        let (connection, takes_back) = open::to_look(path)?;
        let begun = connection.execute_batch("BEGIN");
        begun.map_err(|error| OpenError::Failed { path: path.to_owned(), error: error.to_string() })?;
        Ok(Self { connection, _takes_back: takes_back, deadline: None })
    }

    /// The same, of which nothing is read any more when so much time is over: [`Self::is_late`] then.
    ///
    /// # Errors
    /// When there can be no thread that waits.
    pub fn within(mut self, time: Duration) -> std::io::Result<Self> {
        self.deadline = Some(Deadline::after(time, &self.connection)?);
        Ok(self)
    }

    /// Whether the time is over that it is looked at.
    #[must_use]
    pub fn is_late(&self) -> bool {
        self.deadline.as_ref().is_some_and(Deadline::is_over)
    }

    /// Where the store at `path` really lies or will, whatever links lead there.
    ///
    /// # Errors
    /// When that cannot be found out.
    pub fn place(path: &Path) -> std::io::Result<PathBuf> {
        real::real(path)
    }

    /// Tries what a bot does first with the store at `path`: to begin a transaction that writes. Nothing is changed. One
    /// that is not there yet may be made.
    ///
    /// # Errors
    /// When a bot could not have it.
    pub fn try_to_write(path: &Path) -> Result<(), OpenError> {
        open::try_to_write(path)
    }

    /// Who has the store at `path` to write.
    #[must_use]
    pub fn holder(path: &Path) -> Holder {
        lock::who(path)
    }

    /// The version of its tables, and the `wbot` that wrote it last.
    ///
    /// # Errors
    /// When the file fails.
    pub fn about(&self) -> Result<(u64, String), StoreError> {
        let number = |row: &Row<'_>| row.get::<_, i64>(0);
        let version = self.connection.query_row("PRAGMA user_version", [], number);
        let sql = "SELECT coalesce((SELECT value FROM about WHERE name = 'wbot'), '')";
        let writer = self.connection.query_row(sql, [], |row| row.get(0));
        version
            .and_then(|version| Ok((u64::try_from(version).unwrap_or(0), writer?)))
            .map_err(|error| failed(&error))
    }

    /// How many rows there are of each kind.
    ///
    /// # Errors
    /// When the file fails.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        let count = |table: &str| {
            let sql = format!("SELECT count(*) FROM {table}");
            let found = self.connection.query_row(&sql, [], |row| row.get::<_, i64>(0));
            found.map(|count| u64::try_from(count).unwrap_or(0)).map_err(|error| failed(&error))
        };
        Ok(Counts {
            seen: count("seen")?,
            events: count("events")?,
            runs: count("runs")?,
            states: count("states")?,
            effects: count("effects")?,
            timers: count("timers")?,
            waits: count("waits")?,
            programs: count("programs")?,
        })
    }

    /// What SQLite finds wrong with the file; nothing where it is sound.
    ///
    /// # Errors
    /// When the file fails altogether.
    pub fn damage(&self) -> Result<Vec<String>, StoreError> {
        let mut lines = Vec::new();
        self.each(
            "PRAGMA integrity_check",
            |row| row.get::<_, String>(0),
            |line| {
                if line != "ok" {
                    lines.push(line);
                }
                Ok(())
            },
        )?;
        Ok(lines)
    }

    /// One run.
    ///
    /// # Errors
    /// When the file fails.
    pub fn run(&self, id: &str) -> Result<Option<RunRecord>, StoreError> {
        query::run(&self.connection, id).map_err(|error| failed(&error))
    }

    /// One state.
    ///
    /// # Errors
    /// When the file fails.
    pub fn state(&self, name: &StateName) -> Result<Option<StoredState>, StoreError> {
        query::state(&self.connection, name).map_err(|error| failed(&error))
    }

    /// One program.
    ///
    /// # Errors
    /// When the file fails.
    pub fn program(&self, id: &str) -> Result<Option<ProgramRecord>, StoreError> {
        query::program(&self.connection, id).map_err(|error| failed(&error))
    }

    /// Every program with what needs it.
    ///
    /// # Errors
    /// When the file fails.
    pub fn program_uses(&self) -> Result<Vec<ProgramUse>, StoreError> {
        query::program_uses(&self.connection).map_err(|error| failed(&error))
    }

    /// Whether a run has a place that its question listens to, and a timer of this id.
    ///
    /// # Errors
    /// When the file fails.
    pub fn is_waited_for(&self, run: &str, timer: &str) -> Result<(bool, bool), StoreError> {
        let sql =
            "SELECT EXISTS (SELECT 1 FROM waits WHERE run = ?1), EXISTS (SELECT 1 FROM timers WHERE id = ?2)";
        let found = self.connection.query_row(sql, [run, timer], |row| Ok((row.get(0)?, row.get(1)?)));
        found.map_err(|error| failed(&error))
    }

    /// Whether this effect of a run is not known to be done.
    ///
    /// # Errors
    /// When the file fails.
    pub fn is_effect(&self, run: &str, sequence: u32) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM effects WHERE run = ?1 AND sequence = ?2)";
        let found = self.connection.query_row(sql, rusqlite::params![run, sequence], |row| row.get(0));
        found.map_err(|error| failed(&error))
    }

    /// The oldest runs that are not ready, so many at most.
    ///
    /// # Errors
    /// When the file fails.
    pub fn waiting_runs(&self, most: usize) -> Result<Vec<RunRecord>, StoreError> {
        let sql = format!("{} WHERE ready = 0 ORDER BY number LIMIT {most}", rows::RUN);
        let mut runs = Vec::new();
        self.each(&sql, rows::run, |run| {
            runs.push(run);
            Ok(())
        })?;
        Ok(runs)
    }

    /// Where a run listens.
    ///
    /// # Errors
    /// When the file fails.
    pub fn wait_of(&self, run: &str) -> Result<Option<WaitRecord>, StoreError> {
        let sql = format!("{} WHERE run = ?1 LIMIT 1", rows::WAIT);
        let found = self.connection.query_row(&sql, [run], rows::wait).optional();
        found.map_err(|error| failed(&error))
    }

    /// Visits each run, in the order of their beginnings.
    ///
    /// # Errors
    /// When the file fails; what `visit` says.
    pub fn runs(&self, visit: impl FnMut(RunRecord) -> Result<(), StoreError>) -> Result<(), StoreError> {
        self.each(&format!("{} ORDER BY number", rows::RUN), rows::run, visit)
    }

    /// Visits each state, by name and owner.
    ///
    /// # Errors
    /// When the file fails; what `visit` says.
    pub fn states(
        &self,
        visit: impl FnMut((StateName, StoredState)) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.each(&format!("{} ORDER BY state, owner", rows::STATE), rows::state, visit)
    }

    /// Visits each event, in the order in which they were accepted.
    ///
    /// # Errors
    /// When the file fails; what `visit` says.
    pub fn events(&self, visit: impl FnMut(EventRecord) -> Result<(), StoreError>) -> Result<(), StoreError> {
        self.each(&format!("{} ORDER BY number", rows::EVENT), rows::event, visit)
    }

    /// Visits each effect, in the order of their commits.
    ///
    /// # Errors
    /// When the file fails; what `visit` says.
    pub fn effects(
        &self,
        visit: impl FnMut(EffectRecord) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.each(&format!("{} ORDER BY number", rows::EFFECT), rows::effect, visit)
    }

    /// Visits each timer, the next one first.
    ///
    /// # Errors
    /// When the file fails; what `visit` says.
    pub fn timers(&self, visit: impl FnMut(TimerRecord) -> Result<(), StoreError>) -> Result<(), StoreError> {
        self.each(&format!("{} ORDER BY due_ms, id", rows::TIMER), rows::timer, visit)
    }

    /// Visits each place that a question listens to, the oldest first.
    ///
    /// # Errors
    /// When the file fails; what `visit` says.
    pub fn waits(&self, visit: impl FnMut(WaitRecord) -> Result<(), StoreError>) -> Result<(), StoreError> {
        self.each(&format!("{} ORDER BY number", rows::WAIT), rows::wait, visit)
    }

    /// Visits each program, the oldest first.
    ///
    /// # Errors
    /// When the file fails; what `visit` says.
    pub fn programs(
        &self,
        visit: impl FnMut(ProgramRecord) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.each(&format!("{} ORDER BY kept_ms, id", rows::PROGRAM), rows::program, visit)
    }

    /// Visits each delivery that is remembered, the oldest first.
    ///
    /// # Errors
    /// When the file fails; what `visit` says.
    pub fn seen(&self, visit: impl FnMut(Seen) -> Result<(), StoreError>) -> Result<(), StoreError> {
        self.each(&format!("{} ORDER BY at_ms, key", rows::SEEN), rows::seen, visit)
    }

    fn each<T>(
        &self,
        sql: &str,
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
        mut visit: impl FnMut(T) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare(sql).map_err(|error| failed(&error))?;
        let mut rows = statement.query([]).map_err(|error| failed(&error))?;
        while let Some(row) = rows.next().map_err(|error| failed(&error))? {
            if self.is_late() {
                return Err(StoreError::Failed("it takes too long".to_owned()));
            }
            visit(read(row).map_err(|error| failed(&error))?)?;
        }
        Ok(())
    }
}

//! The tables, and how a file comes from one version of them to the next.

use rusqlite::{Connection, TransactionBehavior};

/// What `PRAGMA application_id` of our files is: "wbot".
pub(super) const APPLICATION_ID: i32 = 0x7762_6f74;

/// What takes a file from each version to the next; the version of a file (`PRAGMA user_version`) is the
/// number of those that were done. A migration that was released is never changed. What is in a body has
/// a version of its own, see `engine::codec`.
pub(super) const MIGRATIONS: [&str; 2] = [FIRST, SECOND];

const FIRST: &str = "
CREATE TABLE about (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE seen (
    key TEXT NOT NULL PRIMARY KEY,
    at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX seen_by_time ON seen (at_ms);

CREATE TABLE events (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    mailbox TEXT NOT NULL,
    sent_ms INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE INDEX events_by_mailbox ON events (mailbox, sent_ms, number);

CREATE TABLE runs (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    program TEXT NOT NULL,
    mailbox TEXT NOT NULL,
    ready INTEGER NOT NULL,
    version INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE INDEX runs_ready ON runs (id) WHERE ready = 1;
CREATE INDEX runs_by_program ON runs (program, id);

CREATE TABLE states (
    number INTEGER PRIMARY KEY,
    state TEXT NOT NULL,
    owner TEXT NOT NULL,
    version INTEGER NOT NULL,
    value BLOB NOT NULL,
    UNIQUE (state, owner)
) STRICT;

CREATE TABLE effects (
    number INTEGER PRIMARY KEY,
    run TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    mailbox TEXT NOT NULL,
    lane TEXT NOT NULL,
    body BLOB NOT NULL,
    UNIQUE (run, sequence)
) STRICT;
CREATE INDEX effects_by_lane ON effects (lane, number);

CREATE TABLE timers (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    due_ms INTEGER NOT NULL,
    program TEXT,
    body BLOB NOT NULL
) STRICT;
CREATE INDEX timers_by_time ON timers (due_ms, id);
CREATE INDEX timers_by_program ON timers (program) WHERE program IS NOT NULL;

CREATE TABLE waits (
    number INTEGER PRIMARY KEY,
    run TEXT NOT NULL,
    place TEXT NOT NULL,
    body BLOB NOT NULL,
    UNIQUE (run, place)
) STRICT;
CREATE INDEX waits_by_place ON waits (place, number);

CREATE TABLE programs (
    id TEXT NOT NULL PRIMARY KEY,
    kept_ms INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;
";

/// Timers that can wait are found apart from the others; of an effect is known whether it was tried. Of one of
/// before, nobody knows.
const SECOND: &str = "
ALTER TABLE timers ADD COLUMN can_wait INTEGER NOT NULL DEFAULT 0;
UPDATE timers SET can_wait = 1 WHERE id GLOB 'later *' OR id GLOB 'tick *';
DROP INDEX timers_by_time;
CREATE INDEX timers_by_time ON timers (can_wait, due_ms, id);
ALTER TABLE effects ADD COLUMN begun INTEGER NOT NULL DEFAULT 1;
";

/// What makes tables that only have so many migrations look like those of today, for who only reads them.
const LOOKS: [&str; 2] = [
    "",
    "CREATE TEMP VIEW timers AS
     SELECT *, id GLOB 'later *' OR id GLOB 'tick *' AS can_wait FROM main.timers;
     CREATE TEMP VIEW effects AS SELECT *, 1 AS begun FROM main.effects;",
];

/// The version of the tables that this `wbot` writes.
pub(super) const VERSION: usize = MIGRATIONS.len();

/// The version of the `wbot` that this is.
pub(super) const WBOT: &str = env!("CARGO_PKG_VERSION");

/// Brings the tables from `version` to ours, all or nothing.
pub(super) fn migrate(connection: &mut Connection, version: usize) -> rusqlite::Result<()> {
    if version >= VERSION {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for migration in MIGRATIONS.iter().skip(version) {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", i64::try_from(VERSION).unwrap_or(i64::MAX))?;
    transaction.commit()
}

/// Makes the tables of `version` look like ours for this connection, which reads them.
pub(super) fn look_like_ours(connection: &Connection, version: usize) -> rusqlite::Result<()> {
    LOOKS.iter().skip(version.max(1)).try_for_each(|look| connection.execute_batch(look))
}

/// Notes which `wbot` writes from now on: an older release refuses the file, since bodies may hold what it
/// does not know.
pub(super) fn wrote(connection: &Connection) -> rusqlite::Result<()> {
    let sql =
        "INSERT INTO about (name, value) VALUES ('wbot', ?1) ON CONFLICT (name) DO UPDATE SET value = ?1";
    connection.execute(sql, [WBOT]).map(|_| ())
}

//! The identity of a diagnostic.

use serde::Serialize;

/// How much a diagnostic weighs: an error stops the program from running.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The program does not compile.
    Error,
    /// The program runs; the author should look.
    Warning,
}

/// One line of the table in `codes.rs`: an area and a name, `check/unknown-name`.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// `area/name`; never changes once released.
    pub name: &'static str,
    /// Its weight.
    pub severity: Severity,
    /// The first version that could print it.
    pub since: &'static str,
    /// The long explanation (Markdown), shown by `wbot error NAME`.
    pub page: &'static str,
}

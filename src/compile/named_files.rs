//! Files beside a script that its tests name: payloads, attachments, later versions.

use super::paths::beside;
use super::{ReadError, Sources, Unit};
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast::{Item, StepKind, StringLit, WebhookBody};
use std::path::{Path, PathBuf};

/// The path that the script at `script` means by `written`.
#[must_use]
pub(super) fn named_file(script: &Path, written: &str) -> PathBuf {
    beside(script, written)
}

/// A warning for each file that a test of `unit` names and that is not there.
pub(super) fn missing(unit: &Unit, from: &dyn Sources) -> Vec<Diagnostic> {
    let Some(script) = &unit.path else { return Vec::new() };
    let tests = unit.parse.file.items.iter().filter_map(|item| match item {
        Item::Test(test) => Some(test),
        _ => None,
    });
    tests
        .flat_map(|test| &test.steps)
        .filter_map(|step| match &step.kind {
            StepKind::Webhook { body: Some(WebhookBody::File(name)), .. }
            | StepKind::Sends { file: name, .. }
            | StepKind::Reload(name) => Some(name),
            _ => None,
        })
        .filter_map(|name| missing_one(name, script, from))
        .collect()
}

fn missing_one(name: &StringLit, script: &Path, from: &dyn Sources) -> Option<Diagnostic> {
    let path = named_file(script, name.as_plain()?);
    match from.read(&path, 0) {
        Ok(_) => None,
        Err(ReadError::NotFound) => Some(
            Diagnostic::new(
                &codes::FILE_TEST_FILE_MISSING,
                name.span,
                format!("there is no file `{}`", path.display()),
            )
            .help("put the file there, or write the path as seen from the folder of this script"),
        ),
        Err(error) => {
            let message = format!("`{}` cannot be read: {error}", path.display());
            Some(
                Diagnostic::new(&codes::FILE_TEST_FILE_MISSING, name.span, message)
                    .help("name a readable file"),
            )
        }
    }
}

//! A compiled program with its settings, ready for the engine.

use super::args::SettingsArgs;
use super::{config, output};
use crate::compile::Compiled;
use crate::diagnostics::render::terminal;
use crate::engine::{Loaded, Settings};
use crate::testing::dummy_secret;
use crate::value::Value;
use crate::vm::Image;
use secrecy::SecretString;
use smol_str::SmolStr;
use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

/// What to do about secrets and configs that have no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missing {
    /// The bot cannot start.
    Refuse,
    /// They get dummies, with a warning: for the embedded Webex.
    Dummy,
    /// Secrets are dummies whatever was given, configs get their values from each test.
    Test,
}

/// A program that can be put in service, and what the author should know of its settings.
#[derive(Debug)]
pub(super) struct Ready {
    pub(super) loaded: Loaded,
    /// Places of the configs that nobody gave a value.
    pub(super) unset: Vec<usize>,
    /// Names of the configs that somebody gave one.
    pub(super) given: BTreeSet<SmolStr>,
    pub(super) warnings: Vec<String>,
}

/// Puts a compiled program and what was given for it together.
///
/// # Errors
/// What keeps it from starting, a sentence each.
pub(super) fn load(
    compiled: &Compiled,
    script: &Path,
    args: &SettingsArgs,
    missing: Missing,
) -> Result<Ready, Vec<String>> {
    let lowered = compiled.program.as_ref().ok_or_else(|| vec!["the script has errors".to_owned()])?;
    let program = &lowered.program;
    let given = config::settings(args, script).map_err(|problem| vec![problem])?;
    let resolved = given.resolve(&config::declared(&compiled.checked), &program.secrets);
    let mut problems = resolved.problems;
    let mut warnings = resolved.warnings;
    let (unset, lacking): (Vec<usize>, Vec<String>) = resolved.missing.into_iter().unzip();
    match missing {
        Missing::Dummy => warnings.extend(lacking),
        Missing::Refuse => problems.extend(lacking),
        Missing::Test => {}
    }
    let with_value = program.configs.iter().zip(&resolved.configs).filter(|(_, value)| value.is_some());
    let given = with_value.map(|(config, _)| config.name.clone()).collect();
    let configs = program.configs.iter().zip(resolved.configs);
    let configs: Vec<Value> =
        configs.map(|(config, value)| value.or_else(|| config.default.clone()).unwrap_or_default()).collect();
    let mut secrets: HashMap<SmolStr, SecretString> = HashMap::new();
    for (name, value) in program.secrets.iter().zip(resolved.secrets) {
        let value = match (missing, value) {
            (Missing::Test, _) => dummy_secret(name),
            (_, Some(value)) => value,
            (Missing::Dummy, None) => {
                warnings.push(format!("secret {name} has no value; it is `dummy-...` here"));
                dummy_secret(name)
            }
            (Missing::Refuse, None) => {
                problems.push(format!(
                    "secret {name} has no value: set it in the environment, in .env beside the script, or in the file of --config"
                ));
                continue;
            }
        };
        secrets.insert(name.clone(), value);
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let zone = Settings::zone_of(program).map_err(|error| vec![error])?;
    let image = Image::new(program.clone()).map_err(|error| vec![error.to_string()])?;
    let settings = Settings { configs, secrets, zone };
    let (spans, sources) = (lowered.spans.clone(), compiled.sources.clone());
    let loaded = Loaded { image: Arc::new(image), spans, sources, settings };
    Ok(Ready { loaded, unset, given, warnings })
}

/// Prints why a script has no program.
pub(super) fn print_errors(compiled: &Compiled, script: &Path) {
    output::note(&terminal(&[compiled.report()], &script.display().to_string(), output::look()));
}

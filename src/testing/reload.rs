//! New versions of the script, and of its settings.

use super::run::{Performance, Problem, first_line, problem};
use crate::base::Span;
use crate::compile::{beside, compile};
use crate::diagnostics::Severity;
use crate::engine::{Loaded, Settings};
use crate::ir::{Config, Program, Purpose};
use crate::value::{Value, conform};
use crate::vm::Image;
use secrecy::SecretString;
use std::sync::Arc;

/// What stands for a secret that has no value. It is no secret.
#[must_use]
pub fn dummy_secret(name: &str) -> SecretString {
    format!("dummy-{}", name.to_lowercase().replace('_', "-")).into()
}

impl Performance<'_> {
    pub(super) async fn reload(&mut self, span: Span, written: &str) -> Result<(), Problem> {
        let path = beside(&self.program.path, written);
        let compiled = compile(&path, &*self.program.sources, Purpose::Run);
        let error = compiled.diagnostics.iter().find(|one| one.severity() == Severity::Error);
        if let Some(error) = error {
            return Err(problem(span, format!("{written} does not check: {}", error.message)));
        }
        let Some(lowered) = compiled.program else {
            return Err(problem(span, format!("{written} does not compile")));
        };
        let settings = self.settings_of(&lowered.program, written);
        let settings = settings.map_err(|message| problem(span, message))?;
        let image = Image::new(lowered.program).map_err(|error| problem(span, error.to_string()))?;
        let loaded =
            Loaded { image: Arc::new(image), spans: lowered.spans, sources: compiled.sources, settings };
        self.put_in_service(span, loaded).await
    }

    /// The settings of a new version, as a start of it would find them: what was given goes by name, all else is
    /// what the new version says.
    fn settings_of(&self, program: &Program, written: &str) -> Result<Settings, String> {
        let before = &self.stage.loaded;
        let known: Vec<(&Config, &Value)> =
            before.image.program().configs.iter().zip(&before.settings.configs).collect();
        let mut configs = Vec::with_capacity(program.configs.len());
        for config in &program.configs {
            let name = &config.name;
            let given = known.iter().find(|(old, _)| old.name == *name && self.given.contains(name));
            configs.push(match (given, &config.default) {
                (Some((_, value)), _) => conform(value, &config.ty).map_err(|mismatch| {
                    format!("the value of config `{name}` does not fit {written}: expected {}, found {}", mismatch.expected, mismatch.found)
                })?,
                (None, Some(default)) => default.clone(),
                (None, None) => {
                    let ty = &config.ty;
                    return Err(format!(
                        "config `{name}` of {written} has no value, and the bot would refuse it: give it a default, \
                         `config {name}: {ty} = ...`"
                    ));
                }
            });
        }
        let mut secrets = before.settings.secrets.clone();
        for name in &program.secrets {
            secrets.entry(name.clone()).or_insert_with(|| dummy_secret(name));
        }
        Ok(Settings { configs, secrets, zone: Settings::zone_of(program)? })
    }

    /// `set ops_room = ...`; `at` is the place of the config in the program of the test.
    pub(super) async fn set_config(&mut self, span: Span, at: usize, value: Value) -> Result<(), Problem> {
        let mut loaded: Loaded = self.stage.loaded.clone();
        let config = self.program.loaded.image.program().configs.get(at);
        let Some(name) = config.map(|config| config.name.clone()) else {
            return Err(problem(span, "there is no such config"));
        };
        let configs = loaded.image.program().configs.iter().zip(&mut loaded.settings.configs);
        let Some((config, slot)) = configs.into_iter().find(|(config, _)| config.name == name) else {
            return Err(problem(span, format!("the version in service has no config `{name}`")));
        };
        *slot = conform(&value, &config.ty).map_err(|mismatch| {
            problem(
                span,
                format!("config `{name}` of the version in service takes another value: {mismatch}"),
            )
        })?;
        self.given.insert(name);
        self.put_in_service(span, loaded).await
    }

    async fn put_in_service(&mut self, span: Span, loaded: Loaded) -> Result<(), Problem> {
        let reloaded = self.stage.engine.reload(loaded.clone()).await;
        reloaded.map_err(|refused| {
            problem(span, format!("the bot refuses it: {}", first_line(&refused.to_string())))
        })?;
        self.stage.loaded = loaded;
        Ok(())
    }
}

//! The places that values come from, in order of precedence.

use secrecy::SecretString;
use std::collections::BTreeMap;
use std::fmt;

/// Everything that was given, the most important layer first. `Debug` shows no values.
#[derive(Clone, Default, Debug)]
pub struct Settings {
    pub(super) layers: Vec<Layer>,
}

/// The values of one place, by the name that they have there.
#[derive(Clone)]
pub struct Layer {
    pub(super) origin: Origin,
    pub(super) values: BTreeMap<String, Given>,
}

/// A place that values come from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Origin {
    /// `--set name=value`
    Flag,
    /// The file of `--config`, by its path: configs and secrets.
    ConfigFile(String),
    /// The environment: configs as `WBOT_NAME`, secrets by their name.
    Environment,
    /// A `.env` file, by its path; names as in the environment.
    DotEnv(String),
    /// `wbot.toml` beside the script, by its path: configs only, it is checked in.
    ProjectFile(String),
}

/// A value as it was given.
#[derive(Clone)]
pub enum Given {
    /// A text that is still to be read: from a flag or the environment.
    Text(SecretString),
    /// A value with a type of its own: from TOML.
    Data(serde_json::Value),
}

impl Settings {
    /// Nothing given: every config has its default.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With one more layer, less important than those before it.
    #[must_use]
    pub fn then(mut self, layer: Layer) -> Self {
        self.layers.push(layer);
        self
    }

    /// A secret or a variable like `WEBEX_TOKEN`: from the environment, a `.env` file or the file of
    /// `--config`. An empty one counts as not given.
    #[must_use]
    pub fn secret(&self, name: &str) -> Option<SecretString> {
        use secrecy::ExposeSecret;
        let text =
            self.layers.iter().filter(|layer| layer.origin.holds_secrets()).find_map(|layer| match layer
                .values
                .get(name)?
            {
                Given::Text(text) => Some(text.clone()),
                Given::Data(serde_json::Value::String(text)) => Some(SecretString::from(text.clone())),
                Given::Data(_) => None,
            })?;
        (!text.expose_secret().is_empty()).then_some(text)
    }

    /// What was given for the config `name` (`ops_room`, `tickets.url`), and where.
    pub(super) fn config(&self, name: &str) -> Option<(&Given, &Origin)> {
        self.layers.iter().find_map(|layer| Some((layer.values.get(&layer.origin.key(name))?, &layer.origin)))
    }
}

impl Layer {
    /// A layer of texts: flags, the environment, `.env`.
    #[must_use]
    pub fn of_texts(origin: Origin, texts: impl IntoIterator<Item = (String, String)>) -> Self {
        let values = texts.into_iter().map(|(name, text)| (name, Given::Text(SecretString::from(text))));
        Self { origin, values: values.collect() }
    }

    /// A layer of data: the tables of a TOML file, flattened (`[tickets] url` is `tickets.url`).
    #[must_use]
    pub fn of_data(origin: Origin, table: serde_json::Map<String, serde_json::Value>) -> Self {
        let mut values = BTreeMap::new();
        flatten("", table, &mut values);
        Self { origin, values }
    }
}

fn flatten(
    prefix: &str,
    table: serde_json::Map<String, serde_json::Value>,
    values: &mut BTreeMap<String, Given>,
) {
    for (name, value) in table {
        let name = if prefix.is_empty() { name } else { format!("{prefix}.{name}") };
        match value {
            serde_json::Value::Object(inner) => flatten(&name, inner, values),
            other => {
                values.insert(name, Given::Data(other));
            }
        }
    }
}

impl Origin {
    fn holds_secrets(&self) -> bool {
        match self {
            Self::ConfigFile(_) | Self::Environment | Self::DotEnv(_) => true,
            Self::Flag | Self::ProjectFile(_) => false,
        }
    }

    /// What the config `name` is called in this place.
    pub(super) fn key(&self, name: &str) -> String {
        match self {
            Self::Environment | Self::DotEnv(_) => {
                let name = name.replace(|one: char| !one.is_ascii_alphanumeric(), "_");
                format!("WBOT_{}", name.to_uppercase())
            }
            Self::Flag | Self::ConfigFile(_) | Self::ProjectFile(_) => name.to_owned(),
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag => out.write_str("--set"),
            Self::Environment => out.write_str("the environment"),
            Self::ConfigFile(path) | Self::DotEnv(path) | Self::ProjectFile(path) => out.write_str(path),
        }
    }
}

impl fmt::Debug for Layer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Layer({}, {} values)", self.origin, self.values.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;
    use serde_json::json;

    fn data(origin: Origin, value: serde_json::Value) -> Layer {
        match value {
            serde_json::Value::Object(table) => Layer::of_data(origin, table),
            other => panic!("a layer is a table, found {other}"),
        }
    }

    fn texts(origin: Origin, entries: &[(&str, &str)]) -> Layer {
        Layer::of_texts(origin, entries.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())))
    }

    #[test]
    fn secrets_come_from_the_environment_and_the_config_file_only() {
        let settings = Settings::new()
            .then(texts(Origin::Flag, &[("A", "flag"), ("B", "flag")]))
            .then(data(Origin::ConfigFile("c.toml".to_owned()), json!({ "A": "file", "C": 1, "D": "" })))
            .then(texts(Origin::Environment, &[("A", "environment"), ("E", "environment")]))
            .then(data(Origin::ProjectFile("wbot.toml".to_owned()), json!({ "F": "project" })));
        for (name, expected) in [
            ("A", Some("file")),
            ("B", None),
            ("C", None),
            ("D", None),
            ("E", Some("environment")),
            ("F", None),
        ] {
            let found = settings.secret(name);
            assert_eq!(found.as_ref().map(ExposeSecret::expose_secret), expected, "{name}");
        }
        assert!(!format!("{settings:?}").contains("file\""), "no value is shown");
    }

    #[test]
    fn a_config_has_another_name_in_the_environment() {
        for (origin, key) in [
            (Origin::Environment, "WBOT_TICKETS_URL"),
            (Origin::DotEnv(".env".to_owned()), "WBOT_TICKETS_URL"),
            (Origin::Flag, "tickets.url"),
        ] {
            assert_eq!(origin.key("tickets.url"), key);
        }
        let project = data(Origin::ProjectFile("wbot.toml".to_owned()), json!({ "tickets": { "url": "x" } }));
        assert!(Settings::new().then(project).config("tickets.url").is_some(), "tables are modules");
    }
}

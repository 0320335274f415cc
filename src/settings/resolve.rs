//! What a program declares, met by what was given.

use super::read::read;
use super::{Origin, Settings};
use crate::diagnostics::nearest;
use crate::value::{Type, Value};
use secrecy::SecretString;
use smol_str::SmolStr;

/// A `config` declaration of a program.
#[derive(Clone, Copy, Debug)]
pub struct Declared<'a> {
    /// Its name, qualified by its module where it is not in the entry file: `tickets.url`.
    pub name: &'a str,
    /// Its type.
    pub ty: &'a Type,
    /// Whether the script gives a value where nobody else does.
    pub has_default: bool,
}

/// The outcome.
#[derive(Clone, Debug, Default)]
pub struct Resolved {
    /// One for each config, in the order given; `None`: its default.
    pub configs: Vec<Option<Value>>,
    /// One for each secret, in the order given; `None`: it is missing.
    pub secrets: Vec<Option<SecretString>>,
    /// What keeps the program from starting, a sentence each.
    pub problems: Vec<String>,
    /// Configs without a value and without a default: their places, and a sentence each. Nothing that
    /// `wbot check` or `wbot test` needs.
    pub missing: Vec<(usize, String)>,
    /// What is probably a mistake.
    pub warnings: Vec<String>,
}

impl Settings {
    /// Values for the `configs` and `secrets` that a program declares.
    #[must_use]
    pub fn resolve(&self, configs: &[Declared<'_>], secrets: &[SmolStr]) -> Resolved {
        let mut resolved = Resolved {
            secrets: secrets.iter().map(|name| self.secret(name)).collect(),
            ..Resolved::default()
        };
        for (at, declared) in configs.iter().enumerate() {
            let value = match self.config(declared.name) {
                None if declared.has_default => None,
                None => {
                    resolved.missing.push((at, missing(declared.name)));
                    None
                }
                Some((given, origin)) => read(given, declared.ty)
                    .map_err(|problem| {
                        let name = declared.name;
                        resolved.problems.push(format!("config `{name}` from {origin}: {problem}"));
                    })
                    .ok(),
            };
            resolved.configs.push(value);
        }
        self.look_for_strays(configs, secrets, &mut resolved);
        resolved
    }

    /// Names that were given and that the program does not declare. With `--set` that is an error;
    /// a file may hold settings of several bots, so only what looks like a slip is said.
    fn look_for_strays(&self, configs: &[Declared<'_>], secrets: &[SmolStr], resolved: &mut Resolved) {
        for layer in &self.layers {
            let origin = &layer.origin;
            let known: Vec<String> = configs.iter().map(|declared| origin.key(declared.name)).collect();
            for name in layer.values.keys() {
                if known.contains(name) {
                    continue;
                }
                let near = nearest(name, known.iter().map(String::as_str));
                let hint = near.map(|near| format!("; did you mean `{near}`?"));
                match origin {
                    Origin::Flag => {
                        let hint = hint.unwrap_or_else(|| match known.as_slice() {
                            [] => "; it declares no config".to_owned(),
                            _ => format!("; it has {}", known.join(", ")),
                        });
                        resolved.problems.push(format!("--set: the script has no config `{name}`{hint}"));
                    }
                    Origin::ProjectFile(path) if secrets.iter().any(|secret| secret == name) => {
                        resolved.warnings.push(format!(
                            "{path}: the secret {name} is not read from here; put it into the environment, \
                             .env or the file of --config"
                        ));
                    }
                    Origin::ConfigFile(_) if secrets.iter().any(|secret| secret == name) => {}
                    Origin::Environment | Origin::DotEnv(_) if !name.starts_with("WBOT_") => {}
                    Origin::ConfigFile(_)
                    | Origin::ProjectFile(_)
                    | Origin::Environment
                    | Origin::DotEnv(_) => {
                        if let Some(hint) = hint {
                            resolved
                                .warnings
                                .push(format!("{origin}: the script has no config `{name}`{hint}"));
                        }
                    }
                }
            }
        }
    }
}

fn missing(name: &str) -> String {
    format!(
        "config `{name}` has no value; give one with --set {name}=..., {}=... in the environment, or `{name} = ...` \
         in wbot.toml",
        Origin::Environment.key(name)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Layer;
    use crate::value::Text;
    use serde_json::json;

    fn texts(origin: Origin, entries: &[(&str, &str)]) -> Layer {
        Layer::of_texts(origin, entries.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())))
    }

    fn toml(table: serde_json::Value) -> Layer {
        match table {
            serde_json::Value::Object(table) => {
                Layer::of_data(Origin::ProjectFile("wbot.toml".to_owned()), table)
            }
            other => panic!("a layer is a table, found {other}"),
        }
    }

    const CONFIGS: [Declared<'static>; 3] = [
        Declared { name: "ops_room", ty: &Type::Text, has_default: true },
        Declared { name: "max_items", ty: &Type::Int, has_default: true },
        Declared { name: "host", ty: &Type::Text, has_default: false },
    ];

    #[test]
    fn the_first_layer_wins() {
        let settings = Settings::new()
            .then(texts(Origin::Flag, &[("ops_room", "flag")]))
            .then(texts(Origin::Environment, &[("WBOT_OPS_ROOM", "env"), ("WBOT_MAX_ITEMS", "5")]))
            .then(toml(json!({ "max_items": 9, "host": "h" })));
        let resolved = settings.resolve(&CONFIGS, &["TOKEN".into()]);
        assert_eq!(resolved.problems, Vec::<String>::new());
        let text = |text| Some(Value::Text(Text::data(text)));
        assert_eq!(resolved.configs, [text("flag"), Some(Value::Int(5)), text("h")]);
        assert!(matches!(resolved.secrets.as_slice(), [None]));
    }

    #[test]
    fn problems_name_the_place_and_the_way_out() {
        let settings = Settings::new()
            .then(texts(Origin::Flag, &[("max_itms", "5"), ("zzzzzz", "")]))
            .then(texts(Origin::DotEnv("bots/.env".to_owned()), &[("WBOT_MAX_ITEMS", "many"), ("PATH", "/")]))
            .then(toml(json!({ "ops_rom": "x", "other_bot": 1, "TOKEN": "t" })));
        let resolved = settings.resolve(&CONFIGS, &["TOKEN".into()]);
        let expected = [
            "config `max_items` from bots/.env: expected a whole number, found `many`",
            "--set: the script has no config `max_itms`; did you mean `max_items`?",
            "--set: the script has no config `zzzzzz`; it has ops_room, max_items, host",
        ];
        assert_eq!(resolved.problems, expected);
        let expected = "config `host` has no value; give one with --set host=..., WBOT_HOST=... in the \
                        environment, or `host = ...` in wbot.toml";
        assert_eq!(resolved.missing, [(2, expected.to_owned())]);
        let expected = [
            "wbot.toml: the secret TOKEN is not read from here; put it into the environment, .env or the file \
             of --config",
            "wbot.toml: the script has no config `ops_rom`; did you mean `ops_room`?",
        ];
        assert_eq!(resolved.warnings, expected);
    }
}

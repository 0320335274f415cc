//! Reads what is given to a program from outside: flags, files, the environment.
#![allow(clippy::disallowed_methods, reason = "the command line reads files and the environment")]

use super::args::SettingsArgs;
use super::dotenv;
use crate::check::hir;
use crate::settings::{Declared, Layer, Origin, Settings};
use serde_json::{Map, Value as Json};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The settings for the script at `script`, the most important first: `--set`, `--config`, the
/// environment, `.env` beside the script and in the current folder, `wbot.toml` beside the script.
/// An error names the file and the line, and never a value.
pub(super) fn settings(args: &SettingsArgs, script: &Path) -> Result<Settings, String> {
    let mut settings = Settings::new().then(flags(&args.set)?);
    if let Some(path) = &args.config {
        let table =
            toml_file(path)?.ok_or_else(|| format!("--config: there is no file `{}`", path.display()))?;
        settings = settings.then(Layer::of_data(Origin::ConfigFile(path.display().to_string()), table));
    }
    // A variable that is no UTF-8 cannot be meant for a script.
    let variables = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    settings = settings.then(Layer::of_texts(Origin::Environment, variables));
    let folder = script.parent().unwrap_or(Path::new(""));
    let mut dotenvs = vec![folder.join(".env")];
    if !same_file(&folder.join(".env"), Path::new(".env")) {
        dotenvs.push(PathBuf::from(".env"));
    }
    for path in dotenvs {
        if let Some(text) = text_file(&path)? {
            let entries = dotenv::parse(&text).map_err(|error| format!("{}, {error}", path.display()))?;
            settings = settings.then(Layer::of_texts(Origin::DotEnv(path.display().to_string()), entries));
        }
    }
    let project = folder.join("wbot.toml");
    if let Some(table) = toml_file(&project)? {
        settings = settings.then(Layer::of_data(Origin::ProjectFile(project.display().to_string()), table));
    }
    Ok(settings)
}

/// The files that [`settings`] reads, whether they are there or not.
pub(super) fn files(args: &SettingsArgs, script: &Path) -> Vec<PathBuf> {
    let folder = script.parent().unwrap_or(Path::new(""));
    let beside = [folder.join(".env"), PathBuf::from(".env"), folder.join("wbot.toml")];
    args.config.iter().cloned().chain(beside).collect()
}

/// What a checked program declares, as [`Settings::resolve`] wants it.
pub(super) fn declared(program: &hir::Program) -> Vec<Declared<'_>> {
    program
        .configs
        .iter()
        .map(|config| Declared { name: &config.name, ty: &config.ty, has_default: config.default.is_some() })
        .collect()
}

fn flags(set: &[String]) -> Result<Layer, String> {
    let entries: Result<Vec<(String, String)>, String> = set
        .iter()
        .map(|one| {
            let (name, value) =
                one.split_once('=').ok_or_else(|| format!("--set {one}: expected NAME=VALUE"))?;
            Ok((name.trim().to_owned(), value.to_owned()))
        })
        .collect();
    Ok(Layer::of_texts(Origin::Flag, entries?))
}

fn same_file(one: &Path, other: &Path) -> bool {
    match (fs::canonicalize(one), fs::canonicalize(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => one == other,
    }
}

/// The text of a file; `None` if there is none.
fn text_file(path: &Path) -> Result<Option<String>, String> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("`{}` cannot be read: {error}", path.display())),
    }
}

/// The tables of a TOML file; `None` if there is none. Its errors quote the file, which may hold
/// secrets: only the place and the reason are passed on.
fn toml_file(path: &Path) -> Result<Option<Map<String, Json>>, String> {
    let Some(text) = text_file(path)? else { return Ok(None) };
    let table: toml::Table = toml::from_str(&text).map_err(|error: toml::de::Error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or("");
        let line = before.matches('\n').count() + 1;
        let reason = error.message().lines().next().unwrap_or("no valid TOML").to_owned();
        format!("{}, line {line}: {reason}", path.display())
    })?;
    Ok(Some(table.into_iter().map(|(name, value)| (name, json(value))).collect()))
}

/// TOML as JSON; dates and times as texts, which is how their types are read.
fn json(value: toml::Value) -> Json {
    match value {
        toml::Value::String(text) => Json::String(text),
        toml::Value::Integer(number) => Json::from(number),
        toml::Value::Float(number) => Json::from(number),
        toml::Value::Boolean(yes) => Json::Bool(yes),
        toml::Value::Datetime(time) => Json::String(time.to_string()),
        toml::Value::Array(items) => Json::Array(items.into_iter().map(json).collect()),
        toml::Value::Table(table) => {
            Json::Object(table.into_iter().map(|(name, value)| (name, json(value))).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{Text, Type, Value};
    use secrecy::ExposeSecret;

    fn project(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("tests may write temporary files");
        for (name, text) in files {
            fs::write(folder.path().join(name), text).expect("the folder is ours");
        }
        folder
    }

    fn args(folder: &Path, set: &[&str]) -> SettingsArgs {
        SettingsArgs {
            set: set.iter().map(|one| (*one).to_owned()).collect(),
            config: Some(folder.join("deploy.toml")),
        }
    }

    #[test]
    fn flags_then_files() {
        let folder = project(&[
            (".env", "CLI_TEST_TOKEN=from-dotenv\nWBOT_B=dotenv\nWBOT_C=dotenv"),
            (
                "wbot.toml",
                "a = \"project\"\nb = \"project\"\nc = \"project\"\nd = \"project\"\nday = 2026-01-31",
            ),
            ("deploy.toml", "a = \"deploy\"\nb = \"deploy\""),
        ]);
        let settings = settings(&args(folder.path(), &["a=flag=1"]), &folder.path().join("bot.wbot"));
        let settings = settings.expect("all files are well formed");
        let text = |name| Declared { name, ty: &Type::Text, has_default: false };
        let day = Declared { name: "day", ty: &Type::Date, has_default: false };
        let resolved = settings.resolve(&[text("a"), text("b"), text("c"), text("d"), day], &[]);
        assert_eq!(resolved.problems, Vec::<String>::new());
        let text = |text| Some(Value::Text(Text::data(text)));
        let date = Some(Value::Date(jiff::civil::date(2026, 1, 31)));
        assert_eq!(resolved.configs, [text("flag=1"), text("deploy"), text("dotenv"), text("project"), date]);
        let token = settings.secret("CLI_TEST_TOKEN").expect("the .env file has it");
        assert_eq!(token.expose_secret(), "from-dotenv");
    }

    #[test]
    fn a_bad_file_is_named_with_its_line_and_no_value() {
        for (files, set, parts) in [
            (vec![("deploy.toml", "a = 1\nTOKEN = hunter2")], "a=1", ["deploy.toml, line 2", ""]),
            (vec![("deploy.toml", ""), (".env", "A=1\nhunter2")], "a=1", [".env, line 2", "no `=`"]),
            (vec![("deploy.toml", ""), ("wbot.toml", "[a")], "a=1", ["wbot.toml, line 1", ""]),
            (vec![], "a=1", ["--config: there is no file", "deploy.toml"]),
            (vec![("deploy.toml", "")], "a", ["--set a: expected NAME=VALUE", ""]),
        ] {
            let folder = project(&files);
            let result = settings(&args(folder.path(), &[set]), &folder.path().join("bot.wbot"));
            let problem = result.expect_err(&format!("{files:?}"));
            assert!(parts.iter().all(|part| problem.contains(part)), "{problem}");
            assert!(!problem.contains("hunter2"), "{problem}");
        }
    }
}

//! From the paths of the command line to the scripts that are meant, and files that are written.
#![allow(clippy::disallowed_methods, reason = "the command line reads files and the environment")]

use std::fs;
use std::path::{Path, PathBuf};

/// Folders that hold no scripts of one's own.
const SKIPPED: [&str; 2] = ["target", "node_modules"];

/// The files that `paths` mean, sorted, each once: a file is itself, a folder is every `*.wbot`
/// below it except in hidden folders, `target` and `node_modules`; links to folders are not
/// followed. An error says what to do.
pub(super) fn scripts(paths: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    for path in paths {
        let about = fs::metadata(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => format!("there is no file or folder `{}`", path.display()),
            _ => format!("`{}` cannot be read: {error}", path.display()),
        })?;
        if about.is_dir() {
            // `./bot.wbot` is shown as `bot.wbot`.
            let shown = if path == Path::new(".") { Path::new("") } else { path };
            walk(path, shown, &mut found)
                .map_err(|error| format!("`{}` cannot be read: {error}", path.display()))?;
        } else {
            found.push(path.clone());
        }
    }
    found.sort();
    found.dedup();
    if found.is_empty() {
        let names: Vec<String> = paths.iter().map(|path| format!("`{}`", path.display())).collect();
        return Err(format!("no .wbot file found in {}", names.join(", ")));
    }
    Ok(found)
}

/// Writes a file of results. An error says what to do.
pub(super) fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("`{}` cannot be written: {error}", path.display()))
}

fn walk(folder: &Path, shown: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let hidden = name.to_str().is_none_or(|name| name.starts_with('.') || SKIPPED.contains(&name));
        let kind = entry.file_type()?;
        if kind.is_dir() && !hidden {
            walk(&entry.path(), &shown.join(&name), found)?;
        } else if !kind.is_dir() && Path::new(&name).extension().is_some_and(|it| it == "wbot") {
            // A link counts as what it leads to; one to a folder is left alone.
            if !kind.is_symlink() || entry.path().is_file() {
                found.push(shown.join(&name));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("tests may write temporary files");
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("the folder is ours");
            fs::write(path, "").expect("the folder is ours");
        }
        folder
    }

    #[test]
    fn a_folder_is_every_script_below_it() {
        let folder = folder(&[
            "b.wbot",
            "a/x.wbot",
            "a/notes.txt",
            ".git/y.wbot",
            "target/z.wbot",
            "a/node_modules/n.wbot",
        ]);
        let at = |name: &str| folder.path().join(name);
        let found = scripts(&[folder.path().to_owned(), at("b.wbot")]);
        assert_eq!(found, Ok(vec![at("a/x.wbot"), at("b.wbot")]));
        assert_eq!(
            scripts(&[at("a/notes.txt")]),
            Ok(vec![at("a/notes.txt")]),
            "a named file is taken as it is"
        );
    }

    #[test]
    fn nothing_found_says_where() {
        let folder = folder(&["readme.md"]);
        let error = scripts(&[folder.path().to_owned()]).expect_err("there is no script");
        assert!(error.starts_with("no .wbot file found in"), "{error}");
        let error = scripts(&[folder.path().join("gone")]).expect_err("there is no such folder");
        assert!(error.starts_with("there is no file or folder"), "{error}");
    }
}

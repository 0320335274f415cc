//! The files of the repository, as the guards read them.

use std::fs;
use std::path::{Path, PathBuf};

/// A text file: its path from the root of the repository, with `/`, and its content.
pub struct File {
    pub path: String,
    pub text: String,
}

impl File {
    /// The module at the top of `src/` that the file belongs to: `check` for
    /// `src/check/stmt/say.rs` and for `src/check.rs`; empty for `src/lib.rs`.
    pub fn module(&self) -> &str {
        let rest = self.path.strip_prefix("src/").unwrap_or("");
        match rest.split_once('/') {
            Some((module, _)) => module,
            None => rest.strip_suffix(".rs").filter(|name| !["lib", "main"].contains(name)).unwrap_or(""),
        }
    }

    /// Lines with their number from 1, without those that are comments only: prose may name what
    /// code must not use.
    pub fn code_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let numbered = self.text.lines().enumerate().map(|(index, line)| (index + 1, line));
        numbered.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

/// Root of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All text files under these folders that end with one of `extensions` (all, if none is given),
/// sorted by path. What is generated or installed is left out.
pub fn files(folders: &[&str], extensions: &[&str]) -> Vec<File> {
    let mut paths = Vec::new();
    for folder in folders {
        walk(&root().join(folder), &mut paths);
    }
    paths.sort();
    paths
        .into_iter()
        .filter(|path| {
            let extension = path.extension().and_then(|it| it.to_str()).unwrap_or("");
            extensions.is_empty() || extensions.contains(&extension)
        })
        .filter_map(|path| {
            let text = fs::read_to_string(&path).ok()?;
            let path = path.strip_prefix(root()).ok()?.to_str()?.replace('\\', "/");
            Some(File { path, text })
        })
        .collect()
}

/// Folders under `src/` that hold Rust files, as paths from the root of the repository.
pub fn rust_folders() -> Vec<String> {
    let mut folders: Vec<String> = files(&["src"], &["rs"])
        .iter()
        .filter_map(|file| Some(file.path.rsplit_once('/')?.0.to_owned()))
        .filter(|folder| folder != "src")
        .collect();
    folders.sort();
    folders.dedup();
    folders
}

/// Fails with the rule, its reason and every place that breaks it.
pub fn none(broken: &[String], rule: &str) {
    assert!(broken.is_empty(), "{rule}\n\n  {}\n", broken.join("\n  "));
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name();
        if path.is_dir() {
            if name != "node_modules" && name != "target" {
                walk(&path, found);
            }
        } else {
            found.push(path);
        }
    }
}

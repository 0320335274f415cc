//! Designer files that cards come from: `card x(t: T) from "./x.card.json"`.

use super::paths::beside;
use super::{ReadError, Sources, Unit};
use crate::base::{SourceMap, SourceText, Span, limits};
use crate::diagnostics::{Diagnostic, codes, nearest};
use crate::syntax::ast::{CardBody, Item, StringLit};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// A designer file that a card names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardFile {
    /// The text in the script that names it.
    pub span: Span,
    /// What it says; its id is behind those of all scripts.
    pub source: SourceText,
}

/// What reading the files of all cards gives besides the files.
#[derive(Default)]
pub(super) struct Read {
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The files that were looked for.
    pub(super) watch: Vec<PathBuf>,
}

/// Reads the files that the cards of all `units` name, each once. A file that cannot be read is a diagnostic.
pub(super) fn read_all(units: &mut [Unit], sources: &mut SourceMap, from: &dyn Sources) -> Read {
    let mut read = Read::default();
    let mut known: HashMap<PathBuf, SourceText> = HashMap::new();
    for unit in units {
        let Some(script) = unit.path.clone() else { continue };
        let names = unit.parse.file.items.iter().filter_map(|item| match item {
            Item::Card(card) => match &card.body {
                CardBody::File(name) => Some(name),
                CardBody::Nodes(_) => None,
            },
            _ => None,
        });
        let mut found = Vec::new();
        for name in names {
            // A hole in the name is reported by the checker.
            let Some(written) = name.as_plain() else { continue };
            let path = beside(&script, written);
            let identity = from.identity(&path);
            let source = match known.get(&identity) {
                Some(source) => source.clone(),
                None => {
                    read.watch.push(path.clone());
                    match text_of(&path, from) {
                        Ok(text) => {
                            let name = path.to_string_lossy().into_owned();
                            let id = sources.add(name.as_str(), text.as_str());
                            let source = SourceText::new(id, name, text);
                            known.insert(identity, source.clone());
                            source
                        }
                        Err(problem) => {
                            read.diagnostics.push(unreadable(name, &path, &problem, from));
                            continue;
                        }
                    }
                }
            };
            found.push(CardFile { span: name.span, source });
        }
        unit.cards = found;
    }
    read
}

enum Problem {
    Read(ReadError),
    TooLong,
    NotUtf8,
}

fn text_of(path: &Path, from: &dyn Sources) -> Result<String, Problem> {
    let bytes = from.read(path, limits::SOURCE_BYTES_MAX).map_err(Problem::Read)?;
    if bytes.len() > limits::SOURCE_BYTES_MAX {
        return Err(Problem::TooLong);
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    String::from_utf8(bytes.to_vec()).map_err(|_| Problem::NotUtf8)
}

fn unreadable(name: &StringLit, path: &Path, problem: &Problem, from: &dyn Sources) -> Diagnostic {
    let shown = path.display();
    match problem {
        Problem::Read(ReadError::NotFound) => {
            let wanted = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let names = from.names_in(path.parent().unwrap_or(Path::new("")));
            let near = nearest(wanted, names.iter().map(String::as_str));
            let message = format!("there is no file `{shown}`");
            let diagnostic = Diagnostic::new(&codes::FILE_NOT_FOUND, name.span, message);
            match near {
                Some(near) => diagnostic.did_you_mean(Some(near)),
                None => diagnostic.help("write the path as seen from the folder of this script"),
            }
        }
        Problem::Read(error) => {
            let message = format!("`{shown}` cannot be read: {error}");
            Diagnostic::new(&codes::FILE_UNREADABLE, name.span, message).help("name a readable file")
        }
        Problem::TooLong => {
            let message = format!("`{shown}` has more than {} bytes", limits::SOURCE_BYTES_MAX);
            Diagnostic::new(&codes::FILE_UNREADABLE, name.span, message).help("name the file of a card")
        }
        Problem::NotUtf8 => {
            let message = format!("`{shown}` is no text in UTF-8");
            Diagnostic::new(&codes::FILE_UNREADABLE, name.span, message).help("save the file as UTF-8")
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::compile::{Memory, load};
    use std::path::{Path, PathBuf};

    #[test]
    fn files_of_cards_are_read_once_and_watched() {
        let files = Memory::new()
            .file(
                "bot.wbot",
                "use \"./lib/a.wbot\" as a\ncard x() from \"./lib/x.json\"\ncard z() from \"y.jsn\"\n",
            )
            .file("lib/a.wbot", "card x() from \"x.json\"\n")
            .file("lib/x.json", "{}")
            .file("y.json", "{}");
        let loaded = load(Path::new("bot.wbot"), &files);
        let ids: Vec<Vec<u32>> = loaded
            .units
            .iter()
            .map(|unit| unit.cards.iter().map(|card| card.source.id.0).collect())
            .collect();
        assert_eq!(ids, [vec![2], vec![2]]);
        assert_eq!(loaded.watch, ["bot.wbot", "lib/a.wbot", "lib/x.json", "y.jsn"].map(PathBuf::from));
        let messages: Vec<&str> = loaded.diagnostics.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(messages, ["there is no file `y.jsn`"]);
    }
}

//! Reads and parses the entry file and everything that it uses.

use super::card_files::{CardFile, read_all};
use super::paths::{beside, seen_from, tidy};
use super::{ReadError, Sources, library};
use crate::base::{SourceId, SourceMap, SourceText, Span, limits};
use crate::diagnostics::{Diagnostic, codes, nearest};
use crate::syntax::ast::{Item, Path as AstPath, StringLit, UseDecl, UseSource};
use crate::syntax::{Parse, parse};
use std::collections::{HashMap, HashSet, VecDeque};
use std::path::{Path, PathBuf};

/// A circle of more files is not spelled out in its message.
const CIRCLE_NAMES_MAX: usize = 8;

/// A file of the program.
#[derive(Debug)]
pub struct Unit {
    /// Its text.
    pub source: SourceId,
    /// Where it was read from; `None` for a module of the library.
    pub path: Option<PathBuf>,
    /// What its states and settings are qualified with, unique in the program: empty for the entry
    /// file, `std.github`, or the path from the folder of the entry file without `.wbot`.
    pub module: String,
    /// What it says.
    pub parse: Parse,
    /// One for each `use` in it, in source order.
    pub uses: Vec<Used>,
    /// The designer files that its cards come from.
    pub cards: Vec<CardFile>,
}

/// What a `use` means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Used {
    /// The declaration.
    pub span: Span,
    /// The module; `None` where a diagnostic says why there is none.
    pub target: Option<SourceId>,
}

/// A program, read.
#[derive(Debug)]
pub struct Loaded {
    /// All texts.
    pub sources: SourceMap,
    /// All files, by their `SourceId`; the entry file is the first. Following `uses` from any of
    /// them comes to an end: a `use` that closes a circle is reported and has no target.
    pub units: Vec<Unit>,
    /// What reading and parsing had to say.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that were read or looked for.
    pub watch: Vec<PathBuf>,
}

/// Reads the program that begins in `entry`. Total: a file that cannot be read is a diagnostic and
/// counts as empty.
#[must_use]
pub fn load(entry: &Path, from: &dyn Sources) -> Loaded {
    let mut loader = Loader::new(from, entry);
    if let Err(error) = loader.file(entry) {
        let id = loader.empty(entry);
        let mut diagnostic = unreadable(Span::at(id, 0), entry, &error);
        if matches!(error, ReadError::NotFound) {
            // Nobody wrote this path into a script.
            diagnostic = diagnostic.help("look at its name, and at the folder that you are in");
        }
        loader.diagnostics.push(diagnostic);
    }
    while let Some(id) = loader.queue.pop_front() {
        loader.follow(id);
    }
    loader.cut_circles();
    let Loader { mut sources, mut units, mut diagnostics, mut watch, .. } = loader;
    let read = read_all(&mut units, &mut sources, from);
    diagnostics.extend(read.diagnostics);
    watch.extend(read.watch);
    Loaded { sources, units, diagnostics, watch }
}

struct Loader<'a> {
    from: &'a dyn Sources,
    entry_folder: PathBuf,
    sources: SourceMap,
    units: Vec<Unit>,
    diagnostics: Vec<Diagnostic>,
    watch: Vec<PathBuf>,
    looked_for: HashSet<PathBuf>,
    known: HashMap<PathBuf, SourceId>,
    library: HashMap<&'static str, SourceId>,
    queue: VecDeque<SourceId>,
}

impl<'a> Loader<'a> {
    fn new(from: &'a dyn Sources, entry: &Path) -> Self {
        Self {
            from,
            entry_folder: tidy(entry.parent().unwrap_or(Path::new(""))),
            sources: SourceMap::new(),
            units: Vec::new(),
            diagnostics: Vec::new(),
            watch: Vec::new(),
            looked_for: HashSet::new(),
            known: HashMap::new(),
            library: HashMap::new(),
            queue: VecDeque::new(),
        }
    }

    /// The id of the file at `path`, which is read if it is not known yet.
    fn file(&mut self, path: &Path) -> Result<SourceId, ReadError> {
        let identity = self.from.identity(path);
        if let Some(id) = self.known.get(&identity) {
            return Ok(*id);
        }
        if self.looked_for.insert(path.to_owned()) {
            self.watch.push(path.to_owned());
        }
        // Enough to see that a file is too long, even after a cut character is left out.
        let bytes = self.from.read(path, limits::SOURCE_BYTES_MAX + 4)?;
        let (text, not_utf8) = decode(&bytes);
        let id = self.add(&path.to_string_lossy(), &text, Some(path.to_owned()), not_utf8);
        self.known.insert(identity, id);
        Ok(id)
    }

    /// A file that cannot be read, as an empty one, so that its diagnostic has a place.
    fn empty(&mut self, path: &Path) -> SourceId {
        self.add(&path.to_string_lossy(), "", Some(path.to_owned()), None)
    }

    fn library(&mut self, name: &str) -> Option<SourceId> {
        let module = library::find(name)?;
        if let Some(id) = self.library.get(module.name) {
            return Some(*id);
        }
        let id = self.add(&format!("std.{name}"), module.text, None, None);
        self.library.insert(module.name, id);
        Some(id)
    }

    /// Parses a text and puts it into the queue. One that is no UTF-8 (with the offset of the first
    /// bad byte) is reported once and counts as empty.
    fn add(&mut self, name: &str, text: &str, path: Option<PathBuf>, not_utf8: Option<usize>) -> SourceId {
        let id = self.sources.add(name, text);
        let source = match not_utf8 {
            Some(offset) => {
                self.diagnostics.push(wrong_encoding(Span::new(id, offset, offset + 3), text));
                SourceText::new(id, name, "")
            }
            None => SourceText::new(id, name, text),
        };
        let mut parse = parse(&source);
        self.diagnostics.append(&mut parse.diagnostics);
        let module = match &path {
            None => name.to_owned(),
            Some(_) if self.units.is_empty() => String::new(),
            Some(path) => seen_from(&self.entry_folder, &tidy(path)).trim_end_matches(".wbot").to_owned(),
        };
        self.units.push(Unit { source: id, path, module, parse, uses: Vec::new(), cards: Vec::new() });
        self.queue.push_back(id);
        id
    }

    /// Finds what the `use` lines of a file mean.
    fn follow(&mut self, id: SourceId) {
        let Some(unit) = self.units.get(id.0 as usize) else { return };
        let path = unit.path.clone();
        let declarations: Vec<UseDecl> = unit
            .parse
            .file
            .items
            .iter()
            .filter_map(|item| if let Item::Use(one) = item { Some(one.clone()) } else { None })
            .collect();
        let uses = declarations
            .iter()
            .map(|one| {
                let target = match &one.from {
                    UseSource::Library(name) => self.use_library(name),
                    UseSource::File(written) => self.use_file(written, path.as_deref()),
                };
                Used { span: one.span, target }
            })
            .collect();
        if let Some(unit) = self.units.get_mut(id.0 as usize) {
            unit.uses = uses;
        }
    }

    fn use_library(&mut self, path: &AstPath) -> Option<SourceId> {
        let written = path.parts.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(".");
        let name = written.strip_prefix("std.").unwrap_or("");
        if let Some(id) = self.library(name) {
            return Some(id);
        }
        let known: Vec<String> =
            library::LIBRARY.iter().map(|module| format!("std.{}", module.name)).collect();
        let message = format!("the library has no module `{written}`");
        let mut diagnostic = Diagnostic::new(&codes::FILE_UNKNOWN_LIBRARY_MODULE, path.span, message);
        let full = format!("std.{written}");
        let exact = known.iter().map(String::as_str).find(|name| *name == full);
        diagnostic = match exact.or_else(|| nearest(&written, known.iter().map(String::as_str))) {
            Some(near) => diagnostic.did_you_mean(Some(near)),
            None => diagnostic
                .help(format!("use one of {}, or a file: use \"./name.wbot\" as name", known.join(", "))),
        };
        self.diagnostics.push(diagnostic);
        None
    }

    fn use_file(&mut self, written: &StringLit, from: Option<&Path>) -> Option<SourceId> {
        // A hole in the name is reported by the parser or the checker; a module of the library has
        // no folder.
        let (name, from) = (written.as_plain()?, from?);
        let path = beside(from, name);
        match self.file(&path) {
            Ok(id) => Some(id),
            Err(error) => {
                let mut diagnostic = unreadable(written.span, &path, &error);
                if error == ReadError::NotFound {
                    let wanted = path.file_name().and_then(|name| name.to_str()).unwrap_or("");
                    let names = self.from.names_in(path.parent().unwrap_or(Path::new("")));
                    let near = nearest(wanted, names.iter().map(String::as_str));
                    let folder =
                        name.rsplit_once('/').map_or("./", |(folder, _)| folder).trim_end_matches('/');
                    let near = near.map(|near| format!("{folder}/{near}"));
                    diagnostic = diagnostic.did_you_mean(near.as_deref());
                }
                self.diagnostics.push(diagnostic);
                None
            }
        }
    }

    /// Takes the target from each `use` that closes a circle. Depth first, without recursion: the
    /// chain of files may be long.
    fn cut_circles(&mut self) {
        let mut marks = vec![Mark::Fresh; self.units.len()];
        // The files on the way from the entry, each with the number of its next `use`.
        let mut way: Vec<(usize, usize)> = vec![(0, 0)];
        while let Some((at, next)) = way.last_mut() {
            let (at, number) = (*at, *next);
            *next += 1;
            let Some(used) = self.units.get(at).and_then(|unit| unit.uses.get(number)).copied() else {
                set(&mut marks, at, Mark::Done);
                way.pop();
                continue;
            };
            set(&mut marks, at, Mark::OnWay);
            let Some(target) = used.target.map(|target| target.0 as usize) else { continue };
            match marks.get(target) {
                Some(Mark::Fresh) => way.push((target, 0)),
                Some(Mark::OnWay) => {
                    let start = way.iter().position(|(on_way, _)| *on_way == target).unwrap_or(0);
                    let files = way.iter().skip(start).map(|(on_way, _)| *on_way).chain([target]);
                    let names: Vec<&str> = files
                        .filter_map(|one| self.units.get(one))
                        .map(|unit| self.sources.name(Span::at(unit.source, 0)))
                        .collect();
                    self.diagnostics.push(circle(used.span, &names));
                    if let Some(used) = self.units.get_mut(at).and_then(|unit| unit.uses.get_mut(number)) {
                        used.target = None;
                    }
                }
                Some(Mark::Done) | None => {}
            }
        }
    }
}

/// How far the search for circles is with a file.
#[derive(Clone, Copy)]
enum Mark {
    Fresh,
    OnWay,
    Done,
}

fn set(marks: &mut [Mark], at: usize, mark: Mark) {
    if let Some(place) = marks.get_mut(at) {
        *place = mark;
    }
}

/// The text of a file, without a byte order mark; with the offset of the first byte that is no
/// UTF-8 (bad bytes are shown as U+FFFD, three bytes long).
fn decode(bytes: &[u8]) -> (String, Option<usize>) {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), None),
        // The reader stopped in the middle of a character: the file is too long anyway.
        Err(error) if bytes.len() > limits::SOURCE_BYTES_MAX && error.error_len().is_none() => {
            (String::from_utf8_lossy(bytes.get(..error.valid_up_to()).unwrap_or(bytes)).into_owned(), None)
        }
        Err(error) => (String::from_utf8_lossy(bytes).into_owned(), Some(error.valid_up_to())),
    }
}

fn wrong_encoding(span: Span, text: &str) -> Diagnostic {
    let help = if text.contains('\0') {
        "save the file as UTF-8; this looks like UTF-16"
    } else {
        "save the file as UTF-8"
    };
    Diagnostic::new(&codes::FILE_NOT_UTF8, span, "found a byte that is no UTF-8")
        .label("the first one is here")
        .help(help)
}

fn unreadable(span: Span, path: &Path, error: &ReadError) -> Diagnostic {
    let path = path.display();
    match error {
        ReadError::NotFound => {
            Diagnostic::new(&codes::FILE_NOT_FOUND, span, format!("there is no file `{path}`"))
                .help("write the path as seen from the folder of this file")
        }
        ReadError::Folder => {
            Diagnostic::new(&codes::FILE_UNREADABLE, span, format!("`{path}` is a folder, expected a file"))
                .help("name the file in it that is meant")
        }
        ReadError::Unreadable(why) => {
            Diagnostic::new(&codes::FILE_UNREADABLE, span, format!("`{path}` cannot be read: {why}"))
                .help("make the file readable for the user who runs wbot")
        }
    }
}

fn circle(span: Span, names: &[&str]) -> Diagnostic {
    let message = match names {
        [_, _] => "this file uses itself".to_owned(),
        [first, .., _] if names.len() > CIRCLE_NAMES_MAX => {
            format!("these {} files use each other in a circle that begins with {first}", names.len() - 1)
        }
        _ => format!("these files use each other in a circle: {}", names.join(" -> ")),
    };
    Diagnostic::new(&codes::FILE_USE_CYCLE, span, message)
        .label("this closes the circle")
        .help("move what both need into a file of its own, and use that")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::Memory;

    const PLAIN: &str = "const x = 1\n";

    /// Loads `bot.wbot` and compares the names of the loaded files and what was reported.
    fn check(files: &Memory, names: &[&str], reported: &[(&str, &str)]) -> Loaded {
        let loaded = load(Path::new("bot.wbot"), files);
        let found: Vec<&str> = loaded.sources.iter().map(|source| &*source.name).collect();
        assert_eq!(found, names);
        let found: Vec<(&str, &str)> =
            loaded.diagnostics.iter().map(|one| (one.code.name, loaded.sources.slice(one.span))).collect();
        assert_eq!(found, reported);
        loaded
    }

    #[test]
    fn a_file_is_read_once_however_it_is_named() {
        let files = Memory::new()
            .file("bot.wbot", "use \"./lib/a.wbot\" as a\nuse \"lib/../lib/b.wbot\" as b\n")
            .file("lib/a.wbot", "use \"b.wbot\" as b\n")
            .file("lib/b.wbot", PLAIN);
        let loaded = check(&files, &["bot.wbot", "lib/a.wbot", "lib/b.wbot"], &[]);
        let targets: Vec<Vec<Option<u32>>> = loaded
            .units
            .iter()
            .map(|unit| unit.uses.iter().map(|used| used.target.map(|target| target.0)).collect())
            .collect();
        assert_eq!(targets, [vec![Some(1), Some(2)], vec![Some(2)], vec![]]);
        assert_eq!(loaded.watch, ["bot.wbot", "lib/a.wbot", "lib/b.wbot"].map(PathBuf::from));
        let modules: Vec<&str> = loaded.units.iter().map(|unit| unit.module.as_str()).collect();
        assert_eq!(modules, ["", "lib/a", "lib/b"]);
    }

    #[test]
    fn a_missing_file_is_watched_and_the_nearest_offered() {
        let files =
            Memory::new().file("bot.wbot", "use \"./tikets.wbot\" as t\n").file("tickets.wbot", PLAIN);
        let loaded = check(&files, &["bot.wbot"], &[("file/not-found", "\"./tikets.wbot\"")]);
        let help = loaded.diagnostics.first().and_then(|one| one.help.as_deref());
        assert_eq!(help, Some("did you mean `./tickets.wbot`?"));
        assert_eq!(loaded.watch, ["bot.wbot", "tikets.wbot"].map(PathBuf::from));
        check(&Memory::new(), &["bot.wbot"], &[("file/not-found", "")]);
    }

    #[test]
    fn circles_are_cut_where_they_close() {
        let files = Memory::new()
            .file("bot.wbot", "use \"a.wbot\" as a\nuse \"b.wbot\" as b\n")
            .file("a.wbot", "use \"b.wbot\" as b\n")
            .file("b.wbot", "use \"a.wbot\" as a\nuse \"b.wbot\" as me\n");
        let closing = [("file/use-cycle", "use \"a.wbot\" as a"), ("file/use-cycle", "use \"b.wbot\" as me")];
        let loaded = check(&files, &["bot.wbot", "a.wbot", "b.wbot"], &closing);
        let messages: Vec<&str> = loaded.diagnostics.iter().map(|one| one.message.as_str()).collect();
        let circle = "these files use each other in a circle: a.wbot -> b.wbot -> a.wbot";
        assert_eq!(messages, [circle, "this file uses itself"]);
    }

    #[test]
    fn a_long_chain_of_files_is_no_deep_recursion() {
        let files = (0..5_000).fold(Memory::new().file("bot.wbot", "use \"0.wbot\" as a\n"), |files, at| {
            files.file(format!("{at}.wbot"), format!("use \"{}.wbot\" as a\n", at + 1))
        });
        let loaded = load(Path::new("bot.wbot"), &files.file("5000.wbot", "use \"0.wbot\" as a\n"));
        assert_eq!(loaded.units.len(), 5_002);
        assert_eq!(loaded.diagnostics.len(), 1, "the circle at its end");
    }

    #[test]
    fn what_is_no_text_is_reported_once() {
        for (bytes, place) in
            [(b"say \"\xFC\"".as_slice(), 5), (b"\xFF\xFEs\0a\0", 0), (b"\xEF\xBB\xBF\xFF", 0)]
        {
            let loaded = load(Path::new("bot.wbot"), &Memory::new().file("bot.wbot", bytes));
            let found: Vec<_> =
                loaded.diagnostics.iter().map(|one| (one.code.name, one.span.start)).collect();
            assert_eq!(found, [("file/not-utf8", place)], "{bytes:?}");
        }
        check(&Memory::new().file("bot.wbot", "\u{FEFF}const x = 1\n"), &["bot.wbot"], &[]);
    }

    #[test]
    fn folders_and_unknown_library_modules() {
        let files = Memory::new()
            .file("bot.wbot", "use \"./lib\" as lib\nuse std.githup\nuse zebra.x\n")
            .file("lib/a.wbot", PLAIN);
        let reported = [
            ("file/unreadable", "\"./lib\""),
            ("file/unknown-library-module", "std.githup"),
            ("file/unknown-library-module", "zebra.x"),
        ];
        check(&files, &["bot.wbot"], &reported);
    }
}

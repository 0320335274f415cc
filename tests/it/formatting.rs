//! The formatter: pairs of before and after, all scripts of the repository, mutations of them, and
//! `wbot fmt` itself.

use crate::source_tree::{files, none, root};
use crate::wbot::Wbot;
use std::fs;
use std::io::Write;
use std::process::Stdio;
use wbot::base::{SourceId, SourceText};
use wbot::format::format;
use wbot::syntax::{LexemeKind, Parse, lexemes, parse};

fn source(text: &str) -> SourceText {
    SourceText::new(SourceId(0), "bot.wbot", text)
}

/// Every script that a person may read, and those with every construct and every mistake.
fn scripts() -> Vec<(String, String)> {
    let all = files(&["examples", "stdlib", "tests/scripts", "src/syntax/tests"], &["wbot"]);
    all.into_iter().map(|file| (file.path, file.text)).collect()
}

/// Formats, and looks at what must hold for any text.
fn holds(text: &str) -> Result<String, String> {
    let done = format(&source(text)).map_err(|error| error.to_string())?;
    let again = format(&source(&done.text)).map_err(|error| format!("the second time: {error}"))?;
    if again.text != done.text {
        return Err(format!("is not stable:\n{}\n---\n{}", done.text, again.text));
    }
    let plain = text.replace("\r\n", "\n");
    let laid_out = done.text.replace("\r\n", "\n");
    let (before, after) = (parse(&source(&plain)), parse(&source(&laid_out)));
    if comments(&plain, &before) != comments(&laid_out, &after) {
        return Err("comments differ".to_owned());
    }
    if before.diagnostics.is_empty() {
        if after.diagnostics.len() + done.broken != 0 {
            return Err(format!("does not parse any more:\n{laid_out}"));
        }
        if tokens(&plain) != tokens(&laid_out) {
            return Err(format!("tokens differ:\n{laid_out}"));
        }
    }
    Ok(done.text)
}

fn comments(text: &str, parse: &Parse) -> Vec<String> {
    parse.comments.list.iter().map(|comment| comment.span.slice(text).to_owned()).collect()
}

/// What is printed, but for what the layout may add or take: commas, line ends, blanks in a token.
fn tokens(text: &str) -> Vec<String> {
    lexemes(&source(text))
        .iter()
        .filter(|one| !matches!(one.kind, LexemeKind::Comma | LexemeKind::End))
        .map(|one| one.span.slice(text).to_owned())
        .map(|text| if text.starts_with(['.', '?', 'n']) { text.replace(' ', "") } else { text })
        .collect()
}

#[test]
fn pairs() {
    insta::glob!("../format", "*.in", |path| {
        let text = fs::read_to_string(path).expect("the file is there");
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("../format");
        settings.set_prepend_module_to_snapshot(false);
        settings.remove_input_file();
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!("pairs", holds(&text).expect("it holds")));
    });
}

#[test]
fn the_page_shows_what_happens() {
    let page = fs::read_to_string(root().join("docs/reference/formatting.md")).expect("the page is there");
    let blocks: Vec<String> = crate::markdown::blocks(&page)
        .into_iter()
        .filter(|block| block.language() == "wbot")
        .map(|block| block.text)
        .collect();
    let [before, after] = blocks.as_slice() else { panic!("two blocks: {blocks:?}") };
    assert_eq!(holds(before).as_ref(), Ok(after));
}

#[test]
fn all_scripts_of_the_repository_are_formatted() {
    for folder in ["examples", "stdlib", "tests/scripts", "src/syntax/tests/everything.wbot"] {
        let path = root().join(folder);
        let path = path.to_str().expect("the path of the repository is UTF-8");
        Wbot::new().args(["fmt", path, "--check"]).run().code(0).stdout_has("nothing to format").stderr("");
    }
}

#[test]
fn what_holds_for_any_text_holds_for_scripts() {
    let mut broken = Vec::new();
    for (path, text) in scripts() {
        for text in [text.clone(), text.replace('\n', "\r\n"), text.replace("  ", "\t")] {
            broken.extend(holds(&text).err().map(|error| format!("{path}: {error}")));
        }
    }
    none(&broken, "Formatting is stable, and changes nothing but the layout.");
}

#[test]
fn what_holds_for_any_text_holds_for_mutations() {
    let mut chance = Chance(0x5eed_0b07);
    let mut broken = Vec::new();
    for (path, text) in scripts() {
        for round in 0..5 {
            let changed =
                if round % 3 == 0 { damaged(&text, &mut chance) } else { respaced(&text, &mut chance) };
            broken.extend(holds(&changed).err().map(|error| format!("{path}, of\n{changed}\n{error}")));
        }
    }
    none(&broken, "Formatting is stable, and changes nothing but the layout.");
}

/// Prefixes of all scripts: every one of the shortest, some of the others. Of the north-star scripts also all that end
/// between two tokens, from the declaration before the last one on: what is far above changes nothing below.
#[test]
fn every_prefix_is_formatted() {
    let mut prefixes = Vec::new();
    for (path, text) in scripts() {
        let step = if path.ends_with("north-star/hello.wbot") { 1 } else { 331 };
        let mut parts: Vec<(usize, usize)> = (0..text.len()).step_by(step).map(|end| (0, end)).collect();
        if step > 1 && path.starts_with("tests/scripts/north-star/") {
            let items = parse(&source(&text)).file.items;
            let begins: Vec<usize> = items.iter().map(|item| item.span().start as usize).collect();
            parts.extend(lexemes(&source(&text)).iter().map(|token| {
                let end = token.span.start as usize;
                let inside = begins.partition_point(|begin| *begin < end);
                (begins[inside.saturating_sub(2)], end)
            }));
        }
        let cut = |(start, end)| {
            Some((format!("{path} from {start} up to {end}"), text.get(start..end)?.to_owned()))
        };
        prefixes.extend(parts.into_iter().filter_map(cut));
    }
    let broken = |(what, part): &(String, String)| holds(part).err().map(|error| format!("{what}: {error}"));
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let broken: Vec<String> = std::thread::scope(|scope| {
        let share = |one: usize| prefixes.iter().skip(one).step_by(workers).filter_map(broken).collect();
        let shares: Vec<_> =
            (0..workers).map(|one| scope.spawn(move || -> Vec<String> { share(one) })).collect();
        shares.into_iter().flat_map(|share| share.join().expect("formatting does not panic")).collect()
    });
    none(&broken, "Formatting is stable, and changes nothing but the layout.");
}

/// Each declaration as it is typed, token by token, and without each of its tokens.
#[test]
fn every_part_of_a_declaration_is_formatted() {
    let mut broken = Vec::new();
    let stars = scripts().into_iter().filter(|(path, _)| path.starts_with("tests/scripts/north-star/"));
    for (path, text) in stars {
        for item in &parse(&source(&text)).file.items {
            let declaration = item.span().slice(&text);
            for token in lexemes(&source(declaration)) {
                let (start, end) = (token.span.start as usize, token.span.end as usize);
                let before = declaration.get(..start).expect("a token begins at a letter");
                let after = declaration.get(end..).expect("a token ends before a letter");
                let without = [before, after].concat();
                for (what, part) in [("up to", before), ("without", without.as_str())] {
                    let error = holds(part).err();
                    broken.extend(
                        error.map(|error| format!("{path} {what} {start}, of\n{declaration}\n{error}")),
                    );
                }
            }
        }
    }
    none(&broken, "Formatting is stable, and changes nothing but the layout.");
}

/// A small generator: tests must not depend on chance.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(bound.max(1)).expect("it fits")).expect("it fits")
    }

    fn one_of<'a>(&mut self, pieces: &[&'a str]) -> &'a str {
        pieces[self.below(pieces.len())]
    }
}

/// Space, newlines and comments at the borders of some tokens: much of it still parses.
fn respaced(text: &str, chance: &mut Chance) -> String {
    const PIECES: [&str; 9] =
        [" ", "   ", "\n", "\n\n\n", " // c\n", "\n// own\n", "\n  /// doc\n", ";", "\t"];
    let lexemes = lexemes(&source(text));
    let mut changed = text.to_owned();
    let mut borders: Vec<usize> =
        (0..=chance.below(8)).map(|_| lexemes[chance.below(lexemes.len())].span.start as usize).collect();
    borders.sort_unstable();
    for border in borders.into_iter().rev() {
        changed.insert_str(border, chance.one_of(&PIECES));
    }
    changed
}

/// Some tokens deleted, doubled or swapped for others.
fn damaged(text: &str, chance: &mut Chance) -> String {
    let lexemes = lexemes(&source(text));
    let mut changed = text.to_owned();
    let mut picked: Vec<usize> = (0..=chance.below(3)).map(|_| chance.below(lexemes.len())).collect();
    picked.sort_unstable();
    picked.dedup();
    for at in picked.into_iter().rev() {
        let span = lexemes[at].span;
        let other = lexemes[chance.below(lexemes.len())].span.slice(text);
        let with = [String::new(), format!("{0} {0}", span.slice(text)), other.to_owned()];
        changed.replace_range(span.start as usize..span.end as usize, &with[chance.below(3)]);
    }
    changed
}

const PLAIN: &str = "const a = 1\n";
const ODD: &str = "const a=1\n";

#[test]
fn files_are_formatted_in_place() {
    let bot = Wbot::new().file("a.wbot", ODD).file("sub/b.wbot", PLAIN).args(["fmt"]);
    bot.run().code(0).stdout("formatted a.wbot\n1 of 2 files formatted\n").stderr("");
    assert_eq!(bot.text("a.wbot"), PLAIN);
    bot.run().code(0).stdout("2 files, nothing to format\n").stderr("");
}

#[test]
fn a_check_shows_what_would_change_and_changes_nothing() {
    let bot = Wbot::new().file("a.wbot", ODD).file("b.wbot", PLAIN).args(["fmt", "--check", "."]);
    bot.run()
        .code(1)
        .stdout("--- a.wbot\n+++ a.wbot\n@@ -1 +1 @@\n-const a=1\n+const a = 1\n")
        .stderr("wbot: 1 of 2 files to format; run `wbot fmt` without --check\n");
    assert_eq!(bot.text("a.wbot"), ODD);
}

#[test]
fn an_editor_gives_a_script_on_standard_input() {
    let run = |args: &[&str], input: &str| {
        let bot = Wbot::new().args(args.iter().copied());
        let mut child =
            bot.command().stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts");
        child.stdin.take().expect("it is piped").write_all(input.as_bytes()).expect("it reads");
        let output = child.wait_with_output().expect("it ends");
        (output.status.code(), String::from_utf8(output.stdout).expect("it prints UTF-8"))
    };
    assert_eq!(run(&["fmt", "--stdin"], ODD), (Some(0), PLAIN.to_owned()));
    assert_eq!(run(&["fmt", "--stdin", "--check"], PLAIN), (Some(0), String::new()));
    assert_eq!(run(&["fmt", "--stdin", "--check"], ODD).0, Some(1));
}

#[test]
fn what_cannot_be_formatted_is_said() {
    let bot = Wbot::new().file("a.wbot", "const a=1\nfn f( {\n").args(["fmt", "a.wbot"]);
    bot.run()
        .code(0)
        .stdout("formatted a.wbot\n1 of 1 file formatted\n")
        .stderr("wbot: a.wbot: what does not parse is left as it is; `wbot check` says why\n");
    assert_eq!(bot.text("a.wbot"), "const a = 1\nfn f( {\n");
    let bot = Wbot::new().file("a.wbot", [0xff, 0xfe]).args(["fmt", "a.wbot"]);
    bot.run().code(2).stderr("wbot: `a.wbot` is not UTF-8\n");
    Wbot::new().args(["fmt", "gone"]).run().code(2).stderr_has("there is no file or folder");
}

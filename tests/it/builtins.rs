//! Built-ins as scripts meet them: the examples of each go through the whole pipeline, and the page of the
//! reference is made of the table.

use crate::source_tree::{files, none, root};
use crate::wbot::Wbot;
use std::fmt::Write as _;
use std::fs;
use wbot::builtins::{self, BuiltinId, Kind};
use wbot::value::Type;

/// What a test of an example runs in.
const HEAD: &str = r#"bot "Examples" { net "api.example.com" }

command "hello" { say "Hello" }

"#;

/// Every method of the module `http` has its answer; what is missing is refused.
const MOCKS: [&str; 7] = [
    r#"mock http GET "https://api.example.com/item" => 200 { "id": 7 }"#,
    r#"mock http HEAD "https://api.example.com/item" => 200 { "id": 7 }"#,
    r#"mock http POST "https://api.example.com/item" => 201 { "id": 8 }"#,
    r#"mock http PUT "https://api.example.com/item" => 200 { "id": 7 }"#,
    r#"mock http PATCH "https://api.example.com/item" => 200 { "id": 7 }"#,
    r#"mock http DELETE "https://api.example.com/item" => 204"#,
    r#"mock http GET "https://api.example.com/missing" => 404 { "why": "gone" }"#,
];

/// The script that runs the examples: a function and a command for each, a test for each built-in.
fn script() -> String {
    let mut script = HEAD.to_owned();
    let mut tests = String::new();
    for id in builtins::all() {
        let _ = writeln!(tests, "test \"{}\" {{", id.key());
        for mock in MOCKS.iter().filter(|_| matches!(id.key().split('.').next(), Some("http" | "error"))) {
            let _ = writeln!(tests, "  {mock}");
        }
        // Bob is there, so that he can be added to rooms.
        tests.push_str("  bob> hello\n  bot> Hello\n");
        for (at, (code, value)) in id.get().examples.iter().enumerate() {
            let name = format!("{}_{at}", id.key().replace('.', "_"));
            let body = code.replace("; ", "\n  ");
            let _ = writeln!(
                script,
                "fn {name}() {{\n  {body}\n}}\n\ncommand \"run {name}\" {{\n  let found = {name}()\n  \
                 if found == {value} {{ say \"as shown\" }} else {{ say \"another value\" }}\n}}\n"
            );
            let _ = writeln!(tests, "  alice> run {name}");
            if code.contains("say to ") {
                tests.push_str("  bot in \"Ops\"> ...\n");
            } else if code.contains("say ") {
                tests.push_str("  bot> ...\n");
            }
            tests.push_str("  bot to alice> as shown\n");
        }
        tests.push_str("}\n\n");
    }
    script + &tests
}

#[test]
fn examples_give_what_they_show() {
    let bot = Wbot::new().file("examples.wbot", script());
    bot.args(["test", "examples.wbot"]).run().code(0).stdout_has(" 0 failed").stderr("");
}

#[test]
fn every_builtin_shows_an_example() {
    let without = builtins::all().filter(|id| id.get().examples.is_empty());
    let broken: Vec<String> = without.map(|id| id.key().to_owned()).collect();
    none(
        &broken,
        "An example says what a sentence cannot, and tests the built-in through the whole pipeline.",
    );
}

#[test]
fn a_builtin_has_a_file_of_its_own() {
    let mut found: Vec<String> = files(&["src/builtins"], &["rs"])
        .into_iter()
        .filter(|file| file.text.contains("static BUILTIN: Builtin"))
        .map(|file| {
            let key = file.path.trim_start_matches("src/builtins/").trim_end_matches(".rs").replace('/', ".");
            key.strip_prefix("free.").unwrap_or(&key).to_owned()
        })
        .collect();
    let mut wanted: Vec<String> = builtins::all().map(|id| id.key().to_owned()).collect();
    found.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(found, wanted, "src/builtins/<receiver>/<name>.rs holds one built-in, which is in table.rs");
}

/// Where a built-in stands in the reference: what is before its dot.
fn section(id: BuiltinId) -> String {
    let key = id.key();
    key.split_once('.').map_or_else(|| "Without a receiver".to_owned(), |(before, _)| before.to_owned())
}

/// What to know of the built-ins of a section.
fn note(section: &str) -> &'static str {
    match section {
        "text" => {
            "Characters are what a reader sees. `\"x\" in t` asks whether a text is in it, `t[0]` is a character, \
             `t[0..3]` a part, `t matches /\\d+/` tries a regex."
        }
        "list" => {
            "`x in xs` asks whether it is in there, `xs[0]` is an element or none, `xs[-1]` the last one, \
             `xs[1..2]` a part, `xs + ys` both lists."
        }
        "set" => "`x in s` asks whether it is in there. `xs.to_set` makes one.",
        "map" => "`m[key]` is a value or none, `m[key] = x` sets it, `key in m` asks whether there is one.",
        "int" => "An `int` has what a `float` has, too.",
        "http" => {
            "An answer is `{ status: int, headers: map<text>, body: text, json: json }`; a status of 400 or more \
             fails. The host must stand in `net`."
        }
        "date" => "`d + 3d` is another day, `a - b` the time between two, `{d:%d %b}` formats it.",
        "time" => {
            "`t + 2h` is another instant, `a - b` the time between two, `{t:%H:%M}` formats it. What a clock says is \
             that of the bot's time zone."
        }
        "duration" => {
            "`d / 1h` is the number of hours as a `float`, `{d:.1h}` formats it, `n * 1m` makes one."
        }
        "room" => {
            "`room(title)` finds one. What changes a room is an effect: it commits the state before it, and is \
             not for lambdas."
        }
        "error" => "What `else err { }` binds.",
        _ => "",
    }
}

fn code(text: &str) -> String {
    // A code span in a table: the bar would end the cell, a backtick the span.
    let text = text.replace('|', "\\|");
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

/// The page of the reference.
fn page() -> String {
    let mut page = String::from(
        "# Built-ins\n\nWhat values can do without being taught. A name without parentheses is a property, the \
         others are called; arguments go by place or by name, and those with `= ...` or `?` can be left out. `T` \
         and `U` stand for any type, `O` for one that has an order, `N` for numbers, `P` for what prints as one \
         word, `R` for a text or a regex, `S` for a text or a secret, `J` and `V` for what can be written as \
         JSON.\n\nMade from the table of built-ins; each example is a test.\n",
    );
    let mut last = String::new();
    for id in builtins::all() {
        let here = section(id);
        if here != last {
            let note = note(&here);
            let heading = if here.contains(' ') { here.clone() } else { format!("`{here}`") };
            let _ = write!(page, "\n## {heading}\n\n");
            if !note.is_empty() {
                let _ = write!(page, "{note}\n\n");
            }
            page.push_str("| | What it is | Example |\n|--|--|--|\n");
            last = here;
        }
        let builtin = id.get();
        let changes = match builtin.kind {
            Kind::Change(_) => " Changes it in place.",
            Kind::Effect(_) => " An effect.",
            Kind::Pure(_) | Kind::Each { .. } | Kind::Fold | Kind::Read { .. } => "",
        };
        let examples: Vec<String> = builtin
            .examples
            .iter()
            .map(|(example, value)| format!("{} is {}", code(example), code(value)))
            .collect();
        let _ = writeln!(
            page,
            "| {} | {}{changes} | {} |",
            code(id.without_receiver()),
            builtin.doc.replace('|', "\\|"),
            examples.join("<br>")
        );
    }
    page
}

#[test]
fn the_reference_shows_every_builtin() {
    let path = root().join("docs/reference/builtins.md");
    let wanted = page();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &wanted).expect("the page can be written");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    let differs = wanted.lines().find(|line| !found.lines().any(|other| other == *line));
    assert!(
        found == wanted,
        "docs/reference/builtins.md is not up to date: run `UPDATE=1 cargo test the_reference_shows`; {differs:?}"
    );
}

#[test]
fn completion_offers_what_a_type_has() {
    for id in builtins::all() {
        let signature = id.signature();
        let offered = match (&signature.receiver, &signature.module) {
            (Some(receiver), _) => builtins::members_of(receiver),
            (None, Some(module)) => builtins::module_members(module),
            (None, None) => builtins::names_without_receiver(),
        };
        let found = offered.iter().find(|member| member.name == signature.name.as_str());
        assert_eq!(found.map(|member| member.doc), Some(id.get().doc), "{}", id.key());
    }
    assert!(builtins::members_of(&Type::Json).is_empty());
}

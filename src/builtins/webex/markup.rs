//! Texts with markup around data.

use crate::builtins::Env;
use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::value::{Fault, FaultKind, Text, TextBuilder, Value, hole, text_room};
use unicode_width::UnicodeWidthStr;

pub(in crate::builtins) static LINK: Builtin = Builtin {
    signature: "link(title: text, url: text) -> text",
    doc: "A link; an address that is none of http, https or mailto leads nowhere.",
    examples: &[(r#"link("docs", "https://example.com")"#, "[docs](https://example.com)")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        let mut builder = TextBuilder::new();
        builder.push("[", true);
        builder.push_text(args.text(0)?);
        builder.push("](", true);
        builder.push(args.str(1)?, false);
        builder.push(")", true);
        Ok(Value::Text(builder.finish()))
    }),
};

pub(in crate::builtins) static CODE: Builtin = Builtin {
    signature: r#"code(x: text, language: text = "") -> text"#,
    doc: "The text as code: in the line, or as a block if it has several lines or a language.",
    examples: &[(r#"code("ls")"#, "`ls`")],
    kind: Kind::Pure(|args, _| {
        let args = Args(args);
        Ok(Value::Text(code(args.str(0)?, args.str(1)?)))
    }),
};

pub(in crate::builtins) static QUOTE: Builtin = Builtin {
    signature: "quote(x: text) -> text",
    doc: "The text as a quotation.",
    examples: &[(r#"quote("so")"#, "> so")],
    kind: Kind::Pure(|args, _| {
        let text = Args(args).text(0)?;
        let mut builder = TextBuilder::new();
        builder.push("> ", true);
        for (own, run) in text.runs() {
            for part in run.split_inclusive('\n') {
                match part.strip_suffix('\n') {
                    Some(line) => {
                        builder.push(line, own);
                        builder.push("\n> ", true);
                    }
                    None => builder.push(part, own),
                }
            }
        }
        Ok(Value::Text(builder.finish()))
    }),
};

pub(in crate::builtins) static RAW: Builtin = Builtin {
    signature: "raw(x: text) -> text",
    doc: "The text as markup of the script: stars, links and mentions in it take effect.",
    examples: &[(r#"raw("**" + "a**")"#, "**a**")],
    kind: Kind::Pure(|args, _| Ok(Value::Text(Args(args).text(0)?.to_own()))),
};

pub(in crate::builtins) static TABLE: Builtin = Builtin {
    signature: "table(rows: list<list<P>>, head: list<text>?) -> text",
    doc: "Rows in columns, as a block of code.",
    examples: &[(r#"table([["a", "1"], ["bb", "22"]]).lines.len"#, "4")],
    kind: Kind::Pure(|args, env| {
        let args = Args(args);
        let mut rows = Vec::new();
        if let Some(Value::List(head)) = args.given(1) {
            rows.push(cells(head, env)?);
        }
        for at in 0..args.items(0)?.len() {
            rows.push(cells(Args(args.items(0)?).items(at)?, env)?);
        }
        table(&rows, args.given(1).is_some()).map(Value::Text)
    }),
};

/// A fence that is longer than every run of backticks in the text.
fn fence(text: &str, at_least: usize) -> String {
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    "`".repeat(at_least.max(longest + 1))
}

fn code(text: &str, language: &str) -> Text {
    let mut builder = TextBuilder::new();
    if language.is_empty() && !text.contains(['\n', '\r']) {
        let fence = fence(text, 1);
        // A space parts the fence from a backtick, and is not shown.
        let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
        builder.push(&format!("{fence}{space}"), true);
        builder.push(text, false);
        builder.push(&format!("{space}{fence}"), true);
        return builder.finish();
    }
    let language: String = language.chars().filter(char::is_ascii_alphanumeric).collect();
    block(text, &language)
}

/// A fenced block.
fn block(text: &str, language: &str) -> Text {
    let fence = fence(text, 3);
    let mut builder = TextBuilder::new();
    builder.push(&format!("{fence}{language}\n"), true);
    builder.push(text.trim_end_matches('\n'), false);
    builder.push(&format!("\n{fence}"), true);
    builder.finish()
}

/// What the cells of a row print, each in one line.
fn cells(row: &[Value], env: &Env) -> Result<Vec<String>, Fault> {
    let print = |cell: &Value| match hole(cell, &env.zone)? {
        Value::Text(text) => Ok(text.as_str().split_whitespace().collect::<Vec<_>>().join(" ")),
        _ => Err(Fault::new(FaultKind::Internal, "a secret in a table")),
    };
    row.iter().map(print).collect()
}

fn table(rows: &[Vec<String>], has_head: bool) -> Result<Text, Fault> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let total: usize = widths.iter().map(|width| width + 2).sum();
    text_room(0, total.saturating_mul(rows.len() + 1))?;
    let mut lines = Vec::with_capacity(rows.len() + 1);
    for (at, row) in rows.iter().enumerate() {
        let padded = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell}{}", " ".repeat(width.saturating_sub(cell.width()))));
        lines.push(padded.collect::<Vec<_>>().join("  ").trim_end().to_owned());
        if at == 0 && has_head {
            lines.push("-".repeat(total.saturating_sub(2)));
        }
    }
    Ok(block(&lines.join("\n"), ""))
}

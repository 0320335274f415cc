//! `table`

use crate::builtins::Env;
use crate::builtins::args::Args;
use crate::builtins::builtin::{Builtin, Kind};
use crate::builtins::free::shared::block;
use crate::value::{Fault, FaultKind, Text, Value, hole, text_room};
use unicode_width::UnicodeWidthStr;

pub(in crate::builtins) static BUILTIN: Builtin = Builtin {
    signature: "table(rows: list<list<P>>, head: list<text>?) -> text",
    doc: "Rows in columns, as a block of code.",
    examples: &[(r#"table([["ab", "1"], ["c", "22"]]).lines"#, r#"["```", "ab  1", "c   22", "```"]"#)],
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

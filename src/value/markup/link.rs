//! Targets of links: data in them is percent-encoded, and only http, https and mailto lead anywhere.

use crate::value::markup::render::{Cell, Renderer};

/// Brackets in the target of a link nest this deep, as in other implementations of `CommonMark`: it
/// keeps many that are never closed from being searched to the end of their line each.
const BRACKETS_MAX: usize = 32;

/// What stands between `](` and `)`, with both.
pub(super) struct Target {
    /// Whether it is an address that a link may have.
    pub(super) allowed: bool,
    /// How it is written.
    pub(super) markdown: String,
    /// The cell behind it.
    pub(super) end: usize,
}

impl Renderer<'_> {
    /// The target whose `](` stands at the next cell; none if no own bracket closes it in its line.
    pub(super) fn link_target(&self) -> Option<Target> {
        let start = self.at + 2;
        let end = self.target_end(start)?;
        let cells = self.cells.get(start..end).unwrap_or_default();
        let blank = |cell: &Cell| cell.own && cell.c.is_whitespace();
        let from = cells.iter().position(|cell| !blank(cell)).unwrap_or(cells.len());
        let rest = cells.get(from..).unwrap_or_default();
        let length = rest.iter().position(blank).unwrap_or(rest.len());
        let (address, title) = rest.split_at_checked(length).unwrap_or((rest, &[]));
        let allowed = is_allowed(address);
        let mut markdown = String::from("](");
        write_address(address, &mut markdown);
        write_title(title, &mut markdown);
        markdown.push(')');
        Some(Target { allowed, markdown, end: end + 1 })
    }

    /// The own bracket that closes what begins at `start`, in the same line.
    fn target_end(&self, start: usize) -> Option<usize> {
        let mut depth = 0_usize;
        let mut at = start;
        loop {
            match self.cell(at)? {
                Cell { c: '\n', own: true } => return None,
                Cell { c: '\\', own: true } => at += 1,
                Cell { c: '(', own: true } if depth == BRACKETS_MAX => return None,
                Cell { c: '(', own: true } => depth += 1,
                Cell { c: ')', own: true } if depth == 0 => return Some(at),
                Cell { c: ')', own: true } => depth -= 1,
                _ => {}
            }
            at += 1;
        }
    }
}

/// Whether a link may lead to the address. What the script itself wrote is the script's business as
/// long as data cannot choose the scheme.
pub(super) fn is_allowed(address: &[Cell]) -> bool {
    let own = address.iter().take_while(|cell| cell.own);
    if own.clone().any(|cell| ":/#?".contains(cell.c)) || address.iter().all(|cell| cell.own) {
        return true;
    }
    let whole: String = address.iter().map(|cell| cell.c).skip_while(|c| *c == '<').take(8).collect();
    let whole = whole.to_ascii_lowercase();
    ["http://", "https://", "mailto:"].iter().any(|scheme| whole.starts_with(scheme))
}

/// Writes an address so that nothing in it ends it.
pub(super) fn write_address(address: &[Cell], out: &mut String) {
    for (at, cell) in address.iter().enumerate() {
        let hex = |ahead: usize| address.get(at + ahead).is_some_and(|cell| cell.c.is_ascii_hexdigit());
        match (cell.own, cell.c) {
            (true, '`') => out.push_str("%60"),
            (true, '<') if at > 0 => out.push_str("%3C"),
            (true, c) => out.push(c),
            (false, '&') => out.push_str("&amp;"),
            (false, '%') if hex(1) && hex(2) => out.push('%'),
            (false, c) if c.is_ascii_alphanumeric() || "-._~:/?#@!$'+,;=".contains(c) => out.push(c),
            (false, c) => {
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    out.push_str(&format!("%{byte:02X}"));
                }
            }
        }
    }
}

/// Writes the title of a link, with the space before it.
fn write_title(title: &[Cell], out: &mut String) {
    for cell in title {
        match (cell.own, cell.c) {
            (false, '\n') => out.push(' '),
            (false, c) if c.is_ascii_punctuation() => out.push_str(&format!("&#{};", u32::from(c))),
            (_, c) => out.push(c),
        }
    }
}

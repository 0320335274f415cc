//! One diagnostic for each region that does not parse.

use super::blocks::goes_on;
use super::expected::Expected;
use super::found::found;
use super::look::{Look, look};
use super::mistakes::{Place, mistake};
use super::words::foreign_word;
use crate::base::{Span, limits};
use crate::diagnostics::{Diagnostic, Label, codes, nearest};
use crate::syntax::ast::{Item, ItemError, Name};
use crate::syntax::build::{Bad, Builder};
use crate::syntax::grammar::Rule;
use crate::syntax::label::label;
use crate::syntax::layout::{Chunk, Code, DECLARATION_WORDS, Layout, is_declaration_word, is_reserved_code};
use smol_str::SmolStr;

/// Blank lines that are stepped over to see how the next one is indented.
const BLANK_MAX: usize = 100;

/// A chunk that is no declaration.
pub(in crate::syntax) fn bad_item(
    builder: &mut Builder<'_>,
    layout: &Layout,
    chunk: Chunk,
    end: usize,
) -> Item {
    let span = Span::new(builder.source, chunk.start, chunk.end);
    let first = builder.token_text(chunk.first);
    let near = || nearest(first, DECLARATION_WORDS).filter(|_| builder.code(chunk.first + 1) != ':');
    let known = foreign_word(first).and_then(|known| known.here).or_else(near).unwrap_or(first);
    let keyword = is_declaration_word(known.as_bytes()).then(|| SmolStr::new(known));
    // `state : int = 0` lacks its name.
    let assigned = if is_declaration_word(first.as_bytes()) { None } else { assigned_name(builder, chunk) };
    let second = (chunk.first + 1 < end).then_some(chunk.first + 1);
    let name = assigned.or_else(|| declared_name(builder, known, second?));
    if !layout.has_mark(span) {
        report(builder, layout, Bad { rule: Rule::item, start: chunk.first, end });
    }
    Item::Error(ItemError { keyword, name, headless: false, span })
}

/// The name that a chunk seems to give a value: `x = 5`, `x: 5` where declarations stand.
pub(in crate::syntax) fn assigned_name(builder: &Builder<'_>, chunk: Chunk) -> Option<Name> {
    matches!(builder.token_text(chunk.first + 1), "=" | ":")
        .then(|| declared_name(builder, "let", chunk.first))
        .flatten()
}

/// A region inside a declaration.
pub(in crate::syntax) fn bad_region(builder: &mut Builder<'_>, layout: &Layout, bad: Bad) {
    let (start, _) = builder.bytes(bad.start, bad.start + 1);
    // What follows the region on its line belongs to it: an unclosed text has its mark there.
    let (end, _) = builder.bytes(bad.end, bad.end + 1);
    if !layout.has_mark(Span::new(builder.source, start, end)) {
        report(builder, layout, bad);
    }
}

fn declared_name(builder: &Builder<'_>, keyword: &str, token: usize) -> Option<Name> {
    let declares = matches!(
        keyword,
        "secret"
            | "config"
            | "const"
            | "type"
            | "state"
            | "group"
            | "fn"
            | "card"
            | "intent"
            | "action"
            | "let"
            | "var"
    );
    // `state per room x: int = 0`
    let token = if keyword == "state" && builder.token_text(token) == "per" { token + 2 } else { token };
    let text = builder.token_text(token);
    let word = declares && text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    word.then(|| Name { text: SmolStr::new(text), span: builder.token_span(token) })
}

fn report(builder: &mut Builder<'_>, layout: &Layout, bad: Bad) {
    if builder.diagnostics.len() >= limits::SYNTAX_ERRORS_MAX {
        return;
    }
    if goes_on(builder, bad.start) {
        return;
    }
    let rule = match bad.rule {
        Rule::bad_statement => Rule::only_statement,
        Rule::bad_arm => Rule::only_arm,
        Rule::bad_setting => Rule::only_setting,
        Rule::bad_node => Rule::only_node,
        Rule::bad_step => Rule::only_step,
        _ => Rule::item,
    };
    let range = layout.code_range(bad.start, bad.end);
    let diagnostic = match look(rule, layout.codes.get(range).unwrap_or("")) {
        Look::TooDeep => Diagnostic::new(
            &codes::SYNTAX_TOO_DEEP,
            builder.span(bad.start, bad.end),
            format!("this nests more than {} levels deep", limits::EXPRESSION_DEPTH_MAX),
        )
        .label("too deep")
        .help("split it with `let`, or move a part into a function"),
        Look::Parses => {
            unexpected(builder, &Place { bad, rule, at: bad.end, expected: Expected::new([].into()) })
        }
        Look::Fails { at, expected } => {
            let at = (bad.start + at).min(bad.end);
            let place = Place { bad, rule, at, expected: Expected::new(expected) };
            if follows_reserved_name(builder, at) {
                return;
            }
            note_missing_block(builder, &place);
            let found = mistake(builder, &place).unwrap_or_else(|| unexpected(builder, &place));
            if told_beside(builder, &place, &found) {
                return;
            }
            found
        }
    };
    builder.diagnostics.push(diagnostic);
}

/// Notes that the `{` of a block was not found: what goes on with the block is no mistake of its own.
fn note_missing_block(builder: &mut Builder<'_>, place: &Place) {
    let wanted = place.expected.has('{') && !place.expected.value && !place.expected.ty;
    let foreign = foreign_word(builder.token_text(place.bad.start)).is_some();
    let braces = (place.at..place.bad.end).any(|token| builder.code(token) == '{');
    builder.headless |= (wanted || foreign && place.rule != Rule::only_arm) && !braces;
    let colon = builder.code(place.bad.end.saturating_sub(1)) == ':';
    let region = builder.span(place.bad.start, place.bad.end);
    if !braces && (wanted || foreign && colon) && is_followed_by_block(builder.text, region) {
        builder.headless_at.push(region.start);
    }
}

/// Whether the line below a region stands further right than the line that it begins in.
fn is_followed_by_block(text: &str, region: Span) -> bool {
    let start =
        text.get(..region.start as usize).and_then(|text| text.rfind('\n')).map_or(0, |line| line + 1);
    let indent = |line: &str| line.len() - line.trim_start().len();
    let below = text.get(region.end as usize..).unwrap_or("").split('\n').skip(1).take(BLANK_MAX);
    let below = below.map(str::trim_end).find(|line| !line.is_empty());
    let head = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or("");
    below.is_some_and(|below| indent(below) > indent(head))
}

/// Whether the same was told of a line before in the same braces: it is one habit. Arms of a `match` with `:`,
/// fields of a record where statements stand.
fn told_beside(builder: &mut Builder<'_>, place: &Place, found: &Diagnostic) -> bool {
    let colon = builder.token_text(place.at) == ":";
    let field = place.rule == Rule::only_statement && place.at == place.bad.start + 1;
    let listed = (matches!(place.rule, Rule::only_arm | Rule::only_node) || field) && colon;
    let brace = listed.then(|| brace_around(builder, place.bad.start)).flatten();
    // Records behind the arrows of one `match`.
    let arm = |brace: &usize| brace.checked_sub(1).is_some_and(|before| builder.code(before) == Code::GIVES);
    let brace =
        brace.map(|brace| if arm(&brace) { brace_around(builder, brace).unwrap_or(brace) } else { brace });
    let Some(brace) = brace.map(|token| builder.token_span(token)) else { return false };
    let Some(last) = builder.diagnostics.last_mut() else { return false };
    let same = last.message == found.message && last.span.start > brace.start;
    if same && (matches!(place.rule, Rule::only_arm | Rule::only_node) || last.help == found.help) {
        last.labels.push(Label { span: found.span, text: "the same here".to_owned() });
        if let (Some(all), Some(more)) = (&mut last.fix, &found.fix) {
            all.edits.extend(more.edits.iter().cloned());
        }
    }
    same
}

/// The bracket that a token stands in.
pub(super) fn brace_around(builder: &Builder<'_>, token: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for token in (0..token).rev() {
        let code = builder.code(token);
        if Code::is_closing(code) {
            depth += 1;
        } else if Code::is_opening(code) {
            match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return Some(token),
            }
        }
    }
    None
}

/// Whether a word of the language stands at or before a token that was reported already where it is declared
/// as a name: what follows its uses is no mistake of its own.
fn follows_reserved_name(builder: &Builder<'_>, at: usize) -> bool {
    let reported = |token: usize| {
        let word = builder.token_text(token);
        is_reserved_code(builder.code(token))
            && builder.diagnostics.iter().any(|one| {
                one.code.name == codes::SYNTAX_RESERVED_WORD.name
                    && one.span.slice(builder.text) == word
                    && one.span != builder.token_span(token)
            })
    };
    reported(at) || at.checked_sub(1).is_some_and(reported)
}

/// The general message: what was found, what was expected.
fn unexpected(builder: &Builder<'_>, place: &Place) -> Diagnostic {
    let (span, what) = if place.at >= place.bad.end {
        let span = builder.span(place.at.saturating_sub(1), place.at);
        let closing = Code::is_closing(builder.code(place.at)) && place.rule != Rule::item;
        let what = if closing { found(builder, place.at) } else { end_of(builder, place) };
        (Span { start: span.end, ..span }, what)
    } else {
        let mut span = builder.token_span(place.at);
        if matches!(builder.code(place.at), Code::STRING_MIDDLE | Code::STRING_END) {
            // The token goes on to the next quote or hole; the brace is what does not fit.
            span.end = span.start + 1;
        }
        (span, found(builder, place.at))
    };
    // A line of a test begins with a name in many ways: they are better named than listed.
    let vague = place.rule == Rule::only_step && !place.expected.value && place.at <= place.bad.start + 1;
    let wanted = if place.at == place.bad.start || vague {
        label(place.rule).to_owned()
    } else if place.at >= place.bad.end {
        // The end is what was found: it is no way to mend it.
        place.expected.phrase(None)
    } else {
        place.expected.phrase(place.end_word(builder))
    };
    let diagnostic =
        Diagnostic::new(&codes::SYNTAX_UNEXPECTED, span, format!("found {what}, expected {wanted}"))
            .label(format!("expected {wanted}"));
    let missing_block =
        place.at >= place.bad.end && place.expected.has('{') && !place.expected.value && !place.expected.ty;
    if missing_block {
        return diagnostic.help("the `{` stands at the end of the same line");
    }
    match nearest(builder.token_text(place.at), place.expected.words()) {
        Some(near) => diagnostic.did_you_mean(Some(near)),
        // One thing that would do is what to write; of several nobody knows which.
        None if wanted.contains(", ") || wanted.contains(" or ") || wanted.starts_with("the end") => {
            diagnostic
        }
        None => diagnostic.help(format!("write {wanted} here")),
    }
}

fn end_of(builder: &Builder<'_>, place: &Place) -> String {
    let (_, end) = builder.bytes(place.bad.start, place.bad.end);
    let rest = builder.text.get(end..).unwrap_or("");
    if rest.trim().is_empty() { "the end of the file".to_owned() } else { "the end of the line".to_owned() }
}

//! Command patterns, from text to [`Pattern`]. Never fails: what is wrong is left out and reported.

use crate::base::{Span, limits};
use crate::diagnostics::{Diagnostic, Sink, codes};
use crate::pattern::hole;
use crate::pattern::rules;
use crate::pattern::tree::{Flag, Hole, Node, Pattern, Word};
use crate::pattern::words::is_quote;
use crate::syntax::{NameKind, is_name, misnamed};

/// Reads the text between the quotes of a command pattern. `span` is the place of `raw` itself.
#[must_use]
pub fn parse(raw: &str, span: Span) -> (Pattern, Vec<Diagnostic>) {
    let mut parser = Parser { raw, span, at: 0, depth: 0, abandoned: false, sink: Sink::new() };
    let mut nodes = Vec::new();
    loop {
        nodes.extend(parser.sequence());
        let Some(stray) = parser.peek() else { break };
        parser.stray(stray);
    }
    let pattern = Pattern { raw: raw.into(), nodes, span };
    let mut sink = parser.sink;
    rules::check(&pattern, &mut sink);
    (pattern, sink.finish())
}

/// A place in the text of a pattern, and what was found wrong so far.
pub(super) struct Parser<'r> {
    raw: &'r str,
    span: Span,
    /// Offset in `raw` of what comes next.
    pub(super) at: usize,
    depth: usize,
    /// Whether the rest of the text was given up.
    abandoned: bool,
    pub(super) sink: Sink,
}

impl<'r> Parser<'r> {
    /// What is left.
    pub(super) fn rest(&self) -> &'r str {
        self.raw.get(self.at..).unwrap_or("")
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn bump(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    /// Takes `token` if it comes next.
    pub(super) fn eat(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    pub(super) fn skip_spaces(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.bump();
        }
    }

    /// The place of the bytes `start..end` of the text.
    pub(super) fn span_of(&self, start: usize, end: usize) -> Span {
        let offset = self.span.start as usize;
        Span::new(self.span.source, offset + start, offset + end)
    }

    /// The text from `start` to here.
    pub(super) fn text_from(&self, start: usize) -> &'r str {
        self.raw.get(start..self.at).unwrap_or("")
    }

    /// Nodes up to the end, a `)`, a `]`, a `|` or a `}`.
    fn sequence(&mut self) -> Vec<Node> {
        let mut nodes = Vec::new();
        loop {
            let spaces = self.at;
            self.skip_spaces();
            let start = self.at;
            let Some(next) = self.peek() else { break };
            if matches!(next, ')' | ']' | '|' | '}') {
                break;
            }
            if start == spaces && !nodes.is_empty() {
                self.not_separated(start);
            }
            match next {
                '{' => nodes.extend(hole::hole(self).map(Node::Hole)),
                '[' => nodes.extend(self.optional()),
                '(' => nodes.extend(self.choice()),
                '-' if self.rest().starts_with("--") => nodes.extend(self.flag()),
                _ => nodes.extend(self.word()),
            }
        }
        nodes
    }

    fn not_separated(&mut self, at: usize) {
        let span = self.span_of(at, at + self.peek().map_or(0, char::len_utf8));
        let found = Diagnostic::new(
            &codes::PATTERN_NOT_SEPARATED,
            span,
            "expected a space here: users type whole words",
        );
        self.sink.push(found.help("put a space before it; two forms of a word are `(a|b)`"));
    }

    fn word(&mut self) -> Option<Node> {
        let start = self.at;
        while self.peek().is_some_and(|next| !ends_word(next)) {
            self.bump();
        }
        if looks_like_regex(self.text_from(start)) {
            return Some(self.regex_word(start));
        }
        let span = self.span_of(start, self.at);
        let text = self.text_from(start);
        if let Some(odd) = text.chars().find(|next| is_quote(*next) || *next == '\\') {
            let message = format!("`{odd}` in a word of a pattern can't be matched");
            let help = if odd == '\\' {
                "leave it out; a word that may have one is taken by a hole: `{path}`"
            } else {
                "leave it out: users may put any argument in quotes"
            };
            self.sink.push(Diagnostic::new(&codes::PATTERN_BAD_WORD, span, message).help(help));
            return None;
        }
        Some(Node::Word(Word { text: text.into(), span }))
    }

    /// A regex where words stand, of which the first part was read: with its brackets it is one mistake.
    fn regex_word(&mut self, start: usize) -> Node {
        let mut open = 0usize;
        while let Some(next) = self.peek() {
            match next {
                '(' | '[' | '{' => open += 1,
                ')' | ']' | '}' if open > 0 => open -= 1,
                ')' | ']' | '}' => break,
                '|' if open == 0 => break,
                '\\' => self.bump(),
                next if next.is_whitespace() => break,
                _ => {}
            }
            self.bump();
        }
        let span = self.span_of(start, self.at);
        let text = self.text_from(start);
        let message = format!("`{text}` is a regex, and a pattern is made of words and holes");
        let help = match text.trim_start_matches('^').trim_end_matches('$') {
            regex if is_rest(regex) => "write `{rest...}` for the rest of the message".to_owned(),
            r"\d+" => "write a hole for the number: `{n: int}`".to_owned(),
            regex => {
                let regex = regex.replace(r"\/", "/").replace('/', r"\/");
                format!("write a hole whose type is the regex: `{{x: /{regex}/}}`")
            }
        };
        self.sink.push(Diagnostic::new(&codes::PATTERN_BAD_WORD, span, message).help(help));
        Node::Word(Word { text: text.into(), span })
    }

    /// `--name`, `--name {v}`
    fn flag(&mut self) -> Option<Node> {
        let start = self.at;
        self.eat("--");
        while self.peek().is_some_and(|next| !ends_word(next)) {
            self.bump();
        }
        let word = self.text_from(start + 2);
        if let Some(word) = word.strip_suffix('=').filter(|_| self.peek() == Some('{')) {
            return Some(self.flag_with_equals(start, word));
        }
        let span = self.span_of(start, self.at);
        let name = word.replace('-', "_");
        let value = self.flag_value();
        if let Some(found) = misnamed(&name, span, NameKind::Value, &|_| false) {
            self.sink.push(
                found.help(format!("write `--{}`, and the name so where it is used", word.to_lowercase())),
            );
        } else if !NameKind::Value.takes(&name) {
            let message = format!("`--{word}` is no name of a flag");
            let help = "write `--` and a name of lower-case letters, digits and `-`: `--dry-run`";
            self.sink.push(Diagnostic::new(&codes::PATTERN_BAD_NAME, span, message).help(help));
            return None;
        }
        if NameKind::Value.takes(&name) && value.is_none() && !is_name(&name) {
            let help = format!("choose another one, such as `--do-{word}`");
            self.sink.push(hole::reserved(&name, span).help(help));
        }
        Some(Node::Flag(Flag { word: word.into(), name: name.into(), span, value }))
    }

    /// `--env={env}`: the hole of a flag stands behind a space.
    fn flag_with_equals(&mut self, start: usize, word: &str) -> Node {
        let span = self.span_of(self.at - 1, self.at);
        let hole = self.at;
        let value = hole::hole(self);
        let help = format!("write a space for it: `--{word} {}`", self.text_from(hole));
        let message = format!("found `=` between `--{word}` and its hole");
        self.sink.push(Diagnostic::new(&codes::PATTERN_NOT_SEPARATED, span, message).help(help));
        let span = self.span_of(start, hole - 1);
        Node::Flag(Flag { word: word.into(), name: word.replace('-', "_").into(), span, value })
    }

    /// The hole right after a flag.
    fn flag_value(&mut self) -> Option<Hole> {
        let before = self.at;
        self.skip_spaces();
        if self.peek() != Some('{') {
            self.at = before;
            return None;
        }
        if self.at == before {
            self.not_separated(before);
        }
        hole::hole(self)
    }

    /// `[...]`
    fn optional(&mut self) -> Option<Node> {
        let start = self.at;
        let parts = self.bracket(']')?;
        let span = self.span_of(start, self.at);
        if let [_, second, ..] = parts.as_slice() {
            let bar = self.span_of(second.start, second.start + 1);
            let found = Diagnostic::new(&codes::PATTERN_STRAY, bar, "`|` parts alternatives only in `( )`");
            self.sink.push(found.help("write `[(a|b)]`"));
        }
        let nodes: Vec<Node> = parts.into_iter().flat_map(|part| part.nodes).collect();
        if nodes.is_empty() {
            self.empty_group(span, "`[ ]` with nothing in it");
            return None;
        }
        Some(Node::Optional { nodes, span })
    }

    /// `(a|b)`
    fn choice(&mut self) -> Option<Node> {
        let start = self.at;
        let parts = self.bracket(')')?;
        let span = self.span_of(start, self.at);
        if parts.iter().any(|part| part.nodes.is_empty()) {
            self.empty_group(span, "an alternative with nothing in it");
        }
        let options = parts.into_iter().map(|part| part.nodes).filter(|nodes| !nodes.is_empty());
        let options: Vec<Vec<Node>> = options.collect();
        (!options.is_empty()).then_some(Node::Choice { options, span })
    }

    fn empty_group(&mut self, span: Span, what: &str) {
        let found = Diagnostic::new(&codes::PATTERN_EMPTY_GROUP, span, what);
        self.sink.push(found.help("put words in, or take it out; what may be left out stands in `[ ]`"));
    }

    /// The parts between an opening bracket and `close`, parted by `|`. Nothing where it is nested
    /// too deeply: then all of the text is passed over.
    fn bracket(&mut self, close: char) -> Option<Vec<Part>> {
        let open = self.at;
        self.bump();
        let open_span = self.span_of(open, self.at);
        if self.depth >= limits::PATTERN_NESTING_MAX {
            let message = format!("brackets nested more than {} deep", limits::PATTERN_NESTING_MAX);
            let found = Diagnostic::new(&codes::PATTERN_TOO_DEEP, open_span, message);
            self.sink.push(found.help("write a second pattern: `command \"...\" or \"...\"`"));
            self.at = self.raw.len();
            self.abandoned = true;
            return None;
        }
        self.depth += 1;
        let mut parts = vec![Part { start: open, nodes: self.sequence() }];
        loop {
            let at = self.at;
            match self.peek() {
                Some('|') => {
                    self.bump();
                    parts.push(Part { start: at, nodes: self.sequence() });
                }
                Some(found) if found == close => {
                    self.bump();
                    break;
                }
                Some('}') => {
                    self.stray('}');
                    if let Some(part) = parts.last_mut() {
                        part.nodes.extend(self.sequence());
                    }
                }
                found => {
                    let opening = if close == ')' { '(' } else { '[' };
                    self.unclosed(open_span, (opening, close));
                    // The wrong closer of the outermost bracket is part of this mistake.
                    if found.is_some() && self.depth == 1 {
                        self.bump();
                    }
                    self.depth -= 1;
                    return parts.iter().any(|part| !part.nodes.is_empty()).then_some(parts);
                }
            }
        }
        self.depth -= 1;
        Some(parts)
    }

    /// Reports an opening bracket whose end is missing.
    pub(super) fn unclosed(&mut self, open: Span, brackets: (char, char)) {
        if self.abandoned {
            return;
        }
        let (opening, close) = brackets;
        // An open hole, quote or regex has swallowed the ends of the brackets around it.
        self.abandoned = !matches!(opening, '(' | '[');
        let end = self.span_of(self.at, self.at + self.peek().map_or(0, char::len_utf8));
        let message = format!("`{opening}` has no `{close}`");
        let found = Diagnostic::new(&codes::PATTERN_UNCLOSED, open, message)
            .label("opened here")
            .also(end, format!("expected `{close}` here"))
            .help(format!("add `{close}`"));
        self.sink.push(found);
    }

    /// Reports a closing bracket or a `|` that belongs to nothing, and passes it.
    fn stray(&mut self, found: char) {
        let span = self.span_of(self.at, self.at + found.len_utf8());
        let message = match found {
            '|' => String::from("`|` parts alternatives only in `( )`"),
            _ => format!("`{found}` closes nothing"),
        };
        let help = match self.hole_before(found) {
            _ if found == '|' => "write `(a|b)`".to_owned(),
            Some(name) => format!("write `{{` before `{name}`"),
            None => "take it out, or add the opening bracket".to_owned(),
        };
        self.sink.push(Diagnostic::new(&codes::PATTERN_STRAY, span, message).help(help));
        self.bump();
    }
}

impl Parser<'_> {
    /// The name of the hole that a brace at the cursor closes, and that none opens: `key: /.../}`, `rest...}`.
    fn hole_before(&self, found: char) -> Option<&str> {
        let before = self.raw.get(..self.at).filter(|_| found == '}')?;
        let before = before.rsplit(['{', '}']).next()?.split('=').next()?;
        let name = match before.find(": ") {
            Some(colon) => before.get(..colon)?,
            None => before.trim_end_matches('.'),
        };
        let start = name.rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |at| at + 1);
        name.get(start..).filter(|name| !name.is_empty() && name.is_ascii())
    }
}

/// The nodes after a bracket or a `|`, and the offset of that.
struct Part {
    start: usize,
    nodes: Vec<Node>,
}

/// Whether it takes whatever follows.
fn is_rest(regex: &str) -> bool {
    matches!(regex, ".*" | ".+" | ".*?" | ".+?")
}

/// Whether a word is rather a regex: it has a class as `\d`, and no path as `C:\docs`.
fn looks_like_regex(word: &str) -> bool {
    let class = |at: usize| {
        let mut behind = word.get(at + 1..).unwrap_or("").chars();
        matches!(behind.next(), Some('d' | 'D' | 'w' | 'W' | 's' | 'S' | 'b' | 'B' | '.'))
            && !behind.next().is_some_and(char::is_alphanumeric)
    };
    is_rest(word.trim_start_matches('^').trim_end_matches('$'))
        || word.match_indices('\\').any(|(at, _)| class(at))
}

fn ends_word(next: char) -> bool {
    next.is_whitespace() || matches!(next, '{' | '}' | '[' | ']' | '(' | ')' | '|')
}

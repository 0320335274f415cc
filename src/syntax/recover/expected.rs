//! What would have been right, in words.

use crate::syntax::layout::{Code, word_of};
use std::collections::BTreeSet;

/// First code of the words that may be names, as the grammar's range has it.
const NAMES: char = '\u{180}';
/// First code of the operators between operands.
const INFIX: char = 'A';
/// Most alternatives worth naming.
const ALTERNATIVES_MAX: usize = 5;

/// The codes at one place, sorted into kinds.
#[expect(clippy::struct_excessive_bools, reason = "several kinds may stand at one place")]
pub(super) struct Expected {
    codes: BTreeSet<char>,
    /// A value may begin here.
    pub value: bool,
    /// A type may begin here.
    pub ty: bool,
    /// A name may stand here.
    pub name: bool,
    /// An operator may follow here, so an operand has just ended.
    pub operator: bool,
}

impl Expected {
    pub(super) fn new(codes: BTreeSet<char>) -> Self {
        let has = |code: char| codes.contains(&code);
        let value = has(Code::NUMBER) && has('[');
        let ty = !value && has(Code::TEXT_LITERAL) && has('{') && has(NAMES);
        let name = !value && !ty && has(NAMES);
        let operator = has(INFIX);
        Self { codes, value, ty, name, operator }
    }

    pub(super) fn has(&self, code: char) -> bool {
        self.codes.contains(&code)
    }

    /// Whether only the end would do.
    pub(super) fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// Whether a word would do.
    pub(super) fn has_word(&self, word: &str) -> bool {
        self.words().any(|known| known == word)
    }

    /// The alternatives: "`)`, `,` or a value"; `end` says what ends the region.
    pub(super) fn phrase(&self, end: Option<&str>) -> String {
        let mut list: Vec<String> = Vec::new();
        if self.value {
            list.push("a value".to_owned());
        }
        if self.ty {
            list.push("a type".to_owned());
        }
        if self.name {
            list.push("a name".to_owned());
        }
        for code in &self.codes {
            if let Some(text) = self.describe(*code)
                && !list.contains(&text)
            {
                list.push(text);
            }
        }
        list.truncate(ALTERNATIVES_MAX);
        // A head must have its block.
        let headless = self.has('{') && !self.value && !self.ty;
        if (self.operator || list.is_empty())
            && !headless
            && let Some(end) = end
        {
            list.push(end.to_owned());
        }
        if list.is_empty() {
            return "an operator".to_owned();
        }
        join(&list)
    }

    /// The words that would do.
    pub(super) fn words(&self) -> impl Iterator<Item = &'static str> {
        self.codes.iter().filter_map(|code| word_of(*code))
    }

    fn describe(&self, code: char) -> Option<String> {
        let operand = matches!(
            code,
            Code::NUMBER
                | Code::REGEX
                | Code::STRING_START
                | Code::TEXT_LITERAL
                | Code::PLAIN
                | '{'
                | '['
                | '('
        );
        if (self.value || self.ty) && operand {
            return None;
        }
        if let Some(word) = word_of(code) {
            // Where a value may stand, words are only other ways to begin one.
            let hidden = self.value || (self.operator && matches!(code, 'N'..='T'));
            return (!hidden && code != NAMES).then(|| format!("`{word}`"));
        }
        let text = match code {
            Code::TEXT_LITERAL | Code::STRING_START => "a text in quotes",
            Code::PATTERN => "a pattern in quotes",
            Code::NUMBER => "a number",
            Code::REGEX => "a regex between slashes",
            Code::CLOCK_TIME => "an hour such as `09:00`",
            Code::CHAT if !self.value => "`>` right after the name or the room",
            Code::GIVES if !self.has(')') => "`=>`",
            Code::ARROW => "`->`",
            Code::CALL if !self.operator && !self.ty => "`(` right after the name",
            Code::OPTIONAL if !self.operator => return None,
            Code::LESS if !self.operator => return None,
            Code::FIELD if !self.operator => return None,
            Code::GREATER => "`>`",
            Code::SPREAD => "`...`",
            Code::END => "the end of the line",
            '}' | ')' | ']' | '{' | '(' | '[' | ',' | ':' | '=' | '|' => return Some(format!("`{code}`")),
            _ => return None,
        };
        (!self.operator || !matches!(code, Code::GREATER)).then(|| text.to_owned())
    }
}

fn join(list: &[String]) -> String {
    match list {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

//! What stands at a token, in words.

use crate::syntax::build::Builder;
use crate::syntax::layout::{Code, is_reserved_code};

/// The token in words: `` `=` ``, ``the word `for` ``, `the end of the line`.
pub(super) fn found(builder: &Builder<'_>, token: usize) -> String {
    let code = builder.code(token);
    let text = builder.token_text(token);
    let first: String = text.chars().take_while(|c| *c != '\n').take(30).collect();
    match code {
        _ if token >= builder.tokens.len() => "the end of the file".to_owned(),
        Code::END => "the end of the line".to_owned(),
        Code::TEXT_LITERAL | Code::STRING_START | Code::PATTERN => "a text".to_owned(),
        Code::STRING_END | Code::STRING_MIDDLE => "the `}` of a hole".to_owned(),
        Code::NUMBER => format!("the number `{first}`"),
        Code::CLOCK_TIME => format!("the hour `{first}`"),
        Code::REGEX => "a regex".to_owned(),
        Code::CHAT => "a transcript line".to_owned(),
        Code::FORMAT => format!("`{first}`"),
        Code::UNKNOWN => format!("the character `{first}`"),
        _ if is_reserved_code(code) => format!("the word `{first}`"),
        _ => format!("`{first}`"),
    }
}

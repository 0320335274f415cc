//! Headers that a script gives a call.

/// Headers that belong to the connection; with them a call could pose as another one.
const OF_THE_CONNECTION: [&str; 7] =
    ["host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer"];

/// Why a script can't set the header `name`, if it can't.
#[must_use]
pub fn refused_header(name: &str) -> Option<String> {
    let trimmed = name.trim();
    let in_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if trimmed.is_empty() || !trimmed.bytes().all(in_token) {
        return Some(format!("`{}` is no name of a header", name.escape_debug()));
    }
    OF_THE_CONNECTION
        .iter()
        .any(|own| trimmed.eq_ignore_ascii_case(own))
        .then(|| format!("the header `{name}` cannot be set: the connection needs it"))
}

#[cfg(test)]
mod tests {
    use super::refused_header;

    #[test]
    fn names_are_tokens_and_none_of_the_connection() {
        for (name, refused) in [
            ("Authorization", false),
            ("X-Token_2", false),
            (" Accept ", false),
            ("Bad Header", true),
            ("X:Y", true),
            ("näme", true),
            ("", true),
            ("Host", true),
            ("transfer-encoding", true),
        ] {
            assert_eq!(refused_header(name).is_some(), refused, "{name:?}");
        }
    }
}

//! Which paths a rule is about.

/// Whether `path` begins as `pattern` says: part by part, `*` for any one part, `$` at the end where nothing may
/// follow.
pub(super) fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, whole) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let parts = |text: &str| text.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    let (wanted, given): (Vec<String>, Vec<String>) = (parts(pattern), parts(path));
    let begins = wanted.len() <= given.len()
        && wanted.iter().zip(&given).all(|(wanted, given)| wanted == "*" || wanted == given);
    begins && (!whole || wanted.len() == given.len())
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_pattern_is_the_beginning_of_a_path_by_parts() {
        #[track_caller]
        fn check(pattern: &str, path: &str, expected: bool) {
            assert_eq!(fits(pattern, path), expected, "{pattern} {path}");
        }
        check("", "/messages", true);
        check("/messages", "/messages", true);
        check("/messages", "/messages/1", true);
        check("/messages", "/messagesX", false);
        check("/messages$", "/messages/", true);
        check("/messages$", "/messages/1", false);
        check("/messages/*", "/messages", false);
        check("/messages/*$", "/messages/1", true);
        check("/*/1", "/rooms/1/meetingInfo", true);
    }
}

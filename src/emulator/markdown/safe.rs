//! What html may be shown: an allow-list, and escaping.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Tags of drawn messages. Everything else is dropped, whatever wrote it.
const TAGS: [&str; 19] = [
    "a",
    "blockquote",
    "br",
    "code",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "spark-mention",
    "strong",
    "ul",
];

static ALLOWED: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut builder = ammonia::Builder::empty();
    builder
        .tags(HashSet::from(TAGS))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href"])),
            ("ol", HashSet::from(["start"])),
            ("spark-mention", HashSet::from(["data-object-type", "data-object-id", "data-group-type"])),
        ]))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer"));
    builder
});

/// Keeps only what is allowed.
pub(super) fn sanitise(html: &str) -> String {
    ALLOWED.clean(html).to_string()
}

/// Text as html: also fit for an attribute in double quotes.
pub(crate) fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::{escape, sanitise};

    #[test]
    fn only_the_allow_list_passes() {
        #[track_caller]
        fn check(html: &str, expected: &str) {
            assert_eq!(sanitise(html), expected);
        }
        check("<p onclick=\"x()\">a</p>", "<p>a</p>");
        check("<img src=x onerror=alert(1)>", "");
        check("<a href=\"javascript:x\">a</a>", "<a rel=\"noopener noreferrer\">a</a>");
        check("<a href=\"/control/reset\">a</a>", "<a rel=\"noopener noreferrer\">a</a>");
        check("<p style=\"position:fixed\" class=\"x\">a</p>", "<p>a</p>");
        check("<iframe src=\"https://a\"></iframe>b", "b");
    }

    #[test]
    fn escaped_text_is_text() {
        assert_eq!(escape("<a href=\"x\">&'"), "&lt;a href=&quot;x&quot;&gt;&amp;&#39;");
    }
}

//! The table of all codes: one line each, sorted. Everything else about a code (its page, the list
//! of `wbot error`, the reference) is derived from here and from `codes/<area>/<name>.md`.

use super::{Code, Severity};

macro_rules! codes {
    ($($name:literal $severity:ident $since:literal => $ident:ident,)*) => {
        $(
            #[doc = concat!("`", $name, "`")]
            pub static $ident: Code = Code {
                name: $name,
                severity: Severity::$severity,
                since: $since,
                page: include_str!(concat!("codes/", $name, ".md")),
            };
        )*
        /// All codes, in the order of the table.
        pub static ALL: &[&Code] = &[$(&$ident,)*];
    };
}

codes! {
    "file/not-found" Error "0.1" => FILE_NOT_FOUND,
    "file/not-utf8" Error "0.1" => FILE_NOT_UTF8,
    "file/test-file-missing" Warning "0.1" => FILE_TEST_FILE_MISSING,
    "file/unknown-library-module" Error "0.1" => FILE_UNKNOWN_LIBRARY_MODULE,
    "file/unreadable" Error "0.1" => FILE_UNREADABLE,
    "file/use-cycle" Error "0.1" => FILE_USE_CYCLE,
    "pattern/bad-name" Error "0.1" => PATTERN_BAD_NAME,
    "pattern/bad-type" Error "0.1" => PATTERN_BAD_TYPE,
    "pattern/bad-word" Error "0.1" => PATTERN_BAD_WORD,
    "pattern/default" Error "0.1" => PATTERN_DEFAULT,
    "pattern/duplicate-name" Error "0.1" => PATTERN_DUPLICATE_NAME,
    "pattern/empty" Error "0.1" => PATTERN_EMPTY,
    "pattern/empty-group" Error "0.1" => PATTERN_EMPTY_GROUP,
    "pattern/flag-place" Error "0.1" => PATTERN_FLAG_PLACE,
    "pattern/hole-mismatch" Error "0.1" => PATTERN_HOLE_MISMATCH,
    "pattern/not-separated" Error "0.1" => PATTERN_NOT_SEPARATED,
    "pattern/regex" Error "0.1" => PATTERN_REGEX,
    "pattern/rest-not-last" Error "0.1" => PATTERN_REST_NOT_LAST,
    "pattern/stray" Error "0.1" => PATTERN_STRAY,
    "pattern/too-deep" Error "0.1" => PATTERN_TOO_DEEP,
    "pattern/unclosed" Error "0.1" => PATTERN_UNCLOSED,
    "syntax/comparison-chain" Error "0.1" => SYNTAX_COMPARISON_CHAIN,
    "syntax/number" Error "0.1" => SYNTAX_NUMBER,
    "syntax/reserved-word" Error "0.1" => SYNTAX_RESERVED_WORD,
    "syntax/stray-bracket" Error "0.1" => SYNTAX_STRAY_BRACKET,
    "syntax/too-deep" Error "0.1" => SYNTAX_TOO_DEEP,
    "syntax/too-long" Error "0.1" => SYNTAX_TOO_LONG,
    "syntax/unclosed-bracket" Error "0.1" => SYNTAX_UNCLOSED_BRACKET,
    "syntax/unclosed-string" Error "0.1" => SYNTAX_UNCLOSED_STRING,
    "syntax/unexpected" Error "0.1" => SYNTAX_UNEXPECTED,
    "syntax/unknown-escape" Error "0.1" => SYNTAX_UNKNOWN_ESCAPE,
    "syntax/unknown-word" Error "0.1" => SYNTAX_UNKNOWN_WORD,
}

/// The code called `name`, if there is one.
#[must_use]
pub fn find(name: &str) -> Option<&'static Code> {
    ALL.iter().copied().find(|code| code.name == name)
}

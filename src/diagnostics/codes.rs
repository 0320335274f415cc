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
    "check/bad-declaration" Error "0.1" => CHECK_BAD_DECLARATION,
    "check/bad-format" Error "0.1" => CHECK_BAD_FORMAT,
    "check/bad-regex" Error "0.1" => CHECK_BAD_REGEX,
    "check/bad-setting" Error "0.1" => CHECK_BAD_SETTING,
    "check/branch-types" Error "0.1" => CHECK_BRANCH_TYPES,
    "check/cannot-iterate" Error "0.1" => CHECK_CANNOT_ITERATE,
    "check/condition-not-bool" Error "0.1" => CHECK_CONDITION_NOT_BOOL,
    "check/duplicate-name" Error "0.1" => CHECK_DUPLICATE_NAME,
    "check/host-not-listed" Error "0.1" => CHECK_HOST_NOT_LISTED,
    "check/impure-lambda" Error "0.1" => CHECK_IMPURE_LAMBDA,
    "check/json-unchecked" Error "0.1" => CHECK_JSON_UNCHECKED,
    "check/match-not-exhaustive" Error "0.1" => CHECK_MATCH_NOT_EXHAUSTIVE,
    "check/maybe-none" Error "0.1" => CHECK_MAYBE_NONE,
    "check/misplaced" Error "0.1" => CHECK_MISPLACED,
    "check/missing-field" Error "0.1" => CHECK_MISSING_FIELD,
    "check/missing-type" Error "0.1" => CHECK_MISSING_TYPE,
    "check/missing-verify" Error "0.1" => CHECK_MISSING_VERIFY,
    "check/never-equal" Error "0.1" => CHECK_NEVER_EQUAL,
    "check/no-conversation" Error "0.1" => CHECK_NO_CONVERSATION,
    "check/no-value" Error "0.1" => CHECK_NO_VALUE,
    "check/not-a-function" Error "0.1" => CHECK_NOT_A_FUNCTION,
    "check/not-a-value" Error "0.1" => CHECK_NOT_A_VALUE,
    "check/not-assignable" Error "0.1" => CHECK_NOT_ASSIGNABLE,
    "check/not-constant" Error "0.1" => CHECK_NOT_CONSTANT,
    "check/not-in-union" Error "0.1" => CHECK_NOT_IN_UNION,
    "check/operator-types" Error "0.1" => CHECK_OPERATOR_TYPES,
    "check/recursive-result" Error "0.1" => CHECK_RECURSIVE_RESULT,
    "check/recursive-type" Error "0.1" => CHECK_RECURSIVE_TYPE,
    "check/secret-leak" Error "0.1" => CHECK_SECRET_LEAK,
    "check/state-name" Error "0.1" => CHECK_STATE_NAME,
    "check/too-many-branches" Error "0.1" => CHECK_TOO_MANY_BRANCHES,
    "check/type-mismatch" Error "0.1" => CHECK_TYPE_MISMATCH,
    "check/unknown-element-type" Error "0.1" => CHECK_UNKNOWN_ELEMENT_TYPE,
    "check/unknown-field" Error "0.1" => CHECK_UNKNOWN_FIELD,
    "check/unknown-name" Error "0.1" => CHECK_UNKNOWN_NAME,
    "check/unknown-type" Error "0.1" => CHECK_UNKNOWN_TYPE,
    "check/unreachable-handler" Error "0.1" => CHECK_UNREACHABLE_HANDLER,
    "check/wrong-arguments" Error "0.1" => CHECK_WRONG_ARGUMENTS,
    "file/not-found" Error "0.1" => FILE_NOT_FOUND,
    "file/not-utf8" Error "0.1" => FILE_NOT_UTF8,
    "file/test-file-missing" Warning "0.1" => FILE_TEST_FILE_MISSING,
    "file/unknown-library-module" Error "0.1" => FILE_UNKNOWN_LIBRARY_MODULE,
    "file/unreadable" Error "0.1" => FILE_UNREADABLE,
    "file/use-cycle" Error "0.1" => FILE_USE_CYCLE,
    "lint/never-none" Warning "0.1" => LINT_NEVER_NONE,
    "lint/raw-data" Warning "0.1" => LINT_RAW_DATA,
    "lint/unreachable-arm" Warning "0.1" => LINT_UNREACHABLE_ARM,
    "lint/unreachable-code" Warning "0.1" => LINT_UNREACHABLE_CODE,
    "lint/unused-value" Warning "0.1" => LINT_UNUSED_VALUE,
    "lint/unused-variable" Warning "0.1" => LINT_UNUSED_VARIABLE,
    "lint/unverified-webhook" Warning "0.1" => LINT_UNVERIFIED_WEBHOOK,
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
    "run/abandoned" Warning "0.1" => RUN_ABANDONED,
    "run/arithmetic" Error "0.1" => RUN_ARITHMETIC,
    "run/builtin" Error "0.1" => RUN_BUILTIN,
    "run/fail" Warning "0.1" => RUN_FAIL,
    "run/full" Warning "0.1" => RUN_FULL,
    "run/http" Error "0.1" => RUN_HTTP,
    "run/internal" Error "0.1" => RUN_INTERNAL,
    "run/limit" Error "0.1" => RUN_LIMIT,
    "run/program" Error "0.1" => RUN_PROGRAM,
    "run/reload" Warning "0.1" => RUN_RELOAD,
    "run/shape" Error "0.1" => RUN_SHAPE,
    "run/store" Error "0.1" => RUN_STORE,
    "run/timeout" Warning "0.1" => RUN_TIMEOUT,
    "run/webex" Error "0.1" => RUN_WEBEX,
    "run/webhook" Warning "0.1" => RUN_WEBHOOK,
    "syntax/assignment-in-condition" Error "0.1" => SYNTAX_ASSIGNMENT_IN_CONDITION,
    "syntax/comment-style" Error "0.1" => SYNTAX_COMMENT_STYLE,
    "syntax/comparison-chain" Error "0.1" => SYNTAX_COMPARISON_CHAIN,
    "syntax/foreign-word" Error "0.1" => SYNTAX_FOREIGN_WORD,
    "syntax/number" Error "0.1" => SYNTAX_NUMBER,
    "syntax/quote-style" Error "0.1" => SYNTAX_QUOTE_STYLE,
    "syntax/reserved-word" Error "0.1" => SYNTAX_RESERVED_WORD,
    "syntax/space-before-bracket" Error "0.1" => SYNTAX_SPACE_BEFORE_BRACKET,
    "syntax/stray-bracket" Error "0.1" => SYNTAX_STRAY_BRACKET,
    "syntax/too-deep" Error "0.1" => SYNTAX_TOO_DEEP,
    "syntax/too-long" Error "0.1" => SYNTAX_TOO_LONG,
    "syntax/unclosed-bracket" Error "0.1" => SYNTAX_UNCLOSED_BRACKET,
    "syntax/unclosed-string" Error "0.1" => SYNTAX_UNCLOSED_STRING,
    "syntax/unexpected" Error "0.1" => SYNTAX_UNEXPECTED,
    "syntax/unknown-escape" Error "0.1" => SYNTAX_UNKNOWN_ESCAPE,
    "syntax/unknown-word" Error "0.1" => SYNTAX_UNKNOWN_WORD,
    "syntax/wrong-arrow" Error "0.1" => SYNTAX_WRONG_ARROW,
    "unsupported/construct" Error "0.1" => UNSUPPORTED_CONSTRUCT,
}

/// The code called `name`, if there is one.
#[must_use]
pub fn find(name: &str) -> Option<&'static Code> {
    ALL.iter().copied().find(|code| code.name == name)
}

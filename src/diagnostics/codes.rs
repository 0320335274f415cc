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
    "syntax/unexpected" Error "0.1" => SYNTAX_UNEXPECTED,
}

/// The code called `name`, if there is one.
#[must_use]
pub fn find(name: &str) -> Option<&'static Code> {
    ALL.iter().copied().find(|code| code.name == name)
}

//! What the language has and this compiler does not do yet: one table, one diagnostic for each use.

use crate::base::Span;
use crate::check::checker::Checker;
use crate::check::expr::unknown;
use crate::check::hir::Expr;
use crate::diagnostics::{Diagnostic, codes};

macro_rules! constructs {
    ($($(#[$doc:meta])* $name:ident $words:literal,)*) => {
        /// A construct that is not done yet.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Construct {
            $($(#[$doc])* $name,)*
        }

        impl Construct {
            /// What to call it.
            pub(super) fn words(self) -> &'static str {
                match self {
                    $(Self::$name => $words,)*
                }
            }
        }
    };
}

constructs! {
    CardFile "a card from a file",
}

impl Checker<'_> {
    /// Says that a construct is not done yet.
    pub(super) fn unsupported(&mut self, construct: Construct, span: Span) -> Expr {
        let message =
            format!("{} is part of the language, but this version can't run it yet", construct.words());
        self.push(
            Diagnostic::new(&codes::UNSUPPORTED_CONSTRUCT, span, message)
                .help("leave it out for now, or do it another way"),
        );
        unknown(span)
    }
}

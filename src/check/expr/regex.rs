//! Regexes.

use crate::base::Span;
use crate::check::checker::Checker;
use crate::check::hir::RegexLiteral;
use crate::diagnostics::{Diagnostic, codes};
use crate::pattern::{RegexGroup, check_regex};
use crate::syntax::ast::RegexLit;
use crate::value::Type;
use smol_str::{SmolStr, format_smolstr};

impl Checker<'_> {
    /// The regex and its named groups; nothing, reported inside the literal, where it is none.
    pub(in crate::check) fn check_regex(
        &mut self,
        regex: &RegexLit,
    ) -> Option<(RegexLiteral, Vec<RegexGroup>)> {
        match check_regex(&regex.pattern, &regex.flags) {
            Ok(groups) => {
                let source = if regex.flags.is_empty() {
                    regex.pattern.clone()
                } else {
                    format_smolstr!("(?{}){}", sorted_flags(&regex.flags), regex.pattern)
                };
                let source = SmolStr::new(source.replace("\\/", "/"));
                Some((RegexLiteral { source, span: regex.span }, groups))
            }
            Err(mistake) => {
                let start = regex.span.start as usize + 1;
                let inside = Span::new(regex.span.source, start + mistake.at.start, start + mistake.at.end);
                let span =
                    if inside.is_empty() || !regex.span.contains(inside) { regex.span } else { inside };
                self.push(
                    Diagnostic::new(&codes::CHECK_BAD_REGEX, span, mistake.message)
                        .help("write a regex of Rust's `regex` crate: no look-around, no back references"),
                );
                None
            }
        }
    }
}

/// The type of the local that a group is.
pub(in crate::check) fn group_type(group: &RegexGroup) -> Type {
    if group.can_be_absent { Type::Text.optional() } else { Type::Text }
}

/// Each flag once, so that the prefix is valid.
fn sorted_flags(flags: &str) -> String {
    ['i', 'm', 's'].into_iter().filter(|flag| flags.contains(*flag)).collect()
}

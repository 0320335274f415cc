//! Regexes.

use crate::base::Span;
use crate::check::checker::Checker;
use crate::check::hir::{GroupBinding, RegexLiteral};
use crate::diagnostics::{Diagnostic, codes};
use crate::pattern::{RegexGroup, check_regex, regex_help};
use crate::syntax::ast::{Name, RegexLit};
use crate::syntax::{self, NameKind};
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
                let flags = Span {
                    start: regex.span.end.saturating_sub(u32::try_from(regex.flags.len()).unwrap_or(0)),
                    ..regex.span
                };
                let span = if mistake.message.contains("flag") { flags } else { span };
                let help = regex_help(&mistake.message);
                self.push(Diagnostic::new(&codes::CHECK_BAD_REGEX, span, mistake.message).help(help));
                self.declare_broken_groups(&regex.pattern, regex.span);
                None
            }
        }
    }

    /// The groups of a regex that is none still have their names.
    fn declare_broken_groups(&mut self, pattern: &str, span: Span) {
        if self.bodies.is_empty() {
            return;
        }
        let names = pattern.split("(?").skip(1).filter_map(|rest| {
            let rest = rest.strip_prefix('P').unwrap_or(rest).strip_prefix('<')?;
            rest.split_once('>').map(|(name, _)| SmolStr::new(name)).filter(|name| syntax::is_name(name))
        });
        for name in names {
            self.declare_given(&name, Type::Unknown, span);
        }
    }

    /// Variables for the named groups of a regex that stands at `span`.
    pub(in crate::check) fn declare_groups(
        &mut self,
        groups: &[RegexGroup],
        span: Span,
    ) -> Vec<GroupBinding> {
        let source = self.slice(span);
        let mut bindings = Vec::with_capacity(groups.len());
        for group in groups {
            let start = source.find(&format!("<{}>", group.name)).map(|at| span.start as usize + at + 1);
            let at = start.map_or(span, |start| Span::new(span.source, start, start + group.name.len()));
            self.named(&Name { text: group.name.clone(), span: at }, NameKind::Value);
            let local = self.declare_given(&group.name, group_type(group), span);
            bindings.push(GroupBinding { name: group.name.clone(), local });
        }
        bindings
    }
}

/// The type of the local that a group is.
fn group_type(group: &RegexGroup) -> Type {
    if group.can_be_absent { Type::Text.optional() } else { Type::Text }
}

/// Each flag once, so that the prefix is valid.
fn sorted_flags(flags: &str) -> String {
    ['i', 'm', 's'].into_iter().filter(|flag| flags.contains(*flag)).collect()
}

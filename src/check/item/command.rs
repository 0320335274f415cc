//! `command`: patterns and what they bind.

use crate::base::Span;
use crate::check::body::LocalKind;
use crate::check::checker::Checker;
use crate::check::hir::{CommandPattern, HandlerKind, HoleBinding, Local};
use crate::check::item::handler::Made;
use crate::check::types::usual_type;
use crate::diagnostics::{Diagnostic, codes, nearest};
use crate::pattern::{ArgumentType, BindingSource, HoleType, Matcher, Pattern, parse};
use crate::syntax::ast::{Name, PatternLit};
use crate::value::Type;
use smol_str::SmolStr;

impl Checker<'_> {
    pub(super) fn check_command(&mut self, literals: &[PatternLit]) -> Made {
        let mut patterns: Vec<Pattern> = Vec::with_capacity(literals.len());
        for literal in literals {
            let inside = Span {
                start: literal.span.start.saturating_add(1),
                end: literal.span.end.saturating_sub(1),
                ..literal.span
            };
            let (pattern, lost) = self.read_pattern(&literal.text, inside);
            self.body_mut().lost.extend(lost);
            patterns.push(pattern);
        }
        let before = self.mark();
        let (matcher, mut unread) = self.lower_patterns(&patterns);
        if !self.body().lost.is_empty() {
            // What holes can be left out is not known.
            self.rewind(before);
            unread.extend(self.body().lost.iter().cloned());
        }
        let spans: Vec<(SmolStr, Span)> = patterns
            .iter()
            .flat_map(|pattern| {
                pattern
                    .holes()
                    .into_iter()
                    .map(|hole| (SmolStr::new(hole.name), hole.name_span))
                    .collect::<Vec<_>>()
            })
            .collect();
        let mut holes = Vec::with_capacity(matcher.parameters.len());
        for parameter in &matcher.parameters {
            let span = spans
                .iter()
                .find(|(name, _)| *name == parameter.name)
                .map_or_else(Span::default, |(_, span)| *span);
            // What it is was meant to be said.
            let ty = if unread.contains(&parameter.name) { Type::Unknown } else { parameter.ty() };
            let hole = Local { name: parameter.name.clone(), ty, mutable: false, span };
            let local = self.body_mut().declare(hole, LocalKind::Hole);
            holes.push(HoleBinding { name: parameter.name.clone(), local });
        }
        let params: Vec<SmolStr> =
            matcher.parameters.iter().map(|parameter| parameter.name.clone()).collect();
        let count = params.len();
        self.body_mut().pattern = literals.first().map(|literal| literal.text.clone());
        let patterns = literals
            .iter()
            .map(|literal| CommandPattern {
                source: literal.text.clone(),
                holes: holes.clone(),
                span: literal.span,
            })
            .collect();
        Made { kind: HandlerKind::Command { patterns, matcher, params }, params: count }
    }

    /// Lowers the patterns of a command or an intent; also gives the names whose types are in error.
    pub(super) fn lower_patterns(&mut self, patterns: &[Pattern]) -> (Matcher, Vec<SmolStr>) {
        let mut failed: Vec<Span> = Vec::new();
        let (matcher, diagnostics) = Matcher::lower(patterns, &mut |name: &str, span: Span| {
            let found = self.argument_type(name, span);
            failed.extend(found.is_none().then_some(span));
            found
        });
        self.sink.extend(diagnostics);
        let bindings = patterns.iter().flat_map(Pattern::holes);
        let unread = bindings.filter(|binding| match binding.source {
            BindingSource::Hole(hole) => is_unread(&hole.kind, &failed),
            BindingSource::Flag(_) => false,
        });
        let unread = unread.map(|binding| SmolStr::new(binding.name)).collect();
        (matcher, unread)
    }

    /// Reads a pattern; also gives the words of one that has mistakes: which of them are names, and of what types,
    /// is not known.
    pub(super) fn read_pattern(&mut self, text: &str, inside: Span) -> (Pattern, Vec<SmolStr>) {
        let (pattern, mut diagnostics) = parse(text, inside);
        if diagnostics.is_empty() {
            return (pattern, Vec::new());
        }
        // A bracket that is missing is a mistake of its own; what stands beside it was not read as it was meant.
        let brackets = [codes::PATTERN_UNCLOSED.name, codes::PATTERN_STRAY.name];
        if let Some(at) = diagnostics.iter().position(|one| brackets.contains(&one.code.name)) {
            diagnostics.swap(0, at);
            diagnostics.truncate(1);
        }
        self.sink.extend(diagnostics);
        (pattern, words_of(text))
    }

    /// What a declared type takes of a message.
    pub(super) fn argument_type(&mut self, name: &str, span: Span) -> Option<ArgumentType> {
        let (module, last) = match name.split_once('.') {
            Some((module, last)) => {
                let found = self.modules.get(self.module)?.uses.get(module).copied();
                match found {
                    Some(found) => (found?, last),
                    None if self.is_lost(module) => return None,
                    None => {
                        let message = format!("there is no module `{module}` here");
                        self.report(&codes::CHECK_UNKNOWN_TYPE, span, message);
                        return None;
                    }
                }
            }
            None => (self.module, name),
        };
        let Some(at) = self.declared_type(module, last) else {
            if self.is_lost(name) {
                return None;
            }
            let declared: Vec<SmolStr> = self
                .modules
                .get(module)
                .map(|module| module.types.keys().cloned().collect())
                .unwrap_or_default();
            let known = ArgumentType::NAMES.into_iter().chain(declared.iter().map(SmolStr::as_str));
            let near = usual_type(name).or_else(|| nearest(name, known));
            let message = format!("there is no type `{name}`");
            let diagnostic = Diagnostic::new(&codes::CHECK_UNKNOWN_TYPE, span, message);
            self.push(match near {
                Some(near) => diagnostic.did_you_mean(Some(near)),
                None if name == "json" => {
                    diagnostic.help("take the text and read it: `{x...}`, and `json.parse(x)` in the handler")
                }
                None if name.starts_with(|c: char| c.is_ascii_uppercase()) => {
                    diagnostic.help(format!("declare it: `type {name} = \"a\" | \"b\"`"))
                }
                None => diagnostic.help(format!("the types are `{}`", ArgumentType::NAMES.join(" "))),
            });
            return None;
        };
        let ty = self.resolve_declared(at, &Name { text: SmolStr::new(last), span });
        if ty == Type::Unknown {
            return None;
        }
        let found = ArgumentType::of_type(&ty);
        if found.is_none() {
            let message = format!("nobody can type a `{ty}` in a message");
            self.push(
                Diagnostic::new(&codes::CHECK_TYPE_MISMATCH, span, message)
                    .help("use a text, a number, a date, a union and the like"),
            );
        }
        found
    }
}

/// The words of a pattern or a regex, any of which may be a name that it gives.
pub(super) fn words_of(pattern: &str) -> Vec<SmolStr> {
    let words = pattern.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
    words.map(SmolStr::new).collect()
}

/// Whether the type of a hole is in error; `failed` are the names of types that are.
fn is_unread(kind: &HoleType, failed: &[Span]) -> bool {
    match kind {
        HoleType::Unread => true,
        HoleType::Named { span, .. } => failed.contains(span),
        HoleType::List { item, .. } => is_unread(item, failed),
        HoleType::Word | HoleType::Rest | HoleType::Regex { .. } | HoleType::Literals { .. } => false,
    }
}

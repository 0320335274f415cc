//! `intent`, and `on INTENT(slots)`.

use crate::base::Span;
use crate::check::checker::Checker;
use crate::check::hir::HandlerKind;
use crate::check::item::handler::Made;
use crate::check::scope::Def;
use crate::check::types::fit;
use crate::diagnostics::{Diagnostic, codes, nearest};
use crate::pattern::{Intent, Node, Pattern};
use crate::syntax::ast;
use crate::value::Type;
use smol_str::SmolStr;

/// What is written for a trigger that is called so elsewhere.
fn trigger_meant(written: &str) -> Option<&'static str> {
    Some(match written {
        "ready" | "connect" | "startup" | "load" | "init" => {
            "write `on start { ... }` for what is done when the bot starts"
        }
        "added" | "invited" | "welcome" => "write `on join { ... }` for when the bot is added to a room",
        "otherwise" => "leave out the `on`: `otherwise { ... }`",
        _ => return None,
    })
}

impl Checker<'_> {
    /// Reads the phrases of all intents.
    pub(in crate::check) fn check_intents(&mut self) {
        for at in 0..self.intents.len() {
            let Some((ast, module)) = self.intents.get(at).copied() else { continue };
            let intent = self.in_module(module, |checker| checker.intent_of(ast));
            self.program.intents.push(intent);
        }
    }

    fn intent_of(&mut self, ast: &ast::IntentDecl) -> Intent {
        let mut patterns: Vec<Pattern> = Vec::new();
        let mut lost: Vec<SmolStr> = Vec::new();
        for phrase in &ast.phrases {
            let inside = Span {
                start: phrase.span.start.saturating_add(1),
                end: phrase.span.end.saturating_sub(1),
                ..phrase.span
            };
            let (pattern, words) = self.read_pattern(&phrase.text, inside);
            lost.extend(words);
            if let Some(Node::Flag(flag)) = pattern.nodes.iter().find(|node| matches!(node, Node::Flag(_))) {
                self.push(
                    Diagnostic::new(
                        &codes::PATTERN_FLAG_PLACE,
                        flag.span,
                        "nobody says a flag in a sentence",
                    )
                    .help("use a command for that"),
                );
            }
            patterns.push(pattern);
        }
        if patterns.is_empty() {
            let message = format!("the intent `{}` has no phrases to learn from", ast.name.text);
            self.push(
                Diagnostic::new(&codes::CHECK_BAD_DECLARATION, ast.name.span, message)
                    .help("write what people say: `intent thanks { \"thank you\" \"cheers\" }`"),
            );
        }
        let (matcher, unread) = self.lower_patterns(&patterns);
        let at = self.program.intents.len();
        self.unread_slots.extend(unread.into_iter().chain(lost).map(|name| (at, name)));
        Intent::of(self.qualified(&ast.name.text), &patterns, &matcher)
    }

    /// Whether what a path names could not be read, so far as it is declared at all.
    fn is_broken_path(&self, name: &ast::Path, written: &str) -> bool {
        let declared = self.declared_path(name);
        declared.is_some_and(|declared| declared.what == Def::Broken) || self.is_lost(written)
    }

    pub(super) fn check_intent_trigger(&mut self, name: &ast::Path, params: &[ast::Param]) -> Option<Made> {
        let Some(Def::Intent(at)) = self.declared_path(name).map(|declared| declared.what) else {
            // Of what it gives nothing is known.
            for param in params {
                self.declare_named(&param.name, Type::Unknown);
            }
            let written = self.slice(name.span).to_owned();
            if self.is_broken_path(name, &written) {
                return None;
            }
            let intents: Vec<SmolStr> =
                self.program.intents.iter().map(|intent| intent.name.clone()).collect();
            let triggers = ["message", "join", "leave", "member", "webhook", "error", "start"];
            let known = intents.iter().map(SmolStr::as_str).chain(triggers);
            let message = format!("there is no intent `{written}`");
            let diagnostic = Diagnostic::new(&codes::CHECK_UNKNOWN_NAME, name.span, message);
            let near = nearest(&written, known).filter(|near| *near != written);
            self.push(match near {
                _ if written == "error" => {
                    Diagnostic { message: "`on error` takes no parameters".to_owned(), ..diagnostic }
                        .help("write `on error as err { ... }`")
                }
                _ if let Some(help) = trigger_meant(&written) => diagnostic.help(help),
                _ if written == "message" => Diagnostic {
                    message: "nothing says which messages are meant".to_owned(),
                    ..diagnostic
                }
                .help("write `on message /.../ { ... }`, or `otherwise { ... }` for what nothing else takes"),
                Some(near) => diagnostic.did_you_mean(Some(near)),
                None => diagnostic.help(format!("declare it: `intent {written} {{ \"what people say\" }}`")),
            });
            return None;
        };
        let infos: Vec<_> = params.iter().map(|param| self.check_param(param)).collect();
        for (param, info) in params.iter().zip(&infos) {
            self.declare_named(&param.name, info.ty.clone());
        }
        let unread = self
            .intents
            .get(at)
            .is_some_and(|(ast, _)| ast.phrases.iter().any(|phrase| !self.slice(phrase.span).ends_with('"')));
        let slots = self.program.intents.get(at)?.slots.clone();
        // What a phrase without its closing quote holds is not known.
        for info in infos.iter().filter(|_| !unread) {
            let Some(slot) = slots.iter().find(|slot| slot.name == info.name) else {
                let names: Vec<&str> = slots.iter().map(|slot| slot.name.as_str()).collect();
                let message = format!("no phrase of the intent has a `{{{}}}`", info.name);
                let diagnostic = Diagnostic::new(&codes::CHECK_UNKNOWN_NAME, info.span, message);
                let near = nearest(&info.name, names.iter().copied());
                self.push(match near {
                    Some(near) => diagnostic.did_you_mean(Some(near)),
                    None => diagnostic.help(format!("write one: `\"... {{{}}}\"`", info.name)),
                });
                continue;
            };
            let given = slot.ty.value_type().optional();
            let unread = self.unread_slots.iter().any(|(intent, slot)| *intent == at && *slot == info.name);
            if !unread && info.ty != Type::Unknown && fit(&given, &info.ty).is_none() {
                let message = format!("a sentence may leave `{}` out, and it is `{given}` then", info.name);
                self.push(
                    Diagnostic::new(&codes::CHECK_TYPE_MISMATCH, info.span, message)
                        .help(format!("write `{}: {given}`", info.name)),
                );
            }
        }
        let count = infos.len();
        let params = infos.into_iter().map(|info| info.name).collect();
        Some(Made { kind: HandlerKind::Intent { intent: at, params }, params: count })
    }
}

//! Reading the file of a card, and the expression that fills it in.

use super::submit::with_own_data;
use super::walk::Walk;
use crate::base::{SourceText, Span};
use crate::cards::{Places, Template};
use crate::check::checker::{Checker, ParamInfo};
use crate::check::expr::typed;
use crate::check::hir::{Expr, ExprKind, RecordPart};
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast::{self, StringLit};
use crate::value::Type;
use serde_json::Value as Json;
use smol_str::SmolStr;
use std::sync::Arc;

/// The file that a card comes from.
pub(in crate::check) struct CardFile {
    pub(super) source: SourceText,
    pub(in crate::check::card) json: Json,
    pub(super) template: Template,
    pub(super) places: Places,
}

impl CardFile {
    /// Whether it is a card at all.
    pub(super) fn is_card(&self) -> bool {
        self.json.get("type").and_then(Json::as_str) == Some("AdaptiveCard")
    }
}

impl Checker<'_> {
    /// The file that `card` names; nothing (reported) if it holds no card.
    pub(in crate::check::card) fn read_card_file(&mut self, name: &StringLit) -> Option<Arc<CardFile>> {
        if name.as_plain().is_none() {
            let message = "the file of a card is a plain text";
            self.push(
                Diagnostic::new(&codes::CHECK_NOT_CONSTANT, name.span, message)
                    .help("write the path out: `from \"./approval.card.json\"`"),
            );
            return None;
        }
        let files = self.files;
        let cards = files.get(self.module).map(|file| file.cards).unwrap_or_default();
        // A file that could not be read has been reported.
        let source = cards.iter().find(|card| card.0 == name.span)?.1.clone();
        match serde_json::from_str::<Json>(&source.text) {
            Ok(json) => {
                let template = Template::read(&json);
                let places = Places::of(&source.text);
                Some(Arc::new(CardFile { source, json, template, places }))
            }
            Err(error) => {
                let start = source.text.split_inclusive('\n').take(error.line().saturating_sub(1));
                let offset = start.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
                let offset = offset.min(source.text.len().saturating_sub(1));
                let words = error.to_string();
                let why = words.split(" at line ").next().unwrap_or_default();
                self.push(
                    Diagnostic::new(
                        &codes::CARD_BAD_FILE,
                        Span::new(source.id, offset, offset + 1),
                        format!("this is no JSON: {why}"),
                    )
                    .also(name.span, "the card comes from this file")
                    .help("save the card payload of the designer as it is"),
                );
                None
            }
        }
    }

    /// Checks the file of a card; gives what fills it in.
    pub(in crate::check::card) fn file_content(
        &mut self,
        card: usize,
        (ast, params): (&ast::CardDecl, &[ParamInfo]),
        span: Span,
    ) -> Expr {
        for prop in &ast.props {
            let message = format!("`{}` of this card stands in its file", prop.name.text);
            self.push(
                Diagnostic::new(&codes::CARD_MISPLACED, prop.span, message).help("write it into the file"),
            );
        }
        let file = self.cards.get(card).and_then(|card| card.file.clone());
        let Some(file) = file else {
            self.mark_broken();
            return typed(ExprKind::Const(crate::value::Value::None), Type::Json, span);
        };
        self.file_defects(&file);
        let root = root_type(params);
        let mut walk = Walk::new(self, file.clone(), card, root);
        walk.all();
        let used = walk.used;
        let data = self.card_data((ast, params), &used, span);
        let template = with_own_data(&file.json).to_string();
        typed(ExprKind::Template { template: template.into(), data: Box::new(data) }, Type::Json, span)
    }

    /// What is wrong with the expressions of the file; its card is reviewed with all others.
    fn file_defects(&mut self, file: &CardFile) {
        if !file.is_card() {
            let place = file.place("", None);
            let message = "this file holds no card: its `type` is not `AdaptiveCard`";
            self.push(
                Diagnostic::new(&codes::CARD_BAD_FILE, place, message)
                    .help("save the card payload of the designer as it is"),
            );
            return;
        }
        for problem in &file.template.problems {
            let place = file.place(&problem.pointer, Some(problem.at.clone()));
            let diagnostic = Diagnostic::new(&codes::CARD_BAD_EXPRESSION, place, problem.message.clone());
            self.push(match problem.near {
                Some(near) => diagnostic.did_you_mean(Some(near)),
                None => diagnostic,
            });
        }
        for problem in &file.template.unclosed {
            let place = file.place(&problem.pointer, Some(problem.at.clone()));
            self.push(
                Diagnostic::new(&codes::CARD_BAD_EXPRESSION, place, problem.message.clone())
                    .help("close it with `}`, or write `\\${` for the signs themselves"),
            );
        }
    }

    /// The data of the file: the one record, or the parameters by their names.
    fn card_data(
        &mut self,
        (ast, params): (&ast::CardDecl, &[ParamInfo]),
        used: &[SmolStr],
        span: Span,
    ) -> Expr {
        let read = |checker: &mut Self, name: &ast::Name| {
            let name = ast::Expr { kind: ast::ExprKind::Name(name.text.clone()), span: name.span };
            checker.check_expr(&name, None)
        };
        if is_root(params)
            && let [only] = ast.params.as_slice()
        {
            return read(self, &only.name);
        }
        let mut parts = Vec::new();
        for param in ast.params.iter().filter(|param| used.contains(&param.name.text)) {
            parts.push(RecordPart::Field(param.name.text.clone(), read(self, &param.name)));
        }
        typed(ExprKind::Record(parts), Type::Json, span)
    }
}

/// Whether the one parameter is the data itself.
fn is_root(params: &[ParamInfo]) -> bool {
    matches!(params, [only] if matches!(only.ty, Type::Record(_) | Type::Json | Type::Map(_)))
}

/// What the file sees.
fn root_type(params: &[ParamInfo]) -> Type {
    match params {
        // Of a type that is in error it is not known whether it is the data itself.
        [only] if is_root(params) || only.ty == Type::Unknown => only.ty.clone(),
        params => Type::record(params.iter().map(|param| (param.name.clone(), param.ty.clone()))),
    }
}

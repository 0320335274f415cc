//! `card` and `action` declarations: what others must know of them, then the function of each card.

use super::habit::near_property;
use super::make::{Object, block, constant, own, read};
use super::node::{Slot, Target};
use super::press::Pressed;
use crate::base::Span;
use crate::cards::{card_property, of_json_type};
use crate::check::body::{Body, BodyKind, LocalKind};
use crate::check::card::{CardFile, InputInfo};
use crate::check::checker::{Checker, ParamInfo};
use crate::check::expr::typed;
use crate::check::hir::{self, Audience, Block, CardParam, Expr, ExprKind, FunctionId, RecordPart};
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast::{self, CardBody, Item, Trigger};
use crate::value::{Type, Value};
use smol_str::SmolStr;
use std::sync::Arc;

/// A declared card.
pub(in crate::check) struct CardDef<'a> {
    pub(in crate::check) ast: &'a ast::CardDecl,
    pub(in crate::check) module: usize,
    pub(in crate::check) name: SmolStr,
    pub(in crate::check) params: Vec<ParamInfo>,
    /// The designer file that it comes from.
    pub(in crate::check) file: Option<Arc<CardFile>>,
    /// The inputs that stand in it, those of included cards too.
    pub(in crate::check) inputs: Vec<InputInfo>,
    /// There may be more inputs: a line of it, or its file, could not be read.
    pub(in crate::check) unread: bool,
    pub(in crate::check) function: FunctionId,
    /// Said or asked, not only included.
    pub(in crate::check) sent: bool,
    /// Asked: a submit that starts no action answers it.
    pub(in crate::check) asked: bool,
}

/// A declared action.
pub(in crate::check) struct ActionDef {
    pub(in crate::check) name: SmolStr,
    pub(in crate::check) params: Vec<ParamInfo>,
    pub(in crate::check) span: Span,
}

impl Checker<'_> {
    /// What others must know of cards and actions. Declared functions have their ids by now.
    pub(in crate::check) fn declare_cards(&mut self) {
        for at in 0..self.cards.len() {
            let function = self.new_function();
            let Some(card) = self.cards.get_mut(at) else { continue };
            card.function = function;
            let (ast, module) = (card.ast, card.module);
            let (name, params, file) = self.in_module(module, |checker| {
                let params = ast.params.iter().map(|param| checker.check_param(param)).collect::<Vec<_>>();
                let file = match &ast.body {
                    CardBody::File(name) => checker.read_card_file(name),
                    CardBody::Nodes(_) => None,
                };
                (checker.qualified(&ast.name.text), params, file)
            });
            if let Some(card) = self.cards.get_mut(at) {
                (card.name, card.params, card.file) = (name, params, file);
            }
        }
        for at in 0..self.cards.len() {
            let Some(card) = self.cards.get(at) else { continue };
            let (ast, module) = (card.ast, card.module);
            let inputs = match &card.file {
                Some(file) => file.inputs(),
                None => self.in_module(module, |checker| checker.inputs_of(ast, &mut vec![at])),
            };
            let unread = self.is_unread_card(at, &mut Vec::new());
            if let Some(card) = self.cards.get_mut(at) {
                (card.inputs, card.unread) = (inputs, unread);
            }
        }
        let files = self.files;
        let mut next = 0;
        for (module, file) in files.iter().enumerate() {
            for item in &file.ast.items {
                let Item::Handler(handler) = item else { continue };
                let Trigger::Action { params, .. } = &handler.trigger else { continue };
                let params = self.in_module(module, |checker| {
                    params.iter().map(|param| checker.check_param(param)).collect::<Vec<_>>()
                });
                if let Some(action) = self.actions.get_mut(next) {
                    action.params = params;
                }
                next += 1;
            }
        }
    }

    /// Checks the bodies of all cards.
    pub(in crate::check) fn check_cards(&mut self) {
        let mark = self.mark();
        for at in 0..self.cards.len() {
            let Some(card) = self.cards.get(at) else { continue };
            let module = card.module;
            let function = card.function;
            self.in_module(module, |checker| checker.check_card(at, function));
        }
        self.buttons.unsure |= self.failed_since(mark);
    }

    /// The function of a card, or of one whose inputs have other names.
    fn check_card(&mut self, at: usize, function: FunctionId) {
        let Some(card) = self.cards.get(at) else { return };
        let (ast, name) = (card.ast, card.name.clone());
        let params = card.params.clone();
        self.bodies.push(Body::new(function, BodyKind::Function));
        for (info, param) in params.iter().zip(&ast.params) {
            self.declare_local(&param.name, info.ty.clone(), LocalKind::Param);
        }
        let span = ast.name.span;
        let around = self.pressed.replace(Pressed { card: at, shown: None, alone: false });
        let content = match &ast.body {
            CardBody::Nodes(nodes) => {
                let content = self.card_content(at, nodes, span);
                self.card_properties(content, ast)
            }
            CardBody::File(_) => self.file_content(at, (ast, &params), span),
        };
        self.pressed = around;
        let fallback = ast.fallback.as_ref().map(|text| self.expect_expr(text, &Type::Text));
        let expires = ast.expires.as_ref().map(|expires| self.expect_expr(expires, &Type::Duration));
        let by = match &ast.by {
            Some(ast::Audience::Group(path)) => match self.check_group_path(path).map(Audience::Group) {
                Some(Audience::Group(id)) => {
                    self.program.groups.get(id.index()).map(|group| own(&group.name, path.span))
                }
                _ => None,
            },
            Some(ast::Audience::Anyone(_)) | None => None,
        };
        let none = || constant(Value::None, Type::None, span);
        let field = |name: &'static str, value: Expr| RecordPart::Field(SmolStr::new_static(name), value);
        let record = ExprKind::Record(vec![
            field("name", own(&name, span)),
            field("content", content),
            field("fallback", fallback.unwrap_or_else(none)),
            field("once", constant(Value::Bool(ast.once.is_some()), Type::Bool, span)),
            field("expires", expires.unwrap_or_else(none)),
            field("by", by.unwrap_or_else(none)),
        ]);
        let value = typed(record, Type::Card, span);
        let Some(body) = self.bodies.pop() else { return };
        self.warn_unused(&body);
        let block = Block { stmts: Vec::new(), value: Some(Box::new(value)) };
        self.store_function(
            body,
            smol_str::format_smolstr!("card {name}"),
            params.len(),
            (block, Type::Card, span),
        );
        self.close_effects(function);
        if self.input_prefix.is_empty() {
            self.must_be_pure.push((function, span, "a card"));
        }
        let params = params.into_iter().map(|param| CardParam {
            name: param.name,
            ty: param.ty,
            default: param.default,
        });
        self.program.cards.push(hir::Card { name, function, params: params.collect() });
    }

    /// The function of a card that is included under a name: its inputs begin with it.
    pub(super) fn card_variant(&mut self, at: usize, prefix: SmolStr, span: Span) -> Option<FunctionId> {
        if let Some(function) = self.card_variants.get(&(at, prefix.clone())) {
            return Some(*function);
        }
        let module = self.cards.get(at)?.module;
        let function = self.new_function();
        self.card_variants.insert((at, prefix.clone()), function);
        // What is wrong with the card is said once, where it stands.
        let mark = self.mark();
        let before = std::mem::replace(&mut self.input_prefix, prefix);
        self.in_module(module, |checker| checker.check_card(at, function));
        self.input_prefix = before;
        self.rewind(mark);
        self.calls(function, span);
        Some(function)
    }

    fn card_content(&mut self, card: usize, nodes: &[ast::CardNode], span: Span) -> Expr {
        let (body, make_body) = self.list_variable(span);
        let (actions, make_actions) = self.list_variable(span);
        let target = Target { card, items: body, actions: Some(actions), slot: Slot::Body, shown: None };
        let mut stmts = vec![make_body, make_actions];
        stmts.extend(self.card_nodes(nodes, target));
        let mut object = Object::of_type("AdaptiveCard", span);
        object.set("version", own("1.3", span));
        object.set("body", read(body, span));
        object.set("actions", read(actions, span));
        block(stmts, object.finish(span))
    }

    /// The properties of the card as a whole.
    fn card_properties(&mut self, content: Expr, ast: &ast::CardDecl) -> Expr {
        let Expr { kind: ExprKind::Block(Block { stmts, value: Some(value) }), span, .. } = content else {
            return content;
        };
        let ExprKind::Map(entries) = value.kind else { return block(stmts, *value) };
        let mut object = Object::default();
        for (key, value) in entries {
            if let ExprKind::Const(name) = &key.kind
                && let Some(name) = name.as_str()
            {
                object.set(name, value);
            }
        }
        for prop in &ast.props {
            match card_property(&prop.name.text) {
                Some(property) => self.set_property(&mut object, property, prop),
                None => {
                    let near =
                        of_json_type("AdaptiveCard").and_then(|kind| near_property(kind, &prop.name.text));
                    let message = format!("a card has no property `{}`", prop.name.text);
                    self.push(
                        Diagnostic::new(&codes::CARD_UNKNOWN_PROPERTY, prop.name.span, message)
                            .did_you_mean(near.as_deref()),
                    );
                }
            }
        }
        block(stmts, object.finish(span))
    }
}

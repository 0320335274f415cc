//! `fn`.

use super::recursive::reads_as_nothing;
use crate::base::Span;
use crate::check::body::{Body, BodyKind, LocalKind};
use crate::check::checker::{Checker, ParamInfo};
use crate::check::expr::Want;
use crate::check::hir::{Block, Function, FunctionId};
use crate::check::mentions::Mentions;
use crate::check::order::in_order;
use crate::check::scope::Def;
use crate::check::types::{Fit, fit, is_open, join, widen};
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast::{self, FnBody};
use crate::value::{Type, Value};

impl Checker<'_> {
    /// Resolves what callers must know of all functions.
    pub(super) fn check_signatures(&mut self) {
        for at in 0..self.declared.len() {
            let Some(function) = self.declared.get(at) else { continue };
            let (ast, module) = (function.ast, function.module);
            let (params, result) = self.in_module(module, |checker| {
                let params = ast.params.iter().map(|param| checker.check_param(param)).collect::<Vec<_>>();
                (params, checker.resolve_annotation(ast.result.as_ref()))
            });
            if let Some(function) = self.declared.get_mut(at) {
                function.params = params;
                function.result = result;
            }
        }
    }

    pub(in crate::check) fn check_param(&mut self, param: &ast::Param) -> ParamInfo {
        let annotated = self.resolve_annotation(param.ty.as_ref());
        let default = param
            .default
            .as_ref()
            .map(|default| self.constant_expr(default, annotated.as_ref(), "the default of a parameter"));
        let ty = match (annotated, &default) {
            (Some(ty), _) => ty,
            (None, Some(Some((_, ty)))) => ty.clone(),
            (None, Some(None)) => Type::Unknown,
            (None, None) => {
                let message = format!("the parameter `{}` has no type", param.name.text);
                self.push(
                    Diagnostic::new(&codes::CHECK_MISSING_TYPE, param.name.span, message)
                        .help(format!("write it: `{}: text`", param.name.text)),
                );
                Type::Unknown
            }
        };
        ParamInfo {
            name: param.name.text.clone(),
            ty,
            default: default.map(|default| default.map_or(Value::None, |(value, _)| value)),
            span: param.name.span,
        }
    }

    /// Checks the bodies of all functions, those that others need first.
    pub(in crate::check) fn check_functions(&mut self) {
        let needs: Vec<Vec<usize>> = (0..self.declared.len()).map(|at| self.needed_by(at)).collect();
        for at in in_order(&needs) {
            let Some(function) = self.declared.get(at) else { continue };
            let module = function.module;
            self.in_module(module, |checker| checker.check_function(at));
        }
    }

    /// The functions that a function mentions.
    fn needed_by(&self, at: usize) -> Vec<usize> {
        let Some(function) = self.declared.get(at) else { return Vec::new() };
        let mentions = match &function.ast.body {
            FnBody::Expr(expr) => Mentions::of_expr(expr),
            FnBody::Block(block) => Mentions::of_block(block),
        };
        let mut needed: Vec<usize> =
            self.mentioned(&mentions, function.module).map(FunctionId::index).collect();
        needed.sort_unstable();
        needed
    }

    fn mentioned(&self, mentions: &Mentions, module: usize) -> impl Iterator<Item = FunctionId> {
        mentions.names.iter().filter_map(move |(of, name)| {
            let here = self.modules.get(module)?;
            let module = match of {
                None => here,
                Some(of) => self.modules.get((*here.uses.get(of)?)?)?,
            };
            match module.names.get(name)?.what {
                Def::Function(id) => Some(id),
                _ => None,
            }
        })
    }

    /// Whether something in a piece of syntax calls a function that has an effect.
    pub(in crate::check) fn mentions_effect(&self, mentions: &Mentions) -> bool {
        self.mentioned(mentions, self.module).any(|id| self.may_have_effect(id))
    }

    fn check_function(&mut self, at: usize) {
        let id = FunctionId::of(at);
        let Some(declared) = self.declared.get(at) else { return };
        let (ast, params, annotated) = (declared.ast, declared.params.clone(), declared.result.clone());
        let mut body = Body::new(id, BodyKind::Function);
        body.result.clone_from(&annotated);
        body.broken = self.has_unread(ast.span);
        self.bodies.push(body);
        for (info, param) in params.iter().zip(&ast.params) {
            self.declare_local(&param.name, info.ty.clone(), LocalKind::Param);
        }
        let want = match &annotated {
            Some(Type::Nothing) => Want::Nothing,
            Some(ty) => Want::Value(Some(ty)),
            None => Want::Soft,
        };
        let (block, found) = match &ast.body {
            FnBody::Expr(expr) => {
                let value = self.check_any(expr, want);
                let ty = value.ty.clone();
                (Block { stmts: Vec::new(), value: Some(Box::new(value)) }, ty)
            }
            FnBody::Block(block) => self.check_block(block, want),
        };
        let head = ast.name.span;
        let (block, result) = match annotated {
            Some(ty) => (self.annotated_body(block, &found, (&ty, ast)), ty),
            None => {
                let (block, result) = self.inferred_body(block, found, ast);
                let known = if self.is_unread(ast.name.span) { Type::Unknown } else { result };
                self.presumed(at, (block, known))
            }
        };
        let Some(body) = self.bodies.pop() else { return };
        self.warn_unused(&body);
        self.report_open(&body);
        let name = self.qualified(&ast.name.text);
        self.store_function(body, name, params.len(), (block, result.clone(), head));
        if let Some(declared) = self.declared.get_mut(at) {
            declared.checked = true;
            if declared.result.is_none() {
                declared.result = Some(result);
            }
        }
        self.close_effects(id);
    }

    fn annotated_body(&mut self, mut block: Block, found: &Type, (ty, ast): (&Type, &ast::FnDecl)) -> Block {
        if let Some(value) = block.value.take() {
            if *ty == Type::Nothing {
                let span = value.span;
                let kind = crate::check::hir::StmtKind::Expr(*value);
                block.stmts.push(crate::check::hir::Stmt { kind, span });
            } else {
                block.value = Some(Box::new(self.coerce(*value, ty)));
            }
        } else if *found == Type::Nothing
            && !matches!(ty, Type::Nothing | Type::Unknown)
            && !self.body().broken
        {
            let end = closing(ast);
            let message =
                format!("`{}` gives `{ty}`, and its end can be reached without a value", ast.name.text);
            let mut diagnostic = Diagnostic::new(&codes::CHECK_NO_VALUE, end, message);
            if let Some(result) = &ast.result {
                diagnostic = diagnostic.also(result.span, "the result is declared here");
            }
            self.push(diagnostic.help("end it with a value, or with `return`, `stop` or `fail`"));
        }
        block
    }

    fn inferred_body(&mut self, mut block: Block, found: Type, ast: &ast::FnDecl) -> (Block, Type) {
        let returns = std::mem::take(&mut self.body_mut().returns);
        let bare = self.body().bare_return;
        if let (Some(bare), Some((ty, span))) = (bare, returns.first()) {
            let message = format!("nothing is returned here, a `{ty}` elsewhere");
            let span = *span;
            self.push(
                Diagnostic::new(&codes::CHECK_NO_VALUE, bare, message)
                    .also(span, "a value is returned here")
                    .help("return `none` here, or a value"),
            );
            return (block, Type::Unknown);
        }
        if bare.is_some() {
            return (dropped(block), Type::Nothing);
        }
        if found == Type::Nothing && !returns.is_empty() && self.body().broken {
            return (block, Type::Unknown);
        }
        if found == Type::Nothing && !returns.is_empty() {
            let end = closing(ast);
            let message = format!("the end of `{}` can be reached without a value", ast.name.text);
            let span = returns.first().map_or(end, |(_, span)| *span);
            self.push(
                Diagnostic::new(&codes::CHECK_NO_VALUE, end, message)
                    .also(span, "a value is returned here")
                    .help("end it with a value, for instance `return none`"),
            );
            return (block, Type::Unknown);
        }
        let mut common = found;
        for (ty, span) in &returns {
            match join(&common, ty) {
                Some(both) => common = both,
                None => {
                    let message = format!("`{}` gives `{ty}` here, `{common}` elsewhere", ast.name.text);
                    self.push(
                        Diagnostic::new(&codes::CHECK_BRANCH_TYPES, *span, message)
                            .help("let a function always give one type"),
                    );
                    return (block, Type::Unknown);
                }
            }
        }
        if let Some((ty, span)) = returns.iter().find(|(ty, _)| matches!(fit(ty, &common), Some(Fit::Via(_))))
        {
            let message = format!("`{}` gives `{ty}` here, `{common}` elsewhere", ast.name.text);
            self.push(
                Diagnostic::new(&codes::CHECK_BRANCH_TYPES, *span, message)
                    .help(format!("say which one is meant: `-> {common}`")),
            );
        }
        if let Some(value) = block.value.take() {
            block.value = Some(Box::new(self.coerce(*value, &common)));
        }
        let common = if common == Type::Never { Type::Never } else { widen(common) };
        (block, common)
    }

    /// Holds a function that calls itself to what those calls were told.
    fn presumed(&mut self, at: usize, (block, result): (Block, Type)) -> (Block, Type) {
        let told = self.declared.get(at).and_then(|declared| declared.result.clone());
        match (told, &result) {
            (Some(Type::Nothing), Type::Nothing | Type::Never | Type::Unknown) | (None, _) => (block, result),
            (Some(Type::Unknown), known) => {
                self.suggest_result(at, known);
                (block, result)
            }
            (Some(Type::Nothing), Type::Message) => (dropped(block), Type::Nothing),
            (Some(_), _) => {
                let name = self.declared.get(at).map(|declared| declared.ast.name.clone());
                if let Some(name) = name {
                    let message =
                        format!("`{}` calls itself and gives `{result}`, which is not written", name.text);
                    self.push(
                        Diagnostic::new(&codes::CHECK_RECURSIVE_RESULT, name.span, message)
                            .help(format!("write its result: `fn {}(...) -> {result}`", name.text)),
                    );
                }
                (block, Type::Unknown)
            }
        }
    }

    /// Says what the result is that must be written, where what does not call the function tells.
    fn suggest_result(&mut self, at: usize, known: &Type) {
        let told =
            !matches!(known, Type::Unknown | Type::Nothing | Type::Never | Type::Message) && !is_open(known);
        let Some(name) = self.declared.get(at).map(|declared| &declared.ast.name).filter(|_| told) else {
            return;
        };
        if let Some(reported) = self.sink.find_mut(&codes::CHECK_RECURSIVE_RESULT, name.span) {
            reported.help = Some(format!("write its result: `fn {}(...) -> {known}`", name.text));
        }
    }

    /// The result of a function, for one who calls it.
    pub(in crate::check) fn function_result(&mut self, id: FunctionId, span: Span) -> Type {
        let Some(function) = self.declared.get_mut(id.index()) else { return Type::Unknown };
        if let Some(result) = &function.result {
            return result.clone();
        }
        // Only functions that call each other are met before they are checked.
        if reads_as_nothing(function.ast) {
            function.result = Some(Type::Nothing);
            return Type::Nothing;
        }
        function.result = Some(Type::Unknown);
        let name = function.ast.name.clone();
        let message = format!("`{}` calls itself, so its result can't be found out", name.text);
        self.push(
            Diagnostic::new(&codes::CHECK_RECURSIVE_RESULT, name.span, message)
                .also(span, "called here")
                .help(format!("write its result, such as `fn {}(...) -> text`", name.text)),
        );
        Type::Unknown
    }

    /// Whether a function has been checked.
    pub(in crate::check) fn finished(&self, id: FunctionId) -> Option<&Function> {
        self.functions.get(id.index())?.as_ref()
    }
}

/// A block whose value nobody uses.
fn dropped(mut block: Block) -> Block {
    if let Some(value) = block.value.take() {
        let span = value.span;
        block.stmts.push(crate::check::hir::Stmt { kind: crate::check::hir::StmtKind::Expr(*value), span });
    }
    block
}

/// The closing brace of a function.
fn closing(ast: &ast::FnDecl) -> Span {
    match &ast.body {
        FnBody::Expr(expr) => expr.span,
        FnBody::Block(block) => Span { start: block.span.end.saturating_sub(1), ..block.span },
    }
}

//! `submit "..." -> decide(t.id, approved: true)`: the action's parameters are the arguments given, and
//! the card's inputs by name.

use super::input::InputInfo;
use super::literal::object_entries;
use super::make::{Object, own};
use super::node::Target;
use super::press::Pressed;
use crate::base::Span;
use crate::check::checker::{Checker, ParamInfo, Told};
use crate::check::hir::{Expr, ExprKind};
use crate::check::scope::Def;
use crate::check::types::{comes_from_json, fit};
use crate::diagnostics::{Diagnostic, codes, nearest};
use crate::syntax::NameKind;
use crate::syntax::ast::{self, ArrowTarget, Element, Name, Prop, PropValue};
use crate::value::{Type, Value};
use smol_str::SmolStr;

impl Checker<'_> {
    /// What a button carries: the action and its arguments.
    pub(super) fn submit_data(&mut self, found: &Element, (target, span): (Target, Span)) -> Expr {
        let mut own_data = Object::default();
        match found.arrow.as_slice() {
            [] => {}
            [arrow] => {
                let pressed = Pressed { alone: leaves_out(&found.props), ..target.pressed() };
                self.arrow(arrow, pressed, &mut own_data);
            }
            [_, more, ..] => {
                self.push(
                    Diagnostic::new(&codes::CARD_BAD_ACTION, more.span, "a button starts one action")
                        .help("let the action do both"),
                );
            }
        }
        self.input_names(&mut own_data, target.card, span);
        let mut data = Object::default();
        let given = found.props.iter().find(|prop| prop.name.text == "data");
        if let Some(given) = given
            && let Err(whole) = self.given_data(&mut data, given)
        {
            // What is no object has no room for what is ours.
            if let [arrow, ..] = found.arrow.as_slice() {
                let message = "data that goes with an action is an object";
                self.push(
                    Diagnostic::new(&codes::CARD_BAD_ACTION, arrow.span, message)
                        .help("write `data: { \"key\": ... }`, or give the action an argument"),
                );
            }
            return whole;
        }
        data.set(crate::cards::OWN, own_data.finish(span));
        data.finish(span)
    }

    /// `data: { "key": value }`: the entries, or what is no object.
    fn given_data(&mut self, data: &mut Object, given: &Prop) -> Result<(), Expr> {
        let PropValue::Expr(value) = &given.value else { return Ok(()) };
        let value = self.expect_expr(value, &Type::Json);
        for (key, value) in object_entries(value)? {
            if let ExprKind::Const(Value::Text(name)) = &key.kind {
                data.put((name.as_str(), key.span), value);
            }
        }
        Ok(())
    }

    /// The ids of inputs that are not called as in the script.
    pub(super) fn input_names(&mut self, data: &mut Object, card: usize, span: Span) {
        let mut names = Object::default();
        let mut any = false;
        for input in self.cards.get(card).map(|card| card.inputs.as_slice()).unwrap_or_default() {
            if let Some(id) = &input.id {
                names.set(&input.name, own(id, span));
                any = true;
            }
        }
        if any {
            data.set(crate::cards::NAMES, names.finish(span));
        }
    }

    fn unknown_action(&mut self, found: &Name) {
        let name = &found.text;
        let actions: Vec<SmolStr> = self.actions.iter().map(|action| action.name.clone()).collect();
        let near = nearest(name, actions.iter().map(SmolStr::as_str));
        if self.is_lost(name) || near.is_none() && self.lost_name(name, found.span) {
            return;
        }
        let message = format!("there is no action `{name}`");
        let diagnostic = Diagnostic::new(&codes::CARD_BAD_ACTION, found.span, message);
        self.push(match near {
            Some(near) => diagnostic.did_you_mean(Some(near)),
            None => diagnostic.help(format!("declare it: `action {name}() {{ ... }}`")),
        });
    }

    pub(super) fn arrow(&mut self, arrow: &ArrowTarget, target: Pressed, data: &mut Object) {
        let declared = self.declared(&arrow.name.text).map(|declared| declared.what);
        let Some(Def::Action(at)) = declared else {
            self.check_loose(arrow.args.as_deref().unwrap_or_default());
            if declared != Some(Def::Broken) {
                self.unknown_action(&arrow.name);
            }
            return;
        };
        let Some(action) = self.actions.get(at) else { return };
        let (name, params, declared) = (action.name.clone(), action.params.clone(), action.span);
        data.set("action", own(&name, arrow.name.span));
        let mut given: Vec<SmolStr> = Vec::new();
        let mut args = Object::default();
        let errors = self.sink_len();
        for (place, arg) in arrow.args.iter().flatten().enumerate() {
            let param = match &arg.name {
                Some(name) => params.iter().find(|param| param.name == name.text),
                None => params.get(place),
            };
            let Some(param) = param else {
                self.check_expr(&arg.value, None);
                self.stray_for(&name, &params, (arg.span, declared));
                continue;
            };
            if let Some(input) = self.typed_in(&arg.value, target) {
                self.typed_later(arg.span, input);
                given.push(param.name.clone());
                continue;
            }
            let value = self.expect_expr(&arg.value, &param.ty);
            if !comes_from_json(&param.ty) {
                let message = format!("a `{}` can't travel with a button", param.ty);
                self.push(
                    Diagnostic::new(&codes::CARD_BAD_ACTION, arg.span, message)
                        .help("give the id, and look it up in the action"),
                );
            }
            let inputs = self.cards.get(target.card).map(|card| card.inputs.as_slice()).unwrap_or_default();
            let typed_in = inputs
                .iter()
                .find(|input| {
                    !target.alone
                        && input.name == param.name
                        && (input.shown.is_none() || input.shown == target.shown)
                })
                .map(|input| input.span);
            if let Some(input) = typed_in {
                let message = format!("`{}` is given here, and typed in as well", param.name);
                self.push(
                    Diagnostic::new(&codes::CARD_BAD_ACTION, arg.span, message)
                        .also(input, "the input")
                        .help("leave it out here, or give the input another name"),
                );
            }
            given.push(param.name.clone());
            args.set(&param.name, value);
        }
        data.set("args", args.finish(arrow.span));
        if self.sink_len() > errors {
            return;
        }
        for param in params.iter().filter(|param| !given.contains(&param.name)) {
            self.input_for(param, target, (arrow.span, declared));
        }
    }

    /// Reports an argument that is for no parameter of the action.
    fn stray_for(&mut self, action: &str, params: &[ParamInfo], (span, declared): (Span, Span)) {
        let message = format!("the action `{action}` takes no such argument");
        let names: Vec<String> = params.iter().map(|param| format!("`{}`", param.name)).collect();
        let help = match names.as_slice() {
            [] => "leave it out".to_owned(),
            names => format!("leave it out: it takes {}", names.join(", ")),
        };
        let diagnostic = Diagnostic::new(&codes::CARD_BAD_ACTION, span, message);
        self.push(diagnostic.also(declared, "declared here").help(help));
    }

    /// Reports an argument that is to be what is typed into the card.
    fn typed_later(&mut self, span: Span, input: Span) {
        let message = "what is typed in is not known yet when the card is made";
        self.push(
            Diagnostic::new(&codes::CARD_BAD_ACTION, span, message)
                .also(input, "the input")
                .help("leave it out: an input goes to the parameter that has its name"),
        );
    }

    /// Where the input stands that an argument was meant to read: `reason`, `inputs.reason`.
    fn typed_in(&self, value: &ast::Expr, target: Pressed) -> Option<Span> {
        let name = match &value.kind {
            ast::ExprKind::Name(name) if !self.is_known(name) => name,
            ast::ExprKind::Field { base, name, .. } => match &base.kind {
                ast::ExprKind::Name(of)
                    if matches!(of.as_str(), "input" | "inputs" | "form") && !self.is_known(of) =>
                {
                    &name.text
                }
                _ => return None,
            },
            _ => return None,
        };
        let inputs = self.cards.get(target.card).map(|card| card.inputs.as_slice()).unwrap_or_default();
        inputs.iter().find(|input| input.name == *name).map(|input| input.span)
    }

    fn is_known(&self, name: &str) -> bool {
        self.bodies.iter().any(|body| body.find(name).is_some()) || self.declared(name).is_some()
    }

    /// An input of a designer file that is called as a parameter but for its case: no parameter can be.
    fn tell_other_case(&mut self, card: usize, param: &ParamInfo, inputs: &[InputInfo]) -> bool {
        let from_file = self.cards.get(card).is_some_and(|card| card.file.is_some());
        let folded = |name: &str| name.replace('_', "").to_lowercase();
        let near = |input: &&InputInfo| {
            !NameKind::Value.takes(&input.name) && folded(&input.name) == folded(&param.name)
        };
        let Some(input) = inputs.iter().find(near).filter(|_| from_file) else { return false };
        let message =
            format!("the input `{}` is no `{}`, the parameter of the action", input.name, param.name);
        self.push(
            Diagnostic::new(&codes::CARD_BAD_ACTION, input.span, message)
                .also(param.span, "the parameter")
                .help(format!("call the input as the parameter is called: `\"id\": \"{}\"`", param.name)),
        );
        true
    }

    /// A parameter that is no argument must be an input of the card, or have a default.
    pub(super) fn input_for(
        &mut self,
        param: &ParamInfo,
        Pressed { card, shown, alone }: Pressed,
        (span, declared): (Span, Span),
    ) {
        let known = self.cards.get(card).filter(|_| !alone);
        let inputs = known.map(|card| card.inputs.clone()).unwrap_or_default();
        if self.has_unread(declared) {
            return;
        }
        let input = inputs.iter().find(|input| input.name == param.name);
        let optional = param.default.is_some() || matches!(param.ty, Type::Optional(_));
        match input {
            _ if self.cards.get(card).is_some_and(|card| card.unread) => {}
            None if self.tell_other_case(card, param, &inputs) => {}
            None if optional => {}
            None if alone => {
                let message =
                    format!("nothing gives `{}` of the action: the button leaves the inputs out", param.name);
                let help = format!("give it, `{}: ...`, or take out the `inputs: none`", param.name);
                self.push(
                    Diagnostic::new(&codes::CARD_BAD_ACTION, span, message)
                        .also(declared, "declared here")
                        .help(help),
                );
            }
            None => {
                if self.told_before(Told::Input(card, param.span), span) {
                    return;
                }
                let (name, ty) = (&param.name, &param.ty);
                let message = format!("nothing gives `{name}` of the action");
                let given = format!("give it, `{name}: ...`");
                let help = match ty {
                    Type::Bool => format!("{given}, or ask for it: `input {name}: bool \"...\"`"),
                    Type::Text | Type::Int | Type::Float | Type::Date | Type::Literals(_) => {
                        format!("{given}, or ask for it: `input {name}: {ty} \"...\" required`")
                    }
                    _ => given,
                };
                self.push(
                    Diagnostic::new(&codes::CARD_BAD_ACTION, span, message)
                        .also(declared, "declared here")
                        .help(help),
                );
            }
            Some(input) => {
                let rows = matches!(&param.ty, Type::Map(_));
                let ty = if input.shown == shown { &input.beside } else { &input.ty };
                let same = *ty == Type::Unknown || fit(ty, &param.ty).is_some();
                if !same && !rows && !self.told_before(Told::Input(card, param.span), span) {
                    let message =
                        format!("the input `{}` gives `{ty}`, the action takes `{}`", input.name, param.ty);
                    self.push(
                        Diagnostic::new(&codes::CARD_BAD_ACTION, span, message)
                            .also(input.span, "the input")
                            .also(param.span, "the parameter")
                            .help(misfit_help(input, ty, param)),
                    );
                }
            }
        }
    }

    /// The record that `ask card` gives.
    pub(in crate::check) fn card_answer(&self, card: usize) -> Type {
        if self.cards.get(card).is_some_and(|card| card.unread) {
            return Type::Unknown;
        }
        let inputs = self.cards.get(card).map(|card| card.inputs.as_slice()).unwrap_or_default();
        // What is left out is as what nobody touched.
        let left_out = self.answers_alone(card);
        let given = |ty: &Type| match ty {
            Type::Bool | Type::Set(_) => ty.clone(),
            ty if left_out => ty.clone().optional(),
            ty => ty.clone(),
        };
        Type::record(inputs.iter().map(|input| (input.name.clone(), given(&input.ty))))
    }
}

/// `inputs: none`: nothing that is typed in goes with the button.
pub(super) fn leaves_out(props: &[Prop]) -> bool {
    props.iter().any(|prop| {
        let none = matches!(&prop.value, PropValue::Expr(value) if value.kind == ast::ExprKind::None);
        prop.name.text == "inputs" && none
    })
}

/// How an input can be made to give what the action takes, or the other way round.
fn misfit_help(input: &InputInfo, ty: &Type, param: &ParamInfo) -> String {
    let (name, inner) = (&param.name, ty.without_none());
    if matches!(ty, Type::Optional(_)) && fit(&inner, &param.ty).is_some() {
        return format!("make the input `required`, or let the action take none: `{name}: {ty}`");
    }
    match &param.ty.without_none() {
        Type::Text | Type::Int | Type::Float | Type::Bool | Type::Date | Type::Literals(_) => format!(
            "ask for what the action takes, `input {}: {}`, or let it take `{name}: {ty}`",
            input.name,
            param.ty.without_none()
        ),
        _ => format!("let the action take `{name}: {ty}`"),
    }
}

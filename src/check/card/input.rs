//! Inputs: what they give, and how they are drawn.

use super::habit::near_property;
use super::literal::{literal_text, written_entries};
use super::make::{Object, block, constant, own, push, read};
use crate::base::Span;
use crate::cards::{ElementType, input_property, of_json_type};
use crate::check::checker::Checker;
use crate::check::expr::typed;
use crate::check::hir::{Block, Expr, ExprKind, ForOver, LocalId, Part, Stmt, StmtKind};
use crate::check::scope::Def;
use crate::diagnostics::{Diagnostic, codes, nearest};
use crate::syntax::NameKind;
use crate::syntax::ast::{self, AnswerType, CardBody, CardNode, CardNodeKind, InputNode};
use crate::value::{Type, Value};
use smol_str::SmolStr;
use std::sync::Arc;

/// An input of a card.
#[derive(Clone, Debug)]
pub(in crate::check) struct InputInfo {
    pub(in crate::check) name: SmolStr,
    /// What it gives: a `T?` where it may be left empty.
    pub(in crate::check) ty: Type,
    /// What it gives a button that stands in the same `show`.
    pub(in crate::check) beside: Type,
    /// The `show` that it stands in.
    pub(in crate::check) shown: Option<Span>,
    /// Its id in JSON, where that is another.
    pub(in crate::check) id: Option<SmolStr>,
    pub(in crate::check) span: Span,
}

/// Where inputs are looked for.
struct Look<'s> {
    /// What the names begin with.
    prefix: SmolStr,
    /// They may not be there: in an `if` or a `for`.
    sometimes: bool,
    /// The `show` that is looked into.
    shown: Option<Span>,
    /// The cards that are being looked at.
    seen: &'s mut Vec<usize>,
}

impl Checker<'_> {
    /// The inputs that stand in a card. `seen`: the cards that are being looked at.
    pub(super) fn inputs_of(&mut self, card: &ast::CardDecl, seen: &mut Vec<usize>) -> Vec<InputInfo> {
        let mut found = Vec::new();
        if let CardBody::Nodes(nodes) = &card.body {
            let look = Look { prefix: SmolStr::default(), sometimes: false, shown: None, seen };
            self.gather_inputs(nodes, look, &mut found);
        }
        found
    }

    /// Whether a line of a card, or of one that it includes, could not be read: it may have been an input.
    pub(super) fn is_unread_card(&self, card: usize, seen: &mut Vec<usize>) -> bool {
        let Some(declared) = self.cards.get(card).filter(|_| !seen.contains(&card)) else { return false };
        seen.push(card);
        match &declared.ast.body {
            _ if self.has_unread(declared.ast.span) => true,
            CardBody::File(_) => declared.file.is_none(),
            CardBody::Nodes(nodes) => {
                nodes.iter().any(|node| self.is_unread_line(node, declared.module, seen))
            }
        }
    }

    fn is_unread_line(&self, node: &CardNode, module: usize, seen: &mut Vec<usize>) -> bool {
        let mut any = |nodes: &[CardNode]| nodes.iter().any(|node| self.is_unread_line(node, module, seen));
        match &node.kind {
            CardNodeKind::Error => true,
            CardNodeKind::Element(element) => element.children.as_deref().is_some_and(any),
            CardNodeKind::For { body, .. } => any(body),
            CardNodeKind::If { branches, otherwise } => {
                branches.iter().any(|branch| any(&branch.body)) || otherwise.as_deref().is_some_and(any)
            }
            CardNodeKind::Include { card, .. } => {
                match self.declared_in(module, &card.name).map(|it| it.what) {
                    Some(Def::Card(at)) => self.is_unread_card(at, seen),
                    Some(_) | None => true,
                }
            }
            CardNodeKind::Input(_)
            | CardNodeKind::Let { .. }
            | CardNodeKind::Raw(_)
            | CardNodeKind::Entry { .. }
            | CardNodeKind::Value(_) => false,
        }
    }

    fn gather_inputs(&mut self, nodes: &[CardNode], look: Look<'_>, found: &mut Vec<InputInfo>) {
        let Look { prefix, sometimes, shown, seen } = look;
        for node in nodes {
            match &node.kind {
                CardNodeKind::Input(input) => {
                    let info = self.input_info(input, (&prefix, sometimes, shown));
                    match found.iter().find(|known| known.name == info.name) {
                        None => found.push(info),
                        Some(known) if known.id != info.id && seen.len() == 1 => {
                            let message = format!("two inputs are called `{}`, with two ids", info.name);
                            self.push(
                                Diagnostic::new(&codes::CARD_DUPLICATE_NAME, info.span, message)
                                    .also(known.span, "the first")
                                    .help("use another name"),
                            );
                        }
                        Some(_) => {}
                    }
                }
                CardNodeKind::Element(element) => {
                    if let Some(children) = &element.children {
                        let shown = if element.word.text == "show" { Some(node.span) } else { shown };
                        self.gather_inputs(
                            children,
                            Look { prefix: prefix.clone(), sometimes, shown, seen: &mut *seen },
                            found,
                        );
                    }
                }
                CardNodeKind::If { branches, otherwise } => {
                    let bodies = branches.iter().map(|branch| branch.body.as_slice());
                    for body in bodies.chain(otherwise.as_deref()) {
                        self.gather_inputs(
                            body,
                            Look { prefix: prefix.clone(), sometimes: true, shown, seen: &mut *seen },
                            found,
                        );
                    }
                }
                CardNodeKind::For { body, .. } => {
                    self.gather_inputs(
                        body,
                        Look { prefix: prefix.clone(), sometimes: true, shown, seen: &mut *seen },
                        found,
                    );
                }
                CardNodeKind::Include { card, alias } => {
                    if let Some(alias) = alias {
                        self.named(alias, NameKind::Value);
                    }
                    let prefix = joined(&prefix, alias.as_ref().map_or("", |alias| &alias.text));
                    let prefix = SmolStr::new(prefix.trim_end_matches('_'));
                    self.included_inputs(card, Look { prefix, sometimes, shown, seen: &mut *seen }, found);
                }
                CardNodeKind::Let { .. }
                | CardNodeKind::Raw(_)
                | CardNodeKind::Entry { .. }
                | CardNodeKind::Value(_)
                | CardNodeKind::Error => {}
            }
        }
    }

    fn input_info(
        &mut self,
        input: &InputNode,
        (prefix, sometimes, shown): (&str, bool, Option<Span>),
    ) -> InputInfo {
        let (ty, json) = self.input_type(input);
        // A flag that no input has may have been `required`.
        let misread = input.flags.iter().any(|flag| input_property(json, &flag.text).is_none());
        let filled = input.default.is_some() || is_required(input);
        let always = matches!(ty, Type::Bool | Type::Set(_));
        // So may the type be meant otherwise, if it has no such property and another has.
        let mut props = input.props.iter().filter(|prop| input_property(json, &prop.name.text).is_none());
        let ty = if props.any(|prop| kind_with(&prop.name.text).is_some()) { Type::Unknown } else { ty };
        let beside = match ty {
            Type::Unknown => ty,
            ty if always || (filled && !sometimes) => ty,
            _ if misread => Type::Unknown,
            ty => ty.optional(),
        };
        // What is shown on demand may not be filled in.
        let ty = if shown.is_some() && !always && beside != Type::Unknown {
            beside.without_none().optional()
        } else {
            beside.clone()
        };
        self.named(&input.name, NameKind::Value);
        let name = joined(prefix, &input.name.text);
        InputInfo { name, ty, beside, shown, id: given_id(input), span: input.name.span }
    }

    fn included_inputs(&mut self, card: &ast::CardCall, look: Look<'_>, found: &mut Vec<InputInfo>) {
        let Some(Def::Card(at)) = self.declared_path(&card.name).map(|declared| declared.what) else {
            return;
        };
        let Look { prefix, sometimes, shown, seen } = look;
        let Some(included) = self.cards.get(at).filter(|_| !seen.contains(&at)) else { return };
        if let Some(file) = &included.file {
            let more = file.inputs().into_iter();
            found.extend(more.map(|input| InputInfo { shown: input.shown.or(shown), ..input }));
            return;
        }
        let (ast, module) = (included.ast, included.module);
        seen.push(at);
        if let CardBody::Nodes(nodes) = &ast.body {
            let around = std::mem::replace(&mut self.module, module);
            self.gather_inputs(nodes, Look { prefix, sometimes, shown, seen: &mut *seen }, found);
            self.module = around;
        }
        seen.pop();
    }

    /// What an input takes. Its type is looked at again, and reported on, where it is drawn.
    fn input_type(&mut self, input: &InputNode) -> (Type, &'static str) {
        match &input.ty {
            AnswerType::OneOf(_) => (Type::Text, "Input.ChoiceSet"),
            AnswerType::Type(ty) => {
                let mark = self.mark();
                let found = self.resolve_type(ty).without_none();
                self.rewind(mark);
                match json_type(&found) {
                    // An hour of no day.
                    Some(json @ "Input.Time") => (Type::Text, json),
                    Some(json) => (found, json),
                    None => (Type::Unknown, "Input.Text"),
                }
            }
        }
    }

    /// An input as the object that draws it.
    pub(super) fn input_expr(&mut self, input: &InputNode, span: Span) -> Option<Expr> {
        let (ty, choices) = match &input.ty {
            AnswerType::OneOf(list) => {
                let list = self.expect_expr(list, &Type::list(Type::Text));
                (Type::Text, Some(self.choices_of(list)))
            }
            AnswerType::Type(ty) => {
                let found = self.resolve_type(ty);
                if json_type(&found).is_none() {
                    if found != Type::Unknown {
                        let message = format!("no input of a card gives a `{found}`");
                        let optional = matches!(&found, Type::Optional(inner) if json_type(inner).is_some());
                        let help = if optional {
                            format!(
                                "write `{}`: what is not `required` may be left empty anyway",
                                found.without_none()
                            )
                        } else {
                            "use `text int float bool date time`, a union of texts, a `set` of one, or `one of LIST`".to_owned()
                        };
                        self.push(Diagnostic::new(&codes::CARD_BAD_INPUT, ty.span, message).help(help));
                    }
                    return None;
                }
                let choices = texts_of(&found).map(|texts| {
                    let titles = self.choice_titles(input, &texts);
                    literal_choices(&texts, &titles, ty.span)
                });
                (found, choices)
            }
        };
        let json = if choices.is_some() { "Input.ChoiceSet" } else { json_type(&ty)? };
        let mut object = Object::of_type(json, input.name.span);
        object.set("id", self.input_id(input));
        let label = input.label.as_ref().map(|label| self.expect_expr(label, &Type::Text));
        match (json, label) {
            ("Input.Toggle", label) => {
                object.set("title", label.unwrap_or_else(|| own(&input.name.text, input.name.span)));
                object.set("valueOn", own("true", span));
                object.set("valueOff", own("false", span));
            }
            (_, Some(label)) => object.set("label", label),
            (_, None) => {}
        }
        if let Some(choices) = choices {
            let many = matches!(ty, Type::Set(_));
            object.set("choices", choices);
            object.set("isMultiSelect", constant(Value::Bool(many), Type::Bool, span));
            object.set("style", own("compact", span));
        }
        if let Some(default) = &input.default {
            let value = self.expect_expr(default, &ty);
            object.set("value", Self::input_value(value, &ty));
        }
        for flag in &input.flags {
            match input_property(json, &flag.text) {
                Some(property) => self.set_flag(&mut object, property, flag),
                None => self.unknown_input_property(json, flag),
            }
        }
        self.toggle_default(input, json);
        for prop in &input.props {
            if prop.name.text == "titles" && json == "Input.ChoiceSet" {
                continue;
            }
            match input_property(json, &prop.name.text) {
                Some(property) => self.set_input_property(&mut object, (property, &ty), prop),
                None => self.default_as_property(json, input, prop),
            }
        }
        Some(object.finish(span))
    }

    pub(super) fn unknown_input_property(&mut self, json: &str, name: &ast::Name) {
        let kind = json.strip_prefix("Input.").unwrap_or(json).to_lowercase();
        let message = format!("an input for a {kind} has no property `{}`", name.text);
        let kind = of_json_type(json);
        let words: Vec<&str> =
            kind.into_iter().flat_map(ElementType::written).map(|property| property.word).collect();
        let near = kind.and_then(|kind| near_property(kind, &name.text));
        let diagnostic = Diagnostic::new(&codes::CARD_UNKNOWN_PROPERTY, name.span, message);
        self.push(match (near, kind_with(&name.text)) {
            (Some(near), _) => diagnostic.did_you_mean(Some(&near)),
            (None, Some((what, ty))) => diagnostic.help(format!("{what} has one: `input name: {ty}`")),
            (None, None) => diagnostic.help(format!("it has `{}`", words.join(" "))),
        });
    }

    /// What stands for on and off is said twice where there is a default too.
    fn toggle_default(&mut self, input: &InputNode, json: &str) {
        let Some(default) = input.default.as_ref().filter(|_| json == "Input.Toggle") else { return };
        let is = |prop: &ast::Prop, names: &[&str]| {
            input_property(json, &prop.name.text).is_some_and(|property| names.contains(&property.json))
        };
        if input.props.iter().any(|prop| is(prop, &["valueOn", "valueOff"])) {
            self.push(
                Diagnostic::new(
                    &codes::CARD_BAD_INPUT,
                    default.span,
                    "a toggle with words of its own begins with one of them",
                )
                .help("write `value: \"...\"` instead"),
            );
        }
    }

    /// `titles: { "1": "Red" }`: what is shown for the values.
    fn choice_titles(&mut self, input: &InputNode, texts: &[SmolStr]) -> Vec<(String, Expr)> {
        let Some(prop) = input.props.iter().find(|prop| prop.name.text == "titles") else {
            return Vec::new();
        };
        let entries = match &prop.value {
            ast::PropValue::Expr(value) => written_entries(value),
            ast::PropValue::Pixels(_) => None,
        };
        let Some(entries) = entries else {
            self.push(
                Diagnostic::new(&codes::CARD_BAD_PROPERTY, prop.span, "the titles are written out")
                    .help("write `titles: { \"1\": \"Red\" }`"),
            );
            return Vec::new();
        };
        let mut titles = Vec::new();
        for (value, title) in entries {
            if !texts.iter().any(|text| *text == value) {
                let message = format!("`{value}` is no choice of this input");
                let near = nearest(&value, texts.iter().map(SmolStr::as_str)).map(str::to_owned);
                let diagnostic = Diagnostic::new(&codes::CARD_BAD_PROPERTY, title.span, message);
                self.push(match near {
                    Some(near) => diagnostic.did_you_mean(Some(&near)),
                    None => diagnostic.help("leave it out"),
                });
                continue;
            }
            let title = self.expect_expr(title, &Type::Text);
            titles.push((value, title));
        }
        titles
    }

    /// `comment`, or `comment__0` in a row.
    fn input_id(&mut self, input: &InputNode) -> Expr {
        let name = joined(&self.input_prefix, &input.name.text);
        let Some(key) = &input.key else { return own(&name, input.name.span) };
        let key = self.check_expr(key, None);
        let span = key.span;
        let parts =
            vec![Part::Own(smol_str::format_smolstr!("{name}__")), Part::Hole { value: key, format: None }];
        typed(ExprKind::Interpolate(parts), Type::Text, span)
    }

    /// How a client writes a value that stands in an input at first.
    fn input_value(value: Expr, ty: &Type) -> Expr {
        let span = value.span;
        match ty {
            Type::Bool | Type::Date => {
                typed(ExprKind::Interpolate(vec![Part::Hole { value, format: None }]), Type::Text, span)
            }
            Type::Set(_) => match crate::builtins::method(&Type::list(Type::Text), "join") {
                Some(id) => {
                    let args = vec![value, own(",", span)];
                    typed(ExprKind::Builtin { id, args, optional: false }, Type::Text, span)
                }
                None => value,
            },
            _ => value,
        }
    }

    /// `{ title, value }` of each text of a list.
    fn choices_of(&mut self, list: Expr) -> Expr {
        let span = list.span;
        let (all, make) = self.list_variable(span);
        let item: LocalId = self.declare_given(&SmolStr::default(), Type::Text, span);
        let text = || typed(ExprKind::Local(item), Type::Text, span);
        let mut choice = Object::default();
        choice.set("title", text());
        choice.set("value", text());
        let body = Block { stmts: vec![push(all, choice.finish(span))], value: None };
        let over = ForOver::Items { items: list, index: None, item };
        block(vec![make, Stmt { kind: StmtKind::For { over, body }, span }], read(all, span))
    }
}

/// A name space in another.
pub(super) fn joined(prefix: &str, name: &str) -> SmolStr {
    if prefix.is_empty() { SmolStr::new(name) } else { smol_str::format_smolstr!("{prefix}_{name}") }
}

/// The id that an input has in JSON, if it is given one.
pub(super) fn given_id(input: &InputNode) -> Option<SmolStr> {
    let prop = input.props.iter().find(|prop| prop.name.text == "id")?;
    match &prop.value {
        ast::PropValue::Expr(value) => match &value.kind {
            ast::ExprKind::Name(name) => Some(name.clone()),
            _ => literal_text(value).map(SmolStr::from),
        },
        ast::PropValue::Pixels(_) => None,
    }
}

fn literal_choices(texts: &[SmolStr], titles: &[(String, Expr)], span: Span) -> Expr {
    let choices = texts.iter().map(|text| {
        let mut choice = Object::default();
        let title = titles.iter().find(|(value, _)| value == text.as_str()).map(|(_, title)| title.clone());
        choice.set("title", title.unwrap_or_else(|| own(text, span)));
        choice.set("value", own(text, span));
        choice.finish(span)
    });
    typed(ExprKind::List(choices.collect()), Type::list(Type::Json), span)
}

/// The texts of a union, or of a set of one.
fn texts_of(ty: &Type) -> Option<Arc<[SmolStr]>> {
    match ty {
        Type::Literals(texts) => Some(texts.iter().cloned().collect()),
        Type::Set(item) => texts_of(item),
        _ => None,
    }
}

/// The input that gives values of a type.
fn json_type(ty: &Type) -> Option<&'static str> {
    match ty {
        Type::Text => Some("Input.Text"),
        Type::Int | Type::Float => Some("Input.Number"),
        Type::Bool => Some("Input.Toggle"),
        Type::Date => Some("Input.Date"),
        Type::Time => Some("Input.Time"),
        Type::Literals(_) => Some("Input.ChoiceSet"),
        Type::Set(item) if matches!(**item, Type::Literals(_)) => Some("Input.ChoiceSet"),
        _ => None,
    }
}

/// The kind of input that has a property, and a type that it stands for.
fn kind_with(property: &str) -> Option<(&'static str, &'static str)> {
    let kinds = [
        ("Input.Number", "an input for a number", "int"),
        ("Input.Text", "an input for a text", "text"),
        ("Input.ChoiceSet", "an input for a choice", "\"a\" | \"b\""),
        ("Input.Date", "an input for a date", "date"),
        ("Input.Toggle", "an input for a yes or no", "bool"),
    ];
    let found = kinds.into_iter().find(|(json, ..)| input_property(json, property).is_some())?;
    Some((found.1, found.2))
}

/// Whether it says `required`, as a flag or as a property.
fn is_required(input: &InputNode) -> bool {
    let named = |name: &ast::Name| {
        input_property("Input.Text", &name.text).is_some_and(|property| property.json == "isRequired")
    };
    let said = |prop: &ast::Prop| {
        let value = matches!(&prop.value, ast::PropValue::Expr(value) if matches!(value.kind, ast::ExprKind::Bool(true)));
        value && named(&prop.name)
    };
    input.flags.iter().any(named) || input.props.iter().any(said)
}

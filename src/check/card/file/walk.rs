//! The walk over the file: scopes of `$data`, conditions, buttons, inputs.

use super::declare::CardFile;
use super::types::{guards_of, union};
use crate::base::Span;
use crate::cards::{Datum, Expr, Node, NodeKind};
use crate::check::checker::Checker;
use crate::diagnostics::{Code, Diagnostic, codes};
use crate::value::Type;
use serde_json::Value as Json;
use smol_str::SmolStr;
use std::sync::Arc;

/// The text that an expression stands in, by its JSON pointer.
pub(super) type Place<'n> = &'n str;

/// Properties that must have a text.
const TEXTS: &[&str] = &["text", "title", "url", "id", "value"];

/// A walk over the file of one card.
pub(super) struct Walk<'c, 'a> {
    pub(super) checker: &'c mut Checker<'a>,
    pub(super) file: Arc<CardFile>,
    pub(super) card: usize,
    pub(super) root: Type,
    /// What names are looked up in.
    pub(super) data: Type,
    /// Whether that is what the card was given.
    pub(super) outside: bool,
    /// Whether `$data` repeats what is looked at.
    pub(super) repeated: bool,
    /// Paths that are there, by the conditions around.
    pub(super) guards: Vec<String>,
    /// Names of items.
    pub(super) locals: Vec<(SmolStr, Type)>,
    /// Parameters that the file uses.
    pub(super) used: Vec<SmolStr>,
    /// The `Action.ShowCard` that is looked into.
    pub(super) shown: Option<Span>,
}

impl<'c, 'a> Walk<'c, 'a> {
    pub(super) fn new(checker: &'c mut Checker<'a>, file: Arc<CardFile>, card: usize, root: Type) -> Self {
        Self {
            checker,
            file,
            card,
            data: root.clone(),
            root,
            outside: true,
            repeated: false,
            guards: Vec::new(),
            locals: Vec::new(),
            used: Vec::new(),
            shown: None,
        }
    }

    /// Checks the whole file.
    pub(super) fn all(&mut self) {
        let file = self.file.clone();
        self.node(&file.template.root);
    }

    fn node(&mut self, node: &Node) {
        match &node.kind {
            NodeKind::Plain(_) => {}
            NodeKind::Text(expr) => {
                let ty = self.type_of(expr, &node.pointer);
                self.whole_text(&ty, expr, node);
            }
            NodeKind::List(items) => items.iter().for_each(|item| self.node(item)),
            NodeKind::Object { data, when, fields } => {
                let around =
                    (self.data.clone(), self.outside, self.repeated, self.guards.clone(), self.shown);
                if let Some(data) = data {
                    self.enter(data);
                }
                if let Some(when) = when {
                    self.condition(when);
                }
                self.object(node, fields);
                (self.data, self.outside, self.repeated, self.guards, self.shown) = around;
            }
        }
    }

    fn object(&mut self, node: &Node, fields: &[(SmolStr, Node)]) {
        let kind = fields.iter().find_map(|(name, node)| match &node.kind {
            NodeKind::Plain(Datum::Text(text)) if name == "type" => Some(text.as_str().to_owned()),
            _ => None,
        });
        let kind = kind.as_deref().unwrap_or_default();
        if kind.starts_with("Input.") {
            self.input(node, fields);
        }
        if kind == "Action.ShowCard" {
            self.shown = Some(self.file.place(&node.pointer, None));
        }
        if kind == "Action.Submit" {
            self.submit(node, fields);
        }
        for (name, field) in fields {
            // What a submit carries is checked against the action.
            if !(kind == "Action.Submit" && name == "data") {
                self.node(field);
            }
        }
    }

    /// A text that is only a hole keeps its type: some properties must have a text.
    fn whole_text(&mut self, ty: &Type, expr: &Expr, node: &Node) {
        let name = node.pointer.rsplit('/').next().unwrap_or_default();
        let lists = matches!(ty, Type::List(_) | Type::Set(_) | Type::Map(_) | Type::Record(_));
        if TEXTS.contains(&name) || (!lists && !matches!(ty, Type::Optional(_) | Type::None)) {
            self.printed(ty, (expr, &node.pointer));
        }
    }

    /// `$data`
    fn enter(&mut self, data: &Node) {
        let ty = match &data.kind {
            NodeKind::Text(expr) => self.type_of(expr, &data.pointer),
            NodeKind::Plain(Datum::Null) => Type::None,
            NodeKind::Plain(_) => Type::Text,
            NodeKind::List(_) | NodeKind::Object { .. } => {
                self.node(data);
                literal_type(self.file.json.pointer(&data.pointer).unwrap_or(&Json::Null))
            }
        };
        let place = self.file.place(&data.pointer, None);
        let (scope, repeated) = match ty {
            Type::List(item) | Type::Set(item) => ((*item).clone(), true),
            Type::Record(_) | Type::Map(_) => (ty, self.repeated),
            Type::Json | Type::Unknown => (ty, true),
            Type::Optional(_) | Type::None => {
                self.push(
                    Diagnostic::new(
                        &codes::CARD_BAD_EXPRESSION,
                        place,
                        "this may be none: nothing to repeat over",
                    )
                    .help("write `${coalesce(x, createArray())}`, or give the field a default: `= []`"),
                );
                (Type::Unknown, true)
            }
            other => {
                let message = format!("`$data` takes a list or a record, this is a `{other}`");
                self.push(Diagnostic::new(&codes::CARD_BAD_EXPRESSION, place, message));
                (Type::Unknown, true)
            }
        };
        self.data = scope;
        self.repeated = repeated;
        self.outside = false;
        self.guards.retain(|path| path.starts_with("$root"));
    }

    /// `$when`
    fn condition(&mut self, when: &Node) {
        let NodeKind::Text(expr) = &when.kind else {
            let place = self.file.place(&when.pointer, None);
            self.push(
                Diagnostic::new(
                    &codes::CARD_BAD_EXPRESSION,
                    place,
                    "this is no expression, so nothing is ever shown",
                )
                .help("write `\"$when\": \"${...}\"`, or leave it out"),
            );
            return;
        };
        let ty = self.type_of(expr, &when.pointer);
        if !matches!(ty, Type::Bool | Type::Json | Type::Unknown) {
            let message = format!("`$when` takes a bool, this is a `{ty}`, which counts as false");
            let help = "compare it, or ask `exists(x)`";
            self.report(&codes::CARD_BAD_EXPRESSION, (expr, &when.pointer), message, help);
        }
        self.guards.extend(guards_of(expr));
    }

    /// An input has a name that is known before, and stands once.
    fn input(&mut self, node: &Node, fields: &[(SmolStr, Node)]) {
        let Some((_, id)) = fields.iter().find(|(name, _)| name == "id") else { return };
        let (message, help) = match &id.kind {
            NodeKind::Plain(_) if !self.repeated => return,
            NodeKind::Plain(_) => (
                "this input is repeated, and all would have one name",
                "number them: `\"id\": \"comment__${$index}\"`",
            ),
            NodeKind::Text(_) if super::inputs::row_name(id).is_some() => return,
            _ => (
                "the name of an input must be known before the card is filled in",
                "write a plain name, or one for each row: `\"comment__${$index}\"`",
            ),
        };
        let place = self.file.place(&id.pointer, None);
        self.push(Diagnostic::new(&codes::CARD_BAD_INPUT, place, message).help(help));
        let _ = node;
    }

    /// All parameters are used.
    pub(super) fn use_all(&mut self) {
        if let Type::Record(record) = &self.root {
            self.used.extend(record.fields.keys().cloned());
        }
    }

    pub(super) fn report(
        &mut self,
        code: &'static Code,
        (expr, place): (&Expr, Place<'_>),
        message: impl Into<String>,
        help: &str,
    ) {
        let place = self.file.place(place, Some(expr.at.clone()));
        let diagnostic = Diagnostic::new(code, place, message);
        self.push(if help.is_empty() { diagnostic } else { diagnostic.help(help) });
    }

    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        self.checker.push(diagnostic);
    }

    /// The last name of a path.
    pub(super) fn name_place(&self, name: &str, (expr, place): (&Expr, Place<'_>)) -> Span {
        let start = expr.at.end.saturating_sub(name.len()).max(expr.at.start);
        let text = self.file.json.pointer(place).and_then(Json::as_str).unwrap_or_default();
        let last = start..expr.at.end;
        let at = if text.get(last.clone()) == Some(name) { last } else { expr.at.clone() };
        self.file.place(place, Some(at))
    }
}

/// The type of JSON that stands in the file.
pub(super) fn literal_type(json: &Json) -> Type {
    match json {
        Json::Null => Type::None,
        Json::Bool(_) => Type::Bool,
        Json::Number(number) if number.is_i64() => Type::Int,
        Json::Number(_) => Type::Float,
        Json::String(_) => Type::Text,
        Json::Array(items) => Type::list(union(&items.iter().map(literal_type).collect::<Vec<_>>())),
        Json::Object(fields) => {
            Type::record(fields.iter().map(|(name, value)| (SmolStr::new(name), literal_type(value))))
        }
    }
}

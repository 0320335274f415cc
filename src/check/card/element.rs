//! Elements and actions.

use super::habit::{cut_value, meant_property, near_property};
use super::make::{Object, constant};
use super::node::Target;
use crate::base::Span;
use crate::cards::{Content, ElementType, Kind, snake};
use crate::check::checker::Checker;
use crate::check::hir::Expr;
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast::{self, Element, Name};
use crate::value::{Type, Value};

/// Whether a name is that of the property `json`.
pub(super) fn kind_is(kind: &ElementType, name: &Name, json: &str) -> bool {
    kind.property(&name.text).is_some_and(|property| property.json == json)
}

/// Properties that are newer than what Webex takes, with the versions that they came with.
const NEWER: &[(&str, &str)] = &[
    ("tooltip", "1.5"),
    ("isEnabled", "1.5"),
    ("enabled", "1.5"),
    ("mode", "1.5"),
    ("rtl", "1.5"),
    ("role", "1.6"),
    ("labelPosition", "1.6"),
    ("inputStyle", "1.6"),
];

impl Checker<'_> {
    pub(super) fn element_expr(
        &mut self,
        found: &Element,
        kind: &'static ElementType,
        (target, span): (Target, Span),
    ) -> Option<Expr> {
        let mut object = Object::of_type(kind.json, found.word.span);
        match kind.content {
            Content::One(property) => {
                let [content] = found.content.as_slice() else {
                    self.wrong_content(found, kind);
                    return None;
                };
                let value = match property.kind {
                    Kind::Url => self.expect_expr(content, &Type::Text),
                    Kind::Markdown => self.shown_text(content),
                    _ => self.expect_expr(content, &Type::Text),
                };
                object.set(property.json, value);
                if kind.json == "TextBlock" {
                    // A text is clipped otherwise, and nobody wants that.
                    object.set("wrap", constant(Value::Bool(true), Type::Bool, span));
                }
            }
            Content::Children(json) => {
                if let Some(content) = found.content.first() {
                    let message = format!("`{}` takes its elements in braces", kind.word);
                    self.push(
                        Diagnostic::new(&codes::CARD_WRONG_CONTENT, content.span, message)
                            .help(format!("write `{} {{ text \"...\" }}`", kind.word)),
                    );
                }
                let nodes = found.children.as_deref().unwrap_or_default();
                let inner = Target { slot: Self::slot_of(kind.content), ..target };
                object.set(json, self.card_children(nodes, inner, span));
            }
            Content::Nothing => {}
        }
        if let (Content::One(_), Some(_)) = (kind.content, &found.children) {
            let message = format!("`{}` has nothing inside", kind.word);
            self.push(
                Diagnostic::new(&codes::CARD_WRONG_CONTENT, found.word.span, message)
                    .help("put what belongs together into a `box { ... }`"),
            );
        }
        if let Some(arrow) = found.arrow.first() {
            let message = format!("a `{}` starts no action", kind.word);
            self.push(
                Diagnostic::new(&codes::CARD_BAD_ACTION, arrow.span, message)
                    .help("use a button: `submit \"...\" -> ...`"),
            );
        }
        self.element_properties(&mut object, found, kind);
        Some(object.finish(span))
    }

    pub(super) fn action_expr(
        &mut self,
        found: &Element,
        kind: &'static ElementType,
        (target, span): (Target, Span),
    ) -> Option<Expr> {
        let mut object = Object::of_type(kind.json, found.word.span);
        let title = found.content.first();
        let Some(title) = title else {
            self.wrong_content(found, kind);
            return None;
        };
        let title = self.expect_expr(title, &Type::Text);
        object.set("title", title);
        match (kind.word, found.content.as_slice()) {
            ("open", [_, url]) => object.set("url", self.expect_expr(url, &Type::Text)),
            ("submit" | "show" | "toggle", [_]) => {}
            _ => {
                self.wrong_content(found, kind);
                return None;
            }
        }
        match kind.word {
            "submit" => {
                let data = self.submit_data(found, (target, span));
                object.set("data", data);
            }
            "show" => {
                let nodes = found.children.as_deref().unwrap_or_default();
                let more = found.props.iter().find(|prop| kind_is(kind, &prop.name, "card"));
                let card = self.shown_card(nodes, more, (target, span));
                object.set("card", card);
            }
            "toggle" if found.props.iter().any(|prop| kind_is(kind, &prop.name, "targetElements")) => {}
            "toggle" => object.set("targetElements", self.toggle_targets(found, span)),
            _ => {}
        }
        self.element_properties(&mut object, found, kind);
        Some(object.finish(span))
    }

    fn wrong_content(&mut self, found: &Element, kind: &ElementType) {
        let (message, help) = match kind.word {
            "open" => {
                ("`open` takes a title and an address", "write `open \"Details\" \"https://...\"`".to_owned())
            }
            "image" => ("`image` takes one address", "write `image \"https://...\"`".to_owned()),
            "show" => (
                "`show` takes a title, and elements in braces",
                "write `show \"More\" { text \"...\" }`".to_owned(),
            ),
            word => ("this takes one text", format!("write `{word} \"...\"`")),
        };
        let more = found.content.get(1);
        if let Some(rest) = more
            && let Some(prop) = cut_value(found, rest)
        {
            let (name, start) = (&prop.name.text, prop.name.span.end.saturating_add(1));
            let value = self.slice(Span { start, ..prop.span }.to(rest.span)).trim();
            let message = "found an operator in the value of a property";
            self.push(
                Diagnostic::new(&codes::CARD_WRONG_CONTENT, rest.span, message)
                    .help(format!("a value with an operator stands in parentheses: `{name}: ({value})`")),
            );
            self.mark_broken();
            return;
        }
        let span = more.map_or(found.word.span, |content| content.span);
        if let ("submit", Some(ast::ExprKind::Call { .. } | ast::ExprKind::Name(_))) =
            (kind.word, more.map(|more| &more.kind))
        {
            let title = found.content.first().map_or("", |title| self.slice(title.span));
            let help = format!("write `->` before the action: `submit {title} -> {}`", self.slice(span));
            let message = "an action stands behind `->`";
            self.push(Diagnostic::new(&codes::CARD_WRONG_CONTENT, span, message).help(help));
            return;
        }
        self.push(Diagnostic::new(&codes::CARD_WRONG_CONTENT, span, message).help(help));
    }

    fn element_properties(&mut self, object: &mut Object, found: &Element, kind: &'static ElementType) {
        for flag in &found.flags {
            match kind.property(&flag.text) {
                Some(property) => self.set_flag(object, property, flag),
                None => self.unknown_property(kind, flag),
            }
        }
        for prop in &found.props {
            match kind.property(&prop.name.text) {
                // The button's own, see above.
                Some(property) if ["data", "card"].contains(&property.json) => {
                    self.once_only(object, property, &prop.name);
                }
                Some(property) => self.set_property(object, property, prop),
                None if self.arrow_as_property(kind, prop) => {}
                None => self.unknown_property(kind, &prop.name),
            }
        }
        if kind.word == "image" && !object.has("altText") {
            self.push(
                Diagnostic::new(
                    &codes::CARD_DOUBTFUL,
                    found.word.span,
                    "who can't see this image is told nothing",
                )
                .help("say what it shows: `alt: \"...\"`; `alt: \"\"` if it only decorates"),
            );
            object.set("altText", Self::own_text("", found.word.span));
        }
    }

    /// A text in which clients show dates as their readers write them.
    pub(super) fn shown_text(&mut self, content: &ast::Expr) -> Expr {
        let before = std::mem::replace(&mut self.card_text, true);
        let text = self.expect_expr(content, &Type::Text);
        self.card_text = before;
        text
    }

    fn unknown_property(&mut self, kind: &'static ElementType, name: &Name) {
        if let Some((_, version)) = NEWER.iter().find(|(newer, _)| snake(newer) == snake(&name.text)) {
            let message = format!("`{}` came with version {version}, Webex takes 1.3", name.text);
            self.push(
                Diagnostic::new(&codes::CARD_UNKNOWN_PROPERTY, name.span, message).help("leave it out"),
            );
            return;
        }
        let message = format!("`{}` has no property `{}`", kind.word, name.text);
        let words: Vec<&str> = kind.written().map(|property| property.word).collect();
        let near = near_property(kind, &name.text);
        let diagnostic = Diagnostic::new(&codes::CARD_UNKNOWN_PROPERTY, name.span, message);
        self.push(match (near, meant_property(kind, &name.text)) {
            (_, Some(meant)) => diagnostic.help(format!("write `{meant}`")),
            (Some(near), _) => diagnostic.did_you_mean(Some(&near)),
            (None, _) if words.is_empty() => diagnostic.help("leave it out"),
            (None, _) => diagnostic.help(format!("it has `{}`", words.join(" "))),
        });
    }

    /// `toggle "Details" -> details, more`
    fn toggle_targets(&mut self, found: &Element, span: Span) -> Expr {
        if found.arrow.is_empty() {
            let message = "`toggle` names what it shows and hides";
            self.push(
                Diagnostic::new(&codes::CARD_BAD_ACTION, found.word.span, message)
                    .help("give an element a name, `box id: details hidden { ... }`, and write `-> details`"),
            );
        }
        let targets = found.arrow.iter().map(|target| {
            let mut object = Object::default();
            object.set("elementId", Self::own_text(&target.name.text, target.name.span));
            object.finish(target.span)
        });
        let kind = crate::check::hir::ExprKind::List(targets.collect());
        crate::check::expr::typed(kind, Type::list(Type::Json), span)
    }
}

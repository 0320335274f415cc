//! What cards are made of elsewhere: elements and flags of other forms, with those of here.

use crate::base::Span;
use crate::cards::{ElementType, Kind, snake};
use crate::check::checker::Checker;
use crate::diagnostics::{Diagnostic, codes, nearest};
use crate::syntax::ast::{self, AnswerType, Element, InputNode, Prop};

/// An element of elsewhere.
pub(super) enum Foreign {
    /// The element of this name.
    Word(&'static str),
    /// In other words.
    Words(&'static str),
}

/// What an element of elsewhere is here.
pub(super) fn foreign_element(word: &str) -> Option<Foreign> {
    use Foreign::{Word, Words};
    Some(match word {
        "button" | "action" | "btn" => Word("submit"),
        "label" | "title" | "heading" | "header" | "h1" | "h2" | "paragraph" | "p" | "markdown" | "md"
        | "textblock" | "text_block" | "span" => Word("text"),
        "container" | "div" | "section" | "group" | "panel" => Word("box"),
        "link" | "url" | "href" | "open_url" | "a" => Word("open"),
        "img" | "picture" | "icon" | "logo" | "avatar" => Word("image"),
        "row" | "columnset" | "column_set" | "grid" => Word("columns"),
        "col" => Word("column"),
        "fact" | "factset" | "fact_set" | "fields" => Word("facts"),
        "buttons" | "actionset" | "action_set" => Word("actions"),
        "details" | "expand" | "accordion" | "show_card" => Word("show"),
        "hr" | "divider" | "separator" | "line" => {
            Words("write `separator` behind the next element: `text \"...\" separator`")
        }
        "select" | "dropdown" | "radio" | "choice" | "choices" | "picker" => {
            Words("write `input name: \"a\" | \"b\" \"Label\"`, or `input name: one of xs \"Label\"`")
        }
        "checkbox" | "switch" => Words("write `input name: bool \"Label\"`"),
        "textarea" => Words("write `input name: text \"Label\" multiline`"),
        "field" | "textbox" | "textinput" | "text_input" | "textfield" => {
            Words("write `input name: text \"Label\"`")
        }
        "number" | "slider" => Words("write `input name: int \"Label\"`"),
        "date" | "datepicker" | "calendar" => Words("write `input name: date \"Label\"`"),
        "list" | "ul" | "li" | "bullets" => Words("write `for x in xs { text \"- {x}\" }`"),
        _ => return None,
    })
}

/// Looks of elsewhere: the flag, and the property with its word here.
const LOOKS: [(&str, &str, &str); 19] = [
    ("bold", "weight", "bolder"),
    ("strong", "weight", "bolder"),
    ("light", "weight", "lighter"),
    ("thin", "weight", "lighter"),
    ("big", "size", "large"),
    ("huge", "size", "extra_large"),
    ("xl", "size", "extra_large"),
    ("tiny", "size", "small"),
    ("red", "color", "attention"),
    ("danger", "color", "attention"),
    ("error", "color", "attention"),
    ("green", "color", "good"),
    ("success", "color", "good"),
    ("yellow", "color", "warning"),
    ("orange", "color", "warning"),
    ("blue", "color", "accent"),
    ("centered", "align", "center"),
    ("code", "font", "monospace"),
    ("danger", "style", "destructive"),
];

/// The property that a bare word is a value of, with that value: `bold` is `weight: bolder`.
pub(super) fn meant_property(kind: &ElementType, word: &str) -> Option<String> {
    let takes = |name: &str, value: &str| {
        kind.properties().any(|property| {
            let snake: String = value.split('_').map(str::to_lowercase).collect();
            property.word == name
                && matches!(property.kind, Kind::Word(words) if words.iter().any(|word| word.to_lowercase() == snake))
        })
    };
    if let Some((_, name, value)) =
        LOOKS.iter().find(|(known, name, value)| *known == word && takes(name, value))
    {
        return Some(format!("{name}: {value}"));
    }
    let bare: String = word.split('_').map(str::to_lowercase).collect();
    kind.properties().find_map(|property| match property.kind {
        Kind::Word(words) if !property.word.is_empty() && bare != "default" => {
            let found = words.iter().any(|known| known.to_lowercase() == bare);
            found.then(|| format!("{}: {word}", property.word))
        }
        _ => None,
    })
}

/// The property that may be meant: its word, or else its name in the schema, in the author's case. `maxlines` is
/// `lines`, `is_requird` is `is_required`.
pub(super) fn near_property(kind: &ElementType, name: &str) -> Option<String> {
    let bare = name.replace('_', "");
    if let Some(property) = kind.written().find(|property| property.json.eq_ignore_ascii_case(&bare)) {
        return Some(property.word.to_owned());
    }
    if let Some(word) = nearest(name, kind.written().map(|property| property.word)) {
        return Some(word.to_owned());
    }
    let camel = name.contains(|letter: char| letter.is_ascii_uppercase());
    let of_schema = |json: &str| if camel { json.to_owned() } else { snake(json) };
    let names: Vec<String> = kind.written().map(|property| of_schema(property.json)).collect();
    nearest(name, names.iter().map(String::as_str)).map(str::to_owned)
}

/// `max_lines: a - 1`: the negative value that stands behind a property is the rest of its value.
pub(super) fn cut_value<'e>(found: &'e Element, content: &ast::Expr) -> Option<&'e Prop> {
    let negative = matches!(&content.kind, ast::ExprKind::Unary { op: ast::UnaryOp::Negate, .. })
        || matches!(content.kind, ast::ExprKind::Int(value) if value < 0);
    found.props.iter().rev().find(|prop| negative && prop.span.end < content.span.start)
}

impl Checker<'_> {
    /// `submit "Go" action: go`: what a press does stands behind an arrow. Whether it is that.
    pub(super) fn arrow_as_property(&mut self, kind: &ElementType, prop: &Prop) -> bool {
        let word = prop.name.text.as_str();
        let does = matches!(word, "action" | "do" | "run" | "on_click" | "onclick" | "on_press" | "handler");
        if kind.word != "submit" || !does {
            return false;
        }
        let value = self.slice(Span { start: prop.name.span.end.saturating_add(1), ..prop.span }).trim();
        let call = if value.ends_with(')') { "" } else { "()" };
        let message = format!("found `{word}`, what a press does stands behind an arrow");
        let help = format!("write `-> {value}{call}`");
        self.push(Diagnostic::new(&codes::CARD_UNKNOWN_PROPERTY, prop.name.span, message).help(help));
        true
    }

    /// How what stands as a value in a card is written: `text("a", size: large)` has no brackets.
    pub(super) fn help_value(&self, value: &ast::Expr) -> String {
        let ast::ExprKind::Call { callee, args } = &value.kind else {
            return "write `text` before it".to_owned();
        };
        let name = self.slice(callee.span);
        let element =
            matches!(name, "text" | "image" | "box" | "input" | "submit" | "open" | "facts" | "columns");
        let args: Vec<&str> = args.iter().map(|arg| self.slice(arg.span).trim()).collect();
        let args = args.join(" ");
        if element && args.len() <= 60 && !args.contains('\n') {
            return format!("an element has no brackets: `{name} {args}`");
        }
        "write `text` before it; what does something stands in the handler that shows the card".to_owned()
    }

    /// A property that no input of the kind has; `default: today` is what stands in it at first.
    pub(super) fn default_as_property(&mut self, json: &str, input: &InputNode, prop: &Prop) {
        if !["default", "initial", "preset", "checked"].contains(&prop.name.text.as_str()) {
            return self.unknown_input_property(json, &prop.name);
        }
        let ty = match &input.ty {
            AnswerType::Type(ty) => self.slice(ty.span).to_owned(),
            AnswerType::OneOf(list) => format!("one of {}", self.slice(list.span)),
        };
        let value = self.slice(Span { start: prop.name.span.end.saturating_add(1), ..prop.span }).trim();
        let message =
            format!("found `{}`, what stands in an input at first follows its type", prop.name.text);
        let help = format!("write `input {}: {ty} = {value}`", input.name.text);
        self.push(Diagnostic::new(&codes::CARD_UNKNOWN_PROPERTY, prop.name.span, message).help(help));
    }
}

//! A designer file, read: JSON whose texts may be expressions.

use super::datum::Datum;
use super::expr::Expr;
use super::parse::SyntaxError;
use super::text::{Read, read, unclosed};
use crate::value::Text;
use serde_json::Value as Json;
use smol_str::SmolStr;
use std::ops::Range;

/// A template.
#[derive(Clone, Debug)]
pub struct Template {
    /// The whole of it.
    pub root: Node,
    /// What is wrong with its expressions; such a text stays as it is.
    pub problems: Vec<Problem>,
    /// Where a `${` is never closed; it stays as it is.
    pub unclosed: Vec<Problem>,
}

/// Something wrong with an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// JSON pointer of the text.
    pub pointer: String,
    /// Where in the text, in bytes.
    pub at: Range<usize>,
    /// In words.
    pub message: String,
    /// What was probably meant.
    pub near: Option<&'static str>,
}

/// A value of the file.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// JSON pointer.
    pub pointer: String,
}

/// What a value of the file is.
#[derive(Clone, Debug)]
pub enum NodeKind {
    /// Anything without expressions that is neither a list nor an object.
    Plain(Datum),
    /// A text with expressions.
    Text(Expr),
    /// A list.
    List(Vec<Node>),
    /// An object.
    Object {
        /// `$data`
        data: Option<Box<Node>>,
        /// `$when`
        when: Option<Box<Node>>,
        /// All others, those without meaning (`$root`, `$index`, `$host`) left out.
        fields: Vec<(SmolStr, Node)>,
    },
}

/// Keys that are no property of an element.
const RESERVED: &[&str] = &["$data", "$when", "$root", "$index", "$host", "$_acTemplateVersion"];

impl Template {
    /// Reads a file.
    #[must_use]
    pub fn read(json: &Json) -> Self {
        let mut reader = Reader::default();
        let root = reader.node(json, String::new());
        Self { root, problems: reader.problems, unclosed: reader.unclosed }
    }
}

/// The pointer of a part.
pub(super) fn pointer_of(of: &str, name: &str) -> String {
    format!("{of}/{}", name.replace('~', "~0").replace('/', "~1"))
}

#[derive(Default)]
struct Reader {
    problems: Vec<Problem>,
    unclosed: Vec<Problem>,
}

impl Reader {
    fn node(&mut self, json: &Json, pointer: String) -> Node {
        let kind = match json {
            Json::String(text) => self.text(text, &pointer),
            Json::Null | Json::Bool(_) | Json::Number(_) => NodeKind::Plain(Datum::from_file(json)),
            Json::Array(items) => NodeKind::List(
                items
                    .iter()
                    .enumerate()
                    .map(|(at, item)| self.node(item, format!("{pointer}/{at}")))
                    .collect(),
            ),
            Json::Object(entries) => {
                let mut part = |name: &str| {
                    entries.get(name).map(|json| Box::new(self.node(json, pointer_of(&pointer, name))))
                };
                let (data, when) = (part("$data"), part("$when"));
                let fields = entries
                    .iter()
                    .filter(|(name, _)| !RESERVED.contains(&name.as_str()))
                    .map(|(name, json)| (SmolStr::new(name), self.node(json, pointer_of(&pointer, name))))
                    .collect();
                NodeKind::Object { data, when, fields }
            }
        };
        Node { kind, pointer }
    }

    fn text(&mut self, text: &str, pointer: &str) -> NodeKind {
        if let Some(at) = unclosed(text) {
            let message = "this `${` is never closed".to_owned();
            let place = Problem { pointer: pointer.to_owned(), at: at..at + 2, message, near: None };
            self.unclosed.push(place);
        }
        match read(text) {
            Ok(Read::Holes(expr)) => NodeKind::Text(expr),
            Ok(Read::Plain) => NodeKind::Plain(Datum::Text(Text::own(text))),
            Err(SyntaxError { message, at, near }) => {
                self.problems.push(Problem { pointer: pointer.to_owned(), at, message, near });
                NodeKind::Plain(Datum::Text(Text::own(text)))
            }
        }
    }
}

//! A template and data give a card.

use super::datum::Datum;
use super::eval::{Absent, Failure, Scope, evaluate};
use super::template::{Node, NodeKind, Template};
use crate::base::limits;
use crate::value::Text;
use indexmap::IndexMap;
use smol_str::SmolStr;
use std::sync::Arc;

/// What came out.
#[derive(Clone, Debug)]
pub struct Expanded {
    /// The card.
    pub card: Datum,
    /// Names that the data does not have, where they stay.
    pub missing: Vec<String>,
}

/// Parts that a card may have once it is expanded: far more than Webex takes.
const PARTS_MAX: usize = 100_000;

/// Puts `data` into a template. `now_ms` is the time that it sees, in milliseconds since 1970.
///
/// # Errors
/// If an expression cannot be evaluated: in words, with the JSON pointer of its text.
pub fn expand(template: &Template, data: &Datum, absent: Absent, now_ms: i64) -> Result<Expanded, String> {
    let scope = Scope::new(data, absent, now_ms);
    let mut expansion = Expansion { scope, parts: 0 };
    let card = expansion.node(&template.root)?;
    Ok(Expanded { card, missing: expansion.scope.missing.into_inner() })
}

struct Expansion<'d> {
    scope: Scope<'d>,
    parts: usize,
}

impl Expansion<'_> {
    fn node(&mut self, node: &Node) -> Result<Datum, String> {
        self.parts += 1;
        if self.parts > PARTS_MAX {
            return Err(format!("the card has more than {PARTS_MAX} parts"));
        }
        match &node.kind {
            NodeKind::Plain(datum) => Ok(datum.clone()),
            NodeKind::Text(expr) => {
                let found = evaluate(expr, &self.scope).map_err(|failure| located(node, &failure))?;
                match &found {
                    Datum::Text(text) if text.as_str().len() > limits::TEXT_BYTES_MAX => {
                        Err(format!("a text has more than {} bytes", limits::TEXT_BYTES_MAX))
                    }
                    _ => Ok(found),
                }
            }
            NodeKind::List(items) => self.list(items),
            NodeKind::Object { data, when, fields } => {
                let outer = (self.scope.data.clone(), self.scope.index);
                let found = self.object((data.as_deref(), when.as_deref()), fields);
                (self.scope.data, self.scope.index) = outer;
                found
            }
        }
    }

    /// Lists in a list are joined, `null` is left out.
    fn list(&mut self, items: &[Node]) -> Result<Datum, String> {
        let mut all = Vec::new();
        for item in items {
            match self.node(item)? {
                Datum::List(more) => all.extend(more.iter().cloned()),
                Datum::Null => {}
                one => all.push(one),
            }
        }
        Ok(Datum::list(all))
    }

    fn object(
        &mut self,
        (data, when): (Option<&Node>, Option<&Node>),
        fields: &[(SmolStr, Node)],
    ) -> Result<Datum, String> {
        if let Some(data) = data {
            match self.node(data)? {
                Datum::List(items) => return self.repeated(&items, when, fields),
                Datum::Missing => {}
                one => self.scope.data = one,
            }
        }
        if self.shows(when) { self.fields(fields) } else { Ok(Datum::Null) }
    }

    /// Once for each item of a list: several are a list, one is itself, none is `null`.
    fn repeated(
        &mut self,
        items: &[Datum],
        when: Option<&Node>,
        fields: &[(SmolStr, Node)],
    ) -> Result<Datum, String> {
        let mut all = Vec::new();
        for (at, item) in items.iter().enumerate() {
            self.scope.index = Some(at);
            self.scope.data = item.clone();
            if self.shows(when) {
                all.push(self.fields(fields)?);
            }
        }
        if all.len() > 1 {
            return Ok(Datum::list(all));
        }
        Ok(all.pop().unwrap_or(Datum::Null))
    }

    /// Only `true` shows; a text, a failure and an unknown name do not. What is no expression hides,
    /// unless it is nothing or false.
    fn shows(&self, when: Option<&Node>) -> bool {
        match when.map(|node| &node.kind) {
            None => true,
            Some(NodeKind::Text(expr)) => {
                matches!(self.scope.test(expr), Ok(Datum::Bool(true)))
            }
            Some(NodeKind::Plain(datum)) => match datum {
                Datum::Text(text) => text.is_empty(),
                Datum::Number(number) => *number == 0.0,
                other => !other.is_true(),
            },
            Some(NodeKind::List(_) | NodeKind::Object { .. }) => false,
        }
    }

    fn fields(&mut self, fields: &[(SmolStr, Node)]) -> Result<Datum, String> {
        let mut object = IndexMap::new();
        for (name, node) in fields {
            match self.node(node)? {
                Datum::Missing => {}
                found => {
                    object.insert(name.clone(), found);
                }
            }
        }
        Ok(Datum::Object(Arc::new(object)))
    }
}

fn located(node: &Node, Failure(why): &Failure) -> String {
    format!("{}: {why}", if node.pointer.is_empty() { "/" } else { &node.pointer })
}

/// A text that stands in the file.
pub(super) fn own(text: impl AsRef<str>) -> Datum {
    Datum::Text(Text::own(text))
}

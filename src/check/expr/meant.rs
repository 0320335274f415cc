//! What may be meant by a name that is none.

use crate::base::Span;
use crate::check::body::BodyKind;
use crate::check::checker::Checker;
use crate::syntax::ast;

impl Checker<'_> {
    /// `where answer > 0`: the answer has the name of what it is bound to.
    pub(super) fn answer_name(&self, name: &str) -> Option<String> {
        let bound =
            self.body().binding.as_ref().filter(|_| {
                matches!(name, "answer" | "it" | "value" | "input" | "result" | "response" | "_")
            })?;
        Some(format!("the answer has the name that it is bound to: `{}`", bound.text))
    }

    /// Whether a line of a test is being checked.
    pub(super) fn in_test(&self) -> bool {
        self.bodies.iter().any(|body| body.kind == BodyKind::Test)
    }

    /// Whether a field follows on a name: `bob.nickname`.
    pub(super) fn is_owner(&self, span: Span) -> bool {
        let end = Span { start: span.end, end: span.end.saturating_add(1), ..span };
        self.slice(end) == "."
    }

    /// What to do about a name that a line of a test assigns.
    pub(in crate::check) fn new_in_test(&self, name: &str, span: Span) -> Option<String> {
        let here = self.in_test();
        let person = here && self.is_owner(span);
        if person {
            return Some(named_person(name));
        }
        here.then(|| {
            format!("a test sets what the script declares: `state {name} = ...` at the top of the file")
        })
    }

    /// How a value of a declared type is written.
    pub(super) fn value_of_type(&self, name: &str) -> String {
        let at = self.modules.get(self.module).and_then(|module| module.types.get(name)).copied();
        let kind = at.and_then(|at| self.types.get(at)).map(|found| &found.ast.ty.kind);
        match kind {
            Some(ast::TypeKind::Record(fields)) => {
                let fields: Vec<String> =
                    fields.iter().take(3).map(|field| format!("{}: ...", field.name.text)).collect();
                format!("write the record alone: `{{ {} }}`", fields.join(", "))
            }
            Some(ast::TypeKind::Union(texts)) => {
                let first = texts.first().map_or("...", |text| text.text.as_str());
                format!("write one of its texts: `\"{first}\"`")
            }
            _ => "write a value, or a name that has one".to_owned(),
        }
    }
}

/// How somebody who says nothing in a test is named.
pub(super) fn named_person(name: &str) -> String {
    format!("name them first: `person {name} = \"{name}@example.com\"`")
}

//! How the names that a file gives are written.

use crate::base::Span;
use crate::builtins;
use crate::check::checker::Checker;
use crate::check::scope::Def;
use crate::syntax::ast::Name;
use crate::syntax::{NameKind, misnamed};

impl Checker<'_> {
    /// Says where a name is not written as what it names; it can be used all the same, so that this is all that
    /// is said of it. Gives whether it said something.
    pub(in crate::check) fn named(&mut self, name: &Name, kind: NameKind) -> bool {
        let taken = |instead: &str| self.is_taken(instead, kind);
        let found = misnamed(&name.text, name.span, kind, &taken);
        let said = found.is_some();
        if let Some(found) = found {
            self.push(found);
        }
        said
    }

    /// Whether something has this name in another case, and was told that it is not written as what it names: then
    /// all is said.
    pub(in crate::check) fn is_misnamed(&self, name: &str) -> bool {
        let folded = |name: &str| name.replace('_', "").to_lowercase();
        let Some(module) = self.modules.get(self.module) else { return false };
        module.names.iter().any(|(declared, what)| {
            let secret = matches!(what.what, Def::Secret(_));
            let kind = if secret { NameKind::Secret } else { NameKind::Value };
            declared != name
                && folded(declared) == folded(name)
                && misnamed(declared, Span::default(), kind, &|_| false).is_some()
        })
    }

    /// Whether something else has a name already.
    fn is_taken(&self, name: &str, kind: NameKind) -> bool {
        let Some(module) = self.modules.get(self.module) else { return false };
        if kind == NameKind::Type {
            return module.types.contains_key(name);
        }
        let local = || self.bodies.last().is_some_and(|body| body.find(name).is_some());
        let given = || self.is_given(name) || builtins::free(name).is_some();
        module.names.contains_key(name) || local() || (kind == NameKind::Value && given())
    }
}

//! `use`.

use crate::check::checker::Checker;
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::NameKind;
use crate::syntax::ast::{UseDecl, UseSource};
use smol_str::SmolStr;

impl Checker<'_> {
    /// Adds the name of a used module; `found` is the file that it is, if there is one.
    pub(super) fn declare_use(&mut self, declaration: &UseDecl, found: Option<usize>) {
        let name = match (&declaration.alias, &declaration.from) {
            (Some(alias), _) => Some((alias.text.clone(), alias.span)),
            (None, UseSource::Library(path)) => path.parts.last().map(|part| (part.text.clone(), part.span)),
            (None, UseSource::File(file)) => {
                let stem = file.as_plain().and_then(stem).map(|stem| (stem, file.span));
                if stem.is_none() {
                    self.push(
                        Diagnostic::new(
                            &codes::CHECK_BAD_DECLARATION,
                            file.span,
                            "nothing says what this file is called here",
                        )
                        .help("name it: `use \"...\" as tickets`"),
                    );
                }
                stem
            }
        };
        let Some((name, span)) = name else { return };
        if let Some(alias) = &declaration.alias {
            self.named(alias, NameKind::Value);
        }
        let Some(module) = self.modules.get_mut(self.module) else { return };
        if module.uses.contains_key(&name) {
            let message = format!("`{name}` is used already");
            self.push(
                Diagnostic::new(&codes::CHECK_DUPLICATE_NAME, span, message)
                    .help("give one of them another name with `as`"),
            );
            return;
        }
        module.uses.insert(name, found);
    }
}

/// `./lib/tickets.wbot` is called `tickets`.
fn stem(path: &str) -> Option<SmolStr> {
    let file = path.rsplit(['/', '\\']).next()?;
    let stem = file.strip_suffix(".wbot").unwrap_or(file);
    NameKind::Value.takes(stem).then(|| SmolStr::new(stem))
}

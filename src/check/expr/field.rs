//! Chains of fields, indexes and calls, and what `?.` does to them.

use super::coerce::SECRET_HELP;
use crate::base::Span;
use crate::builtins;
use crate::check::checker::Checker;
use crate::check::expr::dispatch::{typed, unknown};
use crate::check::expr::elsewhere::member_of_none;
use crate::check::expr::habit::{Habit, member_habit};
use crate::check::expr::method_hint;
use crate::check::hir::{Expr, ExprKind, StateScope};
use crate::check::scope::Def;
use crate::check::types::has_variable;
use crate::diagnostics::{Diagnostic, codes, nearest};
use crate::syntax::ast::{self, Name};
use crate::value::Type;
use smol_str::SmolStr;

/// A link of a chain.
pub(in crate::check) struct Link {
    /// What the chain is up to here; its type has the `none` of a `?.` on the way.
    pub(in crate::check) expr: Expr,
    /// Its type if no `?.` finds `none`.
    pub(in crate::check) inner: Type,
    /// Whether a `?.` on the way may find `none`.
    pub(in crate::check) short: bool,
}

impl Link {
    /// A link that begins a chain.
    pub(in crate::check) fn first(expr: Expr) -> Self {
        Self { inner: expr.ty.clone(), expr, short: false }
    }

    /// A link of a chain that `short` says may be cut.
    pub(in crate::check) fn next(kind: ExprKind, ty: Type, span: Span, short: bool) -> Self {
        let outer = if short { ty.clone().optional() } else { ty.clone() };
        Self { expr: typed(kind, outer, span), inner: ty, short }
    }
}

impl Checker<'_> {
    pub(in crate::check) fn check_postfix(&mut self, expr: &ast::Expr, expected: Option<&Type>) -> Expr {
        self.link(expr, expected).expr
    }

    /// A chain up to `expr`.
    pub(in crate::check) fn link(&mut self, expr: &ast::Expr, expected: Option<&Type>) -> Link {
        match &expr.kind {
            ast::ExprKind::Field { base, name, optional } => {
                if let Some(member) = self.module_member(base, name, expr.span) {
                    return Link::first(member);
                }
                let receiver = self.link(base, None);
                match self.receiver(receiver, *optional, base.span, name.span) {
                    Some(receiver) => self.field(receiver, name, expr.span),
                    None => Link::first(unknown(expr.span)),
                }
            }
            ast::ExprKind::Index { base, index, optional } => {
                let receiver = self.link(base, None);
                match self.receiver(receiver, *optional, base.span, index.span) {
                    Some(receiver) => self.index(receiver, index, expr.span),
                    None => {
                        self.check_expr(index, None);
                        Link::first(unknown(expr.span))
                    }
                }
            }
            ast::ExprKind::Call { callee, args } => self.call_link(callee, args, expr.span, expected),
            _ => Link::first(self.check_expr(expr, expected)),
        }
    }

    /// What a link hangs on: `none` is taken out by `?.`, and is an error otherwise. `None` where
    /// nothing is known of it.
    pub(in crate::check) fn receiver(
        &mut self,
        link: Link,
        optional: bool,
        base: Span,
        member: Span,
    ) -> Option<Link> {
        match &link.inner {
            Type::Unknown => None,
            Type::Optional(inner) if optional => {
                let inner = (**inner).clone();
                Some(Link { inner, short: true, ..link })
            }
            Type::Optional(_) | Type::None => {
                let source = self.slice(base);
                let source = if source.contains('\n') { "this" } else { source };
                let member = self.slice(member);
                let message = format!("`{source}` may be `none`, and `none` has no `{member}`");
                let mut diagnostic = Diagnostic::new(&codes::CHECK_MAYBE_NONE, base, message);
                let elsewhere = member_of_none(source, &link.inner.without_none(), member);
                diagnostic = if link.inner == Type::None {
                    diagnostic.help("it is always `none` here")
                } else if let Some(help) = elsewhere {
                    diagnostic.help(help)
                } else {
                    diagnostic.help(format!(
                        "write `{source}?.{member}`, or handle `none` first: `let x = {source} else {{ stop }}`"
                    ))
                };
                self.push(diagnostic);
                None
            }
            Type::Nothing => {
                self.no_value(&link.expr, base);
                None
            }
            _ => Some(link),
        }
    }

    /// `.name` of a receiver.
    fn field(&mut self, receiver: Link, name: &Name, span: Span) -> Link {
        let short = receiver.short;
        let boxed = |receiver: Link| ExprKind::Field {
            receiver: Box::new(receiver.expr),
            name: name.text.clone(),
            optional: short,
        };
        match &receiver.inner {
            Type::Record(record) => {
                if let Some(field) = record.fields.get(&name.text) {
                    let ty = field.ty.clone();
                    return self.narrowed_link(Link::next(boxed(receiver), ty, span, short));
                }
            }
            Type::Json => return Link::next(boxed(receiver), Type::Json, span, short),
            _ => {}
        }
        if let Some(id) = builtins::method(&receiver.inner, &name.text) {
            if id.signature().property {
                return self.property(receiver, id, span);
            }
            let message = format!("`{}` is a function, and is not called here", name.text);
            let help = if name.text == "count" && builtins::method(&receiver.inner, "len").is_some() {
                "how many there are is `.len`; `.count(x => ...)` counts those that fit".to_owned()
            } else {
                format!("call it: `.{}`", method_hint(id))
            };
            self.push(Diagnostic::new(&codes::CHECK_NOT_A_VALUE, name.span, message).help(help));
            return Link::first(unknown(span));
        }
        if let Some(link) = self.state_of(&receiver, name, span) {
            return link;
        }
        self.unknown_field(&receiver.inner, name);
        Link::first(unknown(span))
    }

    /// The link with what is known of its path.
    pub(super) fn narrowed_link(&self, link: Link) -> Link {
        if link.short {
            return link;
        }
        Link::first(self.narrowed(link.expr))
    }

    fn property(&mut self, receiver: Link, id: builtins::BuiltinId, span: Span) -> Link {
        let short = receiver.short;
        let mut bindings = crate::check::types::Bindings::default();
        let signature = id.signature();
        if let Some(pattern) = &signature.receiver
            && !bindings.unify(pattern, &receiver.inner)
        {
            self.wrong_receiver(&receiver, id, span);
            return Link::first(unknown(span));
        }
        let ty = bindings.result(&signature.result);
        let kind = ExprKind::Builtin { id, args: vec![receiver.expr], optional: short };
        self.narrowed_link(Link::next(kind, ty, span, short))
    }

    /// A method that the receiver has only with other contents.
    pub(in crate::check) fn wrong_receiver(&mut self, receiver: &Link, id: builtins::BuiltinId, span: Span) {
        let signature = id.signature();
        let wanted = signature.receiver.as_ref().map(ToString::to_string).unwrap_or_default();
        // A pattern such as `list<P>` says nothing to who did not write it.
        let open = signature.receiver.as_ref().is_some_and(has_variable);
        let message = if open {
            format!("`.{}` does not work on a `{}`", signature.name, receiver.inner)
        } else {
            format!("`.{}` works on a `{wanted}`, this is a `{}`", signature.name, receiver.inner)
        };
        let mut diagnostic = Diagnostic::new(&codes::CHECK_TYPE_MISMATCH, span, message);
        if let Type::List(item) | Type::Set(item) = &receiver.inner
            && let Type::Record(record) = &**item
        {
            // The first field that would do.
            let fits = |ty: &Type| {
                let mut bindings = crate::check::types::Bindings::default();
                let list = Type::list(ty.clone());
                signature.receiver.as_ref().is_none_or(|pattern| bindings.unify(pattern, &list))
            };
            let mut fields = record.fields.iter();
            let field = fields.find(|(_, field)| fits(&field.ty)).map_or("name", |(name, _)| name.as_str());
            let source = self.slice(receiver.expr.span);
            let call = if signature.property { signature.name.to_string() } else { method_hint(id) };
            diagnostic =
                diagnostic.help(format!("say which part is meant: `{source}.map(x => x.{field}).{call}`"));
        }
        self.push(diagnostic);
    }

    /// `r.tickets`, `p.nickname`: state of another room or person.
    fn state_of(&mut self, receiver: &Link, name: &Name, span: Span) -> Option<Link> {
        let Def::State(id) = self.declared(&name.text)?.what else { return None };
        let scope = self.program.states.get(id.index())?.scope;
        let fits = matches!(
            (&receiver.inner, scope),
            (Type::Room, StateScope::Room | StateScope::Member)
                | (Type::Person, StateScope::Person | StateScope::Member)
        );
        if !fits || receiver.short {
            return None;
        }
        Some(Link::first(self.state_expr(id, Some(receiver.expr.clone()), span)))
    }

    /// Reports a field or method that a type does not have.
    pub(super) fn unknown_field(&mut self, ty: &Type, name: &Name) {
        // State of a room or a person whose declaration could not be read.
        let state = matches!(ty, Type::Room | Type::Person)
            && (self.declared(&name.text).is_some_and(|it| it.what == Def::Broken)
                || self.is_lost(&name.text));
        if state {
            return;
        }
        let mut known: Vec<SmolStr> = Vec::new();
        if let Type::Record(record) = ty {
            known.extend(record.fields.keys().cloned());
        }
        known.extend(builtins::methods_of(ty).map(|id| id.signature().name.clone()));
        let message = format!("`{ty}` has no `{}`", name.text);
        let mut diagnostic = Diagnostic::new(&codes::CHECK_UNKNOWN_FIELD, name.span, message);
        let (usual, words) = match member_habit(ty, &name.text) {
            Some(Habit::Name(usual)) => (Some(usual), None),
            Some(Habit::Words(words)) => (None, Some(words)),
            None => (None, None),
        };
        let start = name.span.start;
        let before = self.slice(Span { start: start.saturating_sub(6), end: start, ..name.span });
        let end = name.span.end;
        let called = self.slice(Span { start: end, end: end.saturating_add(1), ..name.span }) == "(";
        let usual = usual.filter(|usual| known.iter().any(|name| name == usual));
        let near = usual.or_else(|| nearest(&name.text, known.iter().map(SmolStr::as_str)));
        diagnostic = match (near, ty) {
            _ if words.is_some() => diagnostic.help(words.unwrap_or_default()),
            (_, Type::Text) if before.ends_with(".body.") => {
                diagnostic.help(format!("the body is a text; as json it has `.json.{}`", name.text))
            }
            // A property that is called would be the next mistake.
            (Some(near), _)
                if called && builtins::method(ty, near).is_some_and(|id| id.signature().property) =>
            {
                diagnostic.help(format!("write `.{near}`, without brackets"))
            }
            (Some(near), _) => diagnostic.did_you_mean(Some(near)),
            (None, Type::Secret) => diagnostic.help(SECRET_HELP),
            (None, Type::Map(_)) => {
                diagnostic.help(format!("a key stands in brackets: `[\"{}\"]`", name.text))
            }
            (None, Type::Record(record)) if record.name.is_none() || record.fields.len() <= 8 => {
                has(diagnostic, record.fields.keys())
            }
            // What can be read in one line.
            (None, _) if known.len() <= 9 => has(diagnostic, known.iter()),
            _ => diagnostic,
        };
        self.push(diagnostic);
    }

    /// `github.x` where `github` is a used module: a value of it.
    fn module_member(&mut self, base: &ast::Expr, name: &Name, span: Span) -> Option<Expr> {
        let ast::ExprKind::Name(module_name) = &base.kind else { return None };
        if self.find_local(module_name).is_some() || self.declared(module_name).is_some() {
            return None;
        }
        if let Some(found) = self.modules.get(self.module)?.uses.get(module_name).copied() {
            let Some(module) = found else { return Some(unknown(span)) };
            let declared = self.modules.get(module)?.names.get(&name.text).copied();
            return Some(match declared {
                Some(declared) => {
                    self.in_module(module, |checker| checker.declared_expr(&name.text, declared, span))
                }
                None => {
                    self.unknown_member(module_name, Some(module), name);
                    unknown(span)
                }
            });
        }
        if !builtins::module_exists(module_name) {
            return None;
        }
        match builtins::function_of(module_name, &name.text) {
            Some(id) if id.signature().property => {
                let kind = ExprKind::Builtin { id, args: Vec::new(), optional: false };
                return Some(typed(kind, id.signature().result.clone(), span));
            }
            Some(id) => {
                let message = format!("`{module_name}.{}` is a function, and is not called here", name.text);
                self.push(
                    Diagnostic::new(&codes::CHECK_NOT_A_VALUE, name.span, message)
                        .help(format!("call it: `{module_name}.{}`", method_hint(id))),
                );
            }
            None => self.unknown_member(module_name, None, name),
        }
        Some(unknown(span))
    }

    /// What a module has: one that is used, or one of the built-in ones.
    pub(super) fn module_names(&self, module_name: &str, module: Option<usize>) -> Vec<SmolStr> {
        let mut known: Vec<SmolStr> = match module.and_then(|module| self.modules.get(module)) {
            Some(module) => module.names.keys().cloned().collect(),
            None => builtins::all()
                .filter(|id| id.signature().module.as_deref() == Some(module_name))
                .map(|id| id.signature().name.clone())
                .collect(),
        };
        known.sort_unstable();
        known
    }

    /// A name that a module does not have.
    pub(in crate::check) fn unknown_member(&mut self, module_name: &str, module: Option<usize>, name: &Name) {
        let known = self.module_names(module_name, module);
        let near = nearest(&name.text, known.iter().map(SmolStr::as_str));
        let message = format!("`{module_name}` has no `{}`", name.text);
        let diagnostic = Diagnostic::new(&codes::CHECK_UNKNOWN_FIELD, name.span, message);
        let meant = match (module_name, name.text.as_str()) {
            ("json", "loads" | "load" | "decode") => Some("write `json.parse(x)`"),
            ("json", "dumps" | "dump" | "stringify") => Some("write `json.encode(x)`"),
            ("random", "choice" | "choose" | "pick") => {
                Some("lists have it themselves: `xs.pick()`, which is `none` of an empty list")
            }
            ("random", "sample" | "choices") => Some("lists have it themselves: `xs.sample(2)`"),
            ("random", "shuffle") => Some("lists have it themselves: `xs.shuffle()`, a new list"),
            ("random", "randint" | "randrange" | "range" | "integer") => {
                Some("write `random.int(1, 6)`, both ends in")
            }
            _ => None,
        };
        self.push(match meant {
            Some(meant) => diagnostic.help(meant),
            None => diagnostic.did_you_mean(near),
        });
    }
}

/// Helps with the names that there are.
fn has<'n>(diagnostic: Diagnostic, names: impl Iterator<Item = &'n SmolStr>) -> Diagnostic {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    if names.is_empty() { diagnostic } else { diagnostic.help(format!("it has {}", names.join(", "))) }
}

//! Names.

use crate::base::Span;
use crate::builtins;
use crate::check::body::{Body, BodyKind, LocalKind};
use crate::check::checker::Checker;
use crate::check::expr::dispatch::{typed, unknown};
use crate::check::expr::habit::name_habit;
use crate::check::expr::meant::named_person;
use crate::check::flow::{PathKey, path_of};
use crate::check::hir::{Allow, Context, Expr, ExprKind, GroupId, Local, LocalId, StateId, StateScope};
use crate::check::scope::{Declared, Def};
use crate::diagnostics::{Diagnostic, codes, nearest};
use crate::syntax::ast;
use crate::value::{PersonRef, Type, Value};
use smol_str::SmolStr;

/// What every handler knows.
const CONTEXT: [(&str, Context); 4] = [
    ("person", Context::Person),
    ("room", Context::Room),
    ("message", Context::Message),
    ("thread", Context::Thread),
];

/// The type of what a run knows.
fn context_type(context: Context) -> Type {
    match context {
        Context::Person | Context::Answerer => Type::Person,
        Context::Room => Type::Room,
        Context::Message => Type::Message,
        Context::Thread => Type::Message.optional(),
        Context::Last => Type::record([
            ("text", Type::Text),
            ("markdown", Type::Text),
            ("mentions", Type::list(Type::Person)),
            ("mentions_all", Type::Bool),
            ("files", Type::list(Type::Text)),
            ("card", Type::Json),
            ("room", Type::Room),
            ("thread", Type::Message.optional()),
        ]),
    }
}

/// The end of the help with a name where nothing better is known.
const GENERAL: &str = "what all handlers share is declared at the top of the file";

/// Members of a module that a help names.
const NAMES_MAX: usize = 3;

impl Checker<'_> {
    pub(in crate::check) fn check_name(&mut self, name: &SmolStr, span: Span) -> Expr {
        if let Some(local) = self.find_local(name) {
            return self.local_expr(local, span);
        }
        if let Some(person) = self.test_person(name) {
            return typed(ExprKind::Const(Value::Person(person)), Type::Person, span);
        }
        if let Some(declared) = self.declared(name) {
            return self.declared_expr(name, declared, span);
        }
        if let Some((_, context)) = CONTEXT.iter().find(|(word, _)| word == name) {
            return self.context(*context, span);
        }
        if name == "answerer" && self.was_asked() {
            return typed(ExprKind::Context(Context::Answerer), context_type(Context::Answerer), span);
        }
        if name == "last" && self.body().kind == BodyKind::Test {
            return typed(ExprKind::Context(Context::Last), context_type(Context::Last), span);
        }
        if let Some(id) = builtins::free(name) {
            if id.signature().property {
                // Properties without a receiver are what a run asks of the engine: `bot now today tomorrow`.
                if self.body().kind == BodyKind::Constant {
                    return self.unknown_before_run(name, span);
                }
                let kind = ExprKind::Builtin { id, args: Vec::new(), optional: false };
                return typed(kind, id.signature().result.clone(), span);
            }
            let message = format!("`{name}` is a function, and is not called here");
            self.push(
                Diagnostic::new(&codes::CHECK_NOT_A_VALUE, span, message)
                    .help(format!("call it: `{name}(...)`")),
            );
            return unknown(span);
        }
        self.unknown_name(name, span);
        unknown(span)
    }

    /// Whether a name stands for something in every script.
    pub(in crate::check) fn is_given(&self, name: &str) -> bool {
        let module = self.modules.get(self.module).is_some_and(|module| module.uses.contains_key(name));
        let known =
            CONTEXT.iter().any(|(word, _)| *word == name) || matches!(name, "answerer" | "last" | "event");
        let parsed_as = name_habit(name).is_some() || name.starts_with(|c: char| c.is_ascii_uppercase());
        known || module || parsed_as || builtins::module_exists(name) || builtins::free(name).is_some()
    }

    /// Whether a question was asked before, here or around here.
    fn was_asked(&self) -> bool {
        for body in self.bodies.iter().rev() {
            if body.asked || !body.sees_around() {
                return body.asked;
            }
        }
        false
    }

    /// The declared name of the current module.
    pub(in crate::check) fn declared(&self, name: &str) -> Option<Declared> {
        self.modules.get(self.module)?.names.get(name).copied()
    }

    fn unknown_name(&mut self, name: &SmolStr, span: Span) {
        if let Some(outer) = self.bodies.first_mut() {
            if outer.unknown.contains(name) {
                return;
            }
            outer.unknown.push(name.clone());
        }
        if self.body().broken && matches!(name.as_str(), "end" | "fi" | "done" | "pass") {
            // The end of a block whose head was reported.
            return;
        }
        let lost =
            self.bodies.iter().any(|body| body.lost.contains(name) || body.broken && name == "answerer");
        if lost || self.has_nameless() || self.is_misnamed(name) || self.is_lost(name) {
            return;
        }
        let message = format!("there is no `{name}` here");
        let known = self.known_names();
        let near = nearest(name, known.iter().map(String::as_str));
        let mut diagnostic = Diagnostic::new(&codes::CHECK_UNKNOWN_NAME, span, message);
        if name == "answerer" {
            diagnostic = diagnostic.help("ask first: `let go = ask \"Ship it?\" by anyone`");
            self.push(diagnostic);
            return;
        }
        let used = self.modules.get(self.module).and_then(|module| module.uses.get(name)).copied();
        let is_type = self.modules.get(self.module).is_some_and(|module| module.types.contains_key(name));
        if used.is_some() || builtins::module_exists(name) {
            diagnostic.message = format!("`{name}` is a module");
            diagnostic = diagnostic.help(self.module_help(name, used.flatten()));
        } else if is_type {
            diagnostic.message = format!("`{name}` is a type, a value is needed here");
            diagnostic = diagnostic.help(self.value_of_type(name));
        } else if let Some(answer) = self.answer_name(name) {
            diagnostic = diagnostic.help(answer);
        } else if self.in_test() && name == "response" {
            diagnostic = diagnostic.help("what a webhook answered is told by `expect response 200`");
        } else if self.in_test() && self.is_owner(span) {
            diagnostic = diagnostic.help(named_person(name));
        } else if let Some(pattern) = self.like_hole(name) {
            diagnostic = diagnostic.help(format!("write it in braces in the pattern: `{pattern}`"));
        } else if name == "event" {
            diagnostic = diagnostic
                .help("name it where the webhook is declared: `on webhook \"...\" verify ... as event`");
        } else if let Some(words) = name_habit(name) {
            diagnostic = diagnostic.help(words);
        } else if let Some(config) = name.strip_prefix("WBOT_").map(str::to_ascii_lowercase) {
            diagnostic = diagnostic.help(if self.declared(&config).is_some() {
                format!("that is its name in the environment; here it is `{config}`")
            } else {
                format!("declare `config {config}: text = \"...\"`, which {name} sets; here it is `{config}`")
            });
        } else if name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
            && near.is_none()
        {
            diagnostic =
                diagnostic.help(format!("declare the secret at the top of the file: `secret {name}`"));
        } else if self.in_test() && near == Some("bot") {
            diagnostic = diagnostic.help(named_person(name));
        } else if near.is_some() {
            diagnostic = diagnostic.did_you_mean(near);
            self.push(diagnostic);
            return;
        } else {
            diagnostic = diagnostic.help(format!("bind it first, `let {name} = ...`; {GENERAL}"));
        }
        if !self.lost_name(name, span) {
            self.push(diagnostic);
        }
    }

    /// What to write instead of a module.
    fn module_help(&self, name: &str, module: Option<usize>) -> String {
        let names = self.module_names(name, module);
        let names: Vec<String> =
            names.iter().take(NAMES_MAX).map(|member| format!("`{name}.{member}`")).collect();
        match names.as_slice() {
            [] => format!("name what is in it: `{name}.x`"),
            names => format!("name what is in it, such as {}", names.join(", ")),
        }
    }

    /// Helps with a name that was found, since `before`, to be unknown, where nothing better is known.
    pub(in crate::check) fn help_unknown(&mut self, before: usize, words: impl FnOnce() -> String) {
        let found = self.sink.len() > before;
        let plain = |help: &Option<String>| {
            help.as_ref().is_none_or(|help| help.ends_with(GENERAL) || help.starts_with("declare the secret"))
        };
        if let Some(last) = self.sink.last_mut().filter(|last| found && plain(&last.help))
            && last.code.name == codes::CHECK_UNKNOWN_NAME.name
        {
            last.help = Some(words());
        }
    }

    /// The pattern of the handler with the name in braces, where it stands there as other tools write it:
    /// `<name>`, `:name`, `$name`.
    fn like_hole(&self, name: &str) -> Option<String> {
        let source = self.bodies.first()?.pattern.as_ref()?;
        let forms = [format!("<{name}>"), format!(":{name}"), format!("${name}"), format!("%{name}")];
        let form = forms.iter().find(|form| source.contains(form.as_str()))?;
        Some(source.replace(form.as_str(), &format!("{{{name}}}")))
    }

    /// All names that could stand here, in a fixed order.
    fn known_names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for body in self.bodies.iter().rev() {
            let scopes = body.scopes.iter().rev();
            names.extend(scopes.flat_map(|scope| scope.iter().rev()).map(|(name, _)| name.to_string()));
            if !body.sees_around() {
                break;
            }
        }
        let mut declared: Vec<String> = self
            .modules
            .get(self.module)
            .map(|module| module.names.keys().chain(module.uses.keys()).map(ToString::to_string).collect())
            .unwrap_or_default();
        declared.sort_unstable();
        names.extend(declared);
        names.extend(CONTEXT.iter().map(|(word, _)| (*word).to_owned()));
        names.extend(builtins::all().filter_map(|id| {
            let signature = id.signature();
            (signature.receiver.is_none() && signature.module.is_none()).then(|| signature.name.to_string())
        }));
        names
    }

    /// The variable of this name, captured if it is one of an enclosing function.
    pub(in crate::check) fn find_local(&mut self, name: &str) -> Option<LocalId> {
        let mut depth = self.bodies.len();
        let found = loop {
            depth = depth.checked_sub(1)?;
            let body = self.bodies.get(depth)?;
            if let Some(local) = body.find(name) {
                break local;
            }
            if !body.sees_around() {
                return None;
            }
        };
        // Each lambda on the way in captures it from the function around it.
        let mut local = found;
        for at in depth + 1..self.bodies.len() {
            local = self.capture(at, local)?;
        }
        Some(local)
    }

    /// The local of body `at` that stands for a local of the body around it.
    fn capture(&mut self, at: usize, outer: LocalId) -> Option<LocalId> {
        let around = self.bodies.get_mut(at.checked_sub(1)?)?;
        if let Some(note) = around.note_mut(outer) {
            note.used = true;
            note.read = true;
        }
        let known = around.flow.get(&PathKey::local(outer)).cloned();
        let texts = around.notes.get(outer.index()).and_then(|note| note.texts.clone());
        let local = around.local(outer)?.clone();
        let flow = around.flow.clone();
        let inner = self.bodies.get_mut(at)?;
        if let Some((_, known)) = inner.captures.iter().find(|(from, _)| *from == outer) {
            return Some(*known);
        }
        let ty = known.unwrap_or_else(|| local.ty.clone());
        let id = inner.add(Local { ty, mutable: false, ..local }, LocalKind::Captured);
        if let Some(note) = inner.note_mut(id) {
            note.texts = texts;
        }
        inner.captures.push((outer, id));
        inner.flow.learn(flow.captured(outer, id));
        Some(id)
    }

    fn local_expr(&mut self, local: LocalId, span: Span) -> Expr {
        let body = self.body_mut();
        if let Some(note) = body.note_mut(local) {
            note.used = true;
            note.read = true;
        }
        let ty = body.local(local).map_or(Type::Unknown, |local| local.ty.clone());
        let expr = typed(ExprKind::Local(local), ty, span);
        self.narrowed(expr)
    }

    /// The expression with the type that is known of its path at this point.
    pub(in crate::check) fn narrowed(&self, expr: Expr) -> Expr {
        let known = path_of(&expr).and_then(|path| self.body().flow.get(&path).cloned());
        match known {
            Some(ty) => Expr { ty, ..expr },
            None => expr,
        }
    }

    fn context(&mut self, context: Context, span: Span) -> Expr {
        let kind = self.body().kind;
        let word = CONTEXT.iter().find(|(_, known)| *known == context).map_or("", |(word, _)| word);
        if kind == BodyKind::Constant {
            return self.unknown_before_run(word, span);
        }
        if self.body().lonely && matches!(context, Context::Person | Context::Room) {
            let ty = context_type(context).optional();
            return self.narrowed(typed(ExprKind::Context(context), ty, span));
        }
        match context {
            Context::Person | Context::Room | Context::Message | Context::Thread => {
                self.body_mut().uses_conversation(span, format!("`{word}`"));
                if context == Context::Message {
                    self.body_mut().uses_message(span, format!("`{word}`"));
                }
            }
            Context::Answerer | Context::Last => {}
        }
        self.narrowed(typed(ExprKind::Context(context), context_type(context), span))
    }

    fn unknown_before_run(&mut self, word: &str, span: Span) -> Expr {
        let message = format!("`{word}` is not known before the bot runs");
        self.push(
            Diagnostic::new(&codes::CHECK_NOT_CONSTANT, span, message)
                .help("use a `fn`, or set it in a handler"),
        );
        unknown(span)
    }

    /// A declared name as a value.
    pub(in crate::check) fn declared_expr(&mut self, name: &str, declared: Declared, span: Span) -> Expr {
        match declared.what {
            Def::Secret(id) => typed(ExprKind::Secret(id), Type::Secret, span),
            Def::Config(id) => {
                let ty =
                    self.program.configs.get(id.index()).map_or(Type::Unknown, |config| config.ty.clone());
                self.not_constant(span, name, "a setting");
                self.narrowed(typed(ExprKind::Config(id), ty, span))
            }
            Def::Const(id) => {
                self.resolve_const(id);
                let ty = self.program.consts.get(id.index()).map_or(Type::Unknown, |it| it.ty.clone());
                typed(ExprKind::ConstRef(id), ty, span)
            }
            Def::State(id) => self.state_expr(id, None, span),
            Def::Function(id) => {
                let params = self.declared.get(id.index()).map_or(&[][..], |function| &function.params);
                let needed = params.iter().filter(|param| param.default.is_none());
                let args: Vec<&str> = needed.map(|param| param.name.as_str()).collect();
                let help = format!("call it: `{name}({})`", args.join(", "));
                let message = format!("`{name}` is a function, and is not called here");
                self.push(
                    Diagnostic::new(&codes::CHECK_NOT_A_VALUE, span, message)
                        .also(declared.span, "declared here")
                        .help(help),
                );
                unknown(span)
            }
            Def::Group(id) => self.group_expr(id, span),
            Def::Broken => unknown(span),
            Def::Card(_) | Def::Intent(_) | Def::Action(_) => {
                let message = format!("`{name}` is {}, no value", declared.what.noun());
                let diagnostic = Diagnostic::new(&codes::CHECK_NOT_A_VALUE, span, message)
                    .also(declared.span, "declared here");
                self.push(match declared.what {
                    Def::Card(_) => diagnostic.help(format!("say it: `say card {name}(...)`")),
                    _ => diagnostic,
                });
                unknown(span)
            }
        }
    }

    /// A group as the list of its people.
    fn group_expr(&mut self, id: GroupId, span: Span) -> Expr {
        let Some(group) = self.program.groups.get(id.index()) else { return unknown(span) };
        let (name, declared) = (group.name.clone(), group.span);
        let open = group.entries.iter().any(|entry| matches!(entry, Allow::Domain(_) | Allow::Anyone));
        self.not_constant(span, &name, "a group");
        if open {
            let message = format!("the people of `{name}` can't be listed: all of a domain are in it");
            self.push(
                Diagnostic::new(&codes::CHECK_NOT_A_VALUE, span, message)
                    .also(declared, "declared here")
                    .help(format!("ask whether somebody is in it: `person in {name}`")),
            );
            return unknown(span);
        }
        typed(ExprKind::Members(id), Type::list(Type::Person), span)
    }

    fn not_constant(&mut self, span: Span, name: &str, what: &str) {
        if self.body().kind == BodyKind::Constant {
            let message = format!("`{name}` is {what}, which is not known before the bot runs");
            self.push(
                Diagnostic::new(&codes::CHECK_NOT_CONSTANT, span, message)
                    .help("use a `fn`, or set it in a handler"),
            );
        }
    }

    /// A state variable, of the room or person `owner` if there is one.
    pub(in crate::check) fn state_expr(&mut self, id: StateId, owner: Option<Expr>, span: Span) -> Expr {
        let Some(state) = self.program.states.get(id.index()) else { return unknown(span) };
        let (name, ty, scope) = (state.name.clone(), state.ty.clone(), state.scope);
        self.not_constant(span, &name, "state");
        let needs = match (scope, &owner) {
            (StateScope::Bot, _) | (StateScope::Room | StateScope::Person, Some(_)) => false,
            (StateScope::Room | StateScope::Person, None) | (StateScope::Member, _) => true,
        };
        if needs && self.body().kind != BodyKind::Constant {
            self.body_mut()
                .uses_conversation(span, format!("`{name}`, which is kept {}", scope_words(scope)));
        }
        let kind = ExprKind::State { state: id, owner: owner.map(Box::new) };
        self.narrowed(typed(kind, ty, span))
    }

    /// The group that an expression names.
    pub(in crate::check) fn try_group(&mut self, expr: &ast::Expr) -> Option<GroupId> {
        let ast::ExprKind::Name(name) = &expr.kind else { return None };
        if self.find_local(name).is_some() {
            return None;
        }
        match self.declared(name)?.what {
            Def::Group(id) => Some(id),
            _ => None,
        }
    }

    /// The person that a name in a test stands for.
    fn test_person(&self, name: &str) -> Option<PersonRef> {
        let test = self.bodies.iter().any(|body| body.kind == BodyKind::Test);
        if !test {
            return None;
        }
        let known = self.test_people.iter().find(|(known, _)| known == name);
        known.map(|(_, address)| PersonRef::of_email(address))
    }

    /// The function that is being checked.
    pub(in crate::check) fn body(&self) -> &Body {
        self.bodies.last().expect("expressions are checked inside a body only")
    }

    /// The function that is being checked.
    pub(in crate::check) fn body_mut(&mut self) -> &mut Body {
        self.bodies.last_mut().expect("expressions are checked inside a body only")
    }
}

/// How a scope reads in a sentence.
pub(in crate::check) fn scope_words(scope: StateScope) -> &'static str {
    match scope {
        StateScope::Bot => "for the bot",
        StateScope::Room => "per room",
        StateScope::Person => "per person",
        StateScope::Member => "per member",
    }
}

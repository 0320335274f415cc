//! The first pass: which names there are.

use crate::base::Span;
use crate::builtins;
use crate::check::card::{ActionDef, CardDef};
use crate::check::checker::{Checker, DeclaredFn};
use crate::check::hir::{
    Config, ConfigId, Const, ConstId, FunctionId, Group, GroupId, Secret, SecretId, State, StateId,
    StateScope,
};
use crate::check::item::{ConstState, PendingConst};
use crate::check::scope::{Declared, Def, TypeDef, TypeState};
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::NameKind;
use crate::syntax::ast::{self, Item, Name};
use crate::value::{Type, Value};
use smol_str::SmolStr;

/// Words that name something in every handler.
const GIVEN: [&str; 8] = ["person", "room", "message", "thread", "bot", "now", "today", "tomorrow"];

impl<'a> Checker<'a> {
    /// Declares everything of all files.
    pub(in crate::check) fn declare_all(&mut self) {
        let files = self.files;
        for (at, file) in files.iter().enumerate() {
            self.module = at;
            let mut uses = file.uses.iter().copied();
            for item in &file.ast.items {
                match item {
                    Item::Use(declaration) => self.declare_use(declaration, uses.next().flatten()),
                    other => self.declare_item(other),
                }
            }
        }
        self.module = 0;
    }

    fn declare_item(&mut self, item: &'a Item) {
        match item {
            Item::Bot(_) | Item::Use(_) | Item::Handler(ast::Handler { .. }) | Item::Test(_) => {
                if let Item::Handler(handler) = item
                    && let ast::Trigger::Action { name, .. } = &handler.trigger
                {
                    let at = self.actions.len();
                    let name_text = self.qualified(&name.text);
                    self.actions.push(ActionDef { name: name_text, params: Vec::new(), span: name.span });
                    self.declare(name, Def::Action(at));
                }
            }
            Item::Secret(declaration) => self.declare_secret(declaration),
            Item::Config(declaration) => {
                let id = ConfigId::of(self.program.configs.len());
                self.program.configs.push(Config {
                    name: self.qualified(&declaration.name.text),
                    ty: Type::Unknown,
                    default: None,
                    doc: doc(declaration.doc.as_ref()),
                    span: declaration.name.span,
                });
                self.declare(&declaration.name, Def::Config(id));
            }
            Item::Const(declaration) => {
                let id = ConstId::of(self.program.consts.len());
                let span = declaration.name.span;
                let name = self.qualified(&declaration.name.text);
                self.program.consts.push(Const { name, ty: Type::Unknown, value: Value::None, span });
                let module = self.module;
                self.pending_consts.push(PendingConst { ast: declaration, module, state: ConstState::New });
                self.declare(&declaration.name, Def::Const(id));
            }
            Item::Type(declaration) => self.declare_type(declaration),
            Item::State(declaration) => self.declare_state(declaration),
            Item::Group(declaration) => {
                let id = GroupId::of(self.program.groups.len());
                let name = declaration.name.text.clone();
                self.program.groups.push(Group { name, entries: Vec::new(), span: declaration.name.span });
                self.declare(&declaration.name, Def::Group(id));
            }
            Item::Fn(declaration) => {
                let id = self.new_function();
                let module = self.module;
                self.declared.push(DeclaredFn {
                    ast: declaration,
                    module,
                    params: Vec::new(),
                    result: None,
                    checked: false,
                });
                self.declare(&declaration.name, Def::Function(id));
            }
            Item::Card(declaration) => self.declare_card(declaration),
            Item::Intent(declaration) => {
                let at = self.intents.len();
                let module = self.module;
                self.intents.push((declaration, module));
                self.declare(&declaration.name, Def::Intent(at));
            }
            Item::Error(error) => {
                if let Some(name) = &error.name {
                    if error.keyword.as_deref() == Some("type") {
                        self.declare_broken_type(name);
                    } else if let Some(module) = self.modules.get_mut(self.module) {
                        let broken = Declared { what: Def::Broken, span: name.span };
                        module.names.entry(name.text.clone()).or_insert(broken);
                    }
                }
            }
        }
    }

    fn declare_card(&mut self, declaration: &'a ast::CardDecl) {
        let at = self.cards.len();
        self.cards.push(CardDef {
            ast: declaration,
            module: self.module,
            name: SmolStr::default(),
            params: Vec::new(),
            file: None,
            inputs: Vec::new(),
            unread: false,
            function: FunctionId(u32::MAX),
            sent: false,
            asked: false,
        });
        self.declare(&declaration.name, Def::Card(at));
    }

    /// Adds a name to the file, unless it is taken.
    fn declare(&mut self, name: &Name, what: Def) {
        let Some(module) = self.modules.get_mut(self.module) else { return };
        if let Some(first) = module.names.get(&name.text) {
            if first.what == Def::Broken {
                return;
            }
            let first = first.span;
            self.taken(name, first);
            return;
        }
        module.names.insert(name.text.clone(), Declared { what, span: name.span });
        let kind = if matches!(what, Def::Secret(_)) { NameKind::Secret } else { NameKind::Value };
        if self.named(name, kind) {
            return;
        }
        let is_word = GIVEN.contains(&name.text.as_str());
        let is_module = builtins::module_exists(&name.text);
        if is_word || is_module || builtins::free(&name.text).is_some() {
            let message = format!("`{}` means something in every script already", name.text);
            self.push(
                Diagnostic::new(&codes::CHECK_DUPLICATE_NAME, name.span, message)
                    .help(format!("choose another name, such as `my_{}`", name.text)),
            );
        }
    }

    fn taken(&mut self, name: &Name, first: Span) {
        let message = format!("`{}` is declared already", name.text);
        self.push(
            Diagnostic::new(&codes::CHECK_DUPLICATE_NAME, name.span, message)
                .also(first, "first here")
                .help("choose another name"),
        );
    }

    fn declare_secret(&mut self, declaration: &ast::SecretDecl) {
        let name = &declaration.name;
        let known = self.program.secrets.iter().position(|secret| secret.name == name.text);
        // Two files may need the same secret: it is one.
        let id = SecretId::of(known.unwrap_or(self.program.secrets.len()));
        if known.is_none() {
            let doc = doc(declaration.doc.as_ref());
            self.program.secrets.push(Secret { name: name.text.clone(), doc, span: name.span });
        }
        self.declare(name, Def::Secret(id));
    }

    fn declare_type(&mut self, declaration: &'a ast::TypeDecl) {
        let at = self.types.len();
        let module = self.module;
        self.types.push(TypeDef { ast: declaration, module, state: TypeState::New });
        let name = &declaration.name;
        let Some(module) = self.modules.get_mut(module) else { return };
        let first = module.types.get(&name.text).copied();
        match first.and_then(|first| self.types.get(first)) {
            Some(first) => {
                let first = first.ast.name.span;
                self.taken(name, first);
            }
            None => {
                module.types.insert(name.text.clone(), at);
                self.named(name, NameKind::Type);
            }
        }
    }

    /// A type whose declaration does not parse: uses of it are silent.
    fn declare_broken_type(&mut self, name: &Name) {
        if let Some(module) = self.modules.get_mut(self.module) {
            module.types.entry(name.text.clone()).or_insert(usize::MAX);
        }
    }

    fn declare_state(&mut self, declaration: &ast::StateDecl) {
        let id = StateId::of(self.program.states.len());
        let name = &declaration.name;
        self.program.states.push(State {
            name: self.qualified(&name.text),
            ty: Type::Unknown,
            scope: match declaration.scope {
                ast::StateScope::Bot => StateScope::Bot,
                ast::StateScope::Room => StateScope::Room,
                ast::StateScope::Person => StateScope::Person,
                ast::StateScope::Member => StateScope::Member,
            },
            init: Value::None,
            span: name.span,
        });
        self.declare(name, Def::State(id));
        for (ty, what) in [(Type::Room, "a room"), (Type::Person, "a person")] {
            if builtins::method(&ty, &name.text).is_some() {
                let (name, span) = (&name.text, name.span);
                let other = format!("{}_{name}", if ty == Type::Room { "room" } else { "my" });
                let message = format!("{what} has a `{name}` already");
                self.push(Diagnostic::new(&codes::CHECK_STATE_NAME, span, message).help(format!(
                    "choose another name, such as `{other}`: state is asked for like a field, `r.{other}`"
                )));
                return;
            }
        }
    }
}

/// The text of a doc comment.
pub(super) fn doc(doc: Option<&ast::Doc>) -> Option<SmolStr> {
    doc.map(|doc| doc.text.clone())
}

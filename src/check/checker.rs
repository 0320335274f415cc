//! What the passes share.

use crate::base::Span;
use crate::check::body::{Body, Traits};
use crate::check::buttons::Buttons;
use crate::check::card::{ActionDef, CardDef, Pressed};
use crate::check::check::{CheckInput, Checked};
use crate::check::hir::{Block, Function, FunctionId, Program};
use crate::check::item::PendingConst;
use crate::check::scope::{Module, TypeDef};
use crate::diagnostics::{Code, Diagnostic, Label, Sink, codes};
use crate::syntax::ast;
use crate::value::Type;
use smol_str::SmolStr;
use std::collections::HashMap;

/// The state of a check. Methods stand in the files of the constructs that they check.
pub(super) struct Checker<'a> {
    /// Where diagnostics go.
    pub(super) sink: Sink,
    /// What is said only if there is no error: see `push`.
    doubted: Vec<Diagnostic>,
    /// All files; the index is that of the module.
    pub(super) files: &'a [CheckInput<'a>],
    /// What each file declares.
    pub(super) modules: Vec<Module>,
    /// The file that is being checked.
    pub(super) module: usize,
    /// What comes out; its functions are put together in `functions` first.
    pub(super) program: Program,
    /// Finished functions by id; the declared ones have their ids from the start.
    pub(super) functions: Vec<Option<Function>>,
    /// What each function does, by id.
    pub(super) traits: Vec<Traits>,
    /// Declared functions; they have the ids 0, 1, ...
    pub(super) declared: Vec<DeclaredFn<'a>>,
    /// Declared cards and actions.
    pub(super) cards: Vec<CardDef<'a>>,
    pub(super) actions: Vec<ActionDef>,
    /// Cards that are included under a name, by that name, with the functions that draw them.
    pub(super) card_variants: HashMap<(usize, SmolStr), FunctionId>,
    /// What the names of inputs begin with in the card that is being checked.
    pub(super) input_prefix: SmolStr,
    /// Whose inputs go with a press at this place of a card.
    pub(super) pressed: Option<Pressed>,
    /// Whether a text is being checked in which clients show dates as their readers write them.
    pub(super) card_text: bool,
    /// Declared intents with their files.
    pub(super) intents: Vec<(&'a ast::IntentDecl, usize)>,
    /// What is read in another way than it was meant, because of a mistake beside it that was told.
    pub(super) spoiled: Vec<Span>,
    /// What was told, with where in the list of diagnostics: the same mistake shows its other places there.
    pub(super) told: HashMap<Told, usize>,
    /// A statement somewhere could not be read: there may be more than what is seen.
    pub(super) unread_code: bool,
    /// Slots of intents, by the intent's index, whose types are in error.
    pub(super) unread_slots: Vec<(usize, SmolStr)>,
    /// Declared types.
    pub(super) types: Vec<TypeDef<'a>>,
    /// The functions being checked, the innermost last.
    pub(super) bodies: Vec<Body>,
    /// Constants, by id.
    pub(super) pending_consts: Vec<PendingConst<'a>>,
    /// How many constants are being checked, each for the one before it.
    pub(super) const_depth: usize,
    /// How many declared types are being resolved, each for the one before it.
    pub(super) type_depth: usize,
    /// The buttons that tests can press.
    pub(super) buttons: Buttons,
    /// The people of the test that is being checked, with their addresses.
    pub(super) test_people: Vec<(SmolStr, SmolStr)>,
    /// Whether a condition did not parse, which is reported.
    pub(super) unread: bool,
    /// Whether a finished function has an effect, through all that it calls.
    pub(super) effects: HashMap<FunctionId, bool>,
    /// Where nothing may happen: lambdas and functions given as arguments, with what they are called.
    pub(super) must_be_pure: Vec<(FunctionId, Span, &'static str)>,
    /// Handlers that have no person and no room.
    pub(super) without_conversation: Vec<(FunctionId, SmolStr)>,
    /// Handlers that begin without a message.
    pub(super) without_message: Vec<(FunctionId, &'static str)>,
}

/// A mistake that shows in several places.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) enum Told {
    /// The inputs of a card don't give a parameter of an action.
    Input(usize, Span),
    /// A file has no such name.
    Name(usize, SmolStr),
    /// A file has no such type, or no such module.
    Type(usize, SmolStr),
    /// A variable is of another type than is needed: where it is declared, and the words for it.
    Variable(Span, String),
}

/// A function that a file declares.
pub(super) struct DeclaredFn<'a> {
    pub(super) ast: &'a ast::FnDecl,
    pub(super) module: usize,
    pub(super) params: Vec<ParamInfo>,
    /// As annotated, or as inferred once it was checked.
    pub(super) result: Option<Type>,
    pub(super) checked: bool,
}

/// What a caller must know of a parameter.
#[derive(Clone)]
pub(super) struct ParamInfo {
    pub(super) name: SmolStr,
    pub(super) ty: Type,
    /// A constant.
    pub(super) default: Option<crate::value::Value>,
    pub(super) span: Span,
}

impl<'a> Checker<'a> {
    pub(super) fn new(files: &'a [CheckInput<'a>]) -> Self {
        Self {
            sink: Sink::new(),
            doubted: Vec::new(),
            files,
            modules: files.iter().map(|_| Module::default()).collect(),
            module: 0,
            program: Program::default(),
            functions: Vec::new(),
            traits: Vec::new(),
            declared: Vec::new(),
            cards: Vec::new(),
            actions: Vec::new(),
            card_variants: HashMap::new(),
            input_prefix: SmolStr::default(),
            pressed: None,
            card_text: false,
            intents: Vec::new(),
            spoiled: Vec::new(),
            told: HashMap::new(),
            unread_code: false,
            unread_slots: Vec::new(),
            types: Vec::new(),
            bodies: Vec::new(),
            pending_consts: Vec::new(),
            const_depth: 0,
            type_depth: 0,
            buttons: Buttons::default(),
            test_people: Vec::new(),
            unread: false,
            effects: HashMap::new(),
            must_be_pure: Vec::new(),
            without_conversation: Vec::new(),
            without_message: Vec::new(),
        }
    }

    /// Reports with the parts that every diagnostic has.
    pub(super) fn report(&mut self, code: &'static Code, span: Span, message: impl Into<String>) {
        self.sink.report(code, span, message);
    }

    /// Reports a diagnostic with more parts.
    ///
    /// Where a condition is broken, what it would have told of `none` is not known: what follows from that
    /// is said only if nothing else is.
    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        let none = diagnostic.code.name == codes::CHECK_MAYBE_NONE.name;
        let source = self.slice(diagnostic.span);
        if none && self.bodies.last().is_some_and(|body| body.flow.doubts(source)) {
            self.doubted.push(diagnostic);
        } else {
            self.sink.push(diagnostic);
        }
    }

    /// Whether an error was reported since there were so many diagnostics.
    pub(super) fn failed_since(&self, mark: usize) -> bool {
        self.sink.has_errors_since(mark)
    }

    /// How many diagnostics there are: more afterwards means that something was reported.
    pub(super) fn sink_len(&self) -> usize {
        self.sink.len()
    }

    /// A point to go back to with `rewind`.
    pub(super) fn mark(&self) -> usize {
        self.sink.len()
    }

    /// Forgets the diagnostics since a point: the same syntax is checked again, or was before.
    pub(super) fn rewind(&mut self, mark: usize) {
        self.sink.truncate(mark);
        self.told.retain(|_, at| *at < mark);
    }

    /// Whether a mistake was told before: then its diagnostic shows this place too. If not, the next diagnostic
    /// is it.
    pub(super) fn told_before(&mut self, what: Told, span: Span) -> bool {
        if self.is_unread(span) {
            return true;
        }
        if let Some(first) = self.told.get(&what) {
            self.sink.label(*first, span, "the same here");
            return true;
        }
        let at = self.mark();
        self.told.insert(what, at);
        false
    }

    /// Whether a name that is declared nowhere may be that of a declaration whose head could not be read, or was
    /// told before. If not, the next diagnostic tells it.
    pub(super) fn lost_name(&mut self, name: &str, span: Span) -> bool {
        self.is_lost(name) || self.told_before(Told::Name(self.module, SmolStr::new(name)), span)
    }

    /// Adds a place to the diagnostic that was reported last.
    pub(super) fn label_last(&mut self, span: Span, text: String) {
        if let Some(last) = self.sink.last_mut() {
            last.labels.push(Label { span, text });
        }
    }

    /// Says what to do about the type mismatch that was reported last.
    pub(super) fn help_mismatch(&mut self, help: String) {
        if let Some(last) = self.sink.last_mut()
            && last.code.name == codes::CHECK_TYPE_MISMATCH.name
        {
            last.help = Some(help);
        }
    }

    /// The text under a span.
    pub(super) fn slice(&self, span: Span) -> &'a str {
        let file = self.files.iter().find(|file| file.source.id == span.source);
        file.map_or("", |file| span.slice(&file.source.text))
    }

    /// A new id for a function that is about to be checked.
    pub(super) fn new_function(&mut self) -> FunctionId {
        let id = FunctionId::of(self.functions.len());
        self.functions.push(None);
        self.traits.push(Traits::default());
        id
    }

    /// `name`, qualified by the current module where that is not the entry file.
    pub(super) fn qualified(&self, name: &str) -> SmolStr {
        match self.files.get(self.module).map(|file| file.module) {
            None | Some("") => SmolStr::new(name),
            Some(module) => smol_str::format_smolstr!("{module}.{name}"),
        }
    }

    /// Runs `work` with the names of another module.
    pub(super) fn in_module<T>(&mut self, module: usize, work: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.module, module);
        let result = work(self);
        self.module = before;
        result
    }

    pub(super) fn finish(mut self) -> Checked {
        let mut program = std::mem::take(&mut self.program);
        let unfinished = || Function {
            name: SmolStr::default(),
            captures: Vec::new(),
            params: Vec::new(),
            locals: Vec::new(),
            body: Block::default(),
            result: Type::Unknown,
            span: Span::default(),
            pure: true,
            needs_conversation: false,
        };
        program.functions = std::mem::take(&mut self.functions)
            .into_iter()
            .map(|function| function.unwrap_or_else(unfinished))
            .collect();
        let unread = self.files.iter().any(|file| !file.ast.unread.is_empty());
        if !self.sink.has_errors() && !self.unread && !unread {
            self.sink.extend(std::mem::take(&mut self.doubted));
        }
        let found = std::mem::take(&mut self.sink).finish();
        let diagnostics =
            found.into_iter().filter(|one| !self.is_unread(one.span) && !self.is_spoiled(one.span)).collect();
        Checked { program, diagnostics }
    }
}

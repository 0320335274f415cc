//! The function that is being checked: its variables, scopes and what it does.

use crate::base::Span;
use crate::check::flow::Flow;
use crate::check::hir::{FunctionId, Local, LocalId};
use crate::syntax::ast::Name;
use crate::value::Type;
use smol_str::SmolStr;

/// A function that is being checked.
#[expect(clippy::struct_excessive_bools, reason = "each is one fact about the body")]
pub(super) struct Body {
    pub(super) function: FunctionId,
    pub(super) kind: BodyKind,
    pub(super) locals: Vec<Local>,
    pub(super) notes: Vec<LocalNote>,
    /// Names of the open scopes, the innermost last.
    pub(super) scopes: Vec<Vec<(SmolStr, LocalId)>>,
    pub(super) flow: Flow,
    /// The annotated result.
    pub(super) result: Option<Type>,
    /// What `return` gave, where nothing is annotated.
    pub(super) returns: Vec<(Type, Span)>,
    /// A `return` without a value.
    pub(super) bare_return: Option<Span>,
    /// The open loops.
    pub(super) loops: Vec<OpenLoop>,
    /// Variables of the enclosing function, and what they are here.
    pub(super) captures: Vec<(LocalId, LocalId)>,
    pub(super) traits: Traits,
    /// A part of it did not parse: what it uses is not known.
    pub(super) broken: bool,
    /// Something was asked: `answerer` is known.
    pub(super) asked: bool,
    /// Who may have been alone: `on error` after a run without a person and a room.
    pub(super) lonely: bool,
    /// What the `message` of the handler is.
    pub(super) message: HandlerMessage,
    /// The first pattern of the command.
    pub(super) pattern: Option<SmolStr>,
    /// Words of what could not be read of the trigger: they may be names that it gives.
    pub(super) lost: Vec<SmolStr>,
    /// A variable lacks its name, which was told: its uses are of a name that nobody knows.
    pub(super) nameless: bool,
    /// Names that were reported as unknown: once is enough.
    pub(super) unknown: Vec<SmolStr>,
    /// The name that what is being checked will get: that of the answer in a `where`.
    pub(super) binding: Option<Name>,
}

/// What kind of function it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BodyKind {
    Function,
    /// A handler that a message started.
    Handler,
    Webhook,
    Lambda,
    /// The block of a `later`.
    Later,
    /// The value of a declaration: `config`, `const`, `state`, a default.
    Constant,
    /// Lines of a test.
    Test,
}

/// A loop that is being checked.
#[derive(Clone, Copy, Debug)]
pub(super) struct OpenLoop {
    /// A `break` leaves it.
    pub(super) left: bool,
    /// How often it comes round at most, where that is known.
    pub(super) bound: Option<usize>,
}

/// What is known of the `message` of a handler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HandlerMessage {
    /// Nothing, as in a function.
    Unknown,
    /// What somebody wrote.
    Received,
    /// The bot's own, with a card.
    Card,
}

/// What is known of a variable besides its type.
#[derive(Clone, Debug)]
pub(super) struct LocalNote {
    pub(super) kind: LocalKind,
    pub(super) used: bool,
    /// Its value is looked at somewhere: it is not only assigned.
    pub(super) read: bool,
    /// Where a part of it was assigned first.
    pub(super) changed: Option<Span>,
    /// The texts that a `let` can be, where all are known.
    pub(super) texts: Option<Vec<SmolStr>>,
    /// Its element type is still open (`var xs = []`).
    pub(super) open: bool,
    /// It is the handle of a message that was said with this (`a card`, `a file`), which Webex edits never.
    pub(super) said_with: Option<&'static str>,
    /// How often the message that it is the handle of is edited.
    pub(super) edits: usize,
    /// How many loops were open where it was made.
    pub(super) loops: usize,
}

/// How a variable came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LocalKind {
    Let,
    Var,
    Param,
    Loop,
    /// A value in the pattern of a command: never reported as unused.
    Hole,
    /// Made by the trigger or a pattern, or made up: never reported as unused.
    Given,
    Captured,
}

/// What a function does, directly.
#[derive(Clone, Default)]
pub(super) struct Traits {
    /// First use of the current person, room or message, with words for it.
    pub(super) conversation: Option<(Span, String)>,
    /// First effect or change of state, with words for it.
    pub(super) effect: Option<(Span, String)>,
    /// First use of the message that somebody wrote, with words for it.
    pub(super) message: Option<(Span, String)>,
    /// Calls that are made only where there is a conversation.
    pub(super) guarded: Vec<Span>,
    /// Functions that it calls.
    pub(super) calls: Vec<(FunctionId, Span)>,
}

impl Body {
    pub(super) fn new(function: FunctionId, kind: BodyKind) -> Self {
        Self {
            function,
            kind,
            locals: Vec::new(),
            notes: Vec::new(),
            scopes: vec![Vec::new()],
            flow: Flow::new(),
            result: None,
            returns: Vec::new(),
            bare_return: None,
            loops: Vec::new(),
            captures: Vec::new(),
            traits: Traits::default(),
            broken: false,
            pattern: None,
            asked: false,
            lonely: false,
            message: HandlerMessage::Unknown,
            lost: Vec::new(),
            nameless: false,
            unknown: Vec::new(),
            binding: None,
        }
    }

    /// Whether it sees the variables of the body around it.
    pub(super) fn sees_around(&self) -> bool {
        matches!(self.kind, BodyKind::Lambda | BodyKind::Later)
    }

    /// Adds a variable that no name leads to.
    pub(super) fn add(&mut self, local: Local, kind: LocalKind) -> LocalId {
        let id = LocalId::of(self.locals.len());
        self.locals.push(local);
        self.notes.push(LocalNote {
            kind,
            used: false,
            read: false,
            changed: None,
            texts: None,
            open: false,
            said_with: None,
            edits: 0,
            loops: self.loops.len(),
        });
        id
    }

    /// Adds a variable to the innermost scope.
    pub(super) fn declare(&mut self, local: Local, kind: LocalKind) -> LocalId {
        let name = local.name.clone();
        let id = self.add(local, kind);
        if let Some(scope) = self.scopes.last_mut() {
            scope.push((name, id));
        }
        id
    }

    /// The variable that `name` leads to.
    pub(super) fn find(&self, name: &str) -> Option<LocalId> {
        let scopes = self.scopes.iter().rev();
        scopes.flat_map(|scope| scope.iter().rev()).find(|(known, _)| known == name).map(|(_, id)| *id)
    }

    /// Whether the innermost scope has the name already.
    pub(super) fn in_scope(&self, name: &str) -> Option<LocalId> {
        self.scopes.last()?.iter().find(|(known, _)| known == name).map(|(_, id)| *id)
    }

    pub(super) fn local(&self, id: LocalId) -> Option<&Local> {
        self.locals.get(id.index())
    }

    pub(super) fn note_mut(&mut self, id: LocalId) -> Option<&mut LocalNote> {
        self.notes.get_mut(id.index())
    }
}
